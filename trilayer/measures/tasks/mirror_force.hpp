// Mirror EMG over the force of the intended hand: how steeply it grows, and where it begins.
#pragma once

#include <span>
#include <vector>

#include "trilayer/measures/tasks/mirror_amount.hpp"

namespace trilayer::measures {

/// mirror_force_slope and mirror_force_threshold of every muscle and direction with blocks of at least two forces that
/// differ in nothing else. The side is that of the mirror hand, the condition that of the blocks without its force. The
/// page is docs/measures/mirror_force.md.
std::vector<Measurement> mirror_force(std::span<const MirrorAmount> amounts);

}  // namespace trilayer::measures
