#include "trilayer/measures/both_hands.hpp"

#include <algorithm>
#include <utility>

#include "trilayer/measures/block_channel.hpp"

namespace trilayer::measures {

using protocol::Side;

bool is_unilateral_task(const protocol::Block& block) {
  return block.condition.intended && !block.condition.hemisphere &&
         std::all_of(block.trials.begin(), block.trials.end(),
                     [](const protocol::Trial& trial) { return trial.pulses.empty(); });
}

std::set<std::string> muscles_of(const recording::Recording& recording) {
  std::set<std::string> muscles;
  for (const auto& channel : recording.channels)
    if (channel.kind == recording::ChannelKind::emg && channel.side && !channel.muscle.empty())
      muscles.insert(channel.muscle);
  return muscles;
}

bool recorded_on_both_sides(const recording::Recording& recording, const std::string& muscle) {
  return find_channel(recording, Side::left, muscle) && find_channel(recording, Side::right, muscle);
}

std::vector<BothHands> look_at_both(const recording::Recording& recording, const protocol::Block& block,
                                    const std::string& muscle, std::span<const std::optional<Hum>> hum,
                                    const Settings& settings) {
  const std::size_t intended = *find_channel(recording, *block.condition.intended, muscle);
  const std::size_t mirror = *find_channel(recording, opposite(*block.condition.intended), muscle);
  std::vector<BothHands> hands;
  for (const TaskTrial& trial : task_trials(recording, block, settings)) {
    auto intended_emg = look_at_task(recording, intended, trial, hum[intended], settings);
    auto mirror_emg = look_at_task(recording, mirror, trial, hum[mirror], settings);
    if (intended_emg && mirror_emg) hands.push_back({trial, std::move(*intended_emg), std::move(*mirror_emg)});
  }
  return hands;
}

}  // namespace trilayer::measures
