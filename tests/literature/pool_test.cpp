// Which findings are pooled, the effects they give, and why the others are left out.
#include "trilayer/literature/pool.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "trilayer/base/errors.hpp"

namespace trilayer::literature {
namespace {

PublishedValue mean_sd(const std::string& group, double mean, double deviation, const std::string& at = "") {
  PublishedValue value;
  value.group = group;
  value.kind = ValueKind::mean_sd;
  value.value = mean;
  value.error = deviation;
  value.unit = "ms";
  value.at = at;
  return value;
}

Finding finding(const std::string& id, std::vector<PublishedValue> values) {
  Finding one;
  one.id = id;
  one.measure = "isp_duration";
  one.values = std::move(values);
  one.mark = Mark::seen;
  return one;
}

StudyGroup group(const std::string& id, const std::string& condition, Origin origin, int n) {
  StudyGroup one;
  one.id = id;
  one.condition = condition;
  one.origin = origin;
  one.n = n;
  return one;
}

// A study of `condition` against healthy people, 10 and 12 of them.
Study study(const std::string& id, const std::string& condition, std::vector<Finding> findings) {
  Study one;
  one.id = id;
  one.verified = true;
  one.citation.authors = {{"Author" + id, ""}};
  one.citation.authors_complete = true;
  one.citation.issued = 2001;
  one.groups = {group("people", condition, Origin::acquired, 10), group("healthy", "healthy", Origin::none, 12)};
  one.findings = std::move(findings);
  return one;
}

Studies studies_of(std::vector<Study> all) {
  Studies studies;
  studies.terms.conditions = {{"ms", "multiple sclerosis", Origin::acquired, {}},
                              {"als", "amyotrophic lateral sclerosis", Origin::acquired, {}},
                              {"healthy", "health", Origin::none, {}}};
  studies.studies = std::move(all);
  return studies;
}

PoolQuestion question(EffectScale scale = EffectScale::mean_difference) {
  PoolQuestion asked;
  asked.measure = "isp_duration";
  asked.scale = scale;
  return asked;
}

std::string reasons(const Pool& pool) {
  std::string text;
  for (const auto& out : pool.left_out) text += out.finding->id + ": " + out.reason + "\n";
  return text;
}

const std::vector<PublishedValue> usual{mean_sd("people", 48.0, 21.0), mean_sd("healthy", 39.0, 10.0)};

TEST_CASE("A finding with means and deviations of both groups goes in, the condition first") {
  const Studies studies = studies_of({study("F1", "ms", {finding("F1.1", usual)})});
  const Pool pool = pool_studies(studies, question());
  REQUIRE(pool.findings.size() == 1);
  const PooledFinding& one = pool.findings.front();
  CHECK(one.effect.value == doctest::Approx(9.0));
  CHECK(one.effect.variance == doctest::Approx(21.0 * 21.0 / 10.0 + 100.0 / 12.0));
  CHECK(one.label == "AuthorF1 2001");
  CHECK(one.first_people == 10);
  CHECK(one.second_people == 12);
  CHECK(one.verified);
  CHECK(pool.unit == "ms");
  CHECK(pool.result->studies == 1);
}

TEST_CASE("A standard error and a confidence interval give the deviation that was not printed") {
  auto by_error = usual, by_interval = usual;
  by_error[0].kind = ValueKind::mean_se;
  by_error[0].error = 21.0 / std::sqrt(10.0);
  by_interval[0].kind = ValueKind::mean_ci;
  by_interval[0].error = std::nullopt;
  const double half = 2.262157 * 21.0 / std::sqrt(10.0);  // t(9), printed tables
  by_interval[0].low = 48.0 - half;
  by_interval[0].high = 48.0 + half;
  for (const auto& values : {by_error, by_interval}) {
    const Studies studies = studies_of({study("F1", "ms", {finding("F1.1", values)})});
    CHECK(pool_studies(studies, question()).findings.at(0).effect.variance ==
          doctest::Approx(21.0 * 21.0 / 10.0 + 100.0 / 12.0).epsilon(1e-5));
  }
}

TEST_CASE("Of several findings of a study, or of studies with the same people, the first counts") {
  Study second = study("F2", "ms", {finding("F2.1", usual)});
  second.overlaps = {"F1"};
  const Studies studies = studies_of({study("F1", "ms", {finding("F1.1", usual), finding("F1.2", usual)}), second});
  const Pool pool = pool_studies(studies, question());
  CHECK(pool.findings.size() == 1);
  CHECK(reasons(pool) ==
        "F1.2: the study is in already, by F1.1: one effect a study\n"
        "F2.1: some of its people are those of F1, which is in already\n");
}

TEST_CASE("What cannot be pooled is left out with its reason") {
  auto no_error = usual, other_unit = usual, elsewhere = usual, one_group = usual, median = usual;
  no_error[0].kind = ValueKind::mean;
  no_error[0].error = std::nullopt;
  other_unit[0].unit = "mV";
  elsewhere[0].at = "left hand";
  one_group.pop_back();
  median[1].kind = ValueKind::median_iqr;
  Finding remembered = finding("A6.1", usual);
  remembered.mark = Mark::memory_high;
  const Studies studies =
      studies_of({study("A1", "ms", {finding("A1.1", no_error)}), study("A2", "ms", {finding("A2.1", other_unit)}),
                  study("A3", "ms", {finding("A3.1", elsewhere)}), study("A4", "ms", {finding("A4.1", one_group)}),
                  study("A5", "ms", {finding("A5.1", median)}), study("A6", "ms", {remembered}),
                  study("A7", "ms", {finding("A7.1", {})})});
  const Pool pool = pool_studies(studies, question());
  CHECK(pool.findings.empty());
  CHECK_FALSE(pool.result);
  CHECK(reasons(pool) ==
        "A1.1: group 'people' has a value of the kind 'mean'; needed is a mean with its deviation, error or interval\n"
        "A2.1: its groups have different units, 'mV' and 'ms'\n"
        "A3.1: it has no value of a group to compare with under the same circumstances\n"
        "A4.1: it has no value of a group to compare with under the same circumstances\n"
        "A5.1: group 'healthy' has a value of the kind 'median_iqr'; needed is a mean with its deviation, error or "
        "interval\n"
        "A6.1: its numbers are from memory\n"
        "A7.1: it has no numbers\n");
}

TEST_CASE("Differences of means are pooled in one unit, Hedges' g in any") {
  auto volts = usual;
  for (auto& value : volts) value.unit = "uV";
  const Studies studies =
      studies_of({study("F1", "ms", {finding("F1.1", usual)}), study("F2", "ms", {finding("F2.1", volts)})});
  CHECK(reasons(pool_studies(studies, question())) == "F2.1: its unit is 'uV', that of F1 'ms'\n");
  CHECK(pool_studies(studies, question(EffectScale::standardised_difference)).findings.size() == 2);
}

TEST_CASE("A condition narrows the question; without one, different conditions are said") {
  const Studies studies =
      studies_of({study("F1", "ms", {finding("F1.1", usual)}), study("F2", "als", {finding("F2.1", usual)})});
  PoolQuestion narrow = question();
  narrow.condition = "als";
  CHECK(pool_studies(studies, narrow).findings.at(0).study->id == "F2");
  CHECK(reasons(pool_studies(studies, narrow)) == "F1.1: it has no value of a group that was asked for\n");
  const Pool both = pool_studies(studies, question());
  CHECK(both.findings.size() == 2);
  CHECK(both.notes == std::vector<std::string>{"Conditions differ: als (1), ms (1)."});
}

TEST_CASE("Task, circumstances and mirror movements narrow it too") {
  Finding at_rest = finding("F1.1", usual),
          working = finding("F2.1", {mean_sd("people", 40.0, 9.0, "10 ms"), mean_sd("healthy", 35.0, 8.0, "10 ms")});
  at_rest.during = During::rest;
  working.during = During::contraction;
  Study mirroring = study("F2", "ms", {working});
  mirroring.groups[0].mirror_movements = Mirroring::present;
  const Studies studies = studies_of({study("F1", "ms", {at_rest}), mirroring});
  PoolQuestion asked = question();
  asked.during = During::rest;
  CHECK(pool_studies(studies, asked).findings.at(0).study->id == "F1");
  asked = question();
  asked.at = "10 MS";
  CHECK(pool_studies(studies, asked).findings.at(0).at == "10 ms");
  CHECK(pool_studies(studies, asked).left_out.empty());  // what was not asked for is not left out
  asked = question();
  asked.mirroring = Mirroring::present;
  CHECK(pool_studies(studies, asked).findings.at(0).study->id == "F2");
}

TEST_CASE("Shares are pooled from numbers of people, correlations from one group") {
  auto share = [](const std::string& id, int events) {
    PublishedValue value;
    value.group = id;
    value.kind = ValueKind::proportion;
    value.events = events;
    return value;
  };
  PublishedValue r;
  r.group = "people";
  r.kind = ValueKind::correlation;
  r.value = 0.5;
  const Studies studies = studies_of({study("F1", "ms", {finding("F1.1", {share("people", 4), share("healthy", 1)})}),
                                      study("F2", "ms", {finding("F2.1", {r})})});
  const Pool odds = pool_studies(studies, question(EffectScale::log_odds));
  REQUIRE(odds.findings.size() == 1);
  CHECK(odds.findings[0].effect.value == doctest::Approx(std::log(4.0 * 11.0 / 6.0)));
  CHECK(pool_studies(studies, question(EffectScale::logit)).findings.at(0).second == nullptr);
  const Pool z = pool_studies(studies, question(EffectScale::fisher_z));
  CHECK(z.findings.at(0).effect.variance == doctest::Approx(1.0 / 7.0));
  CHECK(reasons(z) == "F1.1: group 'people' has a value of the kind 'proportion'; needed is a correlation\n");
}

TEST_CASE("What was not verified goes in and is marked") {
  Study open = study("F1", "ms", {finding("F1.1", usual)});
  open.findings[0].mark = Mark::second_hand;
  const Pool pool = pool_studies(studies_of({open}), question());
  CHECK_FALSE(pool.findings.at(0).verified);
  CHECK(pool.notes == std::vector<std::string>{"Not verified: 1 of the findings that went in."});
}

std::string message_of(const PoolQuestion& asked) {
  try {
    (void)pool_studies(studies_of({}), asked);
  } catch (const base::Refusal& refusal) {
    return refusal.place() + " " + refusal.problem() + "; " + refusal.advice();
  }
  return "none";
}

TEST_CASE("An unknown measure or condition is refused with what may have been meant") {
  PoolQuestion asked = question();
  asked.measure = "isp_duratoin";
  CHECK(message_of(asked) == "isp_duratoin is no measure; perhaps 'isp_duration'");
  asked = question();
  asked.condition = "sm";
  CHECK(message_of(asked).starts_with("sm is no condition; "));
}

TEST_CASE("A study is named as in a text") {
  Study one = study("F1", "ms", {});
  CHECK(short_name(one) == "AuthorF1 2001");
  one.citation.authors.push_back({"Second", ""});
  CHECK(short_name(one) == "AuthorF1 & Second 2001");
  one.citation.authors_complete = false;
  CHECK(short_name(one) == "AuthorF1 et al. 2001");
  one.citation.authors.clear();
  CHECK(short_name(one) == "F1 2001");
}

TEST_CASE(
    "Of the shipped studies, transcallosal conduction time in multiple sclerosis is 5 ms longer in the one with "
    "numbers") {
  PoolQuestion asked = question();
  asked.measure = "tct";
  asked.condition = "multiple_sclerosis";
  const Pool pool = pool_studies(shipped_studies(), asked);
  REQUIRE(pool.findings.size() == 1);
  CHECK(pool.findings[0].label == "Boroojerdi et al. 1998");  // 17.2 +- 6.4 against 12.2 +- 2.6 ms, 24 people each
  CHECK(pool.findings[0].effect.value == doctest::Approx(5.0));
  CHECK(pool.findings[0].effect.variance == doctest::Approx((6.4 * 6.4 + 2.6 * 2.6) / 24.0));
  CHECK(pool.left_out.size() >= 5);
}

TEST_CASE("The shipped studies can be asked for every measure they have, on every scale") {
  const Studies& studies = shipped_studies();
  for (const Study& one : studies.studies)
    for (const Finding& found : one.findings)
      for (const EffectScale scale : all_effect_scales) {
        PoolQuestion asked = question(scale);
        asked.measure = found.measure;
        const Pool pool = pool_studies(studies, asked);
        CHECK(pool.findings.empty() == !pool.result.has_value());
        CHECK(pool.findings.size() + pool.left_out.size() > 0);
      }
}

}  // namespace
}  // namespace trilayer::literature
