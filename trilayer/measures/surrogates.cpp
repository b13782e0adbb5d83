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

// Adds |values - mean of the first `background` values|, at most `clip` each, to the sum.
void add_rectified(const float* values, std::size_t background, float clip, std::vector<float>& sum) {
  float total = 0.0F;
  for (std::size_t i = 0; i < background; ++i) total += values[i];
  const float mean = total / static_cast<float>(std::max<std::size_t>(1, background));
  for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += std::min(std::abs(values[i] - mean), clip);
}

// The size that 99.5 % of rectified samples stay below, each stretch of `length` samples taken about its own mean.
double usual_size(const std::vector<std::vector<float>>& rows, std::size_t length) {
  std::vector<double> sizes;
  for (const auto& row : rows)
    for (std::size_t at = 0; length > 0 && at + length <= row.size(); at += length) {
      double mean = 0.0;
      for (std::size_t i = at; i < at + length; ++i) mean += static_cast<double>(row[i]);
      mean /= static_cast<double>(length);
      for (std::size_t i = at; i < at + length; i += 3) sizes.push_back(std::abs(static_cast<double>(row[i]) - mean));
    }
  return sizes.empty() ? 0.0 : base::quantile(std::move(sizes), 0.995);
}

}  // namespace

QuietEmg quiet_emg(const recording::Recording& recording, const protocol::Block& block, std::size_t channel,
                   const Settings& settings, const std::optional<Hum>& hum) {
  QuietEmg quiet;
  const std::vector<double> all_pulses = pulse_times(recording);
  for (std::size_t t = 0; t < block.trials.size(); ++t) {
    const Window window = quiet_window(block, t, all_pulses, settings);
    if (!block.trials[t].excluded.empty() || window.from >= window.to) continue;
    protocol::Block single;
    single.trials = {block.trials[t]};
    // Cut up to the anchor, so that the anchor's own column exists, then drop what follows the quiet stretch.
    const Epochs row = cut_epochs(recording, single, channel, {window.from, base::Milliseconds(0.0)}, window, hum);
    if (row.trials() == 0) continue;
    const auto values = row.row(0).first(row.column(window.to));
    quiet.rows.emplace_back(values.begin(), values.end());
    quiet.trial_of.push_back(t);
  }
  const double background_ms = (settings.background.to - settings.background.from).value();
  quiet.clip =
      usual_size(quiet.rows, static_cast<std::size_t>(background_ms * 1e-3 * recording.channels[channel].rate.value()));
  return quiet;
}

std::optional<Surrogates> draw_surrogates(const QuietEmg& quiet, Geometry geometry, const Statistic& statistic,
                                          int count, const Settings& settings, std::uint32_t address, double clip) {
  const std::size_t length = geometry.before + geometry.after;
  std::vector<const std::vector<float>*> rows;
  for (const auto& row : quiet.rows)
    if (row.size() * 2 >= length * 3) rows.push_back(&row);
  if (rows.size() < static_cast<std::size_t>(settings.fewest_trials_averaged)) return std::nullopt;

  Surrogates surrogates;
  surrogates.geometry = geometry;
  surrogates.trials = rows.size();
  std::vector<float> sum(length);
  std::vector<double> average(length);
  for (int s = 0; s < count; ++s) {
    base::Stream stream(settings.seed, address, static_cast<std::uint32_t>(s), 0x5A);
    std::fill(sum.begin(), sum.end(), 0.0F);
    for (const auto* row : rows)
      add_rectified(row->data() + stream.below(static_cast<std::uint32_t>(row->size() - length + 1)),
                    geometry.background, static_cast<float>(clip), sum);
    const double scale = 1.0 / static_cast<double>(rows.size());
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
