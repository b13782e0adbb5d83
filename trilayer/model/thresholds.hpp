// Motor thresholds as the virtual laboratory determines them: by pulses and responses, not by looking at parameters.
#pragma once

#include "trilayer/model/stimulator.hpp"
#include "trilayer/model/trial.hpp"
#include "trilayer/protocol/block.hpp"

namespace trilayer::model {

/// Relative-frequency thresholds of the first muscle, contralateral hand: the lowest output, to 1 %, at which 5 of 10
/// pulses give 50 uV peak to peak at rest (200 uV at 10 % contraction for the active one), found by halving; empty
/// where full output does not. Only thresholds that the protocol's intensities refer to are determined.
AllThresholds determine_thresholds(const Body& body, const protocol::Protocol& protocol, double step);

}  // namespace trilayer::model
