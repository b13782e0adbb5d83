// Published ways to find the onset of a response in one trial. Where a source gives no number for a step, the choice
// is marked [project].
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "trilayer/base/random.hpp"
#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/published/trial.hpp"
#include "trilayer/measures/responses/response_onset.hpp"

namespace trilayer::measures::published {
namespace {

std::size_t samples_in(double ms, double rate) {
  return std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(ms * 1e-3 * rate)));
}

std::vector<double> rectified(const Trial& trial) {
  std::vector<double> r(trial.samples.size());
  std::transform(trial.samples.begin(), trial.samples.end(), r.begin(),
                 [](float v) { return static_cast<double>(std::abs(v)); });
  return r;
}

std::size_t largest(std::span<const double> trace, Columns window) {
  const auto begin = trace.begin();
  return static_cast<std::size_t>(std::max_element(begin + static_cast<std::ptrdiff_t>(window.first),
                                                   begin + static_cast<std::ptrdiff_t>(window.last)) -
                                  begin);
}

std::optional<double> first_above(std::span<const double> trace, Columns window, double limit) {
  for (std::size_t i = window.first; i < window.last; ++i)
    if (trace[i] > limit) return static_cast<double>(i);
  return std::nullopt;
}

std::optional<double> pooled_threshold(const Trial& trial) {
  return first_above(rectified(trial), trial.search, trial.rectified.mean + 2.0 * trial.rectified.deviation);
}

std::optional<double> own_threshold(const Trial& trial) {
  const auto r = rectified(trial);
  const Level quiet = level(r, trial.background);
  return first_above(r, trial.search, quiet.mean + 2.0 * quiet.deviation);
}

std::optional<double> five_deviations(const Trial& trial) {
  std::vector<double> x(trial.samples.begin(), trial.samples.end());
  return first_above(x, trial.search, 5.0 * level(x, trial.background).deviation);
}

// Back from the largest deflection to the last sample at or below the mean of what is before the pulse.
std::optional<double> last_crossing(const Trial& trial) {
  const auto r = rectified(trial);
  const Columns before{trial.background.last - std::min(trial.background.size(), samples_in(38.0, trial.rate)),
                       trial.background.last};
  const double mean = level(r, before).mean;
  for (std::size_t i = largest(r, trial.search); i > trial.search.first; --i)
    if (r[i - 1] <= mean) return static_cast<double>(i);
  return std::nullopt;
}

// The longest unbroken rise before the largest deflection.
std::optional<double> longest_rise(const Trial& trial) {
  const std::vector<double> raw(trial.samples.begin(), trial.samples.end());
  std::vector<double> x;
  smooth(raw, samples_in(0.5, trial.rate), x);  // [project]; the source filters by Savitzky and Golay
  const auto first = x.begin() + static_cast<std::ptrdiff_t>(trial.search.first);
  const auto last = x.begin() + static_cast<std::ptrdiff_t>(trial.search.last);
  auto top = std::max_element(first, last);
  const auto bottom = std::min_element(first, last);
  double sign = 1.0;
  if (top > bottom) {
    top = bottom;
    sign = -1.0;
  }
  std::size_t best = 0, best_length = 0, length = 0;
  for (auto i = first + 1; i <= top && i < last; ++i) {
    length = sign * (*i - *(i - 1)) > 0.0 ? length + 1 : 0;
    if (length > best_length) {
      best_length = length;
      best = static_cast<std::size_t>(i - x.begin()) - length;
    }
  }
  if (best_length < samples_in(0.5, trial.rate)) return std::nullopt;
  return static_cast<double>(best);
}

// Longest run above the limit in a trace of background put together from blocks of it: what chance alone gives.
std::size_t chance_run(std::span<const double> quiet, double limit, std::size_t block) {
  std::vector<double> longest;
  for (std::uint32_t draw = 0; draw < 100; ++draw) {
    base::Stream stream(draw, 0x0B5E7);
    std::size_t best = 0, length = 0;
    for (std::size_t made = 0; made < quiet.size(); made += block) {
      const std::size_t from = stream.below(static_cast<std::uint32_t>(quiet.size()));
      for (std::size_t i = 0; i < block; ++i) {
        length = quiet[(from + i) % quiet.size()] > limit ? length + 1 : 0;
        best = std::max(best, length);
      }
    }
    longest.push_back(static_cast<double>(best));
  }
  return static_cast<std::size_t>(base::quantile(std::move(longest), 0.99));
}

// A run above the limit that is longer than chance, then the same limit on a finer envelope.
std::optional<double> envelope_bootstrap(const Trial& trial) {
  const std::size_t width = samples_in(5.0, trial.rate);
  std::vector<double> coarse, fine;
  rms_envelope(trial.samples, width, coarse);
  const Level quiet = level(coarse, trial.background);
  const double limit = quiet.mean + 2.5 * quiet.deviation;
  const std::span<const double> background(coarse.data() + trial.background.first, trial.background.size());
  const std::size_t needed = chance_run(background, limit, width) + 1;
  std::size_t length = 0, begin = 0;
  for (std::size_t i = trial.search.first; i < trial.search.last && length < needed; ++i) {
    if (coarse[i] > limit && length == 0) begin = i;
    length = coarse[i] > limit ? length + 1 : 0;
  }
  if (length < needed) return std::nullopt;
  rms_envelope(trial.samples, samples_in(1.0, trial.rate), fine);
  const Level fine_quiet = level(fine, trial.background);
  return first_above(fine, {begin, std::min(trial.search.last, begin + 3 * width)},
                     fine_quiet.mean + 2.5 * fine_quiet.deviation);
}

// S grows with what exceeds the mean by k SD; the onset is where S last was 0 before the alarm.
std::optional<double> cusum(const Trial& trial, double k, double h) {
  const auto r = rectified(trial);
  const Level quiet = level(r, trial.background);
  double sum = 0.0;
  std::size_t last_zero = trial.search.first;
  for (std::size_t i = trial.search.first; i < trial.search.last; ++i) {
    sum = std::max(0.0, sum + r[i] - quiet.mean - k * quiet.deviation);
    if (sum == 0.0) last_zero = i;
    if (sum > h * quiet.deviation) return static_cast<double>(last_zero);
  }
  return std::nullopt;
}

std::optional<double> cusum_mep_cmap(const Trial& trial) { return cusum(trial, 0.5, 20.0); }
std::optional<double> cusum_toolbox(const Trial& trial) { return cusum(trial, 3.09, 10.0); }

double mean_slope(std::span<const float> x, std::size_t from, std::size_t count) {
  double sum = 0.0;
  for (std::size_t i = from; i < from + count; ++i) sum += static_cast<double>(std::abs(x[i + 1] - x[i]));
  return sum / static_cast<double>(count);
}

// Slope ahead over slope behind, from the first peak backwards; the earliest that comes near the best ratio.
std::optional<double> derivative_ratio(const Trial& trial) {
  const auto x = trial.samples;
  const auto size_of = [&](Columns c) {
    const auto [low, high] = std::minmax_element(x.begin() + static_cast<std::ptrdiff_t>(c.first),
                                                 x.begin() + static_cast<std::ptrdiff_t>(c.last));
    return static_cast<double>(*high) - static_cast<double>(*low);
  };
  if (size_of(trial.search) <= 1.1 * size_of(trial.background)) return std::nullopt;
  const auto begin = x.begin() + static_cast<std::ptrdiff_t>(trial.search.first);
  const auto end = x.begin() + static_cast<std::ptrdiff_t>(trial.search.last);
  const auto [low, high] = std::minmax_element(begin, end);
  const auto peak = static_cast<std::size_t>(std::min(low, high) - x.begin());
  const std::size_t block = samples_in(2.5, trial.rate), ahead = samples_in(2.0, trial.rate);
  const double quiet = mean_slope(x, trial.background.first, trial.background.size() - 1);
  double best = 0.0;
  std::vector<double> ratios(peak + 1, 0.0);
  for (std::size_t i = std::max(trial.search.first, block); i <= peak && i + block + 1 < x.size(); ++i) {
    if (mean_slope(x, i, ahead) <= quiet) continue;
    ratios[i] = mean_slope(x, i, block) / std::max(1e-9, mean_slope(x, i - block, block));
    best = std::max(best, ratios[i]);
  }
  for (std::size_t i = trial.search.first; i <= peak && best > 0.0; ++i)
    if (ratios[i] >= 0.85 * best) return static_cast<double>(i);
  return std::nullopt;
}

std::optional<double> own(const Trial& trial) {
  const Settings settings;
  OnsetFinder finder(settings, trial.rate);
  const Level quiet = level(finder.smoothed(trial.samples), trial.background);
  const auto found = finder.find(trial.samples, trial.search, quiet);
  if (!found) return std::nullopt;
  return found->column;
}

constexpr std::array methods{
    OnsetMethod{"trilayer", "back from the peak to background + 2 SD, then the foot of the rise", "[project]", own},
    OnsetMethod{"threshold_pooled", "first rectified sample above mean + 2 SD of all trials' background",
                "Hamada, in code of Bigoni et al. 2022 [V code]", pooled_threshold},
    OnsetMethod{"threshold_own", "first rectified sample above mean + 2 SD of the trial's background",
                "Hamada, in code of Bigoni et al. 2022 [V code]", own_threshold},
    OnsetMethod{"five_sd", "first sample above 5 SD of the background", "Huang, in code of Bigoni et al. 2022 [V code]",
                five_deviations},
    OnsetMethod{"last_crossing", "last crossing of the mean before the peak",
                "Daskalakis, in code of Bigoni et al. 2022 [V code]", last_crossing},
    OnsetMethod{"longest_rise", "start of the longest unbroken rise before the first peak",
                "Bigoni et al. 2022 [V code]", longest_rise},
    OnsetMethod{"envelope_bootstrap", "RMS envelope above mean + 2.5 SD for longer than chance, refined at 1 ms",
                "mep-cmap [V]", envelope_bootstrap},
    OnsetMethod{"cusum_mep_cmap", "cumulative sum, k 0.5 and h 20", "mep-cmap [V]", cusum_mep_cmap},
    OnsetMethod{"cusum_tmsmultilab", "cumulative sum, shift 3.09 SD and limit 10 SD", "TMSMultiLab [V code]",
                cusum_toolbox},
    OnsetMethod{"derivative_ratio", "slope ahead over slope behind", "Boyles et al. 2026 [V]", derivative_ratio},
};

}  // namespace

std::span<const OnsetMethod> onset_methods() { return methods; }

}  // namespace trilayer::measures::published
