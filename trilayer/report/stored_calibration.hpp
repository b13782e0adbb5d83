// How far answers from such a pattern of measures can be believed, from the stored run of `trilayer calibrate`.
#pragma once

#include <string>
#include <vector>

#include "trilayer/inference/answer.hpp"
#include "trilayer/report/interpretation.hpp"

namespace trilayer::report {

/// One layer in the pattern that an answer's measures are most like.
struct StoredCalibration {
  std::string pattern, title, layer;
  int sessions = 0;
  double coverage_90 = 0.0, leads_at_zero = 0.0, leads_from_half = 0.0, auc_0_vs_half = 0.5, bits = 0.0, informed = 0.0;
};

/// Layers I, II and III for the pattern with most features in common (shared over all that either has). Empty where
/// nothing was measured, or where what the answer was made with is not what was calibrated.
std::vector<StoredCalibration> stored_calibration(const inference::Answer& answer, const Made& made);

/// The same as lines for people, the first naming the pattern.
std::vector<std::string> calibration_text(const inference::Answer& answer, const Made& made);

}  // namespace trilayer::report
