#include "trilayer/measures/mirror_emg.hpp"

#include <cmath>
#include <limits>
#include <numbers>

#include "trilayer/base/statistics.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/measures/result.hpp"

namespace trilayer::measures {
namespace {

using protocol::Side;

constexpr std::size_t fewest = 3;  // trials
constexpr double most_detectable =
    100.0;  // % of the intended hand's EMG: 'absent' with less power says nothing [project]

double ratio_of(double mirror, double intended) { return 100.0 * std::sqrt(mirror / intended); }

double ratio_error(const TaskLook& look, const Settings& settings) {
  const std::size_t count = look.trials.size();
  const double spread =
      base::bootstrap_error(count, settings.bootstrap, settings.seed, [&](std::span<const std::size_t> chosen) {
        const AddedPower added = added_power(look, chosen);
        if (added.mirror <= 0.0 || added.intended <= 0.0) return std::numeric_limits<double>::quiet_NaN();
        return std::log(ratio_of(added.mirror, added.intended));
      });
  const auto n = static_cast<double>(count);
  return spread * std::sqrt(n / (n - 1.0));  // the bootstrap divides by n
}

std::string not_above_rest(const MirrorAmount& amount) {
  return "EMG of the mirror hand does not rise above rest (p = " + base::format_number(amount.p, 2) + ")";
}

Measurement ratio(const MirrorAmount& amount, const Settings& settings) {
  const TaskLook& look = *amount.look;
  Measurement m = look.blank("mirror_emg_ratio");
  if (!amount.unreadable.empty()) return invalid(std::move(m), amount.unreadable);
  m.p_value = amount.p;
  m.method = "RMS above rest in power, pooled over trials; " + window_text(look, settings) +
             "; paired t test over trials at level " + base::format_number(amount.level, 3);
  if (!amount.present) {
    const double detectable = 100.0 * amount.detectable / amount.intended;
    if (detectable > most_detectable)
      return unobtainable(m, not_above_rest(amount) +
                                 ", and these trials vary so much that even as much EMG as in the intended hand would "
                                 "not have been found");
    m.state = State::absent;
    m.smallest_detectable = detectable;
    m.reason = not_above_rest(amount);
    return m;
  }
  m.state = State::value;
  m.value = ratio_of(amount.added.mirror, amount.added.intended);
  set_error(m, ratio_error(look, settings));
  if (!amount.cross_talk_known) m.method += "; cross-talk not checked: the channels' rates differ";
  return amount.cross_talk.empty() ? m : confounded(std::move(m), amount.cross_talk);
}

std::vector<double> lags_of(const TaskLook& look) {
  std::vector<double> lags;
  for (const BothHands& both : look.trials)
    if (both.intended.onset && both.mirror.onset) lags.push_back(*both.mirror.onset - *both.intended.onset);
  return lags;
}

Measurement lag(const MirrorAmount& amount, const Settings& settings) {
  const TaskLook& look = *amount.look;
  Measurement m = look.blank("mirror_emg_lag");
  if (!amount.unreadable.empty()) return invalid(std::move(m), amount.unreadable);
  const std::vector<double> lags = lags_of(look);
  const std::string share =
      std::to_string(lags.size()) + " of " + std::to_string(look.trials.size()) + " trials have an onset in both hands";
  m.trials = static_cast<int>(lags.size());
  if (!amount.present)
    return unobtainable(std::move(m), not_above_rest(amount) + ": there is no start to time; " + share);
  if (lags.size() < fewest) return unobtainable(std::move(m), share + "; 3 are needed");
  m.state = State::value;
  m.value = base::median(lags);
  const double spread =
      base::bootstrap_error(lags.size(), settings.bootstrap, settings.seed,
                            [&](std::span<const std::size_t> chosen) { return base::median(resampled(lags, chosen)); });
  const double of_grid = std::numbers::sqrt2 * sampling_error(look.rate);
  set_error(m, std::isfinite(spread) ? std::hypot(spread, of_grid) : of_grid);  // lags may be equal in all trials
  m.method = "median of mirror minus intended onset; " + share +
             "; onset: " + base::format_number(settings.task_envelope.value()) +
             " ms RMS envelope above resting mean + " + base::format_number(settings.task_onset_deviations) +
             " SD for " + base::format_number(settings.task_onset_run.value()) +
             " ms, then the change of variance near it";
  return amount.cross_talk.empty() ? m : confounded(std::move(m), amount.cross_talk);
}

void add_trials(MirrorEmg& result, const Measurement& ratio, const std::vector<BothHands>& trials) {
  for (const auto& both : trials) {
    TrialValue row{ratio.participant,
                   ratio.recording,
                   ratio.block,
                   static_cast<int>(both.trial.index) + 1,
                   both.trial.anchor.value(),
                   "mirror_emg_ratio",
                   ratio.key.side,
                   ratio.key.muscle,
                   std::nullopt,
                   State::value,
                   std::nullopt,
                   ""};
    const double mirror = both.mirror.task_power - both.mirror.rest_power;
    const double intended = both.intended.task_power - both.intended.rest_power;
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
    if (both.intended.onset && both.mirror.onset) {
      row.state = State::value;
      row.value = *both.mirror.onset - *both.intended.onset;
    } else {
      row.state = State::absent;
      row.reason = both.intended.onset ? "no onset in the mirror hand" : "no onset in the intended hand";
    }
    result.trials.push_back(row);
  }
}

void add_detections(MirrorEmg& result, const Measurement& ratio, const std::vector<BothHands>& trials) {
  if (!ratio.value) return;
  std::vector<double> from, to;
  for (const auto& both : trials) {
    from.push_back((both.trial.task_from - both.trial.anchor).value() * 1e3);
    to.push_back((both.trial.task_to - both.trial.anchor).value() * 1e3);
  }
  for (const Side side : protocol::both_sides)
    result.detections.push_back({"mirror_emg_ratio", ratio.recording, ratio.block, side, ratio.key.muscle,
                                 base::median(from), base::median(to)});
}

}  // namespace

MirrorEmg mirror_emg(const TaskLook& look, const MirrorAmount& amount, const Settings& settings) {
  MirrorEmg result;
  if (!look.condition().intended) return result;
  if (!look.on_both_sides) {
    for (const char* id : {"mirror_emg_ratio", "mirror_emg_lag"})
      result.measurements.push_back(missing(look.blank(id), look.muscle + " is recorded on one side only"));
    return result;
  }
  const Measurement measured = ratio(amount, settings);
  result.measurements = {measured, lag(amount, settings)};
  if (!amount.unreadable.empty()) return result;
  add_trials(result, measured, look.trials);
  add_detections(result, measured, look.trials);
  return result;
}

}  // namespace trilayer::measures
