// What one hand's channel shows through one block.
#pragma once

#include <cstdint>
#include <vector>

#include "trilayer/phantom/layout.hpp"
#include "trilayer/phantom/noise.hpp"

namespace trilayer::phantom {

/// The signal of one hand through one block, uV, one value a sample, before rounding to the amplifier's steps:
/// level(t) * EMG + responses + artefacts + hum + white noise, where level is the RMS told, with tasks and silences.
std::vector<double> hand_signal(const Phantom& phantom, const Placed& placed, protocol::Side side,
                                const EmgFilter& filter, std::uint64_t seed);

}  // namespace trilayer::phantom
