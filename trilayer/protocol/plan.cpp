// What follows from a planned condition: its pulses, its anchor, and what it asks of the participant.
#include "trilayer/protocol/protocol_file.hpp"

namespace trilayer::protocol {
namespace {

bool is_pulsed(const Condition& condition) {
  return condition.hemisphere || condition.conditioning || condition.after_cue || condition.site != Site::m1 ||
         condition.task == Task::stimulation;
}

}  // namespace

AnchorKind anchor_kind(const Condition& condition) {
  if (is_pulsed(condition)) return AnchorKind::test_pulse;
  return condition.task == Task::sustained_contraction ? AnchorKind::sustained : AnchorKind::cue;
}

std::vector<Pulse> pulses_at(const Condition& condition, base::Seconds anchor) {
  std::vector<Pulse> pulses;
  for (const auto* first : {&condition.earlier, &condition.conditioning})
    if (*first)
      pulses.push_back({anchor - base::Seconds((*first)->interval), PulseRole::conditioning, (*first)->site,
                        (*first)->hemisphere, (*first)->intensity, std::nullopt});
  if (!is_pulsed(condition) || condition.conditioning_alone) return pulses;
  const Pulse test{anchor, PulseRole::test, condition.site, condition.hemisphere, condition.intensity, std::nullopt};
  pulses.push_back(test);
  if (condition.both_hemispheres_together && condition.hemisphere) {
    pulses.push_back(test);
    pulses.back().hemisphere = opposite(*condition.hemisphere);
  }
  return pulses;
}

Effort effort(const PlannedBlock& block) {
  const auto pulses = pulses_at(block.condition, base::Seconds(0.0)).size();
  return {block.trials, block.trials * static_cast<int>(pulses), block.interval * block.trials};
}

Effort effort(const Protocol& protocol) {
  Effort whole;
  for (const PlannedBlock& block : protocol.blocks) {
    const Effort part = effort(block);
    whole.trials += part.trials;
    whole.pulses += part.pulses;
    whole.time += part.time;
  }
  return whole;
}

base::Seconds session_time(const Protocol& protocol) {
  return effort(protocol).time + pause_after_block * static_cast<double>(protocol.blocks.size());
}

}  // namespace trilayer::protocol
