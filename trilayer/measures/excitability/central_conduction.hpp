// Central motor conduction time by two methods that are never mixed (docs/measures/central_conduction.md).
#pragma once

#include <span>
#include <vector>

#include "trilayer/measures/session_work.hpp"

namespace trilayer::measures {

/// cmct_f and cmct_root of every muscle and hemisphere that has M1 responses and the peripheral latencies; `found`
/// holds those of m_wave(). What is missing of the two gives nothing here.
std::vector<Measurement> central_conduction(const SessionWork& work, std::span<const Measurement> found,
                                            const Settings& settings);

}  // namespace trilayer::measures
