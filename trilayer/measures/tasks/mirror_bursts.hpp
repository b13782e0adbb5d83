// How often the mirror hand bursts along, and how alike both hands' EMG waxes and wanes.
#pragma once

#include <vector>

#include "trilayer/measures/tasks/mirror_amount.hpp"

namespace trilayer::measures {

/// mirror_burst_share and mirror_envelope_correlation of a muscle in a block with one intended hand; empty for other
/// blocks. The page is docs/measures/mirror_bursts.md.
std::vector<Measurement> mirror_bursts(const TaskLook& look, const MirrorAmount& amount, const Settings& settings);

}  // namespace trilayer::measures
