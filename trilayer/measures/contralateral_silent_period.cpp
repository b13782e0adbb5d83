#include "trilayer/measures/contralateral_silent_period.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/contralateral_mep.hpp"
#include "trilayer/measures/result.hpp"
#include "trilayer/measures/silences/silence_end.hpp"

namespace trilayer::measures {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// RMS of the background of all trials together, uV.
double background_rms(const BlockChannel& look) {
  double squares = 0.0;
  for (const TrialResponse& r : look.responses) squares += r.background_rms * r.background_rms;
  return look.responses.empty() ? 0.0 : std::sqrt(squares / static_cast<double>(look.responses.size()));
}

TrialSilence silence_of(const Epochs& epochs, std::size_t trial, Columns response, double background,
                        const Settings& settings) {
  TrialSilence silence;
  const auto found = silence_after(epochs.row(trial), epochs.rate, response, background, settings);
  if (!found) return silence;
  silence.start = epochs.ms(found->start);
  if (found->end) {
    silence.end = epochs.ms(*found->end);
  } else {
    silence.censored = true;
    silence.last_seen = epochs.ms(epochs.samples - 1) - settings.return_window.value();
  }
  return silence;
}

// Durations in ms, infinite where the EMG did not return.
std::vector<double> durations_of(const std::vector<TrialSilence>& silences) {
  std::vector<double> durations;
  for (const TrialSilence& s : silences)
    if (s.start && s.reference) durations.push_back(s.censored ? infinity : *s.end - *s.reference);
  return durations;
}

// The middle value (the lower of two): never between a number and infinity.
double lower_median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double median_duration(const std::vector<double>& durations) {
  const bool all_end = std::none_of(durations.begin(), durations.end(), [](double d) { return std::isinf(d); });
  return all_end ? base::median(durations) : lower_median(durations);
}

}  // namespace

std::vector<TrialSilence> find_silences(const BlockChannel& look, const Settings& settings) {
  const Epochs& epochs = look.epochs;
  std::vector<TrialSilence> silences(epochs.trials());
  const Columns response{epochs.column(settings.response.from), epochs.column(settings.response.to)};
  const Columns background{epochs.column(epochs.background.from), epochs.column(epochs.background.to)};
  if (response.size() == 0 || background.size() == 0) return silences;
  const double usual = background_rms(look);
  const auto usual_onset = median_onset(look);
  for (std::size_t t = 0; t < epochs.trials(); ++t) {
    silences[t] = silence_of(epochs, t, response, usual, settings);
    silences[t].reference = look.responses[t].onset ? look.responses[t].onset : usual_onset;
  }
  return silences;
}

Measurement contralateral_silent_period(const BlockChannel& look, const std::vector<TrialSilence>& silences,
                                        const Settings& settings) {
  Measurement m = look.blank("csp_duration");
  m.method = fmt::format(
      "from response onset to lasting return of EMG ({:g} of {:g} ms above {:g} of the background "
      "envelope); median over trials",
      settings.return_duty, settings.return_window.value(), settings.silence_level);
  const std::vector<double> durations = durations_of(silences);
  if (!median_onset(look)) return unobtainable(m, "fewer than three trials have a response to count the silence from");
  if (durations.size() < 3 || durations.size() * 2 < silences.size()) {
    m.state = State::absent;
    m.smallest_detectable = settings.shortest_csp.value();
    m.reason = fmt::format("{} of {} trials have a response followed by {:g} ms of silence", durations.size(),
                           silences.size(), settings.shortest_csp.value());
    return m;
  }
  m.trials = static_cast<int>(durations.size());
  const double value = median_duration(durations);
  const auto open = std::count_if(durations.begin(), durations.end(), [](double d) { return std::isinf(d); });
  if (std::isinf(value)) {
    std::vector<double> seen;  // open trials for as long as they were seen: the median is no longer than the true one
    for (const TrialSilence& s : silences)
      if (s.start && s.reference) seen.push_back((s.censored ? s.last_seen : *s.end) - *s.reference);
    m.state = State::at_least;
    m.value = base::median(seen);
    m.reason = fmt::format("in {} of {} trials EMG does not return within {:g} ms", open, durations.size(),
                           settings.shown.to.value());
    return m;
  }
  m.state = State::value;
  m.value = value;
  if (open > 0) m.method += fmt::format("; {} trials without return counted as longer than the others", open);
  const double spread = base::bootstrap_error(durations.size(), settings.bootstrap, settings.seed, [&](auto chosen) {
    const double d = median_duration(resampled(durations, chosen));
    return std::isinf(d) ? std::numeric_limits<double>::quiet_NaN() : d;
  });
  set_error(m, std::hypot(spread, sampling_error(look.epochs.rate)));
  return m;
}

std::vector<TrialValue> contralateral_silent_period_trials(const BlockChannel& look,
                                                           const std::vector<TrialSilence>& silences) {
  std::vector<TrialValue> values;
  for (std::size_t t = 0; t < silences.size(); ++t) {
    const TrialSilence& s = silences[t];
    TrialValue value = blank_trial(look, t, "csp_duration");
    if (!s.start || !s.reference) {
      value.state = State::absent;
      value.reason = s.start ? "no response to count the silence from" : "no lasting silence after the response";
    } else if (s.censored) {
      value.state = State::at_least;
      value.value = s.last_seen - *s.reference;
      value.reason = "EMG does not return within the window";
    } else {
      value.state = State::value;
      value.value = *s.end - *s.reference;
    }
    values.push_back(value);
  }
  return values;
}

std::optional<double> median_silence_start(const std::vector<TrialSilence>& silences) {
  std::vector<double> starts;
  for (const TrialSilence& s : silences)
    if (s.start) starts.push_back(*s.start);
  if (starts.size() < 3) return std::nullopt;
  return base::median(starts);
}

std::vector<Detection> contralateral_silent_period_detection(const BlockChannel& look,
                                                             const std::vector<TrialSilence>& silences) {
  const auto start = median_silence_start(silences);
  std::vector<double> ends;
  for (const TrialSilence& s : silences)
    if (s.start) ends.push_back(s.censored ? s.last_seen : *s.end);
  if (!start || ends.size() * 2 < silences.size()) return {};
  return {detection(look, "csp_duration", *start, base::median(ends))};
}

}  // namespace trilayer::measures
