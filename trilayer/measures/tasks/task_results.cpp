#include "trilayer/measures/tasks/task_results.hpp"

#include "trilayer/measures/mirror_emg.hpp"
#include "trilayer/measures/tasks/inter_hand_onsets.hpp"
#include "trilayer/measures/tasks/mirror_bursts.hpp"
#include "trilayer/measures/tasks/mirror_contrasts.hpp"
#include "trilayer/measures/tasks/mirror_force.hpp"
#include "trilayer/measures/tasks/mirror_preparation.hpp"
#include "trilayer/measures/tasks/reaction_time.hpp"
#include "trilayer/measures/wrong_hand_lead.hpp"

namespace trilayer::measures {
namespace {

void append(std::vector<Measurement>& all, const std::vector<Measurement>& some) {
  all.insert(all.end(), some.begin(), some.end());
}

}  // namespace

Results task_results(const TaskLook& look, const Settings& settings) {
  Results results;
  const MirrorAmount amount = mirror_amount(look, settings);
  MirrorEmg mirror = mirror_emg(look, amount, settings);
  results.trials = std::move(mirror.trials);
  results.detections = std::move(mirror.detections);
  append(results.measurements, mirror.measurements);
  append(results.measurements, mirror_bursts(look, amount, settings));
  append(results.measurements, wrong_hand_lead(look, settings));
  append(results.measurements, inter_hand_onsets(look, settings));
  append(results.measurements, reaction_time(look, settings));
  return results;
}

std::vector<Measurement> task_comparisons(std::span<const TaskLook> looks, const Settings& settings) {
  std::vector<Measurement> all;
  std::vector<MirrorAmount> amounts;
  for (const TaskLook& look : looks) amounts.push_back(mirror_amount(look, settings));
  append(all, mirror_contrasts(amounts, settings));
  append(all, mirror_force(amounts));
  append(all, mirror_preparation(looks, settings));
  append(all, wrong_hand_conflict(looks, settings));
  append(all, bimanual_cost(looks, settings));
  return all;
}

}  // namespace trilayer::measures
