// The recruitment (input-output) curve of a muscle (docs/measures/recruitment_curve.md).
#pragma once

#include <span>
#include <vector>

#include "trilayer/measures/excitability/intensity_series.hpp"

namespace trilayer::measures {

/// recruitment_maximum, recruitment_s50, recruitment_slope and recruitment_threshold of every series with enough
/// intensities of one reference; a series of fewer than three intensities gives nothing.
std::vector<Measurement> recruitment_curve(std::span<const IntensitySeries> series, const Settings& settings);

}  // namespace trilayer::measures
