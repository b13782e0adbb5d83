#include "trilayer/recording/pulse_scan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <span>

#include "trilayer/base/statistics.hpp"

namespace trilayer::recording {
namespace {

double step(std::span<const float> row, std::size_t i) {
  return std::abs(static_cast<double>(row[i + 1]) - static_cast<double>(row[i]));
}

// The steepest step from one time to another; nothing where the recording holds no such stretch.
std::optional<double> steepest(const Recording& recording, std::size_t channel, base::Seconds from, base::Seconds to) {
  const double rate = recording.channels[channel].rate.value();
  const auto row =
      samples_at(recording, channel, from, static_cast<std::size_t>(std::max(2.0, (to - from).value() * rate + 1.0)));
  if (row.empty()) return std::nullopt;
  double most = 0.0;
  for (std::size_t i = 0; i + 1 < row.size(); ++i) most = std::max(most, step(row, i));
  return most;
}

// Times of all marked pulses but sham, in order, where their artefacts are.
std::vector<double> artefact_times(const Recording& recording) {
  const base::Seconds delay = recording.marker_delay.value_or(base::Milliseconds(0.0));
  std::vector<double> times;
  for (const protocol::Block& block : recording.blocks)
    for (const protocol::Trial& trial : block.trials)
      for (const protocol::Pulse& pulse : trial.pulses)
        if (pulse.site != protocol::Site::sham) times.push_back((pulse.time + delay).value());
  std::sort(times.begin(), times.end());
  return times;
}

// What artefacts of one channel look like.
struct Artefact {
  double size = 0.0;       // median steepest step of the marked ones
  double responses = 0.0;  // steepest step after them that nine in ten stay below
};

std::optional<Artefact> artefact_of(const Recording& recording, std::size_t channel, const std::vector<double>& pulses,
                                    const PulseScanSettings& settings) {
  const base::Seconds reach = settings.at_pulse, settled = settings.settled, reference = settings.reference;
  std::vector<double> sizes, noises, responses;
  const auto add = [](std::vector<double>& values, std::optional<double> value) {
    if (value) values.push_back(*value);
  };
  double last = -1e9;
  for (const double time : pulses) {
    const base::Seconds at(time);
    if (time - last > 1.0) {  // the first of its trial
      add(noises, steepest(recording, channel, at - reference - reach - reach, at - reach - reach));
      add(responses, steepest(recording, channel, at + base::Seconds(0.010), at + settled));
    }
    last = time;
    add(sizes, steepest(recording, channel, at - reach, at + reach));
  }
  // Short frames hold too little EMG to tell an artefact from a response.
  constexpr std::size_t fewest = 3;
  if (sizes.size() < fewest || noises.size() < fewest || responses.size() < fewest) return std::nullopt;
  const Artefact artefact{base::median(sizes), base::quantile(responses, 0.9)};
  if (artefact.size < settings.artefact_over_noise * std::max(1.0, base::median(noises))) return std::nullopt;
  return artefact;
}

bool is_narrow(std::span<const float> row, std::size_t at, double rate, const PulseScanSettings& settings) {
  const double edge = 0.3 * step(row, at);
  const auto bridge = static_cast<std::size_t>(std::max(1.0, 0.6e-3 * rate));
  std::size_t first = at, last = at;
  for (std::size_t i = at + 1; i + 1 < row.size() && i - last <= bridge + 1; ++i)
    if (step(row, i) > edge) last = i;
  for (std::size_t i = at; i-- > 0 && first - i <= bridge + 1;)
    if (step(row, i) > edge) first = i;
  return static_cast<double>(last - first + 1) <= std::max(2.0, base::Seconds(settings.narrow).value() * rate);
}

double distance(const std::vector<double>& sorted, double time) {
  const auto after = std::lower_bound(sorted.begin(), sorted.end(), time);
  double nearest = 1e9;
  if (after != sorted.end()) nearest = *after - time;
  if (after != sorted.begin()) nearest = std::min(nearest, time - *(after - 1));
  return nearest;
}

// The last marked pulse before a time, or nothing.
std::optional<double> pulse_before(const std::vector<double>& sorted, double time) {
  const auto after = std::upper_bound(sorted.begin(), sorted.end(), time);
  if (after == sorted.begin()) return std::nullopt;
  return *(after - 1);
}

// Times of artefacts in one channel that are not those of marked pulses.
std::vector<double> unmarked_in(const Recording& recording, std::size_t channel, const Artefact& artefact,
                                const std::vector<double>& pulses, const PulseScanSettings& settings) {
  constexpr double own = 0.008;  // s round a marked pulse: its artefact with its ringing
  const double rate = recording.channels[channel].rate.value();
  const base::Seconds settled = settings.settled, reference = settings.reference, guard = settings.at_pulse;
  const double least = settings.size_of_marked * artefact.size;
  std::vector<double> found;
  for (const Segment& segment : recording.segments) {
    const std::span<const float> row(segment.samples[channel]);
    for (std::size_t i = 0; i + 1 < row.size(); ++i) {
      if (step(row, i) < least) continue;
      const double time = segment.start.value() + static_cast<double>(i) / rate;
      if (distance(pulses, time) < own || (!found.empty() && time - found.back() < own)) continue;
      const auto before = pulse_before(pulses, time);
      const bool after_pulse = before && time - *before < settled.value();
      const base::Seconds quiet_end(after_pulse ? *before : time);
      const auto noise = steepest(recording, channel, quiet_end - reference - guard, quiet_end - guard);
      if (!noise || step(row, i) < settings.over_own_noise * std::max(1.0, *noise)) continue;
      if (after_pulse && step(row, i) < settings.over_responses * artefact.responses) continue;
      if (is_narrow(row, i, rate, settings)) found.push_back(time);
    }
  }
  return found;
}

// Times that more than half of the channels show, within 1 ms: a pulse reaches all, a response not.
std::vector<double> agreed(const std::vector<std::vector<double>>& by_channel) {
  std::vector<double> all;
  for (const auto& times : by_channel) all.insert(all.end(), times.begin(), times.end());
  std::sort(all.begin(), all.end());
  std::vector<double> times;
  for (std::size_t from = 0; from < all.size();) {
    std::size_t to = from;
    while (to < all.size() && all[to] - all[from] <= 1e-3) ++to;
    if (2 * (to - from) > by_channel.size()) times.push_back(all[from]);
    from = to;
  }
  return times;
}

bool in_one_segment(const Recording& recording, double one, double other) {
  return std::any_of(recording.segments.begin(), recording.segments.end(), [&](const Segment& segment) {
    const double start = segment.start.value();
    for (std::size_t c = 0; c < recording.channels.size(); ++c) {
      const double end = start + static_cast<double>(segment.samples[c].size()) / recording.channels[c].rate.value();
      if (std::min(one, other) >= start && std::max(one, other) < end) return true;
    }
    return false;
  });
}

// Excludes the trials near an unmarked pulse; says how many of the pulses were near one.
std::size_t exclude(Recording& recording, const std::vector<double>& unmarked, const PulseScanSettings& settings) {
  const base::Seconds before = settings.before, after = settings.after;
  const base::Seconds delay = recording.marker_delay.value_or(base::Milliseconds(0.0));
  std::size_t excluded = 0;
  for (protocol::Block& block : recording.blocks)
    for (std::size_t t = 0; t < block.trials.size(); ++t) {
      protocol::Trial& trial = block.trials[t];
      const Decision* said = decision_on(recording, block.id, t, std::nullopt, "", "");
      if (trial.pulses.empty() || !trial.excluded.empty() || (said != nullptr && said->verdict == Verdict::accept))
        continue;
      for (const double time : unmarked) {
        const double apart = time - (trial.anchor.time + delay).value();
        if (apart < -before.value() || apart > after.value()) continue;
        if (!in_one_segment(recording, time, trial.anchor.time.value())) continue;
        trial.excluded = fmt::format("a pulse without a marker came {:.1f} ms {} the test pulse", std::abs(apart) * 1e3,
                                     apart < 0.0 ? "before" : "after");
        ++excluded;
        break;
      }
    }
  return excluded;
}

}  // namespace

void find_unmarked_pulses(Recording& recording, const PulseScanSettings& settings) {
  const std::vector<double> pulses = artefact_times(recording);
  if (pulses.size() < 3) return;
  std::vector<std::vector<double>> by_channel;
  for (std::size_t c = 0; c < recording.channels.size(); ++c) {
    if (recording.channels[c].kind != ChannelKind::emg) continue;
    if (const auto artefact = artefact_of(recording, c, pulses, settings))
      by_channel.push_back(unmarked_in(recording, c, *artefact, pulses, settings));
  }
  const std::vector<double> unmarked = agreed(by_channel);
  if (unmarked.empty()) return;
  const std::size_t excluded = exclude(recording, unmarked, settings);
  std::string times;
  for (std::size_t i = 0; i < std::min<std::size_t>(unmarked.size(), 5); ++i)
    times += fmt::format("{}{:.3f} s", i == 0 ? "" : ", ", unmarked[i]);
  if (unmarked.size() > 5) times += " ...";
  recording.warnings.push_back(
      {"unmarked_pulses",
       fmt::format("{} like those of the pulses {} no marker ({}); trials excluded for it: {}. Say what they are in a "
                   "pulse table, or bring a trial back with trilayer review FILE --accept",
                   unmarked.size() == 1 ? "1 artefact" : fmt::format("{} artefacts", unmarked.size()),
                   unmarked.size() == 1 ? "has" : "have", times, excluded),
       recording.name});
}

}  // namespace trilayer::recording
