// Whether the wrong hand starts first when a hand has to be chosen, and what becomes of it.
#pragma once

#include <span>
#include <vector>

#include "trilayer/measures/both_hands.hpp"

namespace trilayer::measures {

/// wrong_hand_lead, wrong_hand_correction_time and wrong_hand_burst_ratio of a muscle in a block of choice reactions
/// with one intended hand; empty for other blocks. The side of a measurement is that of the other hand. In trials with
/// a burst in the intended hand, those count as leads in which the other hand's burst starts more than
/// settings.tasks.lead earlier; trials in which a hand moved before the cue are left out. The page is
/// docs/measures/wrong_hand_lead.md.
std::vector<Measurement> wrong_hand_lead(const TaskLook& look, const Settings& settings);

/// wrong_hand_conflict_effect: where the same muscle and hand have congruent and incongruent choice reactions, in one
/// or several blocks.
std::vector<Measurement> wrong_hand_conflict(std::span<const TaskLook> looks, const Settings& settings);

}  // namespace trilayer::measures
