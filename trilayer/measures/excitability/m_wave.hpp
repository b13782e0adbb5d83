// M-wave and F-wave: what shocks to the nerve show of muscle and periphery (docs/measures/m_wave.md).
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "trilayer/measures/session_work.hpp"

namespace trilayer::measures {

/// The muscle of the stimulated side in every block of pulses to a site outside the brain (`nerve`, `root`), looked at
/// in a window of its own. Onsets are found as for MEPs, with settings fit for the size of these responses.
std::vector<BlockChannel> looks_at_site(const SessionWork& work, protocol::Site site, const Settings& settings);

/// The settings with onsets that noise does not move forward, for latencies of which the shortest counts.
Settings strict_onsets(const Settings& settings);

/// m_max and distal_motor_latency, f_latency_shortest and f_persistence of every muscle with shocks to its side's
/// nerve.
std::vector<Measurement> m_wave(const SessionWork& work, const Settings& settings);

/// cmep_to_m_max of every block with contralateral responses of a muscle whose M-max is among `found`.
std::vector<Measurement> cmep_to_m_max(const SessionWork& work, std::span<const Measurement> found,
                                       const Settings& settings);

}  // namespace trilayer::measures
