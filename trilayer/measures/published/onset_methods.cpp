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

// The longest unbroken rise before the largest deflection, of at least as many samples as the code asks for at 3 kHz.
std::optional<double> longest_rise(const Trial& trial) {
  constexpr double shortest_ms = 2.3;
  const auto x = trial.samples;
  const auto first = x.begin() + static_cast<std::ptrdiff_t>(trial.search.first);
  const auto last = x.begin() + static_cast<std::ptrdiff_t>(trial.search.last);
  auto top = std::max_element(first, last);
  const auto bottom = std::min_element(first, last);
  float sign = 1.0F;
  if (top > bottom) {
    top = bottom;
    sign = -1.0F;
  }
  std::size_t best = 0, best_length = 0, length = 0;
  for (auto i = first + 1; i <= top && i < last; ++i) {
    length = sign * (*i - *(i - 1)) > 0.0F ? length + 1 : 0;
    if (length > best_length) {
      best_length = length;
      best = static_cast<std::size_t>(i - x.begin()) - length;
    }
  }
  if (best_length < samples_in(shortest_ms, trial.rate)) return std::nullopt;
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
  const std::size_t needed = std::max(samples_in(1.0, trial.rate), chance_run(background, limit, width) + 1);
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

// S grows with what exceeds the mean by half an SD; the onset follows the last 0 of S before the alarm.
std::optional<double> cusum_mep_cmap(const Trial& trial) {
  const auto r = rectified(trial);
  const Level quiet = level(r, trial.background);
  double sum = 0.0;
  std::size_t last_zero = trial.search.first;
  for (std::size_t i = trial.search.first; i < trial.search.last; ++i) {
    sum = std::max(0.0, sum + r[i] - quiet.mean - 0.5 * quiet.deviation);
    if (sum == 0.0) last_zero = i;
    if (sum > 20.0 * quiet.deviation) return static_cast<double>(last_zero + 1);
  }
  return std::nullopt;
}

// Signed EMG, upwards and downwards; the alarm itself is the onset.
std::optional<double> cusum_toolbox(const Trial& trial) {
  constexpr double shift = 3.09, limit = 10.0;  // SD
  std::vector<double> x(trial.samples.begin(), trial.samples.end());
  const Level quiet = level(x, trial.background);
  double up = 0.0, down = 0.0;
  for (std::size_t i = trial.search.first; i < trial.search.last; ++i) {
    const double away = (x[i] - quiet.mean) / quiet.deviation;
    up = std::max(0.0, up + away - 0.5 * shift);
    down = std::max(0.0, down - away - 0.5 * shift);
    if (up > limit || down > limit) return static_cast<double>(i);
  }
  return std::nullopt;
}

double mean_slope(std::span<const float> x, std::size_t from, std::size_t count) {
  double sum = 0.0;
  for (std::size_t i = from; i < from + count; ++i) sum += static_cast<double>(std::abs(x[i + 1] - x[i]));
  return sum / static_cast<double>(count);
}

// What the derivative method compares: absolute steps of the background.
Level steps_of(std::span<const float> x, Columns background) {
  std::vector<double> steps;
  for (std::size_t i = background.first; i + 1 < background.last; ++i)
    steps.push_back(static_cast<double>(std::abs(x[i + 1] - x[i])));
  return level(steps, {0, steps.size()});
}

// Slope ahead over slope behind, back from the first peak; where it last rises through 0.85 of its maximum before it.
std::optional<double> derivative_ratio(const Trial& trial) {
  const auto x = trial.samples;
  const auto extremes = [&](Columns c) {
    return std::minmax_element(x.begin() + static_cast<std::ptrdiff_t>(c.first),
                               x.begin() + static_cast<std::ptrdiff_t>(c.last));
  };
  const auto [low, high] = extremes(trial.search);
  const auto [quiet_low, quiet_high] = extremes(trial.background);
  if (*high - *low <= 1.1F * (*quiet_high - *quiet_low)) return std::nullopt;
  const auto peak = static_cast<std::size_t>(std::min(low, high) - x.begin());
  const auto apart = static_cast<std::size_t>(std::abs(high - low));  // from peak to trough
  const std::size_t block = samples_in(2.5, trial.rate), ahead = samples_in(2.0, trial.rate);
  const Level quiet = steps_of(x, trial.background);
  const auto may_begin = [&](std::size_t i) {
    if (i + std::max({ahead, block, 2 * apart}) + 1 >= x.size()) return false;
    std::size_t above = 0;
    for (std::size_t k = i; k < i + ahead; ++k) above += static_cast<double>(std::abs(x[k + 1] - x[k])) > quiet.mean;
    return 4 * above >= 3 * ahead && mean_slope(x, i, 2 * apart) > quiet.mean + 1.5 * quiet.deviation;
  };
  const auto reach = static_cast<std::size_t>(1.75 * static_cast<double>(apart));
  const std::size_t from = std::max({trial.search.first, block, peak > reach ? peak - reach : 0});
  std::vector<double> ratios(peak + 1, 0.0);
  for (std::size_t i = from; i <= peak; ++i)
    if (apart > 0 && may_begin(i))
      ratios[i] = mean_slope(x, i, block) / std::max(1e-9, mean_slope(x, i - block, block));
  std::size_t at = largest(ratios, {0, ratios.size()});
  const double best = ratios[at];
  if (best <= 0.0) return std::nullopt;
  while (at > from && ratios[at - 1] >= 0.85 * best) --at;
  const double latency = (static_cast<double>(at) - static_cast<double>(trial.zero)) / trial.rate * 1e3;
  if (latency > 35.0) return std::nullopt;
  return static_cast<double>(at);
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
                "Daskalakis, as described in Bigoni et al. 2022, whose code takes signed EMG [V code]", last_crossing},
    OnsetMethod{"longest_rise", "start of the longest unbroken rise before the first peak",
                "Bigoni et al. 2022 [V code]; 2.3 ms at least at any rate", longest_rise},
    OnsetMethod{"envelope_bootstrap", "RMS envelope above mean + 2.5 SD for longer than chance, refined at 1 ms",
                "after mep-cmap [V], without its guard on width, its 50 uV and its way back", envelope_bootstrap},
    OnsetMethod{"cusum_mep_cmap", "cumulative sum, k 0.5 and h 20",
                "after mep-cmap [V], without its reset after 10 ms, its guard on width and its 50 uV", cusum_mep_cmap},
    OnsetMethod{"cusum_tmsmultilab", "cumulative sum, shift 3.09 SD and limit 10 SD",
                "TMSMultiLab [V code]; that half of the shift is subtracted [M]", cusum_toolbox},
    OnsetMethod{"derivative_ratio", "slope ahead over slope behind", "Boyles et al. 2026 [V]", derivative_ratio},
};

}  // namespace

std::span<const OnsetMethod> onset_methods() { return methods; }

}  // namespace trilayer::measures::published
