// Published criteria for an ipsilateral silent period on averaged rectified EMG. Their rates of false alarms depend on
// the sampling rate and the number of trials (tests/measures/published/isp_criteria_test.cpp).
#include <array>
#include <cmath>
#include <vector>

#include "trilayer/measures/published/trial.hpp"

namespace trilayer::measures::published {
namespace {

constexpr double smoothing_ms = 5.0;

std::size_t samples_in(double ms, double rate) { return static_cast<std::size_t>(std::lround(ms * 1e-3 * rate)); }

// The longest run below the limit in the window searched, if it is at least as long as asked for.
std::optional<Found> longest_below(std::span<const double> trace, const Average& average, double limit,
                                   double shortest_ms) {
  Columns best;
  for (std::size_t i = average.search.first; i < average.search.last; ++i) {
    Columns run{i, i};
    while (run.last < average.search.last && trace[run.last] < limit) ++run.last;
    if (run.size() > best.size()) best = run;
    i = run.last;
  }
  if (best.size() == 0 || best.size() < samples_in(shortest_ms, average.rate)) return std::nullopt;
  return Found{static_cast<double>(best.first), static_cast<double>(best.last)};
}

std::optional<Found> below_deviations(const Average& average, double deviations) {
  const Level quiet = level(average.trace, average.background);
  return longest_below(average.trace, average, quiet.mean - deviations * quiet.deviation, 5.0);
}

std::optional<Found> below_differences(const Average& average, double differences) {
  const double limit =
      level(average.trace, average.background).mean - differences * mean_difference(average.trace, average.background);
  return longest_below(average.trace, average, limit, 5.0);
}

std::optional<Found> below_1_sd(const Average& average) { return below_deviations(average, 1.0); }
std::optional<Found> below_2_sd(const Average& average) { return below_deviations(average, 2.0); }
std::optional<Found> below_177_mcd(const Average& average) { return below_differences(average, 1.77); }
std::optional<Found> below_266_mcd(const Average& average) { return below_differences(average, 2.66); }

std::optional<Found> below_mean(const Average& average) {
  return longest_below(average.trace, average, level(average.trace, average.background).mean, 10.0);
}

std::optional<Found> smoothed_below_2_sd(const Average& average) {
  std::vector<double> smoothed;
  smooth(average.trace, samples_in(smoothing_ms, average.rate), smoothed);
  const Level quiet = level(smoothed, average.background);
  return longest_below(smoothed, average, quiet.mean - 2.0 * quiet.deviation, 5.0);
}

constexpr std::array criteria{
    AverageMethod{"smoothed_2_sd", "average smoothed over 5 ms, below mean - 2 SD for 5 ms", "common usage [M]",
                  smoothed_below_2_sd},
    AverageMethod{"mean_1_sd", "average below mean - 1 SD for 5 ms", "common usage [M]", below_1_sd},
    AverageMethod{"mean_2_sd", "average below mean - 2 SD for 5 ms", "common usage [M]", below_2_sd},
    AverageMethod{"mcd_1_77", "average below mean - 1.77 mean consecutive differences for 5 ms",
                  "Garvey et al. 2001, 2-SD equivalent of white noise [M]", below_177_mcd},
    AverageMethod{"mcd_2_66", "average below mean - 2.66 mean consecutive differences for 5 ms",
                  "Garvey et al. 2001 [V formula in code of Bigoni et al.]", below_266_mcd},
    AverageMethod{"mean_crossing", "average below its mean for 10 ms", "common usage [M]", below_mean},
};

}  // namespace

std::span<const AverageMethod> isp_criteria() { return criteria; }

}  // namespace trilayer::measures::published
