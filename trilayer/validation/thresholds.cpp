// Motor thresholds from the same pulses by every estimator.
// The observer answers with probability Phi((x - t) / (0.07 t)).
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <numbers>
#include <optional>

#include "trilayer/base/random.hpp"
#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/excitability/psychometric.hpp"
#include "trilayer/measures/excitability/threshold_hunting.hpp"
#include "trilayer/validation/drawn.hpp"

namespace trilayer::validation {
namespace {

using measures::PulseOutcome;

// Of virtual observers, as in the published simulations (Awiszus 2003 [V code]).
constexpr double relative_spread = 0.07;

constexpr int adaptive_pulses = 25;

/// How pulses are given to one observer.
struct Design {
  const char* name;
  int trials;  ///< 0: differs from observer to observer
  std::vector<PulseOutcome> (*pulses)(double threshold, base::Stream& stream);
};

PulseOutcome answered(double intensity, double threshold, base::Stream& stream) {
  const double z = (intensity - threshold) / (relative_spread * threshold);
  return {intensity, stream.uniform() < 0.5 * std::erfc(-z / std::numbers::sqrt2)};
}

// From well above down in steps of 2 %, ten pulses each.
std::vector<PulseOutcome> staircase(double threshold, base::Stream& stream) {
  std::vector<PulseOutcome> all;
  const double start = 2.0 * std::floor(0.5 * threshold * stream.uniform(1.2, 1.3));
  for (double x = start; x > 0.75 * threshold; x -= 2.0)
    for (int k = 0; k < 10; ++k) all.push_back(answered(x, threshold, stream));
  return all;
}

template <double (*next)(std::span<const PulseOutcome>)>
std::vector<PulseOutcome> adaptive(double threshold, base::Stream& stream) {
  std::vector<PulseOutcome> all;
  for (int k = 0; k < adaptive_pulses; ++k) all.push_back(answered(std::min(next(all), 100.0), threshold, stream));
  return all;
}

double next_samt(std::span<const PulseOutcome> outcomes) { return measures::next_samt(outcomes); }

const std::array designs{
    Design{"10 pulses each in steps of 2 %", 0, staircase},
    Design{"25 pulses by ML-PEST", adaptive_pulses, adaptive<measures::next_ml_pest>},
    Design{"25 pulses by SAMT", adaptive_pulses, adaptive<next_samt>},
};

constexpr std::array methods{"relative_frequency", "mills_nithi", "ml_pest", "maximum_likelihood", "bayesian"};

void count(std::optional<double> found, double truth, Tally& tally) {
  ++tally.cases;
  if (!found) return;
  ++tally.found;
  tally.errors.push_back(*found - truth);
}

void count_interval(std::optional<double> low, std::optional<double> high, double truth, Tally& tally) {
  if (!low || !high) return;
  ++tally.intervals;
  tally.covered += *low <= truth && truth <= *high ? 1 : 0;
}

void estimate_all(std::span<const PulseOutcome> pulses, double truth, std::vector<Tally>& tallies) {
  count(measures::relative_frequency_threshold(pulses), truth, tallies[0]);
  count(measures::mills_nithi_threshold(pulses), truth, tallies[1]);
  count(measures::ml_pest_threshold(pulses), truth, tallies[2]);
  const auto likely = measures::maximum_likelihood_threshold(pulses);
  count(likely.threshold, truth, tallies[3]);
  count_interval(likely.low, likely.high, truth, tallies[3]);
  const auto believed = measures::bayesian_threshold(pulses);
  count(believed.threshold, truth, tallies[4]);
  count_interval(believed.low, believed.high, truth, tallies[4]);
}

}  // namespace

std::vector<Score> score_thresholds(const BenchmarkOptions& options, const BenchmarkProgress& progress) {
  std::vector<Score> scores;
  for (std::size_t d = 0; d < designs.size(); ++d) {
    const auto tallies =
        tallied(static_cast<std::size_t>(options.repeats), methods.size(), options.jobs,
                [&](std::size_t i, std::vector<Tally>& all) {
                  base::Stream stream(options.seed, static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(d));
                  const double truth = stream.uniform(35.0, 70.0);  // % of output
                  const auto pulses = designs[d].pulses(truth, stream);
                  estimate_all(pulses, truth, all);
                });
    for (std::size_t m = 0; m < methods.size(); ++m)
      scores.push_back(tallies[m].score({"thresholds", methods[m], designs[d].name, 0.0, 0.0, designs[d].trials}));
    if (progress) progress(static_cast<double>(d + 1) / static_cast<double>(designs.size()));
  }
  return scores;
}

}  // namespace trilayer::validation
