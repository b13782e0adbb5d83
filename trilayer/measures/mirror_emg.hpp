// EMG of the mirror hand during an intended unilateral contraction.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "trilayer/measures/mains_hum.hpp"
#include "trilayer/measures/measurement.hpp"
#include "trilayer/measures/settings.hpp"
#include "trilayer/recording/session.hpp"

namespace trilayer::measures {

/// What mirror EMG gives: measurements, single trials and what to shade in the pictures.
struct MirrorEmg {
  std::vector<Measurement> measurements;
  std::vector<TrialValue> trials;
  std::vector<Detection> detections;
};

/// mirror_emg_ratio and mirror_emg_lag of every muscle, in a block with an intended hand and without pulses; empty for
/// other blocks. A muscle that is recorded on one side only is `missing`. The side of a measurement is that of the
/// mirror hand. `block` is one of `recording.blocks`; `hum` has one entry a channel. The page is
/// docs/measures/mirror_emg.md.
MirrorEmg mirror_emg(const recording::Session& session, const recording::Recording& recording,
                     const protocol::Block& block, std::span<const std::optional<Hum>> hum, const Settings& settings);

}  // namespace trilayer::measures
