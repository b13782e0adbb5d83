// From two hemispheres to the motoneurons of one hand. Layer I acts here.
#pragma once

#include "trilayer/model/grid.hpp"
#include "trilayer/model/motor_cortex.hpp"
#include "trilayer/model/participant.hpp"
#include "trilayer/protocol/side.hpp"

namespace trilayer::model {

/// Gains of the tracts to the pool of one hand, with c its contralateral and i its ipsilateral hemisphere:
///   crossed = (1 - eta (1 - branching) L[dir of c]) k_c,   uncrossed = alpha L[dir of i]   (docs/explanation/model.md,
///   4),
/// L the corticospinal loading of the direction whose intended hand the hemisphere drives.
struct TractGains {
  double crossed = 1.0;
  double uncrossed = 0.0;
};
TractGains tract_gains(const Participant& participant, protocol::Side hand);

/// What a pool receives.
struct PoolInput {
  Course synaptic;  ///< fine grid: fast excitation from volleys, mV; a decaying sum of waves
  Course tonic;     ///< coarse grid: sustained drive, of maximal drive (0 to about 1)
  double own =
      1.0;  ///< share of unitary noise that is the pool's own; the rest comes with the tracts (squares add to 1)
  double from_left = 0.0, from_right = 0.0;  ///< shares of the hemispheres' unitary noise
};

/// Input to the pool of `hand`:
///   X = crossed R_c(t - d_c) + uncrossed R_i(t - d) + w_s [R_i(t - d - 6) - R_0]+ where the hand contracts.
/// `trial_gain` is the trial's factor on volleys. Volleys decay with 4 ms at the motoneurons.
PoolInput pool_input(const Participant& participant, const Grid& grid, protocol::Side hand,
                     const CorticalResponse& response, const protocol::ByHemisphere<Course>& tonic,
                     const protocol::ByHemisphere<Course>& rates, double trial_gain);

}  // namespace trilayer::model
