// Marks that a person moved take the place of the detector's.
#pragma once

#include <vector>

#include "trilayer/measures/block_channel.hpp"
#include "trilayer/measures/contralateral_silent_period.hpp"

namespace trilayer::measures {

/// Trials whose onset a person moved (decision on cmep_latency) have a response, with that onset.
void apply_decided_onsets(BlockChannel& look);

/// Trials whose end of silence a person moved (decision on csp_duration) end there; where the detector saw no silence
/// it counts from the response. Trials without a response stay without a duration.
void apply_decided_silences(const BlockChannel& look, std::vector<TrialSilence>& silences);

}  // namespace trilayer::measures
