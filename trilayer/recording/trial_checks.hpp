// Trials that cannot be read: no signal, a blocked amplifier, frames stitched together.
#pragma once

#include "trilayer/base/units.hpp"
#include "trilayer/recording/recording.hpp"

namespace trilayer::recording {

/// Choices of the checks, all of this project. They look for what no muscle does, so that EMG, however strong, is never
/// excluded.
struct TrialCheckSettings {
  base::Milliseconds before{110.0};       ///< looked at from here before the first pulse of a trial ...
  base::Milliseconds after{100.0};        ///< ... to here after its anchor
  base::Milliseconds gap{20.0};           ///< one value for this long is no signal ...
  base::Milliseconds blocked{10.0};       ///< ... and at the extreme value of the trial this long is enough
  double lively = 0.5;                    ///< where this share of the other samples differs from the one before
  base::Milliseconds settled{70.0};       ///< jumps are looked for only this long after a pulse and before the next
  base::Microvolts smallest_jump{50.0};   ///< between two samples
  double jump_over_usual = 10.0;          ///< over the 99th percentile of the trial's steps
  double jump_over_neighbours = 4.0;      ///< over the two steps before and after it: a muscle's steps are never alone
  base::Milliseconds response_end{50.0};  ///< a recording that ends earlier after a pulse does not hold its response
  base::Milliseconds window_before{110.0};  ///< what detectors cut round a pulse: from here before the first one ...
  base::Milliseconds window_after{
      400.0};  ///< ... to here after the anchor, or as much of it as nine in ten trials have
};

/// Excludes, with the reason, trials of pulses in the channels in which they cannot be read (ChannelExclusion: "dead"
/// all samples equal, "gap" and "blocked" with their length in ms, "jump" with its size in uV, "short" with the ms that
/// the recording holds after the pulse), and trials of tasks where no labelled EMG channel has a signal for the length
/// of a gap. What a person accepted stays in, except that nobody can accept what was not recorded ("short").
/// Warns `trials_excluded` with counts and reasons.
void check_trials(Recording& recording, const TrialCheckSettings& settings = {});

}  // namespace trilayer::recording
