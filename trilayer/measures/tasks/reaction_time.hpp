// When the intended hand starts after the cue, and whether two hands start sooner than one.
#pragma once

#include <span>
#include <vector>

#include "trilayer/measures/both_hands.hpp"

namespace trilayer::measures {

/// reaction_time of every hand that is intended in a block of cued movements; empty for other blocks. The page is
/// docs/measures/reaction_time.md.
std::vector<Measurement> reaction_time(const TaskLook& look, const Settings& settings);

/// bimanual_cost of every hand and muscle that has reactions alone and together with the other hand.
std::vector<Measurement> bimanual_cost(std::span<const TaskLook> looks, const Settings& settings);

}  // namespace trilayer::measures
