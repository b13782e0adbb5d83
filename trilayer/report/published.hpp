// What has been published about the measures of a page, for and against each layer.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "trilayer/literature/norms.hpp"
#include "trilayer/literature/studies.hpp"
#include "trilayer/measures/measurement.hpp"
#include "trilayer/recording/session.hpp"

namespace trilayer::report {

/// A folded list a measure that has something to say (a value, or absent), in the order of the catalogue: findings seen
/// in their source that support or contradict a layer, with people, study and identifier; how many others there are;
/// and each value beside the norms of its muscle and the participant's age, where the age is stated. Empty where
/// nothing has been published of any of them.
std::string published_section(const measures::Results& results, const std::vector<recording::Session>& sessions,
                              const literature::Studies& studies, std::span<const literature::Norm> norms);

}  // namespace trilayer::report
