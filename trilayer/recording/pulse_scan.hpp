// Stimulus artefacts that no marker speaks of.
#pragma once

#include "trilayer/base/units.hpp"
#include "trilayer/recording/recording.hpp"

namespace trilayer::recording {

/// Choices of the search, all of this project. An unmarked pulse leaves an artefact like those of the marked ones.
struct PulseScanSettings {
  base::Milliseconds at_pulse{2.0};     ///< the artefact of a marked pulse is within this of it, after its known delay
  base::Milliseconds reference{100.0};  ///< EMG before a pulse that artefacts must stand out of
  double artefact_over_noise = 6.0;     ///< median artefact over median steepest step of that EMG, else no search
  double size_of_marked = 0.5;          ///< an artefact has at least this share of the marked ones' median step
  double over_own_noise = 4.0;          ///< and this times the steepest step of the EMG before it
  double over_responses =
      3.0;  ///< within settled ms of a marked pulse: and this times what 9 in 10 responses stay below
  base::Milliseconds settled{100.0};
  base::Milliseconds narrow{3.0};    ///< a longer transient is a response
  base::Milliseconds before{250.0};  ///< an unmarked pulse this long before a test pulse conditions it ...
  base::Milliseconds after{100.0};   ///< ... and this long after it changes what is read: the trial is excluded
};

/// Looks for artefacts without a marker in the channels in which those of the marked pulses stand out, and takes what
/// more than half of these channels show. Trials with an unmarked pulse nearby are excluded unless a person accepted
/// them; other unmarked pulses are only told (warning `unmarked_pulses` with times). A second pulse that follows every
/// marked one is not found: it is then what responses look like.
void find_unmarked_pulses(Recording& recording, const PulseScanSettings& settings = {});

}  // namespace trilayer::recording
