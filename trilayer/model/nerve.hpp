// Pulses below the cortex: shocks to the nerve at the wrist (M-wave, F-wave) and pulses to the root.
#pragma once

#include <vector>

#include "trilayer/base/random.hpp"
#include "trilayer/model/grid.hpp"
#include "trilayer/model/motoneurons.hpp"
#include "trilayer/model/muscle.hpp"
#include "trilayer/model/participant.hpp"
#include "trilayer/protocol/pulse.hpp"

namespace trilayer::model {

/// A pulse to a nerve (supramaximal) or a root of one side of the body.
struct PeripheralPulse {
  double time = 0.0;  ///< ms on the trial's grid
  protocol::Side side = protocol::Side::left;
  protocol::Site site = protocol::Site::nerve;
  double output = 0.0;  ///< of a root pulse, % of maximal stimulator output
};

/// What the pulses make of a muscle's units, as spikes at the times at which the motoneuron would have had to fire.
/// A shock excites every unit 3 ms before its potential (ADM 3.0 +- 0.3 ms [V]) and runs up to the cord, where 4 % of
/// the units fire again [project] after 1 ms; the F-wave comes 2 (peripheral delay) - 3 + 1 ms after the shock. A pulse
/// over the root meets the axons 1 ms below the cord and excites a share of them that grows with output [project].
std::vector<Spike> peripheral_spikes(const Pool& pool, const Muscle& muscle, const Grid& grid, protocol::Side side,
                                     const std::vector<PeripheralPulse>& pulses, base::Stream& stream);

}  // namespace trilayer::model
