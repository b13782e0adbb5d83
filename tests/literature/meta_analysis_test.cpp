// Random-effects meta-analysis: held to metafor on published data, then what it promises for any data.
#include "trilayer/literature/meta_analysis.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "tests/literature/metafor/reference.hpp"
#include "trilayer/base/errors.hpp"

namespace trilayer::literature {
namespace {

using Studies = std::vector<StudyEffect>;

Studies studies_of(const tests::ReferenceCase& one) {
  Studies studies;
  for (const auto& study : one.study)
    studies.push_back({std::to_string(studies.size() + 1), study.at("yi"), study.at("vi")});
  return studies;
}

void check_close(double ours, double theirs) {
  CAPTURE(theirs);
  CHECK(std::abs(ours - theirs) < 1e-6 * std::max(1.0, std::abs(theirs)));
}

void check_interval(const Interval& ours, const tests::Numbers& theirs, const std::string& key) {
  CAPTURE(key);
  check_close(ours.low, theirs.at(key + "_low"));
  check_close(ours.high, theirs.at(key + "_high"));
}

TEST_CASE("Mean, errors and intervals are those of metafor") {
  for (const auto& one : tests::metafor_reference()) {
    CAPTURE(one.name);
    const MetaAnalysis result = meta_analyse(studies_of(one));
    CHECK(result.converged);
    CHECK(result.method == Tau2Method::reml);
    check_close(result.mean, one.results.at("mean"));
    check_close(result.standard_error, one.results.at("standard_error"));
    check_interval(result.wald, one.results, "wald");
    check_close(result.hartung_knapp_error.value(), one.results.at("hartung_knapp_error"));
    check_interval(result.hartung_knapp.value(), one.results, "hartung_knapp");
    check_interval(result.prediction.value(), one.results, "prediction");
  }
}

TEST_CASE("Heterogeneity is that of metafor, where tau2 is 0 too") {
  int zero = 0;
  for (const auto& one : tests::metafor_reference()) {
    CAPTURE(one.name);
    const Heterogeneity h = meta_analyse(studies_of(one)).heterogeneity.value();
    check_close(h.tau2, one.results.at("tau2"));
    check_close(h.tau2_error, one.results.at("tau2_error"));
    check_close(h.q, one.results.at("q"));
    check_close(h.q_p, one.results.at("q_p"));
    check_close(h.i2, one.results.at("i2"));
    check_close(h.h2, one.results.at("h2"));
    check_interval(h.tau2_interval, one.results, "tau2");
    check_interval(h.i2_interval, one.results, "i2");
    check_interval(h.h2_interval, one.results, "h2");
    if (h.tau2 == 0.0) ++zero;
  }
  CHECK(zero >= 2);
}

TEST_CASE("The analyses without one study are those of metafor") {
  for (const auto& one : tests::metafor_reference()) {
    CAPTURE(one.name);
    const MetaAnalysis result = meta_analyse(studies_of(one));
    REQUIRE(result.without_one.size() == one.study.size());
    for (std::size_t i = 0; i < one.study.size(); ++i) {
      check_close(result.without_one[i].mean, one.study[i].at("without_mean"));
      check_interval(result.without_one[i].interval, one.study[i], "without");
      check_close(result.without_one[i].tau2, one.study[i].at("without_tau2"));
    }
  }
}

TEST_CASE("Egger's regression is that of metafor, with ten studies or more only") {
  int tested = 0;
  for (const auto& one : tests::metafor_reference()) {
    CAPTURE(one.name);
    const MetaAnalysis result = meta_analyse(studies_of(one));
    CHECK(result.egger.has_value() == (one.study.size() >= 10));
    if (!result.egger) continue;
    ++tested;
    check_close(result.egger->slope, one.results.at("egger_slope"));
    check_close(result.egger->slope_error, one.results.at("egger_slope_error"));
    check_close(result.egger->p, one.results.at("egger_p"));
    check_close(result.egger->at_no_error, one.results.at("egger_at_no_error"));
    check_interval(result.egger->at_no_error_interval, one.results, "egger_at_no_error");
  }
  CHECK(tested >= 5);
}

TEST_CASE("REML that may not converge is said so, and DerSimonian and Laird stand in") {
  for (const auto& one : tests::metafor_reference()) {
    CAPTURE(one.name);
    const MetaAnalysis result = meta_analyse(studies_of(one), {.confidence = 0.95, .most_steps = 0});
    CHECK_FALSE(result.converged);
    CHECK(name(result.method) == "DerSimonian-Laird");
    check_close(result.heterogeneity->tau2, one.results.at("tau2_der_simonian_laird"));
    check_close(result.mean, one.results.at("mean_der_simonian_laird"));
    REQUIRE_FALSE(result.notes.empty());
    CHECK(result.notes.front().starts_with("REML did not converge"));
  }
}

Studies any_studies(int fewest) {
  const int count = *rc::gen::inRange(fewest, 15);
  Studies studies;
  for (int i = 0; i < count; ++i)
    studies.push_back(
        {std::to_string(i), *rc::gen::inRange(-3000, 3000) / 1000.0, *rc::gen::inRange(1, 2000) / 1000.0});
  return studies;
}

bool near(double a, double b) { return std::abs(a - b) <= 1e-6 * (1.0 + std::abs(a) + std::abs(b)); }

TEST_CASE("The order of the studies does not matter") {
  CHECK(rc::check([] {
    Studies studies = any_studies(2);
    const MetaAnalysis before = meta_analyse(studies);
    std::reverse(studies.begin(), studies.end());
    const MetaAnalysis after = meta_analyse(studies);
    RC_ASSERT(near(before.mean, after.mean));
    RC_ASSERT(near(before.heterogeneity->tau2, after.heterogeneity->tau2));
    RC_ASSERT(near(before.weights.front(), after.weights.back()));
  }));
}

TEST_CASE("Turning every sign turns the mean and leaves the heterogeneity") {
  CHECK(rc::check([] {
    Studies studies = any_studies(2);
    const MetaAnalysis before = meta_analyse(studies);
    for (auto& one : studies) one.effect = -one.effect;
    const MetaAnalysis after = meta_analyse(studies);
    RC_ASSERT(near(before.mean, -after.mean));
    RC_ASSERT(near(before.prediction->low, -after.prediction->high));
    RC_ASSERT(near(before.heterogeneity->tau2, after.heterogeneity->tau2));
  }));
}

TEST_CASE("A thousandfold unit makes everything a thousandfold, and leaves what has no unit") {
  CHECK(rc::check([] {
    Studies studies = any_studies(2);
    const MetaAnalysis before = meta_analyse(studies);
    for (auto& one : studies) {
      one.effect *= 1000.0;
      one.variance *= 1e6;
    }
    const MetaAnalysis after = meta_analyse(studies);
    RC_ASSERT(near(1000.0 * before.mean, after.mean));
    RC_ASSERT(near(1e6 * before.heterogeneity->tau2, after.heterogeneity->tau2));
    RC_ASSERT(near(before.heterogeneity->i2, after.heterogeneity->i2));
  }));
}

// The restricted likelihood as its definition has it, apart from constants.
double restricted_log_likelihood(const Studies& studies, double tau2) {
  double w = 0.0, wy = 0.0, sum = 0.0;
  for (const auto& one : studies) {
    w += 1.0 / (one.variance + tau2);
    wy += one.effect / (one.variance + tau2);
  }
  for (const auto& one : studies)
    sum += std::log(one.variance + tau2) + (one.effect - wy / w) * (one.effect - wy / w) / (one.variance + tau2);
  return -0.5 * (sum + std::log(w));
}

TEST_CASE("What is found always converges, lies at 0 or above, and no tau2 beside it is more likely") {
  CHECK(rc::check([] {
    const Studies studies = any_studies(2);
    const MetaAnalysis result = meta_analyse(studies);
    RC_ASSERT(result.converged);
    RC_ASSERT(result.steps < 50);
    const double tau2 = result.heterogeneity->tau2, here = restricted_log_likelihood(studies, tau2);
    RC_ASSERT(tau2 >= 0.0);
    RC_ASSERT(restricted_log_likelihood(studies, tau2 + 0.01) <= here + 1e-9);
    RC_ASSERT(restricted_log_likelihood(studies, std::max(0.0, tau2 - 0.01)) <= here + 1e-9);
    RC_ASSERT(near(std::accumulate(result.weights.begin(), result.weights.end(), 0.0), 1.0));
    RC_ASSERT(result.heterogeneity->tau2_interval.low <= result.heterogeneity->tau2_interval.high);
  }));
}

TEST_CASE("Of two peaks of the likelihood the higher one is taken") {
  // Here one is at 0, the other at 0.42, where plain scoring ends after thousands of steps; metafor then says 0 too.
  const Studies studies{{"A", -2.504, 1.645}, {"B", 0.641, 0.456}, {"C", -0.142, 0.01}};
  CHECK(restricted_log_likelihood(studies, 0.4235) > restricted_log_likelihood(studies, 0.2));
  CHECK(restricted_log_likelihood(studies, 0.0) > restricted_log_likelihood(studies, 0.4235));
  const MetaAnalysis result = meta_analyse(studies);
  CHECK(result.converged);
  CHECK(result.heterogeneity->tau2 == 0.0);
}

TEST_CASE("Studies of equal effect have no heterogeneity, an empty interval of tau2, and the note that says so") {
  const Studies same{{"A", 0.4, 0.04}, {"B", 0.4, 0.09}, {"C", 0.4, 0.01}};
  const MetaAnalysis result = meta_analyse(same);
  CHECK(result.mean == doctest::Approx(0.4));
  CHECK(result.heterogeneity->tau2 == 0.0);
  CHECK(result.heterogeneity->i2 == 0.0);
  CHECK(result.heterogeneity->tau2_interval_empty);
  CHECK(std::any_of(result.notes.begin(), result.notes.end(),
                    [](const auto& note) { return note.find("interval of tau2 is empty") != std::string::npos; }));
}

TEST_CASE("Equal variances give the plain mean, and tau2 is what the spread exceeds them by") {
  // Mean 2, variance of the three effects 4, sampling variance 1: tau2 = 4 - 1.
  const MetaAnalysis result = meta_analyse(Studies{{"A", 0.0, 1.0}, {"B", 2.0, 1.0}, {"C", 4.0, 1.0}});
  CHECK(result.mean == doctest::Approx(2.0));
  CHECK(result.heterogeneity->tau2 == doctest::Approx(3.0));
  CHECK(result.heterogeneity->i2 == doctest::Approx(0.75));
  CHECK(result.standard_error == doctest::Approx(std::sqrt(4.0 / 3.0)));
  CHECK(result.weights[1] == doctest::Approx(1.0 / 3.0));
}

TEST_CASE("One study is its own mean, and the rest is left open and said so") {
  const MetaAnalysis result = meta_analyse(Studies{{"A", 0.5, 0.04}});
  CHECK(result.studies == 1);
  CHECK(result.mean == 0.5);
  CHECK(result.standard_error == doctest::Approx(0.2));
  CHECK(result.wald.high == doctest::Approx(0.892).epsilon(1e-4));
  CHECK_FALSE(result.hartung_knapp);
  CHECK_FALSE(result.prediction);
  CHECK_FALSE(result.heterogeneity);
  CHECK(result.without_one.empty());
  CHECK(name(result.method) == "none");
  CHECK(result.notes == std::vector<std::string>{"One study: the mean is its effect; nothing can be said of "
                                                 "differences between studies."});
}

TEST_CASE("Without one of two studies, the other stands with its Wald interval") {
  const MetaAnalysis result = meta_analyse(Studies{{"A", 0.5, 0.04}, {"B", 1.0, 0.09}});
  REQUIRE(result.without_one.size() == 2);
  CHECK(result.without_one[0].study == "A");
  CHECK(result.without_one[0].mean == 1.0);
  CHECK(result.without_one[0].interval.low == doctest::Approx(1.0 - 1.959964 * 0.3));
}

std::string message_of(const Studies& studies) {
  try {
    meta_analyse(studies);
  } catch (const base::Refusal& refusal) {
    return refusal.place() + ": " + refusal.problem();
  }
  return "none";
}

TEST_CASE("No study, no number and no variance are refused, the study named") {
  CHECK(message_of({}) == "meta-analysis: no study can be pooled");
  CHECK(message_of({{"A", 0.5, 0.04}, {"Meyer 1995", std::nan(""), 0.1}}) ==
        "study Meyer 1995: the effect is no number");
  CHECK(message_of({{"Meyer 1995", 0.5, 0.0}}) == "study Meyer 1995: the variance of the effect is not above 0");
}

}  // namespace
}  // namespace trilayer::literature
