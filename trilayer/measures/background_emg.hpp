// EMG before the pulse: what every response of a block stands on. A mirroring hand is never at rest.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "trilayer/measures/block_channel.hpp"

namespace trilayer::measures {

/// Why the EMG before the pulses is too short to say anything of the background (less than 20 ms [project]); nothing
/// where it is long enough.
std::optional<std::string> lacks_background(const BlockChannel& look);

/// background_emg: median over trials of the RMS before the first pulse (settings.background), hum removed, uV.
Measurement background_emg(const BlockChannel& look, const Settings& settings);

/// Single trials.
std::vector<TrialValue> background_emg_trials(const BlockChannel& look);

/// Median over trials of the background RMS, uV; 0 without trials.
double median_background(const BlockChannel& look);

}  // namespace trilayer::measures
