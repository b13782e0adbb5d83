// Silences of two hands or under two circumstances compared: which hemisphere drives which hand?
#pragma once

#include <span>
#include <vector>

#include "trilayer/measures/block_channel.hpp"
#include "trilayer/measures/contralateral_silent_period.hpp"
#include "trilayer/measures/session_work.hpp"

namespace trilayer::measures {

/// csp_hand_ratio: how long the ipsilateral hand is silent over how long the contralateral one is, in the sweeps in
/// which that one is; median over them. Both silences are those of settings for a CSP, from their start; the
/// ipsilateral one begins before settings.latest_end. `at_most` where the ipsilateral hand shows none in most sweeps.
/// `contralateral` and its silences: the homologous muscle in the same block.
Measurement csp_hand_ratio(const BlockChannel& ipsilateral, const BlockChannel& contralateral,
                           const std::vector<TrialSilence>& silences, const Settings& settings);

/// What needs two blocks, from what was measured in each: csp_both_pulses_change (csp_duration with both hemispheres
/// pulsed together minus that with one) and isp_other_hand_effect (isp_area with the other hand contracting minus that
/// with it at rest). The second block is the one of nearest intensity, if there are several of the same recording.
std::vector<Measurement> silences_of_both_hands(const SessionWork& work, std::span<const Measurement> measured);

}  // namespace trilayer::measures
