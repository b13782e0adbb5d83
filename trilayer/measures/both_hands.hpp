// Both hands in the trials of an intended unilateral contraction: what the measures of voluntary tasks look at.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "trilayer/measures/mains_hum.hpp"
#include "trilayer/measures/settings.hpp"
#include "trilayer/measures/task_emg.hpp"
#include "trilayer/recording/recording.hpp"

namespace trilayer::measures {

/// Both hands in one trial.
struct BothHands {
  TaskTrial trial;
  TaskEmg intended, mirror;
};

/// A block with an intended hand and without pulses.
bool is_unilateral_task(const protocol::Block& block);

/// Short names of the muscles whose side is known.
std::set<std::string> muscles_of(const recording::Recording& recording);
bool recorded_on_both_sides(const recording::Recording& recording, const std::string& muscle);

/// The used trials of such a block, of a muscle recorded on both sides; `hum` has one entry a channel.
std::vector<BothHands> look_at_both(const recording::Recording& recording, const protocol::Block& block,
                                    const std::string& muscle, std::span<const std::optional<Hum>> hum,
                                    const Settings& settings);

}  // namespace trilayer::measures
