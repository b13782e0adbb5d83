// EMG of the mirror hand during an intended unilateral contraction.
#pragma once

#include <vector>

#include "trilayer/measures/tasks/mirror_amount.hpp"

namespace trilayer::measures {

/// What mirror EMG gives: measurements, single trials and what to shade in the pictures.
struct MirrorEmg {
  std::vector<Measurement> measurements;
  std::vector<TrialValue> trials;
  std::vector<Detection> detections;
};

/// mirror_emg_ratio and mirror_emg_lag of a muscle in a block with one intended hand; empty for other blocks. A muscle
/// that is recorded on one side only is `missing`. The side of a measurement is that of the mirror hand. The page is
/// docs/measures/mirror_emg.md.
MirrorEmg mirror_emg(const TaskLook& look, const MirrorAmount& amount, const Settings& settings);

}  // namespace trilayer::measures
