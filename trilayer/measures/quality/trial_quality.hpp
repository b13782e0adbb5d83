// What is odd about single trials: artefact, clipping, steps, hum, background, drift, cross-talk. Flags, no verdicts.
#pragma once

#include <vector>

#include "trilayer/measures/block_channel.hpp"

namespace trilayer::measures {

/// Flags of every trial of one muscle in one block; `other` is the homologous muscle in the same trials, or null. One
/// pass over the epochs. Checks, numbers and units: docs/measures/trial_quality.md.
std::vector<QualityFinding> trial_quality(const BlockChannel& look, const BlockChannel* other,
                                          const Settings& settings);

}  // namespace trilayer::measures
