#include "trilayer/report/validation.hpp"

#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <string>

#include "trilayer/report/validation_page.hpp"

using namespace trilayer;
using validation::FactResult;
using validation::Verdict;

namespace {

const literature::Check& check(std::string_view id) { return *literature::find_check(literature::shipped_facts(), id); }

FactResult result(std::string_view id, std::vector<double> simulated, std::optional<Verdict> verdict) {
  FactResult r;
  r.check = &check(id);
  r.target = &r.check->targets.front();
  r.group = "adult";
  r.outcome = {12, std::move(simulated), 0.25, verdict, verdict ? "" : "no value: too few people gave one"};
  return r;
}

// A value, a trend with its ablation, one that is out of scope.
std::vector<FactResult> examples() {
  std::vector<FactResult> all{result("T01", {12.5}, Verdict::inside), result("T53", {1.0, 2.0, 3.0}, Verdict::right),
                              result("T07", {}, std::nullopt), result("T05", {0.5}, Verdict::outside)};
  all[1].ablation = validation::Ablation{{{"premotor_leak", 0.0}}, {12, {1.0, 1.0, 0.5}, 0.1, Verdict::wrong, ""}};
  all[2].outcome = {0, {}, std::nullopt, std::nullopt, "out of scope: no sessions"};
  return all;
}

const report::ValidationSource source{12, 7, 3, 1, 2, 3, 4};

}  // namespace

TEST_CASE("the JSON of a validation has the promised form") {
  const auto all = examples();
  const auto whole = nlohmann::json::parse(report::validation_json(all, source));
  CHECK(whole["participants"] == 12);
  CHECK(whole["seed"] == 7);
  for (const char* key : {"facts", "parameters", "detectors", "studies"}) CHECK(whole["hashes"][key].is_string());
  CHECK(whole["hashes"]["model_version"] == 3);
  REQUIRE(whole["facts"].size() == 4);
  for (const auto& fact : whole["facts"])
    for (const char* key : {"id", "class", "in_scope", "verified", "target", "simulated", "error", "verdict"})
      CHECK(fact.contains(key));
  const auto &value = whole["facts"][0], &trend = whole["facts"][1], &out = whole["facts"][2];
  CHECK(value["simulated"] == 12.5);
  CHECK(value["verdict"] == "inside");
  CHECK(value["target"]["quantity"] == "tct_mean_ms");
  CHECK(value["target"]["low"] == 10.5);
  CHECK_FALSE(value.contains("ablation"));
  CHECK(trend["simulated"] == nlohmann::json({1.0, 2.0, 3.0}));
  CHECK(trend["ablation"]["sets"]["premotor_leak"] == 0.0);
  CHECK(trend["ablation"]["verdict"] == "wrong");
  CHECK(out["in_scope"] == false);
  CHECK(out["simulated"].is_null());
  CHECK(out["verdict"].is_null());
  CHECK(out["reason"] == "out of scope: no sessions");
}

TEST_CASE("the table sorts by class, puts held-out checks apart, and counts") {
  const auto all = examples();
  const std::string text = report::validation_table(all, source);
  const auto hard = text.find("HARD: "), sign = text.find("SIGN: "), held_out = text.find("HELD OUT of the fit, SOFT");
  REQUIRE(hard != std::string::npos);
  REQUIRE(sign != std::string::npos);
  REQUIRE(held_out != std::string::npos);
  CHECK(hard < text.find("tct_mean_ms"));
  CHECK(sign < held_out);
  CHECK(text.find("isp_duration_change") > held_out);
  CHECK(text.find("1, 2, 3") != std::string::npos);
  CHECK(text.find("premotor_leak=0: 1, 1, 0.5 wrong") != std::string::npos);
  CHECK(text.find("1 of 1 wrong without their mechanism") != std::string::npos);
  CHECK(text.find("SOFT   held out   0 of 1 targets") != std::string::npos);
  CHECK(text.find("1 targets of checks out of scope") != std::string::npos);
}

TEST_CASE("a table for programs has as many cells in every row as in its head") {
  const auto all = examples();
  const std::string text = report::validation_tsv(all);
  std::size_t tabs = 0, first = 0, lines = 0;
  for (const char c : text) {
    if (c == '\t') ++tabs;
    if (c != '\n') continue;
    if (lines++ == 0) first = tabs;
    CHECK(tabs == first);
    tabs = 0;
  }
  CHECK(lines == 5);
}

TEST_CASE("what rests on memory is marked in the table") {
  std::vector<FactResult> all{result("T10", {0.6}, Verdict::inside)};
  REQUIRE_FALSE(all[0].check->verified);
  CHECK(report::validation_table(all, source).find("T10  [M]") != std::string::npos);
}

TEST_CASE("the page shows every target in scope with its verdict and a picture, and needs no script") {
  const auto all = examples();
  const std::string page = report::validation_page(all, source);
  const auto count = [&](std::string_view part) {
    std::size_t n = 0;
    for (auto at = page.find(part); at != std::string::npos; at = page.find(part, at + 1)) ++n;
    return n;
  };
  CHECK(count("<figure>") == 3);  // the one out of scope is not there
  CHECK(count("class=\"good\"") == 2);
  CHECK(count("class=\"bad\"") == 1);
  CHECK(count("<polyline") == 1);  // the trend
  CHECK(page.find("without its mechanism: wrong") != std::string::npos);
  CHECK(page.find("held out of the fit") != std::string::npos);
  CHECK(count("<script") + count("http://") + count("https://") == 0);
}
