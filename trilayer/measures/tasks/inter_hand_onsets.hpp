// How the onsets of both hands lie to one another: leading, coincident, lagging.
#pragma once

#include <vector>

#include "trilayer/measures/both_hands.hpp"

namespace trilayer::measures {

/// inter_hand_lead_share, inter_hand_coincident_share, inter_hand_lag_share and inter_hand_lag_median of a muscle in a
/// block of movements with one intended hand; empty for other blocks. The side is that of the other hand. The page is
/// docs/measures/inter_hand_onsets.md.
std::vector<Measurement> inter_hand_onsets(const TaskLook& look, const Settings& settings);

}  // namespace trilayer::measures
