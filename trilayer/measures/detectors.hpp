// Which detector gives which measures of the catalogue, and where it is described.
#pragma once

#include <span>
#include <string_view>

namespace trilayer::measures {

/// A detector: file trilayer/measures/<name>.hpp, page docs/measures/<name>.md, test of the same name.
struct Detector {
  std::string_view name;
  std::span<const std::string_view> measures;  ///< ids of the catalogue
};

/// All detectors, in the order in which they run.
std::span<const Detector> detectors();

/// The detector of a measure, or nothing: measures without one are entered by people.
const Detector* detector_of(std::string_view measure);

}  // namespace trilayer::measures
