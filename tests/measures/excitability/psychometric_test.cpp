// Estimators of a threshold against what can be worked out by hand, and against a simulated observer of known
// threshold.
#include "trilayer/measures/excitability/psychometric.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "trilayer/base/random.hpp"
#include "trilayer/base/statistics.hpp"

namespace trilayer::measures {
namespace {

using Outcomes = std::vector<PulseOutcome>;

// `responses` of `trials` pulses at an intensity, those with a response first.
void add(Outcomes& all, double intensity, int trials, int responses) {
  for (int i = 0; i < trials; ++i) all.push_back({intensity, i < responses});
}

// An observer answers a pulse with a response with probability Phi((x - t) / s).
bool answers(base::Stream& stream, double intensity, double threshold, double spread) {
  return intensity - threshold + spread * stream.normal() > 0.0;
}

Outcomes observed(base::Stream& stream, double threshold, double spread, int trials) {
  Outcomes all;
  for (const double offset : {-12.0, -8.0, -4.0, 0.0, 4.0, 8.0, 12.0})
    for (int i = 0; i < trials; ++i) {
      const double intensity = std::round(threshold) + 1.0 + offset;
      all.push_back({intensity, answers(stream, intensity, threshold, spread)});
    }
  return all;
}

TEST_CASE("The logarithm of the normal share is that of the error function") {
  for (double z = -6.0; z <= 6.0; z += 0.0317)
    CHECK(log_normal_share(z) == doctest::Approx(std::log(0.5 * std::erfc(-z / std::sqrt(2.0)))).epsilon(1e-4));
  CHECK(log_normal_share(-40.0) == log_normal_share(-6.0));
  CHECK(log_normal_share(40.0) <= 0.0);
}

TEST_CASE("Pulses of one tenth of a percent are one level, by rising intensity") {
  const auto levels = levels_of(Outcomes{{50.0, true}, {40.0, false}, {50.02, false}});
  REQUIRE(levels.size() == 2);
  CHECK(levels[0].intensity == 40.0);
  CHECK(levels[1].trials == 2);
  CHECK(levels[1].responses == 1);
}

TEST_CASE("Five of ten: the lowest level that passes above the highest that fails") {
  Outcomes all;
  add(all, 52.0, 5, 5);
  add(all, 50.0, 10, 5);
  add(all, 48.0, 10, 4);
  add(all, 46.0, 10, 6);  // by chance; a level above it has failed
  CHECK(relative_frequency_threshold(all) == 50.0);
}

TEST_CASE("Five of ten counts the first ten pulses of a level and no more") {
  Outcomes all;
  add(all, 50.0, 20, 6);  // the six responses come first
  add(all, 48.0, 6, 0);
  CHECK(relative_frequency_threshold(all) == 50.0);
}

TEST_CASE("Five of ten is not had where no level fails or none passes") {
  Outcomes passing, failing;
  add(passing, 50.0, 10, 10);
  add(failing, 50.0, 10, 0);
  CHECK_FALSE(relative_frequency_threshold(passing));
  CHECK_FALSE(relative_frequency_threshold(failing));
  CHECK_FALSE(relative_frequency_threshold(Outcomes{}));
}

TEST_CASE("Two thresholds: midway between nothing in ten and everything in ten") {
  Outcomes all;
  add(all, 44.0, 10, 0);
  add(all, 46.0, 10, 0);
  add(all, 50.0, 10, 5);
  add(all, 55.0, 10, 10);
  add(all, 58.0, 10, 10);
  CHECK(mills_nithi_threshold(all) == doctest::Approx(50.5));
  Outcomes few;
  add(few, 46.0, 5, 0);
  add(few, 55.0, 10, 10);
  CHECK_FALSE(mills_nithi_threshold(few));
}

TEST_CASE("With half of many pulses answered at one intensity every likelihood puts the threshold there") {
  Outcomes all;
  add(all, 50.0, 400, 200);
  CHECK(ml_pest_threshold(all) == doctest::Approx(50.0).epsilon(0.005));
  const BayesianThreshold bayesian = bayesian_threshold(all);
  CHECK(bayesian.threshold == doctest::Approx(50.0).epsilon(0.005));
  // One intensity says nothing of the spread beyond what was believed before.
  CHECK(bayesian.log_spread_error > 0.5);
}

TEST_CASE("Shares of a cumulative normal give back its threshold and spread") {
  Outcomes all;
  for (double x = 40.0; x <= 60.0; x += 1.0)
    add(all, x, 1000, static_cast<int>(std::lround(500.0 * std::erfc(-(x - 49.3) / 4.0 / std::sqrt(2.0)))));
  const LikelihoodThreshold likely = maximum_likelihood_threshold(all);
  CHECK(likely.threshold == doctest::Approx(49.3).epsilon(0.005));
  CHECK(likely.spread == doctest::Approx(4.0).epsilon(0.2));  // the nearest of the grid
  REQUIRE(likely.low);
  REQUIRE(likely.high);
  CHECK(*likely.low <= 49.4);
  CHECK(*likely.high >= 49.2);
  CHECK(bayesian_threshold(all).threshold == doctest::Approx(49.3).epsilon(0.005));
}

TEST_CASE("Without any response the interval of the profile likelihood has no upper end") {
  Outcomes all;
  add(all, 60.0, 10, 0);
  add(all, 70.0, 10, 0);
  const LikelihoodThreshold likely = maximum_likelihood_threshold(all);
  CHECK(likely.low);
  CHECK_FALSE(likely.high);
  CHECK(bayesian_threshold(all).threshold > 70.0);
}

TEST_CASE("Intervals of the simulated observer's threshold hold it nineteen times in twenty") {
  constexpr int repeats = 300;
  int inside_bayes = 0, inside_errors = 0, inside_profile = 0;
  double bias = 0.0;
  for (std::uint32_t i = 0; i < repeats; ++i) {
    base::Stream stream(4711, i);
    const double threshold = stream.uniform(35.0, 75.0);
    const Outcomes all = observed(stream, threshold, 0.07 * threshold, 5);
    const BayesianThreshold found = bayesian_threshold(all);
    const LikelihoodThreshold likely = maximum_likelihood_threshold(all);
    bias += (found.threshold - threshold) / repeats;
    inside_bayes += found.low <= threshold && threshold <= found.high ? 1 : 0;
    inside_errors += std::abs(found.threshold - threshold) <= 1.96 * found.error ? 1 : 0;
    inside_profile += likely.low.value_or(0.0) <= threshold && threshold <= likely.high.value_or(1e9) ? 1 : 0;
  }
  MESSAGE("35 pulses: coverage of the posterior " << inside_bayes / 3.0 << " %, of 1.96 errors " << inside_errors / 3.0
                                                  << " %, of the profile " << inside_profile / 3.0 << " %, bias "
                                                  << bias << " %MSO");
  CHECK(std::abs(bias) < 0.25);
  for (const int inside : {inside_bayes, inside_errors}) {
    CHECK(inside >= 0.90 * repeats);
    CHECK(inside <= 0.99 * repeats);
  }
  CHECK(inside_profile >= 0.85 * repeats);  // known to be too narrow where pulses are few
}

TEST_CASE("The spread is found where pulses surround the threshold") {
  constexpr int repeats = 200;
  int inside = 0;
  std::vector<double> ratios;
  for (std::uint32_t i = 0; i < repeats; ++i) {
    base::Stream stream(4712, i);
    const BayesianThreshold found = bayesian_threshold(observed(stream, 50.0, 3.5, 20));
    ratios.push_back(std::log(found.spread / 3.5));
    inside += std::abs(ratios.back()) <= 1.96 * found.log_spread_error ? 1 : 0;
  }
  MESSAGE("140 pulses: coverage of ln spread " << inside / 2.0 << " %, median ratio "
                                               << std::exp(base::median(ratios)));
  CHECK(std::abs(base::median(ratios)) < 0.1);
  CHECK(inside >= 0.90 * repeats);
}

}  // namespace
}  // namespace trilayer::measures
