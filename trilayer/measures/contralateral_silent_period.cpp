#include "trilayer/measures/contralateral_silent_period.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/contralateral_mep.hpp"
#include "trilayer/measures/result.hpp"
#include "trilayer/measures/trace.hpp"

namespace trilayer::measures {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

struct Lengths {
  std::size_t envelope, return_window, shortest;
};

Lengths lengths_of(const Settings& settings, double rate) {
  const auto samples = [&](base::Milliseconds t) { return static_cast<std::size_t>(t.value() * 1e-3 * rate); };
  return {samples(settings.envelope) | 1U, samples(settings.return_window), samples(settings.shortest_csp)};
}

// Mean envelope of the background of all trials.
double background_envelope(const Epochs& epochs, Columns background, std::size_t width) {
  std::vector<double> envelope;
  double sum = 0.0;
  for (std::size_t t = 0; t < epochs.trials(); ++t) {
    rms_envelope(epochs.row(t), width, envelope);
    sum += level(envelope, background).mean;
  }
  return epochs.trials() == 0 ? 0.0 : sum / static_cast<double>(epochs.trials());
}

// First column from which EMG is back and stays; nothing where it does not return before the trace ends.
std::optional<std::size_t> lasting_return(const std::vector<double>& envelope, std::size_t from, double limit,
                                          std::size_t window, double duty) {
  if (from + window > envelope.size()) return std::nullopt;
  std::size_t above = 0;
  for (std::size_t i = from; i < from + window; ++i) above += envelope[i] > limit ? 1 : 0;
  const auto needed = static_cast<std::size_t>(std::ceil(duty * static_cast<double>(window)));
  for (std::size_t i = from;; ++i) {
    if (envelope[i] > limit && above >= needed) return i;
    if (i + window >= envelope.size()) return std::nullopt;
    above += envelope[i + window] > limit ? 1 : 0;
    above -= envelope[i] > limit ? 1 : 0;
  }
}

TrialSilence silence_of(const Epochs& epochs, const std::vector<double>& envelope, Columns response, double limit,
                        const Lengths& lengths, double duty) {
  TrialSilence silence;
  const auto begin = envelope.begin() + static_cast<std::ptrdiff_t>(response.first);
  const auto peak = std::max_element(begin, envelope.begin() + static_cast<std::ptrdiff_t>(response.last));
  auto start = static_cast<std::size_t>(peak - envelope.begin());
  while (start < envelope.size() && envelope[start] >= limit) ++start;
  const auto back = lasting_return(envelope, start, limit, lengths.return_window, duty);
  if ((back ? *back : envelope.size()) < start + lengths.shortest) return silence;
  silence.start = epochs.ms(start);
  if (back) {
    silence.end = epochs.ms(*back);
  } else {
    silence.censored = true;
    silence.last_seen = epochs.ms(envelope.size() - lengths.return_window);
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
  const Lengths lengths = lengths_of(settings, epochs.rate);
  if (response.size() == 0 || background.size() == 0) return silences;
  const double limit = settings.silence_level * background_envelope(epochs, background, lengths.envelope);
  const auto usual_onset = median_onset(look);
  std::vector<double> envelope;
  for (std::size_t t = 0; t < epochs.trials(); ++t) {
    rms_envelope(epochs.row(t), lengths.envelope, envelope);
    silences[t] = silence_of(epochs, envelope, response, limit, lengths, settings.return_duty);
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
