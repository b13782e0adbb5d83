// Are the pulse times the pulses? The stimulus artefact tells.
#pragma once

#include <optional>

#include "trilayer/base/units.hpp"
#include "trilayer/recording/recording.hpp"

namespace trilayer::recording {

/// Choices of the check (norms section 2.1.1).
struct MarkerCheckSettings {
  base::Milliseconds search{12.0};    ///< the artefact is looked for this far either side of the pulse time
  base::Milliseconds jitter{1.0};     ///< a larger standard deviation of the delay is refused
  base::Milliseconds tolerance{0.5};  ///< a smaller constant delay is not mentioned
  double slope_over_noise = 8.0;      ///< the artefact's steepest step over that of the EMG before the pulse
  double share_seen = 0.8;            ///< of the trials in which an artefact must be seen for a verdict
};

/// Compares the test pulses of all blocks with the steepest step near them, over all EMG channels. Fills
/// `recording.marker_delay` and adds the warning `marker_delay` where the delay is constant and above the tolerance.
/// Does nothing where no artefact can be seen. Corrects nothing.
/// Throws Refusal where artefacts are seen but jitter against the pulse times.
void check_markers(Recording& recording, const MarkerCheckSettings& settings = {});

}  // namespace trilayer::recording
