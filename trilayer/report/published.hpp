// What has been published about the measures of a page, for and against each layer.
#pragma once

#include <string>

#include "trilayer/literature/studies.hpp"
#include "trilayer/measures/measurement.hpp"

namespace trilayer::report {

/// A folded list a measure that has something to say (a value, or absent), in the order of the catalogue: findings seen
/// in their source that support or contradict a layer, with people, study and identifier; how many others there are.
/// Empty where nothing has been published of any of them.
std::string published_section(const measures::Results& results, const literature::Studies& studies);

}  // namespace trilayer::report
