// Which detector gives which measures of the catalogue, and where it is described.
#pragma once

#include <span>
#include <string_view>

namespace trilayer::measures {

/// A detector: a file <name>.hpp under trilayer/measures, page docs/measures/<name>.md, test of the same name.
struct Detector {
  std::string_view name;
  std::span<const std::string_view> measures;  ///< ids of the catalogue
  std::string_view needs;  ///< what a session lacks that has none of them: "no ..."; {} is the hemisphere
};

/// All detectors, in the order in which they run.
std::span<const Detector> detectors();

/// The detector of a measure, or nothing: measures without one are entered by people.
const Detector* detector_of(std::string_view measure);

}  // namespace trilayer::measures
