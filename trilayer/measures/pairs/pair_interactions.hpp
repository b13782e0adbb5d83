// What one circumstance does to a pair's ratio: the other hand's contraction, a third pulse, the hand that is to move.
#pragma once

#include <span>
#include <vector>

#include "trilayer/measures/pairs/pair_ratio.hpp"

namespace trilayer::measures {

/// ihi_task_change: the IHI ratio while the other hand contracts over that while it rests, at one interval and one
/// calibration of the conditioning pulse, never across calibrations.
/// ihi_on_sici: the SICI ratio under an earlier pulse to the other hemisphere (three pulses over the IHI pair) over
/// that without it. premotor_switch: the premotor ratio while the measured hand is about to move over that while the
/// other one is, geometric mean over the times after the cue at which both were taken. Errors are of the natural
/// logarithm. `pairs`: pair_ratios of `blocks`.
std::vector<Measurement> pair_interactions(std::span<const PairRatio> pairs, std::span<const BlockChannel> blocks,
                                           const Settings& settings);

}  // namespace trilayer::measures
