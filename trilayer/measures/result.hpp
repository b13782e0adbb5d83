// Small steps that every detector takes to turn numbers into measurements.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "trilayer/measures/block_channel.hpp"

namespace trilayer::measures {

/// The measurement in state `unobtainable`, `missing` or `invalid` with its reason and no number.
Measurement unobtainable(Measurement m, std::string reason);
Measurement missing(Measurement m, std::string reason);
Measurement invalid(Measurement m, std::string reason);
/// Adds a reason why the value cannot be read alone; a value becomes `confounded`, reasons are joined.
Measurement confounded(Measurement m, const std::string& reason);

/// Latencies counted from a marker that is known to be off by more than settings.marker_confounds are `confounded`.
Measurement confound_by_marker(Measurement m, const recording::Recording& recording, const Settings& settings);

/// Why latencies counted from this recording's marker are off; empty where they are not, by more than
/// settings.marker_confounds.
std::string marker_reason(const recording::Recording& recording, const Settings& settings);

/// Sets the standard error where it is finite; leaves none otherwise.
void set_error(Measurement& m, double error);

/// Standard error of ln(p / (1 - p)) of a share, with half a count added to either side (Haldane 1956).
double logit_error(int successes, int trials);

/// Standard deviation of a time read off a grid of samples, ms.
double sampling_error(double rate);

/// values[i] for every chosen i.
std::vector<double> resampled(std::span<const double> values, std::span<const std::size_t> chosen);

/// One trial's row with its names filled in; `row` counts rows of the epochs.
TrialValue blank_trial(const BlockChannel& look, std::size_t row, std::string_view measure);
Detection detection(const BlockChannel& look, std::string_view measure, double from_ms, double to_ms);

}  // namespace trilayer::measures
