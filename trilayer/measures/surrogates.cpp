#include "trilayer/measures/surrogates.hpp"

#include <algorithm>
#include <cmath>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/random.hpp"
#include "trilayer/base/statistics.hpp"

namespace trilayer::measures {
namespace {

constexpr double settled_after_pulse = 0.5;  // s: responses, silent period and rebound of the last pulse are over
constexpr std::size_t kept_averages = 200;
constexpr int sham_places = 16;  // a trial, where each needs a fit of its own

// The quiet stretch before one trial, in ms relative to its anchor.
Window quiet_window(const protocol::Block& block, std::size_t trial, const std::vector<double>& all_pulses,
                    const Settings& settings) {
  const double anchor = block.trials[trial].anchor.time.value();
  double first_pulse = anchor;
  for (const auto& pulse : block.trials[trial].pulses) first_pulse = std::min(first_pulse, pulse.time.value());
  double from = first_pulse - settings.surrogate_reach.value() * 1e-3;
  const auto next = std::lower_bound(all_pulses.begin(), all_pulses.end(), first_pulse - 1e-6);
  if (next != all_pulses.begin()) from = std::max(from, *(next - 1) + settled_after_pulse);
  const double to = first_pulse + settings.background.to.value() * 1e-3;
  return {base::Milliseconds((from - anchor) * 1e3), base::Milliseconds((to - anchor) * 1e3)};
}

std::vector<double> pulse_times(const recording::Recording& recording) {
  std::vector<double> times;
  for (const auto& block : recording.blocks)
    for (const auto& trial : block.trials)
      for (const auto& pulse : trial.pulses) times.push_back(pulse.time.value());
  std::sort(times.begin(), times.end());
  return times;
}

float mean_of(const float* values, std::size_t count) {
  float total = 0.0F;
  for (std::size_t i = 0; i < count; ++i) total += values[i];
  return total / static_cast<float>(std::max<std::size_t>(1, count));
}

// Adds |values - mean of the first `background` values|, at most `clip` each, to the sum.
void add_rectified(const float* values, std::size_t background, float clip, std::vector<float>& sum) {
  const float mean = mean_of(values, background);
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += std::min(std::abs(values[i] - mean), clip);
}

// The size that 99.5 % of rectified samples stay below, each stretch of `length` samples taken about its own mean.
double usual_size(const QuietEmg& quiet, std::size_t length) {
  std::vector<double> sizes;
  for (const auto& stretches : quiet.trials)
    for (const auto& row : stretches)
      for (std::size_t at = 0; length > 0 && at + length <= row.size(); at += length) {
        double mean = 0.0;
        for (std::size_t i = at; i < at + length; ++i) mean += static_cast<double>(row[i]);
        mean /= static_cast<double>(length);
        for (std::size_t i = at; i < at + length; i += 3) sizes.push_back(std::abs(static_cast<double>(row[i]) - mean));
      }
  return sizes.empty() ? 0.0 : base::quantile(std::move(sizes), 0.995);
}

// The samples of one trial from `window.from` to `window.to` after its anchor; nothing where the recording lacks them.
std::vector<float> stretch_of(const recording::Recording& recording, const protocol::Trial& trial, std::size_t channel,
                              const Window& window, const std::optional<Hum>& hum) {
  protocol::Block single;
  single.trials = {trial};
  // Cut so that the anchor's own column exists, then drop what lies outside.
  const Window cut{std::min(window.from, base::Milliseconds(0.0)), std::max(window.to, base::Milliseconds(0.0))};
  const Epochs row = cut_epochs(recording, single, channel, cut, window, hum);
  if (row.trials() == 0) return {};
  const auto values = row.row(0).subspan(row.column(window.from), row.column(window.to) - row.column(window.from));
  return {values.begin(), values.end()};
}

// Stretches round sham pulses spread over the quiet window, each cleaned of hum as a real trial.
std::vector<std::vector<float>> sham_stretches(const recording::Recording& recording, const protocol::Trial& trial,
                                               std::size_t channel, const Window& quiet, Geometry geometry,
                                               const std::optional<Hum>& hum) {
  const double rate = recording.channels[channel].rate.value();
  const base::Milliseconds before(static_cast<double>(geometry.before) / rate * 1e3);
  const base::Milliseconds after(static_cast<double>(geometry.after) / rate * 1e3);
  const base::Milliseconds first = quiet.from + before, last = quiet.to - after;
  std::vector<std::vector<float>> stretches;
  for (int k = 0; k < sham_places; ++k) {
    protocol::Trial sham = trial;
    sham.anchor.time += first + (last - first) * (static_cast<double>(k) / (sham_places - 1));
    protocol::Pulse pulse;
    pulse.time = sham.anchor.time;
    sham.pulses.push_back(pulse);  // beside the real ones: the fit leaves out both
    auto stretch = stretch_of(recording, sham, channel, {-before, after}, hum);
    if (stretch.size() >= geometry.before + geometry.after) stretches.push_back(std::move(stretch));
  }
  return stretches;
}

}  // namespace

QuietEmg quiet_emg(const recording::Recording& recording, const protocol::Block& block, std::size_t channel,
                   Geometry geometry, const Settings& settings, const std::optional<Hum>& hum) {
  QuietEmg quiet;
  std::vector<double> lengths;  // ms
  const std::vector<double> all_pulses = pulse_times(recording);
  const double rate = recording.channels[channel].rate.value();
  const double shortest = 1.5e3 * static_cast<double>(geometry.before + geometry.after) / rate;
  for (std::size_t t = 0; t < block.trials.size(); ++t) {
    const Window window = quiet_window(block, t, all_pulses, settings);
    if (!protocol::used(block.trials[t], channel) || (window.to - window.from).value() < shortest) continue;
    auto whole = stretch_of(recording, block.trials[t], channel, window, std::nullopt);
    if (static_cast<double>(whole.size()) < shortest * 1e-3 * rate - 1.0) continue;
    lengths.push_back(1e3 * static_cast<double>(whole.size()) / rate);
    if (!hum)
      quiet.trials.push_back({std::move(whole)});
    else
      quiet.trials.push_back(sham_stretches(recording, block.trials[t], channel, window, geometry, hum));
    if (quiet.trials.back().empty())
      quiet.trials.pop_back();
    else
      quiet.trial_of.push_back(t);
  }
  quiet.clip = usual_size(quiet, geometry.background);
  if (!lengths.empty()) quiet.median_ms = base::median(lengths);
  return quiet;
}

std::optional<Surrogates> draw_surrogates(const QuietEmg& quiet, Geometry geometry, const Statistic& statistic,
                                          int count, const Settings& settings, std::uint32_t address, double clip,
                                          const Disturbance& disturb) {
  const std::size_t length = geometry.before + geometry.after;
  if (quiet.trials.size() < static_cast<std::size_t>(settings.fewest_trials_averaged)) return std::nullopt;

  Surrogates surrogates;
  surrogates.geometry = geometry;
  surrogates.trials = quiet.trials.size();
  std::vector<float> sum(length), sweep(disturb ? length : 0);
  std::vector<double> average(length);
  for (int s = 0; s < count; ++s) {
    base::Stream stream(settings.seed, address, static_cast<std::uint32_t>(s), 0x5A);
    std::fill(sum.begin(), sum.end(), 0.0F);
    for (const auto& stretches : quiet.trials) {
      const auto& row = stretches[stream.below(static_cast<std::uint32_t>(stretches.size()))];
      const float* values = row.data() + stream.below(static_cast<std::uint32_t>(row.size() - length + 1));
      if (disturb) {
        const float mean = mean_of(values, geometry.background);
        std::transform(values, values + length, sweep.begin(), [&](float v) { return v - mean; });
        disturb(sweep, stream);
        values = sweep.data();
      }
      add_rectified(values, geometry.background, static_cast<float>(clip), sum);
    }
    const double scale = 1.0 / static_cast<double>(quiet.trials.size());
    for (std::size_t i = 0; i < length; ++i) average[i] = static_cast<double>(sum[i]) * scale;
    surrogates.statistics.push_back(statistic({average, geometry.before}));
    if (surrogates.kept.size() < kept_averages) surrogates.kept.push_back(average);
  }
  std::sort(surrogates.statistics.begin(), surrogates.statistics.end());
  return surrogates;
}

double p_value(const Surrogates& surrogates, double observed) {
  const auto& all = surrogates.statistics;
  const auto at_least = all.end() - std::lower_bound(all.begin(), all.end(), observed);
  return (1.0 + static_cast<double>(at_least)) / (1.0 + static_cast<double>(all.size()));
}

double critical_value(const Surrogates& surrogates, double alpha) {
  // p <= alpha needs at most floor(alpha (n + 1)) - 1 sham statistics at least as large.
  const auto n = surrogates.statistics.size();
  const auto allowed = static_cast<std::size_t>(std::max(1.0, std::floor(alpha * static_cast<double>(n + 1)))) - 1;
  return surrogates.statistics[n - 1 - std::min(allowed, n - 1)];
}

std::optional<double> smallest_detectable(const Surrogates& surrogates, const Statistic& statistic, double alpha,
                                          double power, double largest,
                                          const std::function<void(std::span<double>, std::size_t, double)>& inject) {
  const double critical = critical_value(surrogates, alpha);
  const auto seen = [&](double effect) {
    std::size_t found = 0;
    std::vector<double> average;
    for (const auto& kept : surrogates.kept) {
      average = kept;
      inject(average, surrogates.geometry.before, effect);
      if (statistic({average, surrogates.geometry.before}) > critical) ++found;
    }
    return static_cast<double>(found) >= power * static_cast<double>(surrogates.kept.size());
  };
  if (!seen(largest)) return std::nullopt;
  double low = 0.0, high = largest;
  for (int i = 0; i < 14; ++i) {
    const double middle = 0.5 * (low + high);
    (seen(middle) ? high : low) = middle;
  }
  return high;
}

double level_per_test(double rate, std::size_t tests) {
  base::require(tests > 0, "a family of no tests");
  return 1.0 - std::pow(1.0 - rate, 1.0 / static_cast<double>(tests));
}

std::uint32_t address_of(std::string_view text) {
  std::uint32_t hash = 2166136261U;  // FNV-1a
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
  return hash;
}

}  // namespace trilayer::measures
