// What the command prints of a pool. The studies are made up.
#include "trilayer/report/pooled.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "trilayer/base/errors.hpp"

namespace trilayer::report {
namespace {

using namespace literature;

// People with ALS against healthy ones, `with` of 20 and `without` of 20 with an iMEP.
Study study(const std::string& id, int with, int without) {
  Study one;
  one.id = id;
  one.verified = true;
  one.citation.authors = {{"M\u00fcller", "A"}};
  one.citation.authors_complete = true;
  one.citation.issued = 1995;
  one.groups.resize(2);
  one.groups[0].id = "als";
  one.groups[0].condition = "als";
  one.groups[0].origin = Origin::acquired;
  one.groups[1].id = "healthy";
  one.groups[1].condition = "healthy";
  Finding found;
  found.id = id + ".1";
  found.measure = "imep_presence";
  found.mark = Mark::seen;
  for (const auto& [group, events] : {std::pair{"als", with}, std::pair{"healthy", without}}) {
    PublishedValue value;
    value.group = group;
    value.kind = ValueKind::proportion;
    value.events = events;
    value.n = 20;
    found.values.push_back(value);
  }
  one.findings = {found};
  return one;
}

Studies example() {
  Studies studies;
  studies.terms.conditions = {{"als", "amyotrophic lateral sclerosis", Origin::acquired, {}},
                              {"healthy", "health", Origin::none, {}}};
  studies.studies = {study("F1", 10, 1), study("F2", 12, 0), study("F3", 5, 2)};
  studies.studies[2].findings[0].values.pop_back();
  return studies;
}

PoolQuestion question() {
  PoolQuestion asked;
  asked.measure = "imep_presence";
  asked.condition = "als";
  asked.scale = EffectScale::log_odds;
  return asked;
}

bool has(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST_CASE("The text says what is compared, shows ratios as ratios, and names what was left out") {
  const Studies studies = example();
  const std::string text = pool_text(pool_studies(studies, question()), studies);
  CHECK(has(text, ": amyotrophic lateral sclerosis against people without one\nodds ratio, random effects, 95 %"));
  CHECK(has(text, "F1.1      M\u00fcller 1995  20 and 20  19 (2.12 to 170)"));  // (10 / 10) / (1 / 19)
  CHECK(has(text, "Left out (1)\n  - F3.1 M\u00fcller 1995: it has no value of a group to compare with"));
}

TEST_CASE("JSON has the logarithm for programs and the ratio beside it") {
  const Studies studies = example();
  const auto read = nlohmann::json::parse(pool_json(pool_studies(studies, question())));
  CHECK(read["findings"][0]["yi"].get<double>() == doctest::Approx(std::log(19.0)));
  CHECK(read["findings"][0]["back"].get<double>() == doctest::Approx(19.0));
  CHECK(read["findings"][0]["weight"].get<double>() + read["findings"][1]["weight"].get<double>() ==
        doctest::Approx(1.0));
  CHECK(read["result"]["studies"] == 2);
  CHECK(read["result"]["mean_back"].get<double>() == doctest::Approx(std::exp(read["result"]["mean"].get<double>())));
  CHECK(read["left_out"][0]["study"] == "F3");
}

TEST_CASE("One study leaves out what one study cannot give") {
  Studies studies = example();
  studies.studies.resize(1);
  const Pool pool = pool_studies(studies, question());
  const auto read = nlohmann::json::parse(pool_json(pool));
  CHECK(read["result"]["hartung_knapp"].is_null());
  CHECK(read["result"]["prediction"].is_null());
  CHECK_FALSE(read["result"].contains("heterogeneity"));
  CHECK(has(pool_text(pool, studies), "nothing can be said of differences between studies"));
}

TEST_CASE("Nothing to pool is an answer in every format, and no picture") {
  Studies studies = example();
  PoolQuestion asked = question();
  asked.scale = EffectScale::fisher_z;
  const Pool pool = pool_studies(studies, asked);
  CHECK(has(pool_text(pool, studies), "No finding can be pooled.\n\nLeft out (3)"));
  CHECK(nlohmann::json::parse(pool_json(pool))["result"].is_null());
  CHECK(pool_tsv(pool).find('\n') == pool_tsv(pool).size() - 1);
  CHECK_THROWS_AS(pooled_studies(pool, studies), base::Bug);
}

}  // namespace
}  // namespace trilayer::report
