// Responses that stand at the limit of the amplifier.
#pragma once

#include <cstddef>
#include <span>

#include "trilayer/measures/block_channel.hpp"

namespace trilayer::measures {

/// The samples of a row of the epochs as they stand in the recording; empty where no segment holds them.
std::span<const float> as_recorded(const BlockChannel& look, std::size_t row);

/// How many samples between the start of settings.response and settings.latest_end stand at the limit: three or more
/// equal ones at the extreme of `recorded`, entered by a step too steep for a rounded peak.
std::size_t clipped_samples(const Epochs& epochs, std::span<const float> recorded, const Settings& settings);

/// Trials whose response is clipped, of those that the look has marked.
std::size_t clipped_trials(const BlockChannel& look);

/// So many are that a mean over the trials is less than that of the responses: more than one in ten [project].
bool clips_a_mean(std::size_t clipped, std::size_t trials);

}  // namespace trilayer::measures
