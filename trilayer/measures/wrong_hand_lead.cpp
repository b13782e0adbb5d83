#include "trilayer/measures/wrong_hand_lead.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "trilayer/base/statistics.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/measures/result.hpp"
#include "trilayer/measures/tasks/reactions.hpp"

namespace trilayer::measures {
namespace {

using protocol::Conflict;

constexpr std::size_t fewest = 3;  // trials

bool is_choice(const TaskLook& look) {
  return look.condition().task == protocol::Task::choice_reaction && look.condition().intended;
}

std::vector<Reaction> leads_of(const Reactions& found, const Settings& settings) {
  std::vector<Reaction> leads;
  for (const Reaction& reaction : found.usable)
    if (reaction.other && reaction.difference() < -settings.tasks.lead.value()) leads.push_back(reaction);
  return leads;
}

std::string few(const Reactions& found) {
  return std::to_string(found.usable.size()) + " trials with a reaction of the intended hand; 3 are needed" +
         left_out(found);
}

std::string few_leads(std::size_t leads) {
  return "the other hand leads in " + std::to_string(leads) + " trials; 3 are needed";
}

Measurement correction_time(Measurement m, const std::vector<Reaction>& leads, double rate, const Settings& settings) {
  if (leads.size() < fewest) return unobtainable(std::move(m), few_leads(leads.size()));
  std::vector<double> times;
  for (const Reaction& lead : leads) times.push_back(-lead.difference());
  m = median_time(std::move(m), times, rate, settings);
  m.method = "median from the other hand's onset to the intended hand's, over leading trials; " + burst_text(settings);
  return m;
}

Measurement burst_ratio(Measurement m, const std::vector<Reaction>& leads) {
  std::vector<double> logs;
  for (const Reaction& lead : leads)
    if (lead.other->area > 0.0 && lead.intended_area > 0.0)
      logs.push_back(std::log(lead.other->area / lead.intended_area));
  if (logs.size() < fewest) return unobtainable(std::move(m), few_leads(logs.size()));
  m.state = State::value;
  m.trials = static_cast<int>(logs.size());
  m.value = 100.0 * std::exp(base::mean(logs));
  set_error(m, base::standard_deviation(logs) / std::sqrt(static_cast<double>(logs.size())));
  m.method =
      "geometric mean over leading trials of the areas of the RMS envelopes above rest, of the intended hand that of "
      "its largest burst";
  return m;
}

// Trials and leads of all blocks that differ in nothing but their trials.
struct Count {
  int leads = 0, trials = 0;
  std::string blocks;
};

Count count(std::span<const TaskLook> looks, const TaskLook& like, Conflict conflict, const Settings& settings) {
  Count sum;
  for (const TaskLook& look : looks) {
    const bool fits = is_choice(look) && look.muscle == like.muscle && look.intended == like.intended &&
                      look.condition().conflict == conflict && same_movement(look.condition(), like.condition());
    if (!fits) continue;
    const Reactions found = reactions_of(look, settings);
    sum.trials += static_cast<int>(found.usable.size());
    sum.leads += static_cast<int>(leads_of(found, settings).size());
    sum.blocks += (sum.blocks.empty() ? "" : "+") + look.block->id;
  }
  return sum;
}

double logit(const Count& c) { return std::log((c.leads + 0.5) / (c.trials - c.leads + 0.5)); }

Measurement conflict_effect(const TaskLook& look, const Count& with, const Count& without) {
  Measurement m = look.blank("wrong_hand_conflict_effect");
  m.block = with.blocks + "+" + without.blocks;
  m.trials = with.trials + without.trials;
  if (with.trials < static_cast<int>(fewest) || without.trials < static_cast<int>(fewest))
    return unobtainable(std::move(m), std::to_string(with.trials) + " incongruent and " +
                                          std::to_string(without.trials) +
                                          " congruent trials with a reaction of the intended hand; 3 each are needed");
  m.state = State::value;
  m.value = logit(with) - logit(without);
  set_error(m, std::hypot(logit_error(with.leads, with.trials), logit_error(without.leads, without.trials)));
  m.method = "difference of logits, half a count added to either side: leads in " + std::to_string(with.leads) +
             " of " + std::to_string(with.trials) + " incongruent and " + std::to_string(without.leads) + " of " +
             std::to_string(without.trials) + " congruent trials";
  return m;
}

}  // namespace

std::vector<Measurement> wrong_hand_lead(const TaskLook& look, const Settings& settings) {
  if (!is_choice(look)) return {};
  std::vector<Measurement> all{look.blank("wrong_hand_lead"), look.blank("wrong_hand_correction_time"),
                               look.blank("wrong_hand_burst_ratio")};
  if (!look.on_both_sides) {
    for (Measurement& m : all) m = missing(std::move(m), look.muscle + " is recorded on one side only");
    return all;
  }
  const Reactions found = reactions_of(look, settings);
  if (found.usable.size() < fewest) {
    for (Measurement& m : all) m = unobtainable(std::move(m), few(found));
    return all;
  }
  const std::vector<Reaction> leads = leads_of(found, settings);
  all[0] = share(std::move(all[0]), static_cast<int>(leads.size()), static_cast<int>(found.usable.size()),
                 "other hand's burst first by more than " + base::format_number(settings.tasks.lead.value()) + " ms");
  all[0].method += left_out(found) + "; " + burst_text(settings);
  all[1] = correction_time(std::move(all[1]), leads, look.rate, settings);
  all[2] = burst_ratio(std::move(all[2]), leads);
  return all;
}

std::vector<Measurement> wrong_hand_conflict(std::span<const TaskLook> looks, const Settings& settings) {
  std::vector<Measurement> all;
  for (const TaskLook& look : looks) {
    if (!is_choice(look) || !look.on_both_sides || look.condition().conflict != Conflict::incongruent) continue;
    const Count without = count(looks, look, Conflict::congruent, settings);
    if (without.blocks.empty()) continue;
    const Measurement m = conflict_effect(look, count(looks, look, Conflict::incongruent, settings), without);
    const bool known = std::any_of(all.begin(), all.end(), [&](const Measurement& other) {
      return other.block == m.block && other.key == m.key;  // several incongruent blocks were joined
    });
    if (!known) all.push_back(m);
  }
  return all;
}

}  // namespace trilayer::measures
