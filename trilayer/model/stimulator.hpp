// The stimulator: what an intensity in percent comes to, and where its output ends.
#pragma once

#include <optional>

#include "trilayer/model/participant.hpp"
#include "trilayer/protocol/condition.hpp"

namespace trilayer::model {

/// Motor thresholds of one hemisphere as the virtual laboratory determined them, % of maximum stimulator output; empty
/// where no response was to be had up to full output.
struct DeterminedThresholds {
  std::optional<double> resting, active;
};
using AllThresholds = protocol::ByHemisphere<DeterminedThresholds>;

/// The intensity as it can be given: as planned where a threshold is known and the output suffices, else in %MSO:
/// at most 100, and as many percent of full output as were planned of an unknown threshold.
protocol::Intensity deliverable(const protocol::Intensity& planned, const DeterminedThresholds& thresholds);

/// Output for a deliverable intensity, % of maximum.
double output_percent(const protocol::Intensity& intensity, const DeterminedThresholds& thresholds);

}  // namespace trilayer::model
