// Transcallosal conduction time (TCT), by two definitions that are never mixed.
#pragma once

#include <optional>
#include <vector>

#include "trilayer/measures/block_channel.hpp"

namespace trilayer::measures {

/// What the other hemisphere's block tells about the same muscle.
struct CrossedReference {
  const BlockChannel* look = nullptr;   ///< null: none recorded
  std::optional<Measurement> latency;   ///< its cmep_latency
  std::optional<double> silence_start;  ///< median start of its CSP, ms after the pulse
  std::optional<double> silence_error;  ///< standard error of that
};

/// `tct`: iSP onset minus the cMEP onset of the same muscle evoked from the other hemisphere. `tct_csp`: iSP onset
/// minus the start of that muscle's CSP. `isp_onset`: the measurement it starts from. Errors are added in squares.
/// A cMEP that has begun where its search begins leaves a time that is at least the difference. A marker that is off
/// cancels within one recording.
std::vector<Measurement> transcallosal_time(const BlockChannel& look, const Measurement& isp_onset,
                                            const CrossedReference& reference, const Settings& settings);

}  // namespace trilayer::measures
