// Motor thresholds from the recorded trials themselves (docs/measures/motor_threshold.md).
#pragma once

#include <span>

#include "trilayer/measures/excitability/intensity_series.hpp"

namespace trilayer::measures {

/// rmt or amt of every series whose pulses have stated intensities, and threshold_spread where that is a value. Warns
/// where a threshold that the session states differs by more than three standard errors.
Results motor_threshold(std::span<const IntensitySeries> series, const Settings& settings);

}  // namespace trilayer::measures
