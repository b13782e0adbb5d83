#include "trilayer/model/stimulator.hpp"

#include <algorithm>

#include "trilayer/base/errors.hpp"

namespace trilayer::model {

using protocol::Intensity;
using protocol::IntensityReference;

namespace {

constexpr double full_output = 100.0;

std::optional<double> reference_output(IntensityReference reference, const DeterminedThresholds& thresholds) {
  switch (reference) {
    case IntensityReference::maximum_stimulator_output:
      return full_output;
    case IntensityReference::resting_motor_threshold:
      return thresholds.resting;
    case IntensityReference::active_motor_threshold:
      return thresholds.active;
  }
  return std::nullopt;
}

}  // namespace

Intensity deliverable(const Intensity& planned, const DeterminedThresholds& thresholds) {
  const auto reference = reference_output(planned.reference, thresholds);
  const double output = planned.percent / 100.0 * reference.value_or(full_output);
  if (reference && output <= full_output) return planned;
  return {std::min(output, full_output), IntensityReference::maximum_stimulator_output};
}

double output_percent(const Intensity& intensity, const DeterminedThresholds& thresholds) {
  const auto reference = reference_output(intensity.reference, thresholds);
  base::require(reference.has_value(), "an intensity that cannot be given was not replaced");
  return intensity.percent / 100.0 * *reference;
}

}  // namespace trilayer::model
