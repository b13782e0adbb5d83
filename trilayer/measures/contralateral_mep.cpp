#include "trilayer/measures/contralateral_mep.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/background_emg.hpp"
#include "trilayer/measures/responses/clipping.hpp"
#include "trilayer/measures/responses/cmep_quality.hpp"
#include "trilayer/measures/responses/response_onset.hpp"
#include "trilayer/measures/result.hpp"
#include "trilayer/measures/surrogates.hpp"
#include "trilayer/measures/trace.hpp"

namespace trilayer::measures {
namespace {

double peak_to_peak(std::span<const float> values) {
  if (values.empty()) return 0.0;
  const auto [low, high] = std::minmax_element(values.begin(), values.end());
  return static_cast<double>(*high) - static_cast<double>(*low);
}

Columns columns_of(const Epochs& epochs, const Window& window) {
  return {epochs.column(window.from), epochs.column(window.to)};
}

// The size a response must reach: the criterion, and more than background EMG shows in a window of this length.
double needed_size(const BlockChannel& look, const Settings& settings) {
  const double criterion = look.active ? settings.active_criterion.value() : settings.resting_criterion.value();
  return std::max(criterion, settings.size_over_background * median_background(look));
}

// Mean and SD of the rectified background of all trials together.
Level rectified_background(const Epochs& epochs, Columns background) {
  double sum = 0.0, squares = 0.0, n = 0.0;
  for (std::size_t t = 0; t < epochs.trials(); ++t)
    for (const float v : epochs.row(t).subspan(background.first, background.size())) {
      sum += static_cast<double>(std::abs(v));
      squares += static_cast<double>(v) * static_cast<double>(v);
      n += 1.0;
    }
  if (n == 0.0) return {};
  const double mean = sum / n;
  return {mean, std::sqrt(std::max(0.0, squares / n - mean * mean))};
}

// Mean and SD of the smoothed background of all trials together.
Level smoothed_background(const Epochs& epochs, Columns background, OnsetFinder& finder) {
  double mean = 0.0, squares = 0.0;
  for (std::size_t t = 0; t < epochs.trials(); ++t) {
    const Level one = level(finder.smoothed(epochs.row(t)), background);
    mean += one.mean;
    squares += one.deviation * one.deviation + one.mean * one.mean;
  }
  const auto n = static_cast<double>(std::max<std::size_t>(1, epochs.trials()));
  mean /= n;
  return {mean, std::sqrt(std::max(0.0, squares / n - mean * mean))};
}

// Sizes as recorded need the samples before the hum was taken out.
void fill_recorded_sizes(BlockChannel& look, Columns response) {
  if (!look.epochs.hum) {
    for (TrialResponse& r : look.responses) r.peak_to_peak = r.clean_peak_to_peak;
    return;
  }
  const Epochs recorded =
      cut_epochs(*look.recording, *look.block, look.channel,
                 {base::Milliseconds(look.epochs.ms(0)), base::Milliseconds(look.epochs.ms(look.epochs.samples - 1))},
                 look.epochs.background, std::nullopt);
  for (std::size_t t = 0; t < recorded.trials(); ++t)
    look.responses[t].peak_to_peak = peak_to_peak(recorded.row(t).subspan(response.first, response.size()));
}

std::vector<double> onsets_of(const BlockChannel& look) {
  std::vector<double> onsets;
  for (const TrialResponse& r : look.responses)
    if (r.present && r.onset) onsets.push_back(*r.onset);
  return onsets;
}

int count_present(const BlockChannel& look) {
  return static_cast<int>(
      std::count_if(look.responses.begin(), look.responses.end(), [](const TrialResponse& r) { return r.present; }));
}

// Where background EMG is strong against the responses, single onsets are refined by the shape they share.
void refine_onsets(BlockChannel& look, Columns background, Columns response, const Settings& settings) {
  const std::vector<double> onsets = onsets_of(look);
  if (static_cast<int>(onsets.size()) < settings.fewest_trials_averaged) return;
  std::vector<std::span<const float>> sweeps;
  std::vector<double> sizes;
  std::vector<std::size_t> rows;
  for (std::size_t t = 0; t < look.responses.size(); ++t) {
    if (!look.responses[t].present || !look.responses[t].onset) continue;
    sweeps.push_back(look.epochs.row(t));
    sizes.push_back(look.responses[t].clean_peak_to_peak);
    rows.push_back(t);
  }
  if (median_background(look) < settings.shape_from_background * base::median(sizes)) return;
  const double guess = base::median(onsets) * 1e-3 * look.epochs.rate + static_cast<double>(look.epochs.zero);
  const auto refined = onsets_by_shape(sweeps, background, response, guess, settings, look.epochs.rate);
  if (!refined) return;
  look.onsets_by_shape = true;
  for (std::size_t k = 0; k < rows.size(); ++k)
    look.responses[rows[k]].onset = ((*refined)[k] - static_cast<double>(look.epochs.zero)) / look.epochs.rate * 1e3;
}

}  // namespace

void find_responses(BlockChannel& look, const Settings& settings) {
  const Epochs& epochs = look.epochs;
  const Columns response = columns_of(epochs, settings.response);
  const Columns background = columns_of(epochs, epochs.background);
  if (epochs.trials() == 0 || response.size() == 0) return;
  for (std::size_t t = 0; t < epochs.trials(); ++t)
    look.responses[t].clean_peak_to_peak = peak_to_peak(epochs.row(t).subspan(response.first, response.size()));
  for (std::size_t t = 0; t < epochs.trials(); ++t)
    look.responses[t].clipped = clipped_samples(epochs, as_recorded(look, t), settings) > 0;
  fill_recorded_sizes(look, response);

  const double needed = needed_size(look, settings);
  OnsetFinder finder(settings, epochs.rate);
  const Level quiet = smoothed_background(epochs, background, finder);
  const double limit = quiet.mean + settings.onset_deviations * quiet.deviation;
  const auto samples = [&](base::Milliseconds t) { return static_cast<std::size_t>(t.value() * 1e-3 * epochs.rate); };
  for (std::size_t t = 0; t < epochs.trials(); ++t) {
    TrialResponse& r = look.responses[t];
    r.present = r.clean_peak_to_peak >= needed;
    if (!r.present) continue;
    const auto onset = finder.find(epochs.row(t), response, quiet);
    if (!onset) continue;
    r.onset_at_edge = onset->at_edge;
    if (!onset->at_edge) r.onset = (onset->column - static_cast<double>(epochs.zero)) / epochs.rate * 1e3;
    const std::vector<double>& trace = finder.smoothed(epochs.row(t));
    const std::span<const double> usable(trace.data(), std::max(response.last, epochs.column(settings.latest_end)));
    r.end = epochs.ms(end_after_peak(usable, response, limit, samples(settings.end_gap)));
  }
  refine_onsets(look, background, response, settings);
}

std::optional<double> median_onset(const BlockChannel& look) {
  const std::vector<double> onsets = onsets_of(look);
  if (onsets.size() < 3) return std::nullopt;
  return base::median(onsets);
}

namespace {

Measurement amplitude(const BlockChannel& look, const Settings& settings) {
  Measurement m = look.blank("cmep_amplitude");
  m.method = fmt::format("peak-to-peak {:g} to {:g} ms after the pulse, of the samples as recorded; median over trials",
                         settings.response.from.value(), settings.response.to.value());
  std::vector<double> recorded, clean;
  for (const TrialResponse& r : look.responses) {
    recorded.push_back(r.peak_to_peak);
    clean.push_back(r.clean_peak_to_peak);
  }
  if (look.epochs.hum)
    m.method += fmt::format("; with the mains hum subtracted it is {:.3f} mV", base::median(clean) * 1e-3);
  if (count_present(look) == 0) {
    const double needed = needed_size(look, settings);
    m.state = State::absent;
    m.smallest_detectable = needed * 1e-3;
    m.reason = fmt::format("no trial reaches the {:.0f} uV peak-to-peak of a response on this background", needed);
    return m;
  }
  if (count_present(look) * 2 < static_cast<int>(recorded.size())) {
    m.state = State::at_most;
    m.value = needed_size(look, settings) * 1e-3;
    m.reason = fmt::format("{} of {} trials have a response: the median is background, less than a response must reach",
                           count_present(look), recorded.size());
    return m;
  }
  m.state = State::value;
  m.value = base::median(recorded) * 1e-3;
  set_error(m, base::bootstrap_error(recorded.size(), settings.bootstrap, settings.seed,
                                     [&](auto chosen) { return std::log(base::median(resampled(recorded, chosen))); }));
  if (look.epochs.hum && look.epochs.hum->peak_to_peak > settings.hum_over_response * base::median(clean))
    m = confounded(m, fmt::format("mains hum of {:.0f} uV peak-to-peak stands in the samples as recorded",
                                  look.epochs.hum->peak_to_peak));
  // With half of the trials at the limit the median may stand there, too.
  if (const std::size_t clipped = clipped_trials(look); 2 * clipped >= recorded.size()) {
    m.state = State::at_least;
    m.reason += fmt::format("{}{} of {} responses stand at the limit of the amplifier", m.reason.empty() ? "" : "; ",
                            clipped, recorded.size());
  }
  return m;
}

// Rectified area above background between onset and end of each response, mV*ms.
std::vector<double> areas_of(const BlockChannel& look) {
  const Epochs& epochs = look.epochs;
  const double background = rectified_background(epochs, columns_of(epochs, epochs.background)).mean;
  std::vector<double> areas;
  for (std::size_t t = 0; t < epochs.trials(); ++t) {
    const TrialResponse& r = look.responses[t];
    if (!r.onset || !r.end) continue;
    const std::size_t first = epochs.column(base::Milliseconds(*r.onset));
    const std::size_t last = epochs.column(base::Milliseconds(*r.end));
    double sum = 0.0;
    for (std::size_t i = first; i < last; ++i) sum += static_cast<double>(std::abs(epochs.row(t)[i])) - background;
    if (sum > 0.0) areas.push_back(sum * 1e-3 / epochs.rate * 1e3);
  }
  return areas;
}

Measurement area(const BlockChannel& look, const Settings& settings) {
  Measurement m = look.blank("cmep_area");
  m.method =
      "rectified, hum removed, from onset to end of each response, background subtracted; median over trials with a "
      "response";
  const std::vector<double> areas = areas_of(look);
  m.trials = static_cast<int>(areas.size());
  if (areas.size() < 3) return unobtainable(m, "fewer than three trials have a response with onset and end");
  m.state = State::value;
  m.value = base::median(areas);
  set_error(m, base::bootstrap_error(areas.size(), settings.bootstrap, settings.seed,
                                     [&](auto chosen) { return std::log(base::median(resampled(areas, chosen))); }));
  if (const std::size_t clipped = clipped_trials(look); 2 * clipped >= look.responses.size()) {
    m.state = State::at_least;
    m.reason = fmt::format("{} of {} responses stand at the limit of the amplifier", clipped, look.responses.size());
  }
  return m;
}

}  // namespace

namespace {

// Of the shape's onset, ms, common to all trials: background left in the average over the steepness of its rise, about
// half the peak-to-peak size in a third of the response's length [project].
double shape_error(const BlockChannel& look, std::size_t trials) {
  if (!look.onsets_by_shape) return 0.0;
  constexpr double rise_ms = 4.0;
  std::vector<double> sizes;
  for (const TrialResponse& r : look.responses)
    if (r.present) sizes.push_back(r.clean_peak_to_peak);
  const double steepness = 0.5 * base::median(sizes) / rise_ms;
  return median_background(look) / std::sqrt(static_cast<double>(trials)) / steepness;
}

}  // namespace

Measurement cmep_latency(const BlockChannel& look, const Settings& settings) {
  Measurement m = look.blank("cmep_latency");
  m.method = fmt::format(
      "onset: back from the peak to background mean + {:g} SD, then the foot of the rise extrapolated{}; median over "
      "trials with a response",
      settings.onset_deviations, look.onsets_by_shape ? ", on the shape that the responses share" : "");
  const std::vector<double> onsets = onsets_of(look);
  m.trials = static_cast<int>(onsets.size());
  const auto early = std::count_if(look.responses.begin(), look.responses.end(),
                                   [](const TrialResponse& r) { return r.onset_at_edge; });
  if (early >= 3 && early > static_cast<std::ptrdiff_t>(onsets.size())) {
    m.state = State::at_most;
    m.value = settings.response.from.value();
    m.reason = fmt::format("in {} trials the response has begun where the search for it begins", early);
    return confound_by_marker(m, *look.recording, settings);
  }
  if (onsets.size() < 3) return unobtainable(m, "fewer than three trials have a response with an onset");
  m.state = State::value;
  m.value = base::median(onsets);
  const double spread = base::bootstrap_error(onsets.size(), settings.bootstrap, settings.seed,
                                              [&](auto chosen) { return base::median(resampled(onsets, chosen)); });
  // Onsets may be equal in all trials; then the grid of samples is what is left of their error.
  set_error(m, std::hypot(std::isfinite(spread) ? spread : 0.0, sampling_error(look.epochs.rate),
                          shape_error(look, onsets.size())));
  return confound_by_marker(m, *look.recording, settings);
}

namespace {

Measurement persistence(const BlockChannel& look, const Settings& settings) {
  Measurement m = look.blank("cmep_persistence");
  const int present = count_present(look);
  const int trials = static_cast<int>(look.responses.size());
  const base::Share share = base::wilson(present, trials);
  m.state = State::value;
  m.value = share.share;
  m.standard_error = logit_error(present, trials);
  m.method = fmt::format(
      "{} of {} trials reach {:.0f} uV peak-to-peak (hum removed); Wilson 95 % "
      "interval {:.2f} to {:.2f}",
      present, trials, needed_size(look, settings), share.low, share.high);
  return m;
}

}  // namespace

std::vector<Measurement> contralateral_mep(const BlockChannel& look, const BlockChannel* other_hand,
                                           const Settings& settings) {
  std::vector<Measurement> all{
      amplitude(look, settings),
      area(look, settings),
      cmep_latency(look, settings),
      persistence(look, settings),
      cmep_presence(look, settings),
      cmep_latency_shortest(look, settings),
      cmep_onset_disagreement(look, settings),
      cmep_background_slope(look, look, "cmep_background_slope"),
      cmep_background_slope(look, other_hand == nullptr ? BlockChannel{} : *other_hand, "cmep_other_background_slope")};
  const auto reason = lacks_background(look);
  if (reason && look.active_concluded)
    for (Measurement& m : all)
      if (m.value) m = confounded(m, *reason + ": whether the hand was at rest is not known");
  return all;
}

std::vector<TrialValue> contralateral_mep_trials(const BlockChannel& look) {
  std::vector<TrialValue> values;
  for (std::size_t t = 0; t < look.responses.size(); ++t) {
    const TrialResponse& r = look.responses[t];
    TrialValue size = blank_trial(look, t, "cmep_amplitude");
    size.state = State::value;
    size.value = r.peak_to_peak * 1e-3;
    if (!r.present) {
      size.state = State::absent;
      size.value.reset();
      size.held = r.peak_to_peak * 1e-3;
      size.reason =
          fmt::format("{:.3f} mV peak-to-peak, no response by criterion and background", r.peak_to_peak * 1e-3);
    }
    values.push_back(size);
    TrialValue onset = blank_trial(look, t, "cmep_latency");
    onset.state = r.onset ? State::value : r.present ? State::invalid : State::absent;
    onset.value = r.onset;
    if (!r.onset) onset.reason = r.present ? "the response begins before the search window" : "no response";
    values.push_back(onset);
  }
  return values;
}

std::vector<Detection> contralateral_mep_detection(const BlockChannel& look) {
  const auto onset = median_onset(look);
  std::vector<double> ends;
  for (const TrialResponse& r : look.responses)
    if (r.onset && r.end) ends.push_back(*r.end);
  if (!onset || ends.size() * 2 < look.responses.size()) return {};
  return {detection(look, "cmep_amplitude", *onset, base::median(ends))};
}

}  // namespace trilayer::measures
