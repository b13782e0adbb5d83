// From markers to pulses in their blocks: only by what a person has said.
#pragma once

#include "trilayer/base/units.hpp"
#include "trilayer/recording/mapping.hpp"
#include "trilayer/recording/recording.hpp"

namespace trilayer::recording {

/// Makes the blocks of a recording from its markers: one block a code and condition. A pair is two markers of which
/// the conditioning one comes at most 500 ms before the test one, or one trigger with the interval stated. Intervals
/// of two markers that differ by no more than 0.5 ms are one condition. A test marker without a conditioning one is a
/// single pulse.
/// Warns `marker_code_missing` where some code of the mapping has no marker, `conditioning_pulse_without_test` where
/// a conditioning marker has no test marker.
/// Throws Refusal listing the codes with their counts where no code has a marker.
void place_pulses(Recording& recording, const Mapping& mapping);

/// Adds `shift` to the time of every pulse, and of every trial that is counted from one. Cues stay.
void shift_pulses(Recording& recording, base::Milliseconds shift);

/// Warns `hemisphere_unstated` where test pulses to the motor cortex have no hemisphere: what counts as contralateral
/// is not known then.
void note_unstated_hemispheres(Recording& recording);

/// Warns `hand_unstated` where nothing says which hand a task was meant for, so that neither hand can be called the
/// mirroring one.
void note_unstated_hands(Recording& recording);

/// Throws Refusal naming trial and time where a pulse or an anchor lies before the first sample, past the end, or in
/// a gap between segments, where sustained activity lasts past the end, and where two test pulses are one.
void check_pulse_times(const Recording& recording);

}  // namespace trilayer::recording
