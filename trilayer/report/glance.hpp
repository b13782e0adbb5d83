// The bilateral table: what the left hand gave beside what the right hand gave.
#pragma once

#include <string>

#include "trilayer/measures/measurement.hpp"

namespace trilayer::report {

/// An HTML table with one row a measure, muscle and condition, its two hands side by side and drawn on one line. Holds
/// the measures people look for first; what only accompanies them stands in the full table. Stops before it is larger
/// than `limit` bytes and says so.
std::string glance_table(const measures::Results& results, std::size_t limit);

}  // namespace trilayer::report
