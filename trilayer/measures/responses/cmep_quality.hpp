// What stands beside size and latency of the contralateral response: is it there by a test, how early can it come, do
// methods agree on its onset, does it follow background EMG?
#pragma once

#include <string_view>

#include "trilayer/measures/block_channel.hpp"

namespace trilayer::measures {

/// cmep_presence. In every trial the peak-to-peak size of the response window is ranked among windows of equal length
/// before the pulse; under the hypothesis that the pulse does nothing every rank is as likely, so the sum of ranks over
/// trials has a known mean and variance. Present where its p (normal, one-sided) is below the level at which all such
/// tests of the recording together raise a false alarm at settings.false_alarm_rate. An artefact's tail that reaches
/// into the window is subtracted before.
Measurement cmep_presence(const BlockChannel& look, const Settings& settings);

/// cmep_latency_shortest: 5th percentile of the onsets, where at least ten trials have one.
Measurement cmep_latency_shortest(const BlockChannel& look, const Settings& settings);

/// cmep_onset_disagreement: range of the onsets found by published methods on the averaged sweep, and this program's.
Measurement cmep_onset_disagreement(const BlockChannel& look, const Settings& settings);

/// cmep_background_slope or cmep_other_background_slope: slope of ln(peak-to-peak) of the trials with a response on
/// ln(background RMS) of `background`, by least squares. Unobtainable where fewer than ten trials have a response or
/// the background hardly varies.
Measurement cmep_background_slope(const BlockChannel& look, const BlockChannel& background, std::string_view measure);

}  // namespace trilayer::measures
