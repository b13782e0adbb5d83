// The amplifier: band-pass, noise, mains hum, stimulus artefact, sampling and rounding to its steps.
#pragma once

#include <span>
#include <vector>

#include "trilayer/base/random.hpp"
#include "trilayer/model/grid.hpp"
#include "trilayer/model/participant.hpp"
#include "trilayer/model/simulate.hpp"

namespace trilayer::model {

/// What reaches the electrodes besides EMG.
struct Surroundings {
  std::vector<double> pulses;   ///< times of the stimulator's artefacts, ms on the trial's grid
  double hum_phase = 0.0;       ///< of the 50 Hz mains at the grid's start, turns
  double artefact_share = 1.0;  ///< of the participant's artefact at this electrode
};

/// Samples in microvolts at the laboratory's rate, from EMG in mV on the fine grid: second-order Butterworth high-pass
/// at 10 Hz, fourth-order low-pass at 1000 Hz (or 0.4 times a lower rate), both causal as in hardware; then noise, hum,
/// artefact (decaying with 0.6 ms), clipping and rounding.
std::vector<float> amplify(const Participant& participant, const Laboratory& laboratory, const Grid& grid,
                           const Course& emg, const Surroundings& surroundings, base::Stream& stream);

}  // namespace trilayer::model
