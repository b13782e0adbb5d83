#include "trilayer/measures/ipsilateral_silent_period.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/responses/imep_tail.hpp"
#include "trilayer/measures/result.hpp"
#include "trilayer/measures/silences/average_silence.hpp"

namespace trilayer::measures {
IspTest test_isp(const BlockChannel& look, std::size_t tests, const Settings& settings) {
  IspTest test;
  test.look = &look;
  test.level = level_per_test(settings.false_alarm_rate, tests);
  const Geometry geometry = geometry_until(settings.isp_search.to, settings, look.epochs.rate);
  // A tail that is left in would fill the silence's beginning: it comes late and shallow, as a lost callosum's.
  const auto tail = artefact_tail(look.epochs, settings.response.from, settings);
  if (tail && !tail->fits) {
    test.obstacle = fmt::format(
        "the stimulus artefact reaches to {:.1f} ms and is no exponential decay that could be "
        "subtracted",
        settings.response.from.value());
    return test;
  }
  test.trials = rectify(tail ? tail->without : look.epochs, geometry);
  if (look.epochs.trials() < static_cast<std::size_t>(settings.fewest_trials_averaged)) {
    test.obstacle = fmt::format("{} trials, fewer than the {} an average needs", look.epochs.trials(),
                                settings.fewest_trials_averaged);
    return test;
  }
  if (test.trials.trials == 0) {
    test.obstacle = fmt::format("the recording does not reach from {:g} to {:g} ms round the pulses",
                                settings.background.from.value(), settings.isp_search.to.value());
    return test;
  }
  const SilenceSearch search = search_of(test.trials, settings);
  const Statistic statistic = normalised_area(search);
  const int count = std::max(settings.surrogates, static_cast<int>(std::ceil(4.0 / test.level)));
  const QuietEmg quiet = quiet_emg(*look.recording, *look.block, look.channel, geometry, settings, look.epochs.hum);
  Disturbance disturb;
  if (tail)
    disturb = [&](std::span<float> sweep, base::Stream& stream) {
      leave_rest(*tail, geometry.before, look.epochs.rate, sweep, stream);
    };
  test.surrogates = draw_surrogates(quiet, geometry, statistic, count, settings, address_of(look.block->id),
                                    std::numeric_limits<double>::infinity(), disturb);
  if (!test.surrogates) {
    test.obstacle = fmt::format(
        "too little EMG before the pulses to draw sham pulses from: {:.0f} ms in at least {} "
        "trials are needed",
        1.5e3 * static_cast<double>(geometry.before + geometry.after) / look.epochs.rate,
        settings.fewest_trials_averaged);
    return test;
  }
  std::vector<double> trace, smoothed;
  average(test.trials, trace);
  test.silence = silence_on(trace, test.trials, search, smoothed);
  test.p = p_value(*test.surrogates, statistic({trace, geometry.before}));
  test.present = test.silence && test.p <= test.level;
  return test;
}

namespace {

double duration_of(const AverageSilence& silence) { return silence.end - silence.onset; }

constexpr std::array ids{std::string_view("isp_onset"), std::string_view("isp_duration"), std::string_view("isp_depth"),
                         std::string_view("isp_maximal_depth"), std::string_view("isp_area")};
constexpr double silenced_alike = 0.5;  // of the contralateral silence, from which a silence is no iSP alone

// Errors of all numbers from the same resamples of trials; a resample counts where its silence overlaps.
struct Errors {
  double onset, duration, depth, maximal_depth, area;
};

Errors errors_of(const IspTest& test, const Settings& settings) {
  constexpr double none = std::numeric_limits<double>::quiet_NaN();
  const SilenceSearch search = search_of(test.trials, settings);
  std::vector<double> trace, smoothed;
  std::vector<AverageSilence> same;
  const double onset = base::bootstrap_error(test.trials.trials, settings.bootstrap, settings.seed, [&](auto chosen) {
    average(test.trials, chosen, trace);
    const auto again = silence_on(trace, test.trials, search, smoothed);
    if (!again || again->onset >= test.silence->end || again->end <= test.silence->onset) return none;
    same.push_back(*again);
    return again->onset;
  });
  const auto spread = [&](auto&& number) {
    std::vector<double> numbers;
    for (const AverageSilence& silence : same) numbers.push_back(number(silence));
    return std::isfinite(onset) ? base::standard_deviation(numbers) : none;
  };
  return {std::hypot(onset, sampling_error(test.trials.rate)), spread(duration_of),
          spread([](const AverageSilence& s) { return s.depth; }),
          spread([](const AverageSilence& s) { return s.maximal_depth; }),
          spread([](const AverageSilence& s) { return s.area; })};
}

// Depth in % of a nominal silence that would have been found with the power asked for.
std::optional<double> smallest_depth(const IspTest& test, const Settings& settings) {
  const std::size_t first = test.trials.column(settings.isp_nominal_onset.value());
  const std::size_t last = test.trials.column((settings.isp_nominal_onset + settings.isp_nominal_length).value());
  return smallest_detectable(*test.surrogates, normalised_area(search_of(test.trials, settings)), test.level,
                             settings.detection_power, 100.0,
                             [&](std::span<double> average, std::size_t, double depth) {
                               for (std::size_t i = first; i < last; ++i) average[i] *= 1.0 - 0.01 * depth;
                             });
}

std::vector<Measurement> absent(const IspTest& test, const Settings& settings) {
  const auto depth = smallest_depth(test, settings);
  std::vector<Measurement> all;
  for (const std::string_view id : ids) {
    Measurement m = test.look->blank(id);
    m.state = State::absent;
    m.p_value = test.p;
    m.reason = fmt::format("no silence beyond what sham pulses show (p = {:.3f}, {:.3f} needed)", test.p, test.level);
    if (depth && id == "isp_depth") m.smallest_detectable = depth;
    if (depth && id == "isp_area") m.smallest_detectable = *depth * 0.01 * settings.isp_nominal_length.value();
    if (!depth)
      m.reason += fmt::format("; this recording would not show even a complete silence of {:g} ms",
                              settings.isp_nominal_length.value());
    all.push_back(m);
  }
  return all;
}

}  // namespace

namespace {

// The numbers of a silence that is there, in the order of `ids`.
std::vector<Measurement> present(const IspTest& test, const Settings& settings) {
  const AverageSilence& silence = *test.silence;
  const Errors errors = errors_of(test, settings);
  std::vector<Measurement> all;
  const auto add = [&](std::string_view id, double value, double error) -> Measurement& {
    Measurement m = test.look->blank(id);
    m.state = State::value;
    m.value = value;
    set_error(m, error);
    return all.emplace_back(std::move(m));
  };
  const auto open = [&](Measurement& m) {
    if (!silence.open && !silence.open_start) return;
    m.state = State::at_least;
    m.reason = fmt::format("silent at an end of the search, {:g} to {:g} ms", settings.isp_search.from.value(),
                           settings.isp_search.to.value());
  };
  Measurement& onset = add("isp_onset", silence.onset, errors.onset);
  if (silence.open_start) {
    onset.state = State::at_most;
    onset.reason = fmt::format("already silent where the search begins, {:g} ms", settings.isp_search.from.value());
  }
  onset = confound_by_marker(onset, *test.look->recording, settings);
  open(add("isp_duration", duration_of(silence), errors.duration));
  add("isp_depth", silence.depth, errors.depth);
  add("isp_maximal_depth", silence.maximal_depth, errors.maximal_depth);
  open(add("isp_area", silence.area, errors.area));
  return all;
}

Measurement second_of(const IspTest& test, const Settings& settings) {
  Measurement m = test.look->blank("isp_second_phase");
  m.method = "largest dip of the smoothed average that begins within 20 ms after the iSP, against sham averages";
  if (!test.present) return unobtainable(m, "there is no iSP that a second phase could follow");
  std::vector<double> trace;
  average(test.trials, trace);
  const auto second =
      second_phase(trace, test.trials, search_of(test.trials, settings), *test.silence, *test.surrogates);
  if (!second)
    return unobtainable(m, fmt::format("the iSP ends too near the end of the search, {:g} ms, to look for another",
                                       settings.isp_search.to.value()));
  m.p_value = second->p;
  if (second->p > settings.false_alarm_rate) {
    m.state = State::absent;
    m.reason = fmt::format("no further silence beyond what sham pulses show (p = {:.3f})", second->p);
    return m;
  }
  m.state = second->open ? State::at_least : State::value;
  if (second->open) m.reason = fmt::format("silent where the search ends, {:g} ms", settings.isp_search.to.value());
  m.value = second->area;
  return m;
}

// What the same sweeps say against reading the silence alone. A bound that cannot be read alone is confounded too, and
// its number has no error: it is no estimate.
Measurement judged(Measurement m, const SameSweeps& sweeps) {
  const std::string before = m.reason;
  const bool bound = m.state == State::at_least || m.state == State::at_most;
  if (sweeps.imep_present) m = confounded(m, "an iMEP stands in the same sweeps, and the silence may be its own");
  if (sweeps.silenced_alike && *sweeps.silenced_alike >= silenced_alike)
    m = confounded(m, fmt::format("in the same sweeps this hand is silent {:.2f} times as long as the contralateral "
                                  "hand: the silence may be that of a hand driven by the stimulated hemisphere",
                                  *sweeps.silenced_alike));
  if (!sweeps.imep_unjudged.empty())
    m = confounded(m, "whether an iMEP stands in the same sweeps could not be judged: " + sweeps.imep_unjudged);
  if (m.reason == before) return m;
  m.state = State::confounded;
  if (bound) m.standard_error.reset();
  return m;
}

}  // namespace

std::vector<Measurement> ipsilateral_silent_period(const IspTest& test, const SameSweeps& sweeps,
                                                   const Settings& settings) {
  std::vector<Measurement> all;
  const auto all_invalid = [&](const std::string& reason) {
    for (const std::string_view id : ids) all.push_back(invalid(test.look->blank(id), reason));
    all.push_back(invalid(test.look->blank("isp_second_phase"), reason));
    return all;
  };
  if (!test.surrogates) return all_invalid(test.obstacle);
  if (!test.present && sweeps.imep_present)
    return all_invalid("an iMEP stands in the same sweeps and may fill a silence");
  const std::string method = fmt::format(
      "averaged rectified EMG smoothed over {:g} ms, below mean - {:g} SD, {:g} to {:g} ms, against {} averages "
      "round sham pulses (level {:.4f} for this test); edges of the best rectangle on the unsmoothed average",
      settings.envelope.value(), settings.isp_deviations, settings.isp_search.from.value(),
      settings.isp_search.to.value(), test.surrogates->statistics.size(), test.level);
  all = test.present ? present(test, settings) : absent(test, settings);
  for (Measurement& m : all) {
    m.method = method;
    m.p_value = test.p;
  }
  all.push_back(second_of(test, settings));
  if (test.present)
    for (Measurement& m : all)
      if (m.value) m = judged(m, sweeps);
  return all;
}

std::vector<Detection> ipsilateral_silent_period_detection(const IspTest& test) {
  if (!test.present) return {};
  return {detection(*test.look, "isp_duration", test.silence->onset, test.silence->end)};
}

}  // namespace trilayer::measures
