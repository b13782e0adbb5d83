#include "trilayer/measures/mirror_emg.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "trilayer/base/statistics.hpp"
#include "trilayer/base/student.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/measures/both_hands.hpp"
#include "trilayer/measures/result.hpp"
#include "trilayer/measures/surrogates.hpp"

namespace trilayer::measures {
namespace {

using protocol::Side;

constexpr std::size_t fewest = 3;          // trials
constexpr double correlation_floor = 0.1;  // smaller correlations are not told from chance

// How many presence tests the recording asks for: the false-alarm rate is shared among them.
std::size_t tests_of(const recording::Recording& recording) {
  std::size_t pairs = 0, blocks = 0;
  for (const auto& muscle : muscles_of(recording)) pairs += recorded_on_both_sides(recording, muscle) ? 1 : 0;
  for (const auto& block : recording.blocks) blocks += is_unilateral_task(block) ? 1 : 0;
  return std::max<std::size_t>(1, pairs * blocks);
}

// Powers added by the task, averaged over some trials.
struct Added {
  double intended = 0.0, mirror = 0.0;            // uV^2 above rest
  double intended_rest = 0.0, mirror_rest = 0.0;  // uV^2
};

Added added_power(const std::vector<BothHands>& hands, std::span<const std::size_t> chosen) {
  Added sum;
  const auto n = static_cast<double>(chosen.size());
  for (const std::size_t i : chosen) {
    sum.intended += (hands[i].intended.task_power - hands[i].intended.rest_power) / n;
    sum.mirror += (hands[i].mirror.task_power - hands[i].mirror.rest_power) / n;
    sum.intended_rest += hands[i].intended.rest_power / n;
    sum.mirror_rest += hands[i].mirror.rest_power / n;
  }
  return sum;
}

Added added_power(const std::vector<BothHands>& hands) {
  std::vector<std::size_t> all(hands.size());
  for (std::size_t i = 0; i < all.size(); ++i) all[i] = i;
  return added_power(hands, all);
}

// One-sided paired test of ln(task power / resting power) over trials. The trial is the unit, so that it holds however
// EMG wanders within a trial.
struct PresenceTest {
  double p = 1.0;
  double least_power = 0.0;  // added to the mirror hand, uV^2, that settings.detection_power of such tests would find
};

PresenceTest test_presence(const std::vector<BothHands>& hands, double alpha, const Settings& settings) {
  std::vector<double> ratios, rests;
  for (const auto& trial : hands) {
    ratios.push_back(trial.mirror.log_ratio);
    rests.push_back(std::log(trial.mirror.rest_power));
  }
  const int degrees = static_cast<int>(ratios.size()) - 1;
  const double error = std::max(1e-9, base::standard_deviation(ratios) / std::sqrt(static_cast<double>(ratios.size())));
  const double least_log_ratio =
      (base::student_quantile(1.0 - alpha, degrees) + base::student_quantile(settings.detection_power, degrees)) *
      error;
  return {base::student_below(-base::mean(ratios) / error, degrees),
          std::exp(base::mean(rests)) * std::expm1(least_log_ratio)};
}

// Zero-lag correlation of both hands in the task, and the same with the mirror hand's resting EMG taken out of its
// power: what share of the *added* EMG is a copy of the other hand's.
struct CrossTalk {
  bool known = false;
  double correlation = 0.0;
  double of_added = 0.0;
};

CrossTalk cross_talk(const std::vector<BothHands>& hands, const Added& added) {
  double ab = 0.0, aa = 0.0, bb = 0.0;
  for (const auto& [trial, intended, mirror] : hands) {
    if (intended.task.size() != mirror.task.size()) return {};  // channels of different rates
    for (std::size_t i = 0; i < intended.task.size(); ++i) {
      const double a = static_cast<double>(intended.task[i]), b = static_cast<double>(mirror.task[i]);
      ab += a * b;
      aa += a * a;
      bb += b * b;
    }
  }
  if (aa <= 0.0 || bb <= 0.0) return {};
  const double r = std::abs(ab) / std::sqrt(aa * bb);
  const double share = added.mirror / (added.mirror + added.mirror_rest);
  return {true, r, std::min(1.0, r / std::sqrt(share))};
}

bool is_cross_talk(const CrossTalk& found, const Settings& settings) {
  return found.known && found.correlation > correlation_floor && found.of_added > settings.cross_talk;
}

std::string cross_talk_reason(const CrossTalk& found) {
  return "EMG of both hands is correlated at zero lag (" + base::format_number(found.correlation, 2) + "; " +
         base::format_number(found.of_added, 2) + " of the added EMG): electrical cross-talk is possible";
}

double ratio_of(double mirror, double intended) { return 100.0 * std::sqrt(mirror / intended); }

std::string window_text(const protocol::Block& block, const Settings& settings) {
  const bool sustained = !block.trials.empty() && block.trials.front().anchor.kind == protocol::AnchorKind::sustained;
  return "high-pass " + base::format_number(settings.task_highpass.value()) + " Hz, rest " +
         base::format_number(settings.task_rest.from.value()) + " to " +
         base::format_number(settings.task_rest.to.value()) + " ms, task from " +
         base::format_number(sustained ? settings.task_ramp.value() : 0.0) + " ms";
}

// Powers of a flat channel are 0 and have no logarithm.
bool is_flat(const std::vector<BothHands>& hands) {
  return std::any_of(hands.begin(), hands.end(), [](const BothHands& h) {
    return h.intended.rest_power <= 0.0 || h.intended.task_power <= 0.0 || h.mirror.rest_power <= 0.0 ||
           h.mirror.task_power <= 0.0;
  });
}

double ratio_error(const std::vector<BothHands>& hands, const Settings& settings) {
  const double spread =
      base::bootstrap_error(hands.size(), settings.bootstrap, settings.seed, [&](std::span<const std::size_t> chosen) {
        const Added added = added_power(hands, chosen);
        if (added.mirror <= 0.0 || added.intended <= 0.0) return std::numeric_limits<double>::quiet_NaN();
        return std::log(ratio_of(added.mirror, added.intended));
      });
  const auto n = static_cast<double>(hands.size());
  return spread * std::sqrt(n / (n - 1.0));  // the bootstrap divides by n
}

// Why neither ratio nor lag can be read; empty where they can.
std::string unreadable(const std::vector<BothHands>& hands, const Settings& settings) {
  if (hands.size() < fewest)
    return std::to_string(hands.size()) + " usable trials with a resting and a task window; 3 are needed";
  if (is_flat(hands)) return "a channel is flat in a resting or task window";
  const Added added = added_power(hands);
  const double times = std::sqrt(std::max(0.0, added.intended + added.intended_rest) / added.intended_rest);
  if (times < settings.active_over_rest)
    return "the intended hand shows no contraction: its EMG in the task is " + base::format_number(times, 2) +
           " times that before it; " + base::format_number(settings.active_over_rest) + " are needed";
  return "";
}

Measurement ratio(Measurement m, const std::vector<BothHands>& hands, const protocol::Block& block, double alpha,
                  const Settings& settings) {
  const Added added = added_power(hands);
  const PresenceTest test = test_presence(hands, alpha, settings);
  m.trials = static_cast<int>(hands.size());
  m.p_value = test.p;
  m.method = "RMS above rest in power, pooled over trials; " + window_text(block, settings) +
             "; paired t test over trials at level " + base::format_number(alpha, 3);
  if (test.p > alpha || added.mirror <= 0.0) {
    m.state = State::absent;
    m.smallest_detectable = ratio_of(test.least_power, added.intended);
    m.reason = "EMG of the mirror hand does not rise above rest (p = " + base::format_number(test.p, 2) + ")";
    return m;
  }
  m.state = State::value;
  m.value = ratio_of(added.mirror, added.intended);
  set_error(m, ratio_error(hands, settings));
  const CrossTalk found = cross_talk(hands, added);
  if (!found.known) m.method += "; cross-talk not checked: the channels' rates differ";
  return is_cross_talk(found, settings) ? confounded(std::move(m), cross_talk_reason(found)) : m;
}

std::vector<double> lags_of(const std::vector<BothHands>& hands) {
  std::vector<double> lags;
  for (const auto& h : hands)
    if (h.intended.onset && h.mirror.onset) lags.push_back(*h.mirror.onset - *h.intended.onset);
  return lags;
}

Measurement lag(Measurement m, const std::vector<BothHands>& hands, double rate, const Settings& settings) {
  const std::vector<double> lags = lags_of(hands);
  const std::string share =
      std::to_string(lags.size()) + " of " + std::to_string(hands.size()) + " trials have an onset in both hands";
  m.trials = static_cast<int>(lags.size());
  if (lags.size() < fewest) return unobtainable(std::move(m), share + "; 3 are needed");
  m.state = State::value;
  m.value = base::median(lags);
  const double spread =
      base::bootstrap_error(lags.size(), settings.bootstrap, settings.seed,
                            [&](std::span<const std::size_t> chosen) { return base::median(resampled(lags, chosen)); });
  const double of_grid = std::numbers::sqrt2 * sampling_error(rate);
  set_error(m, std::isfinite(spread) ? std::hypot(spread, of_grid) : of_grid);  // lags may be equal in all trials
  m.method = "median of mirror minus intended onset; " + share +
             "; onset: " + base::format_number(settings.task_envelope.value()) +
             " ms RMS envelope above resting mean + " + base::format_number(settings.task_onset_deviations) +
             " SD for " + base::format_number(settings.task_onset_run.value()) +
             " ms, then the change of variance near it";
  const CrossTalk found = cross_talk(hands, added_power(hands));
  return is_cross_talk(found, settings) ? confounded(std::move(m), cross_talk_reason(found)) : m;
}

void add_trials(MirrorEmg& result, const Measurement& ratio, const std::vector<BothHands>& hands) {
  for (const auto& h : hands) {
    TrialValue row{ratio.participant,      ratio.recording,    ratio.block,    static_cast<int>(h.trial.index) + 1,
                   h.trial.anchor.value(), "mirror_emg_ratio", ratio.key.side, ratio.key.muscle,
                   std::nullopt,           State::value,       std::nullopt,   ""};
    const double mirror = h.mirror.task_power - h.mirror.rest_power;
    const double intended = h.intended.task_power - h.intended.rest_power;
    if (intended <= 0.0) {
      row.state = State::invalid;
      row.reason = "EMG of the intended hand does not rise above rest";
    } else if (mirror <= 0.0) {
      row.state = State::absent;
      row.reason = "EMG of the mirror hand does not rise above rest";
    } else {
      row.value = ratio_of(mirror, intended);
    }
    result.trials.push_back(row);

    row.measure = "mirror_emg_lag";
    row.value.reset();
    row.reason.clear();
    if (h.intended.onset && h.mirror.onset) {
      row.state = State::value;
      row.value = *h.mirror.onset - *h.intended.onset;
    } else {
      row.state = State::absent;
      row.reason = h.intended.onset ? "no onset in the mirror hand" : "no onset in the intended hand";
    }
    result.trials.push_back(row);
  }
}

void add_detections(MirrorEmg& result, const Measurement& ratio, const std::vector<BothHands>& hands) {
  if (!ratio.value) return;
  std::vector<double> from, to;
  for (const auto& h : hands) {
    from.push_back((h.trial.task_from - h.trial.anchor).value() * 1e3);
    to.push_back((h.trial.task_to - h.trial.anchor).value() * 1e3);
  }
  for (const Side side : protocol::both_sides)
    result.detections.push_back({"mirror_emg_ratio", ratio.recording, ratio.block, side, ratio.key.muscle,
                                 base::median(from), base::median(to)});
}

}  // namespace

MirrorEmg mirror_emg(const recording::Session& session, const recording::Recording& recording,
                     const protocol::Block& block, std::span<const std::optional<Hum>> hum, const Settings& settings) {
  MirrorEmg result;
  if (!is_unilateral_task(block)) return result;
  const Side mirror_side = opposite(*block.condition.intended);
  const double alpha = level_per_test(settings.false_alarm_rate, tests_of(recording));
  for (const std::string& muscle : muscles_of(recording)) {
    Measurement blank;
    blank.key = {"mirror_emg_ratio", protocol::label(block.condition), mirror_side, muscle, std::nullopt};
    blank.participant = session.participant;
    blank.recording = recording.name;
    blank.block = block.id;
    Measurement blank_lag = blank;
    blank_lag.key.measure = "mirror_emg_lag";
    if (!recorded_on_both_sides(recording, muscle)) {
      result.measurements.push_back(missing(blank, muscle + " is recorded on one side only"));
      result.measurements.push_back(missing(blank_lag, muscle + " is recorded on one side only"));
      continue;
    }
    const auto hands = look_at_both(recording, block, muscle, hum, settings);
    blank.trials = blank_lag.trials = static_cast<int>(hands.size());
    const std::string why_not = unreadable(hands, settings);
    if (!why_not.empty()) {
      result.measurements.push_back(invalid(blank, why_not));
      result.measurements.push_back(invalid(blank_lag, why_not));
      continue;
    }
    const double rate = recording.channels[*find_channel(recording, mirror_side, muscle)].rate.value();
    const Measurement measured = ratio(blank, hands, block, alpha, settings);
    result.measurements.push_back(measured);
    result.measurements.push_back(lag(blank_lag, hands, rate, settings));
    add_trials(result, measured, hands);
    add_detections(result, measured, hands);
  }
  return result;
}

}  // namespace trilayer::measures
