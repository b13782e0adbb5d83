// Published criteria for an iMEP on averaged rectified EMG. Their rates of false alarms depend on the sampling rate and
// the number of trials (tests/measures/published/imep_criteria_test.cpp).
#include <array>
#include <cmath>
#include <vector>

#include "trilayer/measures/published/trial.hpp"

namespace trilayer::measures::published {
namespace {

constexpr double smoothing_ms = 3.0;

std::size_t samples_in(double ms, double rate) { return static_cast<std::size_t>(std::lround(ms * 1e-3 * rate)); }

// The longest run above the limit that begins in the window searched, if it is at least as long as asked for.
std::optional<Found> longest_above(std::span<const double> trace, const Average& average, double deviations,
                                   double shortest_ms) {
  const Level quiet = level(trace, average.background);
  const double limit = quiet.mean + deviations * quiet.deviation;
  Columns best;
  for (std::size_t i = average.search.first; i < average.search.last; ++i) {
    Columns run{i, i};
    while (run.last < average.search.last && trace[run.last] > limit) ++run.last;
    if (run.size() > best.size()) best = run;
    i = run.last;
  }
  if (best.size() == 0 || best.size() < samples_in(shortest_ms, average.rate)) return std::nullopt;
  return Found{static_cast<double>(best.first), static_cast<double>(best.last)};
}

std::optional<Found> above_1_sd_5_ms(const Average& average) { return longest_above(average.trace, average, 1.0, 5.0); }
std::optional<Found> above_2_sd_3_ms(const Average& average) { return longest_above(average.trace, average, 2.0, 3.0); }
std::optional<Found> above_2_sd_5_ms(const Average& average) { return longest_above(average.trace, average, 2.0, 5.0); }

std::optional<Found> smoothed_above_2_sd(const Average& average) {
  std::vector<double> smoothed;
  smooth(average.trace, samples_in(smoothing_ms, average.rate), smoothed);
  return longest_above(smoothed, average, 2.0, 5.0);
}

constexpr std::array criteria{
    AverageMethod{"mean_1_sd_5_ms", "average above mean + 1 SD for 5 ms", "Ziemann et al. 1999 and common usage [M]",
                  above_1_sd_5_ms},
    AverageMethod{"mean_2_sd_3_ms", "average above mean + 2 SD for 3 ms", "common usage [M]", above_2_sd_3_ms},
    AverageMethod{"mean_2_sd_5_ms", "average above mean + 2 SD for 5 ms", "common usage [M]", above_2_sd_5_ms},
    AverageMethod{"smoothed_2_sd", "average smoothed over 3 ms, above mean + 2 SD for 5 ms", "[project]",
                  smoothed_above_2_sd},
};

}  // namespace

std::span<const AverageMethod> imep_criteria() { return criteria; }

}  // namespace trilayer::measures::published
