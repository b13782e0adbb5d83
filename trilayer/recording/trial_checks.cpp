#include "trilayer/recording/trial_checks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <span>

namespace trilayer::recording {
namespace {

using protocol::ChannelExclusion;
using protocol::Trial;

// Samples of one channel round a trial, and where its pulses are in them.
struct Stretch {
  std::span<const float> samples;
  double rate = 0.0;
  std::vector<double> pulses;  // columns

  [[nodiscard]] double in_samples(base::Milliseconds time) const { return base::Seconds(time).value() * rate; }
  [[nodiscard]] double step(std::size_t i) const {
    return std::abs(static_cast<double>(samples[i + 1]) - static_cast<double>(samples[i]));
  }
};

// From one time to another, or as much of it as the segment of the anchor holds.
Stretch stretch_of(const Recording& recording, std::size_t channel, const Trial& trial, base::Seconds from,
                   base::Seconds to) {
  Stretch stretch{{}, recording.channels[channel].rate.value(), {}};
  for (const Segment& segment : recording.segments) {
    const auto& row = segment.samples[channel];
    const auto column = [&](base::Seconds time) { return std::llround((time - segment.start).value() * stretch.rate); };
    const auto length = static_cast<long long>(row.size());
    if (column(trial.anchor.time) < 0 || column(trial.anchor.time) >= length) continue;
    const long long first = std::clamp(column(from), 0LL, length), last = std::clamp(column(to), first, length);
    stretch.samples =
        std::span<const float>(row).subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(last - first));
    for (const protocol::Pulse& pulse : trial.pulses)
      stretch.pulses.push_back(static_cast<double>(column(pulse.time) - first));
    break;
  }
  return stretch;
}

// The longest stretch of one value.
struct Run {
  std::size_t first = 0;
  std::size_t length = 0;
};

// What the checks need of a stretch, in one pass.
struct Shape {
  float lowest = 0.0F, highest = 0.0F;
  std::size_t changes = 0;  // samples unlike the one before
  Run longest;              // stretch of one value

  // The share of samples outside the longest run that differ from the one before.
  [[nodiscard]] double liveliness(std::size_t samples) const {
    return samples > longest.length ? static_cast<double>(changes) / static_cast<double>(samples - longest.length)
                                    : 0.0;
  }
};

Shape shape_of(std::span<const float> samples) {
  Shape shape{samples[0], samples[0], 0, {}};
  Run run{0, 1};
  for (std::size_t i = 1; i <= samples.size(); ++i) {
    if (i < samples.size() && samples[i] == samples[i - 1]) {
      ++run.length;
      continue;
    }
    if (run.length > shape.longest.length) shape.longest = run;
    if (i == samples.size()) break;
    run = {i, 1};
    ++shape.changes;
    shape.lowest = std::min(shape.lowest, samples[i]);
    shape.highest = std::max(shape.highest, samples[i]);
  }
  return shape;
}

std::optional<ChannelExclusion> missing_signal(const Stretch& stretch, const TrialCheckSettings& settings) {
  if (stretch.samples.size() < 2) return std::nullopt;
  const Shape shape = shape_of(stretch.samples);
  if (shape.changes == 0) return ChannelExclusion{0, "dead", 0.0, "the channel stands still throughout"};
  if (shape.liveliness(stretch.samples.size()) < settings.lively) return std::nullopt;  // coarse steps: nothing is sure
  const double length = static_cast<double>(shape.longest.length) / stretch.rate * 1e3;
  const float level = stretch.samples[shape.longest.first];
  const bool extreme = level != 0.0F && (level == shape.lowest || level == shape.highest);
  if (extreme && length >= settings.blocked.value())
    return ChannelExclusion{0, "blocked", length,
                            fmt::format("the amplifier stood at its limit for {:.0f} ms", length)};
  if (length >= settings.gap.value())
    return ChannelExclusion{0, "gap", length,
                            fmt::format("there is no signal for {:.0f} ms (padding, or a lost contact)", length)};
  return std::nullopt;
}

// The 99th percentile of the steps that are looked at: a response is no measure of what is usual.
template <class Excepted>
double usual_step(const Stretch& stretch, const Excepted& excepted) {
  std::vector<double> steps;
  for (std::size_t i = 0; i + 1 < stretch.samples.size(); ++i)
    if (!excepted(static_cast<double>(i))) steps.push_back(stretch.step(i));
  if (steps.empty()) return 0.0;
  const auto place = steps.begin() + static_cast<std::ptrdiff_t>(steps.size() * 99 / 100);
  std::nth_element(steps.begin(), place, steps.end());
  return *place;
}

// The level stays where the step led it: the means of 2 ms before and after differ by at least half of it.
bool stays(const Stretch& stretch, std::size_t at) {
  const auto reach = static_cast<std::size_t>(std::max(3.0, stretch.in_samples(base::Milliseconds(2.0))));
  if (at + 1 < reach || at + 1 + reach > stretch.samples.size()) return false;
  double before = 0.0, after = 0.0;
  for (std::size_t i = 0; i < reach; ++i) {
    before += static_cast<double>(stretch.samples[at - i]);
    after += static_cast<double>(stretch.samples[at + 1 + i]);
  }
  return std::abs(after - before) / static_cast<double>(reach) >= 0.5 * stretch.step(at);
}

std::optional<ChannelExclusion> jump_in(const Stretch& stretch, const TrialCheckSettings& settings) {
  const double settled = stretch.in_samples(settings.settled), guard = stretch.in_samples(base::Milliseconds(2.0));
  const auto near_pulse = [&](double column) {
    return std::any_of(stretch.pulses.begin(), stretch.pulses.end(),
                       [&](double pulse) { return column > pulse - guard && column < pulse + settled; });
  };
  for (std::size_t i = 2; i + 3 < stretch.samples.size(); ++i) {
    const double step = stretch.step(i);
    if (step < settings.smallest_jump.value()) continue;
    const double beside =
        std::max({stretch.step(i - 2), stretch.step(i - 1), stretch.step(i + 1), stretch.step(i + 2)});
    if (step < settings.jump_over_neighbours * beside || near_pulse(static_cast<double>(i))) continue;
    if (!stays(stretch, i) || step < settings.jump_over_usual * usual_step(stretch, near_pulse)) continue;
    return ChannelExclusion{
        0, "jump", step,
        fmt::format("the signal jumps by {:.0f} uV between two samples (frames stitched together?)", step)};
  }
  return std::nullopt;
}

bool labelled_emg(const Channel& channel) {
  return channel.kind == ChannelKind::emg && channel.side && !channel.muscle.empty();
}

void check_pulsed(const Recording& recording, const std::string& block, std::size_t t, Trial& trial,
                  const TrialCheckSettings& settings) {
  base::Seconds first = trial.anchor.time;
  for (const protocol::Pulse& pulse : trial.pulses) first = std::min(first, pulse.time);
  for (std::size_t c = 0; c < recording.channels.size(); ++c) {
    if (!labelled_emg(recording.channels[c]) || !used(trial, c) || accepted(recording, block, t, c)) continue;
    const Stretch stretch = stretch_of(recording, c, trial, first - base::Seconds(settings.before),
                                       trial.anchor.time + base::Seconds(settings.after));
    auto found = missing_signal(stretch, settings);
    if (!found) found = jump_in(stretch, settings);
    if (!found) continue;
    found->channel = c;
    trial.excluded_channels.push_back(*found);
  }
}

// What is recorded round the pulses of a trial, ms: before the first of them and after the anchor. Whole samples, as
// detectors cut them: pulses between two samples would else make equal frames unequal.
struct Held {
  std::size_t trial = 0;
  double before = 0.0, after = 0.0;
};

std::vector<Held> held_by(const Recording& recording, const protocol::Block& block, std::size_t channel,
                          const TrialCheckSettings& settings) {
  std::vector<Held> all;
  for (std::size_t t = 0; t < block.trials.size(); ++t) {
    const Trial& trial = block.trials[t];
    if (!used(trial, channel) || trial.pulses.empty()) continue;
    base::Seconds first = trial.anchor.time;
    for (const protocol::Pulse& pulse : trial.pulses) first = std::min(first, pulse.time);
    for (const Segment& segment : recording.segments) {
      const double rate = recording.channels[channel].rate.value();
      const auto column = [&](base::Seconds time) { return std::llround((time - segment.start).value() * rate); };
      const auto length = static_cast<long long>(segment.samples[channel].size()), anchor = column(trial.anchor.time);
      if (anchor < 0 || anchor >= length) continue;
      all.push_back({t, std::min(settings.window_before.value(), 1e3 * static_cast<double>(column(first)) / rate),
                     std::min(settings.window_after.value(), 1e3 * static_cast<double>(length - anchor) / rate)});
      break;
    }
  }
  return all;
}

// What nine in ten have of a sorted list.
double of_most(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() - 1 - (values.size() - 1) * 9 / 10];
}

void exclude_short(Trial& trial, std::size_t channel, double after, std::string why) {
  trial.excluded_channels.push_back({channel, "short", after, std::move(why)});
}

// Leaves out trials of which less is recorded than of most, until all have the same, so that a detector's window fits
// every one of them; and all, where not even a response is recorded.
void check_length(const Recording& recording, protocol::Block& block, const TrialCheckSettings& settings) {
  for (std::size_t c = 0; c < recording.channels.size(); ++c) {
    if (!labelled_emg(recording.channels[c])) continue;
    for (bool changed = true; changed;) {
      changed = false;
      const std::vector<Held> all = held_by(recording, block, c, settings);
      if (all.empty()) break;
      std::vector<double> before, after;
      for (const Held& held : all) {
        before.push_back(held.before);
        after.push_back(held.after);
      }
      const double least_before = of_most(before), least_after = of_most(after);
      for (const Held& held : all) {
        const bool no_response =
            block.condition.site == protocol::Site::m1 && held.after < settings.response_end.value();
        if (!no_response && held.before >= least_before && held.after >= least_after) continue;
        changed = true;
        exclude_short(block.trials[held.trial], c, held.after,
                      no_response
                          ? fmt::format("the recording ends {:.0f} ms after the pulse; {:.0f} ms are needed",
                                        held.after, settings.response_end.value())
                          : fmt::format("the recording holds {:.0f} ms before and {:.0f} ms after the pulses, of most "
                                        "trials of the block {:.0f} and {:.0f} ms",
                                        held.before, held.after, least_before, least_after));
      }
    }
  }
}

// In a task both hands are compared: what is missing in one channel alone is that channel's, a hole in all the trial's.
void check_task(const Recording& recording, const std::string& block, std::size_t t, Trial& trial,
                const TrialCheckSettings& settings) {
  const Decision* whole = decision_on(recording, block, t, std::nullopt, "", "");
  if (whole != nullptr && whole->verdict == Verdict::accept) return;
  const base::Seconds length = std::max(trial.anchor.duration, base::Seconds(1.0));
  std::optional<ChannelExclusion> hole;
  for (std::size_t c = 0; c < recording.channels.size(); ++c) {
    if (!labelled_emg(recording.channels[c])) continue;
    hole = missing_signal(
        stretch_of(recording, c, trial, trial.anchor.time - base::Seconds(1.0), trial.anchor.time + length), settings);
    if (!hole) return;
  }
  if (hole) trial.excluded = hole->why;
}

void warn(Recording& recording, const std::map<std::string, int>& counts) {
  if (counts.empty()) return;
  std::string text;
  for (const auto& [what, trials] : counts) text += fmt::format("{}{} ({})", text.empty() ? "" : ", ", what, trials);
  recording.warnings.push_back(
      {"trials_excluded",
       "trials that cannot be read are excluded: " + text +
           ". trilayer review FILE --accept brings one back (but for short ones, which were not "
           "recorded), measure --per-trial lists them",
       recording.name});
}

}  // namespace

void check_trials(Recording& recording, const TrialCheckSettings& settings) {
  std::map<std::string, int> counts;
  for (protocol::Block& block : recording.blocks) {
    check_length(recording, block, settings);
    for (std::size_t t = 0; t < block.trials.size(); ++t) {
      Trial& trial = block.trials[t];
      if (!trial.excluded.empty()) continue;
      if (trial.pulses.empty()) {
        check_task(recording, block.id, t, trial, settings);
        if (!trial.excluded.empty()) ++counts["task without a signal"];
        continue;
      }
      check_pulsed(recording, block.id, t, trial, settings);
      for (const ChannelExclusion& exclusion : trial.excluded_channels)
        if (exclusion.check != "rejected")
          ++counts[exclusion.check + " in " + label(recording.channels[exclusion.channel])];
    }
  }
  warn(recording, counts);
}

}  // namespace trilayer::recording
