// Mirror EMG right after the onset, over how long the hand was known before.
#pragma once

#include <span>
#include <vector>

#include "trilayer/measures/both_hands.hpp"

namespace trilayer::measures {

/// mirror_preparation_decay, mirror_preparation_plateau and mirror_preparation_time_constant of every muscle and
/// direction with movements after different foreknowledge (Condition::foreknowledge). The side is that of the mirror
/// hand, the condition that of the blocks without their foreknowledge. The page is docs/measures/mirror_preparation.md.
std::vector<Measurement> mirror_preparation(std::span<const TaskLook> looks, const Settings& settings);

}  // namespace trilayer::measures
