// A reason for everything that is not there.
#pragma once

#include <span>
#include <vector>

#include "trilayer/measures/measurement.hpp"
#include "trilayer/recording/session.hpp"

namespace trilayer::measures {

/// One `missing` measurement, with its reason, for every measure, side, muscle and hemisphere of a session that no
/// measurement in `found` speaks of. Both sides of every muscle count, recorded or not.
std::vector<Measurement> missing_measures(const recording::Session& session, std::span<const Measurement> found);

}  // namespace trilayer::measures
