// Mirror EMG against something else: the hand's own maximum, a simpler task, the other muscles.
#pragma once

#include <span>
#include <vector>

#include "trilayer/measures/tasks/mirror_amount.hpp"

namespace trilayer::measures {

/// mirror_emg_percent_mvc where the mirror hand has a block of maximal force as intended hand, mirror_demand_gain where
/// a complex block has a simple one of the same force, mirror_selectivity of the muscle that does the work where others
/// were recorded. The side is that of the mirror hand. The page is docs/measures/mirror_contrasts.md.
std::vector<Measurement> mirror_contrasts(std::span<const MirrorAmount> amounts, const Settings& settings);

}  // namespace trilayer::measures
