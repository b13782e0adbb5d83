#include "tests/protocol/drawn_session.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "trilayer/base/random.hpp"
#include "trilayer/protocol/protocol_file.hpp"

namespace trilayer::tests {
namespace {

using protocol::AnchorKind;
using protocol::Condition;
using protocol::Contraction;
using protocol::Hemisphere;
using protocol::PlannedBlock;
using protocol::Side;
using protocol::Site;
using protocol::Task;

constexpr double rate = 2000.0;
constexpr double before = 2.0, after = 1.0;  // s round each anchor and its task
constexpr double resting_threshold = 45.0, active_threshold = 35.0;

// One channel of the recording while it is drawn.
struct Row {
  Side side;
  std::size_t muscle;  // the first one is the homologous one: it works and mirrors most
  std::vector<double> samples;
  base::Stream noise;
};

std::size_t at(double seconds) { return static_cast<std::size_t>(std::max(0.0, std::floor(seconds * rate + 0.5))); }

// EMG of this level, all of whose samples swing with a rhythm of 22 Hz that both hands share.
void add_emg(Row& row, double from, double to, double level, double shared) {
  for (std::size_t i = at(from); i < at(to) && i < row.samples.size(); ++i) {
    const double beat = std::sin(2.0 * std::numbers::pi * 22.0 * static_cast<double>(i) / rate);
    row.samples[i] += level * (1.0 + shared * beat) * row.noise.normal();
  }
}

void silence(Row& row, double from, double to, double depth) {
  for (std::size_t i = at(from); i < at(to) && i < row.samples.size(); ++i) row.samples[i] *= 1.0 - depth;
}

// A biphasic wave, peak to peak in uV.
void add_wave(Row& row, double from, double length, double size) {
  for (std::size_t i = at(from); i < at(from + length) && i < row.samples.size(); ++i) {
    const double u = (static_cast<double>(i) / rate - from) / length;
    row.samples[i] += size * 0.65 * std::sin(std::numbers::pi * u) * std::sin(2.0 * std::numbers::pi * u);
  }
}

bool active(const Condition& condition, Side side) { return condition.hands[side].contraction == Contraction::active; }

// Of the resting threshold.
double strength(const protocol::Intensity& intensity) {
  switch (intensity.reference) {
    case protocol::IntensityReference::resting_motor_threshold:
      return intensity.percent / 100.0;
    case protocol::IntensityReference::active_motor_threshold:
      return intensity.percent / 100.0 * active_threshold / resting_threshold;
    case protocol::IntensityReference::maximum_stimulator_output:
      return intensity.percent / resting_threshold;
  }
  return 0.0;
}

// What the pulses before it make of a response.
double conditioned(const Condition& condition) {
  if (!condition.conditioning) return 1.0;
  const bool triple = condition.earlier.has_value();
  if (condition.conditioning->site != Site::m1) return 1.3;
  return condition.conditioning->hemisphere == condition.hemisphere ? (triple ? 0.5 : 0.4) : 0.7;
}

double response_size(const Condition& condition, Side side, double noise) {
  const double gain = active(condition, side) ? active_threshold / resting_threshold : 1.0;
  const double x = strength(*condition.intensity) / gain + 0.05 * noise;
  const double size = 4000.0 / (1.0 + std::exp((1.22 - x) / 0.05));
  return conditioned(condition) * size * std::exp(0.3 * noise);
}

void draw_cortical(Row& row, const PlannedBlock& block, double anchor) {
  const Condition& c = block.condition;
  if (!c.hemisphere || c.conditioning_alone || !c.intensity || c.site != Site::m1) return;
  const bool crossed = protocol::contralateral_side(*c.hemisphere) == row.side;
  if (crossed || c.both_hemispheres_together) {
    if (active(c, row.side)) silence(row, anchor + 0.034, anchor + (c.both_hemispheres_together ? 0.2 : 0.15), 1.0);
    add_wave(row, anchor + (active(c, row.side) ? 0.0195 : 0.0215), 0.015,
             response_size(c, row.side, row.noise.normal()));
  } else if (active(c, row.side)) {
    const double depth = active(c, opposite(row.side)) ? 0.95 : 0.8;
    silence(row, anchor + 0.036, anchor + 0.066, depth);
  }
}

void draw_peripheral(Row& row, const Condition& c, double anchor) {
  if (c.stimulated_side != row.side) return;
  if (c.site == Site::root) add_wave(row, anchor + 0.0135, 0.012, 3000.0);
  if (c.site != Site::nerve) return;
  add_wave(row, anchor + 0.0032, 0.008, 10000.0);
  add_wave(row, anchor + 0.0255 + 0.0005 * std::abs(row.noise.normal()), 0.008, 400.0);
}

// When a hand moves, and how it moves.
struct Burst {
  double start = 0.0, length = 0.0, level = 0.0;
};

Burst burst_of(const Row& row, const PlannedBlock& block, int trial, double anchor) {
  const Condition& c = block.condition;
  const bool steady = c.task == Task::sustained_contraction;
  const bool intended = c.both_intended || c.intended == row.side;
  const double force = c.force_percent.value_or(30.0) / 100.0;
  const double complex = c.complexity == protocol::Complexity::complex ? 1.5 : 1.0;
  const double foreknown = c.foreknowledge ? std::exp(-c.foreknowledge->value() / 300.0) : 0.5;
  Burst burst{anchor + (steady ? 0.0 : 0.25), block.task_duration.value(), 1000.0 * force};
  if (intended) return burst;
  burst.level *= (row.muscle == 0 ? 0.2 : 0.05) * complex * (c.foreknowledge ? 0.5 + foreknown : 1.0);
  // One trial in five the other hand leads, one in five it lags, else both start together.
  if (c.task == Task::choice_reaction && trial % 5 == 0) burst.start -= 0.07;
  if (!steady && trial % 5 == 1) burst.start += 0.05;
  return burst;
}

void draw_trial(Row& row, const PlannedBlock& block, int trial, double anchor) {
  const Condition& c = block.condition;
  if (active(c, row.side))
    add_emg(row, anchor - 1.2, anchor + after, c.hands[row.side].percent_of_maximum.value_or(30.0), 0.0);
  draw_cortical(row, block, anchor);
  draw_peripheral(row, c, anchor);
  if (c.task == Task::stimulation) return;
  const double cue = anchor - (c.after_cue ? base::Seconds(*c.after_cue).value() : 0.0);
  const Burst burst = burst_of(row, block, trial, cue);
  add_emg(row, burst.start, burst.start + burst.length, burst.level, 0.7);
}

}  // namespace

recording::Session drawn_session(const protocol::Protocol& protocol) {
  recording::Session session;
  session.participant = "drawn";
  for (const Hemisphere hemisphere : protocol::both_hemispheres) {
    session.context.thresholds.push_back({hemisphere, false, resting_threshold, std::nullopt, ""});
    session.context.thresholds.push_back({hemisphere, true, active_threshold, std::nullopt, ""});
  }
  recording::Recording recording;
  recording.name = protocol.name;
  double now = before;
  for (const PlannedBlock& plan : protocol.blocks) {
    protocol::Block block{plan.id, plan.condition, {}};
    const AnchorKind kind = anchor_kind(plan.condition);
    for (int i = 0; i < plan.trials; ++i, now += before + plan.task_duration.value() + after)
      block.trials.push_back(
          {{kind, base::Seconds(now), plan.task_duration}, pulses_at(plan.condition, base::Seconds(now)), ""});
    recording.blocks.push_back(std::move(block));
  }
  recording::Segment segment;
  for (std::size_t m = 0; m < protocol.muscles.size(); ++m)
    for (const Side side : protocol::both_sides) {
      recording::Channel channel;
      channel.name = std::string(name(side)) + " " + protocol.muscles[m];
      channel.rate = base::Hertz(rate);
      channel.side = side;
      channel.muscle = protocol.muscles[m];
      recording.channels.push_back(channel);
      Row row{side, m, std::vector<double>(at(now + after)),
              base::Stream(1, static_cast<std::uint32_t>(segment.samples.size()))};
      for (double& sample : row.samples) sample = 2.0 * row.noise.normal();
      for (std::size_t b = 0; b < protocol.blocks.size(); ++b)
        for (int i = 0; i < protocol.blocks[b].trials; ++i)
          draw_trial(row, protocol.blocks[b], i,
                     recording.blocks[b].trials[static_cast<std::size_t>(i)].anchor.time.value());
      segment.samples.emplace_back(row.samples.begin(), row.samples.end());
    }
  recording.segments.push_back(std::move(segment));
  session.recordings.push_back(std::move(recording));
  return session;
}

}  // namespace trilayer::tests
