// Responses to pulses round the signal to move, against responses outside the task.
#pragma once

#include <span>
#include <vector>

#include "trilayer/measures/block_channel.hpp"

namespace trilayer::measures {

/// premotor_facilitation of every contralateral muscle in blocks of single pulses after the signal to move
/// (Condition::after_cue of 0 or more), preparatory_suppression in blocks of pulses between the moment the hand is
/// known and that signal (after_cue below 0, foreknowledge longer). The baseline are single pulses of the same
/// hemisphere and intensity in the same task before the hand is known, else outside a task. The page is
/// docs/measures/premotor_mep.md.
std::vector<Measurement> premotor_mep(std::span<const BlockChannel> looks, const Settings& settings);

}  // namespace trilayer::measures
