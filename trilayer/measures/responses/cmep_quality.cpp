#include "trilayer/measures/responses/cmep_quality.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <numbers>
#include <string>

#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/background_emg.hpp"
#include "trilayer/measures/published/trial.hpp"
#include "trilayer/measures/responses/imep_tail.hpp"
#include "trilayer/measures/result.hpp"
#include "trilayer/measures/surrogates.hpp"

namespace trilayer::measures {
namespace {

constexpr std::size_t fewest = 10;           // trials for a percentile or a slope
constexpr double least_log_deviation = 0.1;  // of the background: less is noise of the RMS itself
constexpr double shortest_share = 0.05;

double peak_to_peak(std::span<const float> values) {
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return static_cast<double>(*high) - static_cast<double>(*low);
}

struct Ranks {
  double sum = 0.0;
  std::size_t trials = 0;
  std::size_t windows = 0;  ///< before the pulse
};

// Rank of the response window in every trial, from 1; ties share their ranks.
Ranks rank_windows(const Epochs& epochs, Columns response, Columns background) {
  Ranks ranks;
  ranks.windows = background.size() / response.size();
  for (std::size_t t = 0; ranks.windows > 0 && t < epochs.trials(); ++t) {
    const auto row = epochs.row(t);
    const double size = peak_to_peak(row.subspan(response.first, response.size()));
    double rank = 1.0;
    for (std::size_t w = 0; w < ranks.windows; ++w) {
      const double other = peak_to_peak(row.subspan(background.first + w * response.size(), response.size()));
      rank += other < size ? 1.0 : other == size ? 0.5 : 0.0;
    }
    ranks.sum += rank;
    ++ranks.trials;
  }
  return ranks;
}

std::vector<double> present_onsets(const BlockChannel& look) {
  std::vector<double> onsets;
  for (const TrialResponse& r : look.responses)
    if (r.present && r.onset) onsets.push_back(*r.onset);
  return onsets;
}

// The average of the sweeps with a response.
std::vector<float> average_sweep(const BlockChannel& look) {
  std::vector<float> average(look.epochs.samples, 0.0F);
  float count = 0.0F;
  for (std::size_t t = 0; t < look.epochs.trials(); ++t) {
    if (!look.responses[t].present) continue;
    const auto row = look.epochs.row(t);
    for (std::size_t i = 0; i < row.size(); ++i) average[i] += row[i];
    count += 1.0F;
  }
  for (float& v : average) v /= std::max(count, 1.0F);
  return average;
}

// Chosen for their false alarms in the benchmark, one of a kind.
constexpr std::array compared{std::string_view("derivative_ratio"), std::string_view("longest_rise"),
                              std::string_view("envelope_bootstrap"), std::string_view("cusum_tmsmultilab")};

}  // namespace

Measurement cmep_presence(const BlockChannel& look, const Settings& settings) {
  Measurement m = look.blank("cmep_presence");
  const Epochs& epochs = look.epochs;
  const Columns response{epochs.column(settings.response.from), epochs.column(settings.response.to)};
  const Columns background{epochs.column(epochs.background.from), epochs.column(epochs.background.to)};
  if (static_cast<int>(epochs.trials()) < settings.fewest_trials_averaged)
    return unobtainable(m, fmt::format("{} trials; {} are needed", epochs.trials(), settings.fewest_trials_averaged));
  if (response.size() == 0) return invalid(m, "the epochs do not hold the window of responses");
  const auto tail = artefact_tail(epochs, settings.response.from, settings);
  const Ranks ranks = rank_windows(tail ? tail->without : epochs, response, background);
  if (ranks.windows == 0) return invalid(m, "no window as long as that of responses lies before the pulse");
  const auto n = static_cast<double>(ranks.trials), k = static_cast<double>(ranks.windows + 1);
  const double z = (ranks.sum - n * 0.5 * (k + 1.0) - 0.5) / std::sqrt(n * (k * k - 1.0) / 12.0);
  m.p_value = 0.5 * std::erfc(z / std::numbers::sqrt2);
  m.method = fmt::format("peak-to-peak {:g} to {:g} ms ranked among {} windows before the pulse in every trial",
                         settings.response.from.value(), settings.response.to.value(), ranks.windows);
  if (tail) m.method += fmt::format("; the artefact's tail subtracted as a decay of {:.1f} ms", tail->constant);
  std::vector<double> sizes;
  for (const TrialResponse& r : look.responses) sizes.push_back(r.clean_peak_to_peak);
  const double level = level_per_test(settings.false_alarm_rate, look.tests);
  if (*m.p_value >= level) {
    m.state = State::absent;
    m.smallest_detectable = 1e-3 * settings.size_over_background * median_background(look);
    m.reason = fmt::format("the response window is no larger than windows before the pulse (p = {:.2g})", *m.p_value);
    if (*m.smallest_detectable == 0.0) m.smallest_detectable.reset();
    return m;
  }
  m.state = State::value;
  m.value = base::median(sizes) * 1e-3;
  set_error(m, base::bootstrap_error(sizes.size(), settings.bootstrap, settings.seed,
                                     [&](auto chosen) { return std::log(base::median(resampled(sizes, chosen))); }));
  return m;
}

Measurement cmep_latency_shortest(const BlockChannel& look, const Settings& settings) {
  Measurement m = look.blank("cmep_latency_shortest");
  const std::vector<double> onsets = present_onsets(look);
  m.trials = static_cast<int>(onsets.size());
  if (onsets.size() < fewest)
    return unobtainable(m, fmt::format("{} trials have an onset; {} are needed", onsets.size(), fewest));
  m.state = State::value;
  m.value = base::quantile(onsets, shortest_share);
  m.method = "5th percentile of the onsets of single responses";
  const double spread = base::bootstrap_error(onsets.size(), settings.bootstrap, settings.seed, [&](auto chosen) {
    return base::quantile(resampled(onsets, chosen), shortest_share);
  });
  const double of_grid = sampling_error(look.epochs.rate);
  set_error(m, std::isfinite(spread) ? std::hypot(spread, of_grid) : of_grid);
  return confound_by_marker(m, *look.recording, settings);
}

Measurement cmep_onset_disagreement(const BlockChannel& look, const Settings& settings) {
  Measurement m = look.blank("cmep_onset_disagreement");
  std::vector<double> found = present_onsets(look);
  m.trials = static_cast<int>(found.size());
  if (found.size() < 3) return unobtainable(m, "fewer than three trials have a response with an onset");
  const double own = base::median(found);
  const std::vector<float> sweep = average_sweep(look);
  const Epochs& epochs = look.epochs;
  published::Trial trial{sweep,
                         epochs.rate,
                         epochs.zero,
                         {epochs.column(epochs.background.from), epochs.column(epochs.background.to)},
                         {epochs.column(settings.response.from), epochs.column(settings.response.to)},
                         {}};
  double low = own, high = own;
  m.method = fmt::format("range on the averaged response: this program {:.1f} ms", own);
  for (const auto& method : published::onset_methods()) {
    if (std::find(compared.begin(), compared.end(), method.id) == compared.end()) continue;
    const auto column = method.find(trial);
    if (!column) {
      m.method += fmt::format(", {} none", method.id);
      continue;
    }
    const double ms = (*column - static_cast<double>(epochs.zero)) / epochs.rate * 1e3;
    low = std::min(low, ms);
    high = std::max(high, ms);
    m.method += fmt::format(", {} {:.1f} ms", method.id, ms);
  }
  m.state = State::value;
  m.value = high - low;
  return m;
}

Measurement cmep_background_slope(const BlockChannel& look, const BlockChannel& background, std::string_view measure) {
  Measurement m = look.blank(measure);
  if (background.recording == nullptr) return missing(m, "the other hand's " + look.muscle + " was not recorded");
  std::map<std::size_t, double> rms;  // by trial: rows of the two channels need not be the same trials
  for (std::size_t t = 0; t < background.responses.size(); ++t)
    rms[background.epochs.trial_of[t]] = background.responses[t].background_rms;
  std::vector<double> x, y;
  for (std::size_t t = 0; t < look.responses.size(); ++t) {
    const auto found = rms.find(look.epochs.trial_of[t]);
    if (!look.responses[t].present || found == rms.end() || found->second <= 0.0) continue;
    x.push_back(std::log(found->second));
    y.push_back(std::log(look.responses[t].clean_peak_to_peak));
  }
  m.trials = static_cast<int>(x.size());
  if (x.size() < fewest)
    return unobtainable(m, fmt::format("{} trials have a response; {} are needed", x.size(), fewest));
  const double spread = base::standard_deviation(x);
  if (spread < least_log_deviation)
    return unobtainable(m,
                        fmt::format("the background hardly varies over trials (SD of its logarithm {:.2f})", spread));
  const double mx = base::mean(x), my = base::mean(y);
  double sxx = 0.0, sxy = 0.0, rest = 0.0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    sxx += (x[i] - mx) * (x[i] - mx);
    sxy += (x[i] - mx) * (y[i] - my);
  }
  const double slope = sxy / sxx;
  for (std::size_t i = 0; i < x.size(); ++i) rest += std::pow(y[i] - my - slope * (x[i] - mx), 2);
  m.state = State::value;
  m.value = slope;
  set_error(m, std::sqrt(rest / static_cast<double>(x.size() - 2) / sxx));
  m.method = "least squares of ln peak-to-peak on ln background RMS, trials with a response";
  return m;
}

}  // namespace trilayer::measures
