#include "trilayer/measures/ipsilateral_mep.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/background_emg.hpp"
#include "trilayer/measures/contralateral_mep.hpp"
#include "trilayer/measures/responses/clipping.hpp"
#include "trilayer/measures/responses/imep_onset.hpp"
#include "trilayer/measures/result.hpp"

namespace trilayer::measures {
namespace {

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();  // inside bootstraps only
constexpr double nominal_length_ms = 10.0;                              // of an injected iMEP
// From less quiet EMG than this sham averages are too alike, and 8 in 100 tests at 5 % raise an alarm: they are made at
// this share of their level.
constexpr double short_quiet_ms = 600.0, of_short_quiet = 0.6;
constexpr double like_in_size = 3.0;  // a cMEP this many times larger or smaller is no amplitude match

std::size_t width(const Settings& settings, double rate) {
  return static_cast<std::size_t>(settings.response_smoothing.value() * 1e-3 * rate) | 1U;
}

// Columns of the average that belong to a window in ms.
Columns columns_of(const RectifiedTrials& trials, const Window& window) {
  return {trials.column(window.from.value()), trials.column(window.to.value())};
}

Statistic peak_above_background(Columns window, std::size_t background, std::size_t smoothing) {
  return [window, background, smoothing, buffer = std::vector<double>()](const AverageView& view) mutable {
    smooth(view.trace, smoothing, buffer);
    const double peak = *std::max_element(buffer.begin() + static_cast<std::ptrdiff_t>(window.first),
                                          buffer.begin() + static_cast<std::ptrdiff_t>(window.last));
    return peak - level(view.trace, {0, background}).mean;
  };
}

Window window_of(const BlockChannel* other_hand, const Settings& settings) {
  const auto onset = other_hand == nullptr ? std::nullopt : median_onset(*other_hand);
  if (!onset) return settings.response;
  return {base::Milliseconds(*onset) - settings.imep_before_cmep,
          base::Milliseconds(*onset) + settings.imep_after_cmep};
}

Geometry geometry_of(const Settings& settings, double rate) {
  return geometry_until(std::max(settings.response.to, settings.response.from + settings.imep_after_cmep * 2.0) +
                            settings.response_smoothing,
                        settings, rate);
}

// Onset and end (columns) of the response on an average.
struct Edges {
  double onset = no_number;
  double end = no_number;
  double area = no_number;  // uV * samples above background
};

Edges edges_on(const std::vector<double>& average, const RectifiedTrials& trials, Columns window,
               const Settings& settings) {
  std::vector<double> smoothed;
  smooth(average, width(settings, trials.rate), smoothed);
  const Level quiet = level(smoothed, {0, trials.geometry.background});
  const double limit = quiet.mean + settings.onset_deviations * quiet.deviation;
  const auto samples = [&](base::Milliseconds t) { return static_cast<std::size_t>(t.value() * 1e-3 * trials.rate); };
  const Columns search{window.first, std::min(window.last, smoothed.size())};
  const auto onset = onset_before_peak(smoothed, search, limit, limit, samples(settings.onset_gap));
  if (!onset) return {};
  const std::size_t end =
      std::min(end_after_peak(smoothed, search, limit, samples(settings.onset_gap)), average.size());
  Edges edges{static_cast<double>(*onset), static_cast<double>(end), 0.0};
  for (std::size_t i = *onset; i < end; ++i) edges.area += average[i] - quiet.mean;
  return edges;
}

// Rows of real trials and quiet EMG of the same trials: real and sham averages must have equally many.
std::vector<std::size_t> common_trials(const Epochs& epochs, QuietEmg& quiet) {
  std::vector<std::size_t> rows;
  QuietEmg common;
  common.clip = quiet.clip;
  common.median_ms = quiet.median_ms;
  for (std::size_t k = 0; k < quiet.trials.size(); ++k) {
    const auto row = std::find(epochs.trial_of.begin(), epochs.trial_of.end(), quiet.trial_of[k]);
    if (row == epochs.trial_of.end()) continue;
    rows.push_back(static_cast<std::size_t>(row - epochs.trial_of.begin()));
    common.trials.push_back(std::move(quiet.trials[k]));
    common.trial_of.push_back(quiet.trial_of[k]);
  }
  quiet = std::move(common);
  return rows;
}

// How many windows of the test's length the quiet EMG of a block holds side by side. Stretches of one trial overlap
// where there is hum; together they are no longer than the reach.
std::size_t disjoint_windows(const ImepTest& test, const QuietEmg& quiet, const Settings& settings) {
  const std::size_t window = std::max<std::size_t>(1, columns_of(test.trials, test.window).size());
  const auto reach = static_cast<std::size_t>(settings.surrogate_reach.value() * 1e-3 * test.trials.rate);
  std::size_t count = 0;
  for (const auto& stretches : quiet.trials) {
    std::size_t samples = 0;
    for (const auto& row : stretches) samples += row.size();
    count += std::min(samples, reach) / window;
  }
  return count;
}

// Few trials, or an imported average, are compared with their own quiet EMG in the same way, as far as it goes: p is
// never below what as many windows side by side could show, and single samples count in full.
bool enough_quiet_for_few(ImepTest& test, QuietEmg& quiet, const Settings& settings) {
  test.quiet_windows = disjoint_windows(test, quiet, settings);
  quiet.clip = std::numeric_limits<double>::infinity();
  if (1.0 <= test.level * static_cast<double>(test.quiet_windows + 1)) return true;
  test.obstacle = fmt::format(
      "{} trials, fewer than the {} an average needs, and quiet EMG before them for {} windows like that of the "
      "response, where {:.0f} are needed",
      test.look->epochs.trials(), settings.fewest_trials_averaged, test.quiet_windows, std::ceil(1.0 / test.level) - 1);
  return false;
}

void compare_with_sham(ImepTest& test, const Geometry& geometry, Settings settings) {
  const BlockChannel& look = *test.look;
  const Statistic statistic = peak_above_background(columns_of(test.trials, test.window), geometry.background,
                                                    width(settings, look.epochs.rate));
  const int count = std::max(settings.surrogates, static_cast<int>(std::ceil(4.0 / test.level)));
  QuietEmg quiet = quiet_emg(*look.recording, *look.block, look.channel, geometry, settings, look.epochs.hum);
  const std::vector<std::size_t> rows = common_trials(look.epochs, quiet);
  if (look.epochs.trials() < static_cast<std::size_t>(settings.fewest_trials_averaged)) {
    if (!enough_quiet_for_few(test, quiet, settings)) return;
    settings.fewest_trials_averaged = 1;
  } else if (quiet.median_ms < short_quiet_ms) {
    test.level *= of_short_quiet;
    test.short_quiet = true;
  }
  Disturbance disturb;
  if (test.tail)
    disturb = [&](std::span<float> sweep, base::Stream& stream) {
      leave_rest(*test.tail, geometry.before, look.epochs.rate, sweep, stream);
    };
  test.surrogates =
      draw_surrogates(quiet, geometry, statistic, count, settings, address_of(look.block->id), quiet.clip, disturb);
  if (!test.surrogates) {
    test.obstacle = fmt::format(
        "too little EMG before the pulses to draw sham pulses from: {:.0f} ms in at least {} "
        "trials are needed",
        1.5e3 * static_cast<double>(geometry.before + geometry.after) / look.epochs.rate,
        settings.fewest_trials_averaged);
    return;
  }
  test.clip = quiet.clip;
  std::vector<double> real;
  average(rectify(test.epochs(), geometry, quiet.clip), rows, real);
  test.p = p_value(*test.surrogates, statistic({real, geometry.before}));
  if (test.quiet_windows > 0) test.p = std::max(test.p, 1.0 / static_cast<double>(test.quiet_windows + 1));
  average(test.trials, real);
  test.statistic = statistic({real, geometry.before});
  test.present = test.p <= test.level;
  if (test.present) test.quiet = std::move(quiet);
}

}  // namespace

ImepTest test_imep(const BlockChannel& look, const BlockChannel* other_hand, std::size_t tests,
                   const Settings& settings) {
  ImepTest test;
  test.look = &look;
  test.window = window_of(other_hand, settings);
  test.level = level_per_test(settings.false_alarm_rate, tests);
  const Geometry geometry = geometry_of(settings, look.epochs.rate);
  test.tail = artefact_tail(look.epochs, test.window.from, settings);
  test.trials = rectify(test.epochs(), geometry);
  if (test.trials.trials == 0) {
    test.obstacle =
        fmt::format("the recording does not reach from {:g} to {:g} ms round the pulses",
                    settings.background.from.value(), static_cast<double>(geometry.after) / look.epochs.rate * 1e3);
    return test;
  }
  if (test.tail && !test.tail->fits) {
    test.obstacle = fmt::format(
        "the stimulus artefact reaches into the window, {:.0f} uV at {:.1f} ms, and is no "
        "exponential decay that could be subtracted",
        std::abs(test.tail->at_window), test.window.from.value());
    return test;
  }
  compare_with_sham(test, geometry, settings);
  return test;
}

namespace {

std::string test_words(const ImepTest& test, const Settings& settings) {
  std::string words = fmt::format(
      "averaged rectified EMG, {:.1f} to {:.1f} ms, against {} averages round sham pulses (level {:.4f} "
      "for this test)",
      test.window.from.value(), test.window.to.value(), test.surrogates->statistics.size(), test.level);
  if (test.quiet_windows > 0)
    words += fmt::format(
        "; {} trials, fewer than the {} an average needs: p is at least that of {} windows side by side, and one "
        "movement artefact would count as a response",
        test.look->epochs.trials(), settings.fewest_trials_averaged, test.quiet_windows);
  if (test.short_quiet)
    words += fmt::format("; stricter, since there is less than {:g} ms of quiet EMG before the pulses", short_quiet_ms);
  if (test.tail)
    words += fmt::format("; the artefact's tail, {:.0f} uV where the window opens, subtracted as a decay of {:.1f} ms",
                         std::abs(test.tail->at_window), test.tail->constant);
  return words;
}

Measurement presence(const ImepTest& test, const Settings& settings) {
  Measurement m = test.look->blank("imep_presence");
  if (!test.surrogates) return invalid(m, test.obstacle);
  m.method = test_words(test, settings);
  m.p_value = test.p;
  const Columns window = columns_of(test.trials, test.window);
  const Statistic statistic =
      peak_above_background(window, test.trials.geometry.background, width(settings, test.trials.rate));
  if (test.present) {
    m.state = State::value;
    m.value = test.statistic;
    set_error(m, base::bootstrap_error(test.trials.trials, settings.bootstrap, settings.seed,
                                       [&, buffer = std::vector<double>()](auto chosen) mutable {
                                         average(test.trials, chosen, buffer);
                                         return statistic({buffer, test.trials.geometry.before});
                                       }));
    return m;
  }
  m.state = State::absent;
  m.reason =
      fmt::format("no more in the window than round sham pulses (p = {:.3f}, {:.3f} needed)", test.p, test.level);
  const auto half = static_cast<std::size_t>(0.5e-3 * nominal_length_ms * test.trials.rate);
  const std::size_t centre = (window.first + window.last) / 2;
  m.smallest_detectable =
      smallest_detectable(*test.surrogates, statistic, test.level, settings.detection_power,
                          100.0 * critical_value(*test.surrogates, test.level) + 1.0,
                          [&](std::span<double> average, std::size_t, double effect) {
                            for (std::size_t i = centre - half; i < std::min(centre + half, average.size()); ++i)
                              average[i] = std::min(average[i] + effect, test.clip);
                          });
  return m;
}

// What cannot be had because the response itself was not found, or could not be tested.
std::optional<Measurement> without_response(const ImepTest& test, std::string_view measure, const Settings& settings) {
  Measurement m = test.look->blank(measure);
  if (!test.surrogates) return invalid(m, test.obstacle);
  if (test.present) return std::nullopt;
  m.state = State::absent;
  m.reason = fmt::format("no iMEP in the average (p = {:.3f})", test.p);
  m.method = test_words(test, settings);
  return m;
}

double window_peak_to_peak(const Epochs& epochs, std::size_t trial, const Window& window) {
  const std::size_t first = epochs.column(window.from), last = epochs.column(window.to);
  if (last <= first) return 0.0;
  const auto part = epochs.row(trial).subspan(first, last - first);
  const auto [low, high] = std::minmax_element(part.begin(), part.end());
  return static_cast<double>(*high) - static_cast<double>(*low);
}

// The size a trial needs to count as one with an iMEP, uV.
double needed_size(const ImepTest& test, const Settings& settings) {
  const double noise = settings.size_over_background * median_background(*test.look);
  return test.look->active ? noise : std::max(noise, settings.resting_criterion.value());
}

std::vector<double> trial_sizes(const ImepTest& test) {
  std::vector<double> sizes;
  for (std::size_t t = 0; t < test.epochs().trials(); ++t)
    sizes.push_back(window_peak_to_peak(test.epochs(), t, test.window));
  return sizes;
}

Measurement amplitude(const ImepTest& test, const Settings& settings) {
  if (auto none = without_response(test, "imep_amplitude", settings)) return *none;
  Measurement m = test.look->blank("imep_amplitude");
  const std::vector<double> sizes = trial_sizes(test);
  m.state = State::value;
  m.value = base::median(sizes) * 1e-3;
  m.method =
      fmt::format("peak-to-peak {:.1f} to {:.1f} ms, hum removed; median over trials; contains the background EMG",
                  test.window.from.value(), test.window.to.value());
  set_error(m, base::bootstrap_error(sizes.size(), settings.bootstrap, settings.seed,
                                     [&](auto chosen) { return std::log(base::median(resampled(sizes, chosen))); }));
  return m;
}

// Peak-to-peak of the average of the signed sweeps in the window, uV.
double average_size(const ImepTest& test) {
  const Epochs& epochs = test.epochs();
  const std::size_t first = epochs.column(test.window.from), last = epochs.column(test.window.to);
  std::vector<double> mean(last > first ? last - first : 1, 0.0);
  for (std::size_t t = 0; t < epochs.trials(); ++t)
    for (std::size_t i = first; i < last; ++i)
      mean[i - first] += static_cast<double>(epochs.row(t)[i]) / static_cast<double>(epochs.trials());
  const auto [low, high] = std::minmax_element(mean.begin(), mean.end());
  return *high - *low;
}

Measurement persistence(const ImepTest& test, const Settings& settings) {
  if (auto none = without_response(test, "imep_persistence", settings)) return *none;
  Measurement m = test.look->blank("imep_persistence");
  const double needed = needed_size(test, settings);
  const std::vector<double> sizes = trial_sizes(test);
  const auto present =
      static_cast<int>(std::count_if(sizes.begin(), sizes.end(), [&](double s) { return s >= needed; }));
  const int trials = static_cast<int>(sizes.size());
  const base::Share share = base::wilson(present, trials);
  m.state = State::value;
  m.value = share.share;
  m.standard_error = logit_error(present, trials);
  m.method = fmt::format(
      "{} of {} trials reach {:.0f} uV peak-to-peak, more than background EMG shows; Wilson 95 % "
      "interval {:.2f} to {:.2f}",
      present, trials, needed, share.low, share.high);
  // Where the usual response is smaller than what counts, trials without a count may have one.
  if (const double size = average_size(test); size < needed && present < trials) {
    m.state = State::at_least;
    m.reason = fmt::format(
        "the average response of {:.0f} uV peak-to-peak is smaller than what single trials must reach, {:.0f} uV", size,
        needed);
  }
  return m;
}

// The blocks of a reference, each once.
std::string blocks_of(const OnsetDifference& found, std::string_view between) {
  std::vector<std::string> ids;
  for (const BlockChannel* look : found.reference) ids.push_back(look->block->id);
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return fmt::format("{}", fmt::join(ids, between));
}

// How a difference of onsets was found, for the difference itself and for the classes made of it.
std::string words(const OnsetDifference& found, bool same_muscle) {
  return fmt::format(
      "onsets of two phases fitted to averages of signed sweeps; reference: the {} trials nearest in size of {} (their "
      "average {:.1f} times the iMEP)",
      found.reference.size(),
      same_muscle ? "the same muscle's cMEP in " + blocks_of(found, ", ")
                  : "the other hand's response to the same pulses",
      found.size_ratio);
}

Measurement unlike_in_size(Measurement m, const OnsetDifference& found) {
  if (std::abs(std::log(found.size_ratio)) <= std::log(like_in_size)) return m;
  return confounded(m,
                    fmt::format("the cMEP nearest in size is {:.1f} times the iMEP, and small responses seem to start "
                                "late",
                                found.size_ratio));
}

constexpr std::string_view before_window = "the response is there where the window opens, and may have begun before";

// imep_latency_difference and the probability of each class.
std::vector<Measurement> latency(const ImepTest& test, const ImepReferences& references, const Settings& settings) {
  std::vector<Measurement> all{test.look->blank("imep_latency_difference")};
  for (const PathClass& one : path_classes()) all.push_back(test.look->blank(one.measure));
  for (Measurement& m : all)
    if (auto none = without_response(test, m.key.measure, settings)) m = *none;
  if (!test.present) return all;
  OnsetDifference found = onset_difference(test, references.same_muscle, settings);
  const bool same_muscle = found.value.has_value();
  if (!same_muscle && references.other_hand != nullptr)
    found = onset_difference(test, std::span(&references.other_hand, 1), settings);
  for (std::size_t i = 0; i < all.size(); ++i) {
    Measurement& m = all[i];
    if (!found.value) {
      m = unobtainable(m, found.obstacle);
      continue;
    }
    if (same_muscle) m.block += "+" + blocks_of(found, "+");
    m.state = State::value;
    m.method = words(found, same_muscle);
    if (i == 0) {
      m.value = *found.value;
      set_error(m, found.standard_error);
      if (found.at_edge)
        m.state = State::at_most, m.reason = before_window;
      else
        m = unlike_in_size(m, found);
      continue;
    }
    const auto probability = [&](double difference) {
      return std::clamp(class_probability(i - 1, difference, found.standard_error, found.at_edge), 1e-6, 1.0 - 1e-6);
    };
    const auto logit = [&](double difference) {
      const double p = probability(difference);
      return std::log(p / (1.0 - p));
    };
    m.value = probability(*found.value);
    set_error(m,
              0.5 * std::abs(logit(*found.value + found.standard_error) - logit(*found.value - found.standard_error)));
    m.method += fmt::format("; {:.2f} ms later, standard error {:.2f} ms; four classes equally likely before",
                            *found.value, found.standard_error);
    m = unlike_in_size(m, found);
  }
  return all;
}

Measurement ratio(const ImepTest& test, const ImepReferences& references, const Settings& settings) {
  const BlockChannel* reference = references.nearest;
  if (auto none = without_response(test, "imep_ratio", settings)) return *none;
  Measurement m = test.look->blank("imep_ratio");
  const BlockChannel* compared = reference != nullptr ? reference : references.other_hand;
  if (compared == nullptr)
    return missing(m, "no cMEP of this muscle or of the other hand was recorded to compare with");
  if (reference != nullptr) m.block += "+" + reference->block->id;
  const RectifiedTrials contra = rectify(compared->epochs, geometry_of(settings, compared->epochs.rate));
  if (contra.trials < 2) return unobtainable(m, "the cMEP to compare with has fewer than two usable trials");
  const Columns window = columns_of(test.trials, test.window), response = columns_of(contra, settings.response);
  std::vector<double> trace;
  const auto area = [&](const RectifiedTrials& trials, Columns columns, std::span<const std::size_t> chosen) {
    average(trials, chosen, trace);
    return edges_on(trace, trials, columns, settings).area / trials.rate;
  };
  std::vector<std::size_t> every(test.trials.trials), other(contra.trials);
  std::iota(every.begin(), every.end(), std::size_t{0});
  std::iota(other.begin(), other.end(), std::size_t{0});
  const double value = area(test.trials, window, every) / area(contra, response, other);
  if (!std::isfinite(value) || value <= 0.0)
    return unobtainable(m, "one of the two averages has no area above background");
  m.state = State::value;
  m.value = value;
  const auto log_area_error = [&](const RectifiedTrials& trials, Columns columns, std::uint64_t seed) {
    return base::bootstrap_error(trials.trials, settings.bootstrap, seed, [&](auto chosen) {
      const double a = area(trials, columns, chosen);
      return a > 0.0 ? std::log(a) : no_number;
    });
  };
  set_error(m, std::hypot(log_area_error(test.trials, window, settings.seed),
                          log_area_error(contra, response, settings.seed + 1)));
  m.method = fmt::format("areas of averaged rectified EMG above background, from onset to end; reference: {}",
                         reference != nullptr ? "the same muscle's cMEP in block " + reference->block->id
                                              : std::string("the other hand's response to the same pulses"));
  if (const std::size_t clipped = clipped_trials(*compared); clips_a_mean(clipped, compared->responses.size())) {
    m.state = State::at_most;
    m.reason = fmt::format("{} of {} responses of the reference stand at the limit of the amplifier", clipped,
                           compared->responses.size());
  }
  return m;
}

}  // namespace

std::vector<Measurement> ipsilateral_mep(const ImepTest& test, const ImepReferences& references,
                                         const Settings& settings) {
  std::vector<Measurement> all{presence(test, settings), amplitude(test, settings), persistence(test, settings),
                               ratio(test, references, settings)};
  for (Measurement& m : latency(test, references, settings)) all.push_back(std::move(m));
  return all;  // a late marker cancels in a difference
}

std::vector<TrialValue> ipsilateral_mep_trials(const ImepTest& test, const Settings& settings) {
  std::vector<TrialValue> values;
  const double needed = needed_size(test, settings);
  const std::vector<double> sizes = trial_sizes(test);
  for (std::size_t t = 0; t < sizes.size(); ++t) {
    TrialValue value = blank_trial(*test.look, t, "imep_amplitude");
    if (sizes[t] >= needed && test.present) {
      value.state = State::value;
      value.value = sizes[t] * 1e-3;
    } else {
      value.state = State::absent;
      value.reason = test.present
                         ? fmt::format("{:.3f} mV peak-to-peak, less than the {:.3f} mV that background reaches",
                                       sizes[t] * 1e-3, needed * 1e-3)
                         : "no iMEP in the average of the block";
    }
    values.push_back(value);
  }
  return values;
}

std::vector<Detection> ipsilateral_mep_detection(const ImepTest& test, const Settings& settings) {
  if (!test.present) return {};
  std::vector<double> trace;
  average(test.trials, trace);
  const Edges edges = edges_on(trace, test.trials, columns_of(test.trials, test.window), settings);
  if (!std::isfinite(edges.onset)) return {};
  return {detection(*test.look, "imep_presence", test.trials.ms(edges.onset), test.trials.ms(edges.end))};
}

}  // namespace trilayer::measures
