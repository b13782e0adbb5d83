#include "trilayer/measures/ipsilateral_silent_period.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/result.hpp"

namespace trilayer::measures {
namespace {

// Where on an average a silence is looked for, in columns.
struct Search {
  Columns window;
  std::size_t latest_onset = 0;
  std::size_t shortest = 0;
  std::size_t smoothing = 1;
  std::size_t background = 0;
  double deviations = 2.0;
};

Search search_of(const RectifiedTrials& trials, const Settings& settings) {
  const auto samples = [&](base::Milliseconds t) { return static_cast<std::size_t>(t.value() * 1e-3 * trials.rate); };
  return {{trials.column(settings.isp_search.from.value()), trials.column(settings.isp_search.to.value())},
          trials.column(settings.isp_latest_onset.value()),
          samples(settings.isp_shortest),
          samples(settings.envelope) | 1U,
          trials.geometry.background,
          settings.isp_deviations};
}

// The largest dip of an average; `smoothed` is working space.
struct Candidate {
  Dip dip;
  double mean = 0.0;
};

Candidate candidate_on(std::span<const double> trace, const Search& search, std::vector<double>& smoothed) {
  smooth(trace, search.smoothing, smoothed);
  const Level quiet = level(smoothed, {0, search.background});
  const double limit = quiet.mean - search.deviations * quiet.deviation;
  Candidate candidate{deepest_dip(smoothed, search.window, search.latest_onset, quiet.mean, limit), quiet.mean};
  if (candidate.dip.run.size() < search.shortest) candidate.dip = {};
  return candidate;
}

Statistic normalised_area(const Search& search) {
  return [search, smoothed = std::vector<double>()](const AverageView& view) mutable {
    const Candidate candidate = candidate_on(view.trace, search, smoothed);
    return candidate.mean > 0.0 ? candidate.dip.area / candidate.mean : 0.0;
  };
}

std::optional<AverageSilence> silence_on(std::span<const double> trace, const RectifiedTrials& trials,
                                         const Search& search, std::vector<double>& smoothed) {
  const Candidate candidate = candidate_on(trace, search, smoothed);
  const Columns run = candidate.dip.run;
  if (run.size() == 0 || candidate.mean <= 0.0) return std::nullopt;
  double lost = 0.0;
  for (std::size_t i = run.first; i < run.last; ++i) lost += candidate.mean - trace[i];
  const double ms_a_sample = 1e3 / trials.rate;
  return AverageSilence{trials.ms(static_cast<double>(run.first)),
                        trials.ms(static_cast<double>(run.last)),
                        100.0 * lost / (candidate.mean * static_cast<double>(run.size())),
                        lost / candidate.mean * ms_a_sample,
                        run.last == search.window.last,
                        run.first == search.window.first};
}

}  // namespace

IspTest test_isp(const BlockChannel& look, std::size_t tests, const Settings& settings) {
  IspTest test;
  test.look = &look;
  test.level = level_per_test(settings.false_alarm_rate, tests);
  const Geometry geometry = geometry_until(settings.isp_search.to, settings, look.epochs.rate);
  test.trials = rectify(look.epochs, geometry);
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
  const Search search = search_of(test.trials, settings);
  const Statistic statistic = normalised_area(search);
  const int count = std::max(settings.surrogates, static_cast<int>(std::ceil(4.0 / test.level)));
  const QuietEmg quiet = quiet_emg(*look.recording, *look.block, look.channel, geometry, settings, look.epochs.hum);
  test.surrogates = draw_surrogates(quiet, geometry, statistic, count, settings, address_of(look.block->id),
                                    std::numeric_limits<double>::infinity());
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

// Errors of all four numbers from the same resamples of trials; a resample counts where its silence overlaps.
struct Errors {
  double onset, duration, depth, area;
};

Errors errors_of(const IspTest& test, const Settings& settings) {
  const Search search = search_of(test.trials, settings);
  std::vector<double> trace, smoothed;
  const auto error = [&](const std::function<double(const AverageSilence&)>& number) {
    return base::bootstrap_error(test.trials.trials, settings.bootstrap, settings.seed, [&](auto chosen) {
      average(test.trials, chosen, trace);
      const auto again = silence_on(trace, test.trials, search, smoothed);
      const bool same = again && again->onset < test.silence->end && again->end > test.silence->onset;
      return same ? number(*again) : std::numeric_limits<double>::quiet_NaN();
    });
  };
  const double grid = sampling_error(test.trials.rate);
  return {std::hypot(error([](const AverageSilence& s) { return s.onset; }), grid), error(duration_of),
          error([](const AverageSilence& s) { return s.depth; }),
          error([](const AverageSilence& s) { return s.area; })};
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
  for (const std::string_view id : {"isp_onset", "isp_duration", "isp_depth", "isp_area"}) {
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

std::vector<Measurement> ipsilateral_silent_period(const IspTest& test, bool imep_present, const Settings& settings) {
  std::vector<Measurement> all;
  if (!test.surrogates) {
    for (const std::string_view id : {"isp_onset", "isp_duration", "isp_depth", "isp_area"})
      all.push_back(invalid(test.look->blank(id), test.obstacle));
    return all;
  }
  const std::string method = fmt::format(
      "averaged rectified EMG smoothed over {:g} ms, below mean - {:g} SD, {:g} to {:g} ms, against {} averages "
      "round sham pulses (level {:.4f} for this test)",
      settings.envelope.value(), settings.isp_deviations, settings.isp_search.from.value(),
      settings.isp_search.to.value(), test.surrogates->statistics.size(), test.level);
  if (!test.present && imep_present) {
    for (const std::string_view id : {"isp_onset", "isp_duration", "isp_depth", "isp_area"})
      all.push_back(invalid(test.look->blank(id), "an iMEP stands in the same sweeps and may fill a silence"));
    return all;
  }
  if (!test.present) {
    all = absent(test, settings);
    for (Measurement& m : all) m.method = method;
    return all;
  }
  const Errors errors = errors_of(test, settings);
  const auto add = [&](std::string_view id, double value, double error) {
    Measurement m = test.look->blank(id);
    m.state = State::value;
    m.value = value;
    m.p_value = test.p;
    m.method = method;
    set_error(m, error);
    if (imep_present) m = confounded(m, "an iMEP stands in the same sweeps, and the silence may be its own");
    all.push_back(m);
  };
  add("isp_onset", test.silence->onset, errors.onset);
  if (test.silence->open_start && all.back().state == State::value) {
    all.back().state = State::at_most;
    all.back().reason =
        fmt::format("already silent where the search begins, {:g} ms", settings.isp_search.from.value());
  }
  all.back() = confound_by_marker(all.back(), *test.look->recording, settings);
  const auto open = [&] {
    if (!(test.silence->open || test.silence->open_start) || all.back().state != State::value) return;
    all.back().state = State::at_least;
    all.back().reason = fmt::format("silent at an end of the search, {:g} to {:g} ms", settings.isp_search.from.value(),
                                    settings.isp_search.to.value());
  };
  add("isp_duration", duration_of(*test.silence), errors.duration);
  open();
  add("isp_depth", test.silence->depth, errors.depth);
  add("isp_area", test.silence->area, errors.area);
  open();
  return all;
}

std::vector<Detection> ipsilateral_silent_period_detection(const IspTest& test) {
  if (!test.present) return {};
  return {detection(*test.look, "isp_duration", test.silence->onset, test.silence->end)};
}

}  // namespace trilayer::measures
