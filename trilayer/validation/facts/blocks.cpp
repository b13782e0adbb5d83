#include "trilayer/validation/facts/blocks.hpp"

#include <utility>

#include "trilayer/base/text.hpp"

namespace trilayer::validation {

using protocol::Condition;
using protocol::Contraction;
using protocol::Hemisphere;
using protocol::Intensity;
using protocol::PlannedBlock;
using protocol::Side;
using protocol::Site;

namespace {

PlannedBlock at_rest(std::string id, int trials) {
  PlannedBlock block;
  block.id = std::move(id);
  block.trials = trials;
  for (const Side side : protocol::both_sides) block.condition.hands[side].contraction = Contraction::rest;
  return block;
}

protocol::Conditioning before_test(Hemisphere hemisphere, Intensity intensity, double interval, Site site) {
  protocol::Conditioning pulse;
  pulse.hemisphere = hemisphere;
  pulse.site = site;
  pulse.intensity = intensity;
  pulse.interval = base::Milliseconds(interval);
  return pulse;
}

}  // namespace

Intensity of_rmt(double percent) { return {percent, protocol::IntensityReference::resting_motor_threshold}; }
Intensity of_amt(double percent) { return {percent, protocol::IntensityReference::active_motor_threshold}; }

PlannedBlock pulses(std::string id, Hemisphere hemisphere, Intensity intensity, int trials) {
  PlannedBlock block = at_rest(std::move(id), trials);
  block.condition.hemisphere = hemisphere;
  block.condition.intensity = intensity;
  return block;
}

PlannedBlock pulses_below(std::string id, Site site, Side side, int trials) {
  PlannedBlock block = at_rest(std::move(id), trials);
  block.condition.site = site;
  block.condition.stimulated_side = side;
  if (site == Site::root)
    block.condition.intensity = Intensity{60.0, protocol::IntensityReference::maximum_stimulator_output};
  return block;
}

PlannedBlock movements(std::string id, protocol::Task task, Side intended, double force, int trials, double seconds) {
  PlannedBlock block;
  block.id = std::move(id);
  block.trials = trials;
  block.interval = base::Seconds(seconds + 5.0);
  block.task_duration = base::Seconds(seconds);
  block.condition.task = task;
  block.condition.intended = intended;
  block.condition.force_percent = force;
  return block;
}

PlannedBlock contracting(PlannedBlock block, Side hand, double percent) {
  block.condition.hands[hand] = {Contraction::active, percent};
  return block;
}

PlannedBlock conditioned(PlannedBlock block, Hemisphere hemisphere, Intensity intensity, double interval, Site site) {
  block.condition.conditioning = before_test(hemisphere, intensity, interval, site);
  return block;
}

PlannedBlock preceded(PlannedBlock block, Hemisphere hemisphere, Intensity intensity, double interval) {
  block.condition.earlier = before_test(hemisphere, intensity, interval, Site::m1);
  return block;
}

PlannedBlock named(PlannedBlock block, std::string id) {
  block.id = std::move(id);
  return block;
}

PlannedBlock in_task(PlannedBlock pulse, const PlannedBlock& task, double after_cue) {
  Condition& condition = pulse.condition;
  condition.task = task.condition.task;
  condition.intended = task.condition.intended;
  condition.force_percent = task.condition.force_percent;
  condition.complexity = task.condition.complexity;
  condition.after_cue = base::Milliseconds(after_cue);
  pulse.task_duration = task.task_duration;
  pulse.interval = task.interval;
  return pulse;
}

PlannedBlock without_pulses(PlannedBlock block) {
  Condition& condition = block.condition;
  condition.hemisphere.reset();
  condition.intensity.reset();
  condition.conditioning.reset();
  condition.after_cue.reset();
  return block;
}

std::vector<PlannedBlock> without_pulses(const std::vector<PlannedBlock>& blocks) {
  std::vector<PlannedBlock> silent;
  for (const PlannedBlock& block : blocks) silent.push_back(without_pulses(block));
  return silent;
}

std::function<std::vector<PlannedBlock>(const Visit*)> fixed(std::vector<PlannedBlock> blocks) {
  return [blocks = std::move(blocks)](const Visit*) { return blocks; };
}

Study asking_presence(Study study) {
  study.asks_presence = true;
  return study;
}

std::string numbered(std::string_view word, double number) {
  return std::string(word) + "-" + base::format_number(number);
}

}  // namespace trilayer::validation
