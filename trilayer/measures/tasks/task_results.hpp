// All measures of voluntary tasks, in the order in which they stand in the results.
#pragma once

#include <span>

#include "trilayer/measures/both_hands.hpp"

namespace trilayer::measures {

/// What one muscle in one task block gives by itself.
Results task_results(const TaskLook& look, const Settings& settings);

/// What the task blocks of a session give when they are compared: slopes, gains, effects.
std::vector<Measurement> task_comparisons(std::span<const TaskLook> looks, const Settings& settings);

}  // namespace trilayer::measures
