// Published criteria for an iMEP on averaged rectified EMG. Their rates of false alarms depend on the sampling rate and
// the number of trials (tests/measures/published/imep_criteria_test.cpp). Marks: [V quoted]: the words of the paper as
// quoted in the documentation of DiMEP were read, not the paper.
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/published/trial.hpp"

namespace trilayer::measures::published {
namespace {

std::size_t samples_in(double ms, double rate) { return static_cast<std::size_t>(std::lround(ms * 1e-3 * rate)); }

// The longest run above the limit among `columns`, if it is at least as long as asked for.
std::optional<Columns> longest_above(std::span<const double> trace, Columns columns, double limit,
                                     std::size_t shortest) {
  Columns best;
  const std::size_t last = std::min(columns.last, trace.size());
  for (std::size_t i = columns.first; i < last; ++i) {
    Columns run{i, i};
    while (run.last < last && trace[run.last] > limit) ++run.last;
    if (run.size() > best.size()) best = run;
    i = run.last;
  }
  if (best.size() == 0 || best.size() < shortest) return std::nullopt;
  return best;
}

Found found(Columns run) { return {static_cast<double>(run.first), static_cast<double>(run.last)}; }

std::optional<Found> above_deviations(const Average& average, Columns background, double deviations,
                                      double shortest_ms) {
  const Level quiet = level(average.trace, background);
  const auto run = longest_above(average.trace, average.search, quiet.mean + deviations * quiet.deviation,
                                 samples_in(shortest_ms, average.rate));
  if (!run) return std::nullopt;
  return found(*run);
}

std::optional<Found> above_1_sd_5_ms(const Average& average) {
  return above_deviations(average, average.background, 1.0, 5.0);
}
std::optional<Found> above_2_sd_3_ms(const Average& average) {
  return above_deviations(average, average.background, 2.0, 3.0);
}
std::optional<Found> above_2_sd_5_ms(const Average& average) {
  return above_deviations(average, average.background, 2.0, 5.0);
}
std::optional<Found> above_1_sd_10_ms(const Average& average) {
  return above_deviations(average, average.background, 1.0, 10.0);
}

// Background of the last 50 ms only.
std::optional<Found> ziemann(const Average& average) {
  const std::size_t length = std::min(samples_in(50.0, average.rate), average.background.size());
  return above_deviations(average, {average.background.last - length, average.background.last}, 1.0, 5.0);
}

// The same limit as mean_1_sd_5_ms; onset and end are where the trace crosses the background mean.
std::optional<Found> chen_within(const Average& average, Columns window) {
  const Level quiet = level(average.trace, average.background);
  const auto run = longest_above(average.trace, window, quiet.mean + quiet.deviation, samples_in(5.0, average.rate));
  if (!run) return std::nullopt;
  Columns whole = *run;
  while (whole.first > average.zero && average.trace[whole.first - 1] > quiet.mean) --whole.first;
  while (whole.last < average.trace.size() && average.trace[whole.last] > quiet.mean) ++whole.last;
  return found(whole);
}

std::optional<Found> chen(const Average& average) { return chen_within(average, average.search); }

std::optional<Found> bradnam(const Average& average) {
  return chen_within(average,
                     {average.zero + samples_in(10.0, average.rate), average.zero + samples_in(30.0, average.rate)});
}

// Means of bins of 1 ms.
std::vector<double> binned(std::span<const double> trace, Columns columns, std::size_t bin) {
  std::vector<double> bins;
  for (std::size_t at = columns.first; at + bin <= std::min(columns.last, trace.size()); at += bin)
    bins.push_back(base::mean(trace.subspan(at, bin)));
  return bins;
}

// Each bin against all bins before the pulse by a t-test; the reading of it is that of DiMEP.
std::optional<Found> wassermann(const Average& average) {
  const std::size_t bin = std::max<std::size_t>(1, samples_in(1.0, average.rate));
  const std::vector<double> quiet = binned(average.trace, average.background, bin);
  if (quiet.size() < 3) return std::nullopt;
  const double z = base::normal_quantile(0.99), freedom = static_cast<double>(quiet.size() - 1);
  const double t = z + (z * z * z + z) / (4.0 * freedom);  // one-tailed, p < 0.01 (expansion of the t quantile)
  const double limit =
      base::mean(quiet) + t * base::standard_deviation(quiet) / std::sqrt(static_cast<double>(quiet.size()));
  const std::vector<double> bins = binned(average.trace, average.search, bin);
  const auto run = longest_above(bins, {0, bins.size()}, limit, 2);
  if (!run) return std::nullopt;
  return found({average.search.first + run->first * bin, average.search.first + run->last * bin});
}

std::optional<Found> summers(const Average& average) { return above_deviations(average, average.background, 3.0, 0.0); }

constexpr std::array criteria{
    AverageMethod{"mean_1_sd_5_ms", "average above mean + 1 SD for 5 ms", "common usage [M]", above_1_sd_5_ms},
    AverageMethod{"mean_2_sd_3_ms", "average above mean + 2 SD for 3 ms", "common usage [M]", above_2_sd_3_ms},
    AverageMethod{"mean_2_sd_5_ms", "average above mean + 2 SD for 5 ms", "common usage [M]", above_2_sd_5_ms},
    AverageMethod{"ziemann_1999", "average above mean + 1 SD of the last 50 ms, for 5 ms",
                  "Ziemann et al. 1999 [V quoted]", ziemann},
    AverageMethod{"chen_2003", "average above mean + 1 SD for 5 ms; onset and end where it crosses the mean",
                  "Chen et al. 2003 [V quoted]", chen},
    AverageMethod{"bradnam_2010", "the criterion of Chen et al., looked for from 10 to 30 ms",
                  "Bradnam et al. 2010 [V quoted]", bradnam},
    AverageMethod{"loyda_2017", "average above mean + 1 SD for 10 ms",
                  "Loyda et al. 2017 [V quoted]; its background is 200 ms long", above_1_sd_10_ms},
    AverageMethod{"summers_2020", "average above mean + 3 SD", "Summers et al. 2020 [V quoted]", summers},
    AverageMethod{"wassermann_1994", "two neighbouring bins of 1 ms above the background bins, t-test, p < 0.01",
                  "Wassermann et al. 1994 [V quoted]; reading of the test: code of DiMEP [V code]", wassermann},
};

}  // namespace

std::span<const AverageMethod> imep_criteria() { return criteria; }

}  // namespace trilayer::measures::published
