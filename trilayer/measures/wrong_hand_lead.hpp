// Choice reactions in which the wrong hand's muscle starts first: exploratory, part of no loading.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "trilayer/measures/mains_hum.hpp"
#include "trilayer/measures/measurement.hpp"
#include "trilayer/measures/settings.hpp"
#include "trilayer/recording/session.hpp"

namespace trilayer::measures {

/// wrong_hand_lead of every muscle, in a block of choice reactions with an intended hand and without pulses; empty for
/// other blocks. The share of trials with an onset in the intended hand in which the other hand's EMG starts at least
/// 15 ms earlier. The side of a measurement is that of the other hand. `block` is one of `recording.blocks`; `hum` has
/// one entry a channel. The page is docs/measures/wrong_hand_lead.md.
std::vector<Measurement> wrong_hand_lead(const recording::Session& session, const recording::Recording& recording,
                                         const protocol::Block& block, std::span<const std::optional<Hum>> hum,
                                         const Settings& settings);

}  // namespace trilayer::measures
