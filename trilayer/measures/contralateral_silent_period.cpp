#include "trilayer/measures/contralateral_silent_period.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/contralateral_mep.hpp"
#include "trilayer/measures/responses/clipping.hpp"
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
  if (found->first_emg) silence.first_emg = epochs.ms(*found->first_emg);
  if (found->end) {
    silence.end = epochs.ms(*found->end);
  } else {
    silence.censored = true;
    silence.last_seen = std::max(*silence.start, epochs.ms(epochs.samples - 1) - settings.return_window.value());
  }
  return silence;
}

// A number of one trial: as long as it was seen, and whether it was still going on then.
struct Seen {
  double value = 0.0;
  bool open = false;
};
using Number = std::optional<Seen> (*)(const TrialSilence&, const TrialResponse&);

std::optional<Seen> from(const TrialSilence& s, std::optional<double> reference) {
  if (!s.start || !reference) return std::nullopt;
  return Seen{(s.censored ? s.last_seen : *s.end) - *reference, s.censored};
}

std::optional<Seen> from_onset(const TrialSilence& s, const TrialResponse&) { return from(s, s.reference); }
std::optional<Seen> from_response_end(const TrialSilence& s, const TrialResponse&) { return from(s, s.response_end); }
std::optional<Seen> from_pulse(const TrialSilence& s, const TrialResponse&) { return from(s, 0.0); }

std::optional<Seen> to_first_emg(const TrialSilence& s, const TrialResponse& r) {
  if (!s.start || !s.reference || !s.first_emg) return from_onset(s, r);
  return Seen{*s.first_emg - *s.reference, false};
}

std::optional<Seen> over_response(const TrialSilence& s, const TrialResponse& r) {
  auto seen = from_onset(s, r);
  if (!seen || !r.present) return std::nullopt;
  seen->value /= r.clean_peak_to_peak * 1e-3;
  return seen;
}

// The middle value (the lower of two): never between a number and infinity.
double lower_median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// Median of numbers, infinite where a trial is open.
double median_of(const std::vector<double>& numbers) {
  const bool all_end = std::none_of(numbers.begin(), numbers.end(), [](double d) { return std::isinf(d); });
  return all_end ? base::median(numbers) : lower_median(numbers);
}

// Median over trials with its state.
Measurement over_trials(Measurement m, const BlockChannel& look, const std::vector<TrialSilence>& silences,
                        Number number, const Settings& settings) {
  std::vector<double> numbers, seen;
  int open = 0;
  for (std::size_t t = 0; t < silences.size(); ++t)
    if (const auto one = number(silences[t], look.responses[t])) {
      numbers.push_back(one->open ? infinity : one->value);
      seen.push_back(one->value);
      open += one->open ? 1 : 0;
    }
  if (silences.size() < 3) return unobtainable(m, fmt::format("{} trials; 3 are needed", silences.size()));
  if (numbers.size() < 3 || numbers.size() * 2 < silences.size()) {
    m.state = State::absent;
    if (catalogue::descriptor(m.key.measure).unit == "ms") m.smallest_detectable = settings.shortest_csp.value();
    m.reason = fmt::format("{} of {} trials have a response followed by {:g} ms of silence", numbers.size(),
                           silences.size(), settings.shortest_csp.value());
    return m;
  }
  m.trials = static_cast<int>(numbers.size());
  const double value = median_of(numbers);
  if (std::isinf(value)) {
    m.state = State::at_least;
    m.value = base::median(seen);  // open trials for as long as they were seen: no more than the true median
    m.reason = fmt::format("in {} of {} trials EMG does not return within {:.0f} ms of the pulse, where they end", open,
                           numbers.size(), look.epochs.ms(look.epochs.samples - 1));
    return m;
  }
  m.state = State::value;
  m.value = value;
  if (open > 0) m.method += fmt::format("; {} trials without return counted as longer than the others", open);
  const bool log = catalogue::descriptor(m.key.measure).scale == catalogue::ErrorScale::log;
  const double spread = base::bootstrap_error(numbers.size(), settings.bootstrap, settings.seed, [&](auto chosen) {
    const double d = median_of(resampled(numbers, chosen));
    return std::isinf(d) ? std::numeric_limits<double>::quiet_NaN() : log ? std::log(d) : d;
  });
  set_error(m, log ? spread : std::hypot(spread, sampling_error(look.epochs.rate)));
  return m;
}

std::string how_it_ends(const Settings& settings) {
  return fmt::format(
      "lasting return of EMG ({:g} of {:g} ms above {:g} of the background envelope, at the change of spread); median "
      "over trials",
      settings.return_duty, settings.return_window.value(), settings.silence_level);
}

constexpr std::string_view no_responses = "fewer than three trials have a response to count the silence from";

// Median end of the responses, ms; nothing where fewer than three trials have one.
std::optional<double> median_end(const BlockChannel& look) {
  std::vector<double> ends;
  for (const TrialResponse& r : look.responses)
    if (r.end) ends.push_back(*r.end);
  if (ends.size() < 3) return std::nullopt;
  return base::median(ends);
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
  const auto usual_end = median_end(look);
  for (std::size_t t = 0; t < epochs.trials(); ++t) {
    silences[t] = silence_of(epochs, t, response, usual, settings);
    silences[t].reference = look.responses[t].onset ? look.responses[t].onset : usual_onset;
    silences[t].response_end = look.responses[t].end ? look.responses[t].end : usual_end;
  }
  return silences;
}

Measurement csp_duration(const BlockChannel& look, const std::vector<TrialSilence>& silences,
                         const Settings& settings) {
  Measurement m = look.blank("csp_duration");
  m.method = "from response onset to " + how_it_ends(settings);
  if (!median_onset(look)) return unobtainable(m, std::string(no_responses));
  return over_trials(m, look, silences, from_onset, settings);
}

std::vector<Measurement> contralateral_silent_period(const BlockChannel& look,
                                                     const std::vector<TrialSilence>& silences,
                                                     const Settings& settings) {
  std::vector<Measurement> all{csp_duration(look, silences, settings)};
  const auto add = [&](std::string_view id, const std::string& method, Number number, bool needs_response) {
    Measurement m = look.blank(id);
    m.method = method;
    all.push_back(needs_response && !median_onset(look) ? unobtainable(m, std::string(no_responses))
                                                        : over_trials(m, look, silences, number, settings));
  };
  add("csp_from_response_end", "from the end of the response to " + how_it_ends(settings), from_response_end, true);
  add("csp_from_pulse", "from the pulse to " + how_it_ends(settings), from_pulse, false);
  all.back() = confound_by_marker(all.back(), *look.recording, settings);
  add("csp_absolute",
      fmt::format("from response onset to the first {:g} ms of EMG above {:g} of the background envelope; median over "
                  "trials",
                  settings.envelope.value(), settings.silence_level),
      to_first_emg, true);
  add("csp_to_cmep_ratio", "csp_duration over peak-to-peak of the response, hum removed; median over trials",
      over_response, true);
  Measurement& ratio = all.back();
  if (const std::size_t clipped = clipped_trials(look); ratio.value && clips_a_mean(clipped, look.responses.size())) {
    const std::string why =
        fmt::format("{} of {} responses stand at the limit of the amplifier", clipped, look.responses.size());
    if (ratio.state == State::at_least) {
      ratio = unobtainable(ratio, why);
    } else {
      ratio.state = State::at_most;
      ratio.reason = why;
    }
  }
  return all;
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
      value.reason = "EMG does not return before the trial ends";
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
