// The contralateral motor evoked potential (cMEP): is it there, how large, when does it begin?
#pragma once

#include <vector>

#include "trilayer/measures/block_channel.hpp"

namespace trilayer::measures {

/// Fills `look.responses`: sizes, presence, onset and end of the response in every trial, whatever side the muscle is
/// on. Peak-to-peak is taken over settings.response, of the samples as recorded and of the hum-free ones. A response is
/// present where the hum-free size reaches the criterion (settings.resting_criterion or active_criterion) and
/// settings.size_over_background times the background RMS. Onset: from the largest rectified deflection back to where
/// EMG had stayed within mean + settings.onset_deviations SD of the block's rectified background for
/// settings.onset_gap.
void find_responses(BlockChannel& look, const Settings& settings);

/// All measures of a muscle contralateral to the pulses of its block. `other_hand`: the homologous muscle in the same
/// trials, or null.
std::vector<Measurement> contralateral_mep(const BlockChannel& look, const BlockChannel* other_hand,
                                           const Settings& settings);

/// cmep_latency alone.
Measurement cmep_latency(const BlockChannel& look, const Settings& settings);

/// Single trials: amplitude and latency of a contralateral muscle.
std::vector<TrialValue> contralateral_mep_trials(const BlockChannel& look);

/// Where the average response lies, for the pictures; nothing where most trials have none.
std::vector<Detection> contralateral_mep_detection(const BlockChannel& look);

/// Median onset over trials with a response, ms; nothing where fewer than three trials have one.
std::optional<double> median_onset(const BlockChannel& look);

}  // namespace trilayer::measures
