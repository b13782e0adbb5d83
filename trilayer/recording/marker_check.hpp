// Are the pulse times the pulses? The stimulus artefact tells.
#pragma once

#include "trilayer/base/units.hpp"
#include "trilayer/recording/recording.hpp"

namespace trilayer::recording {

/// Choices of the check (after mep-cmap [V], which locates pulses by the steepest step). An artefact is the steepest
/// step between neighbouring samples near the pulse; it must stand out of the EMG before it and be narrow: the two
/// lobes of an artefact last 1 to 2 ms, a single edge of a motor response about 5 ms. In a pair the test pulse's
/// artefact is the one that has another one pair interval before it: the conditioning artefact may be the larger one.
struct MarkerCheckSettings {
  base::Milliseconds search{12.0};       ///< the artefact is looked for this far either side of the pulse time
  base::Milliseconds reference{100.0};   ///< length of the EMG before window and pulses that it must stand out of
  double slope_over_noise = 4.0;         ///< the artefact's steepest step over the steepest of that EMG
  base::Microvolts smallest_noise{1.0};  ///< of a flat trace, so that a step of the last bit is no artefact
  double edge_share = 0.3;               ///< steps above this share of the steepest belong to the transient
  base::Milliseconds bridge{0.6};        ///< smaller steps do not end the transient if they last no longer than this
  base::Milliseconds narrow{3.0};        ///< a longer transient is a response, not an artefact
  base::Milliseconds closest_pair{2.5};  ///< trials with a closer pair are not looked at: their artefacts run together
  base::Milliseconds pair_tolerance{
      0.5};                           ///< by which the interval between a pair's artefacts may differ from the pair's
  base::Milliseconds jitter{1.0};     ///< a larger standard deviation of the delay is refused, and
  base::Milliseconds tolerance{0.5};  ///< a smaller constant delay is not mentioned; both are at least one sample
  double share_seen = 0.8;            ///< of the trials in which an artefact must be seen for a verdict
  int trials_seen = 3;                ///< fewer artefacts give no verdict
};

/// Compares the test pulses of all blocks with the steepest step near them, over all EMG channels. Fills
/// `recording.marker_delay` with the median delay, and adds the warning `marker_delay` where it is above the
/// tolerance. Does nothing where no artefact can be seen. Corrects nothing. Sham pulses and those that a
/// person moved are not looked at. Sites are judged apart, since a nerve has a stimulator of its own, and so are the
/// hemispheres of a site where the delays of both together jitter. The delay that is filled in is that of M1 where it
/// was pulsed, of its hemispheres the larger one. False where hemispheres were judged apart: no one delay says then
/// where the artefacts are.
/// The delay is that of the sample from which the steepest step starts, so it is true to one sample.
/// Throws Refusal where artefacts are seen but jitter against the pulse times.
bool check_markers(Recording& recording, const MarkerCheckSettings& settings = {});

}  // namespace trilayer::recording
