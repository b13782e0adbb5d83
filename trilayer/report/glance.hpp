// The bilateral table: what the left hand gave beside what the right hand gave.
#pragma once

#include <string>

#include "trilayer/measures/measurement.hpp"

namespace trilayer::report {

/// An HTML table with one row a measure, muscle and condition, its two hands side by side and drawn on one line.
/// Left out are measurements in state `missing`, measures that are only steps towards others (background EMG, cMEP
/// area, iMEP amplitude, iSP duration), and rows in which neither hand has a number - except those of the signs of
/// mirroring (iMEP, iSP depth, IHI, mirror EMG), whose absence is a finding. Stops before it is larger than `limit`
/// bytes and says so.
std::string glance_table(const measures::Results& results, std::size_t limit);

}  // namespace trilayer::report
