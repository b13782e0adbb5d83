#include "trilayer/model/trial.hpp"

#include <algorithm>
#include <utility>

#include "trilayer/base/errors.hpp"
#include "trilayer/model/corticospinal.hpp"
#include "trilayer/model/fast_math.hpp"
#include "trilayer/model/premotor.hpp"
#include "trilayer/model/simulate.hpp"

namespace trilayer::model {
namespace {

using protocol::BySide;
using protocol::Side;

constexpr double usual_contraction =
    20.0;                             // % of maximum, where a hand is told to contract and no level is stated [project]
constexpr double usual_force = 30.0;  // % of maximum, of a task without a stated force [project]
constexpr double usual_movement = 400.0;  // ms, of a brief movement without a stated duration
constexpr double most_effort = 1.2;       // of maximal drive

// Steady tonic input of both pools for constant efforts.
BySide<double> steady_input(const Participant& participant, const BySide<double>& effort, double demand) {
  BySide<double> drive;
  for (const Side side : protocol::both_sides)
    drive[side] = std::min(
        most_effort, effort[side] + premotor_share(participant, opposite(side), {demand}) * effort[opposite(side)]);
  const auto rates = steady_rates(participant, drive);
  BySide<double> input;
  for (const Side side : protocol::both_sides) {
    const TractGains gains = tract_gains(participant, side);
    input[side] =
        gains.crossed * rates[contralateral_hemisphere(side)] + gains.uncrossed * rates[ipsilateral_hemisphere(side)];
  }
  return input;
}

// The effort of one hand that holds its share of the hand's own maximum, the other hand's effort being given.
double effort_for(const Participant& participant, Side hand, double share, BySide<double> effort, double demand) {
  BySide<double> alone;
  alone[hand] = 1.0;
  const double target = share * steady_input(participant, alone, 0.0)[hand];
  double low = 0.0, high = most_effort;
  for (int k = 0; k < 14; ++k) {
    effort[hand] = 0.5 * (low + high);
    (steady_input(participant, effort, demand)[hand] < target ? low : high) = effort[hand];
  }
  return 0.5 * (low + high);
}

BySide<double> efforts_for(const Participant& participant, const BySide<double>& shares, double demand) {
  BySide<double> effort;
  for (int round = 0; round < 3; ++round)  // each hand's effort leans on the other's
    for (const Side side : protocol::both_sides)
      if (shares[side] > 0.0) effort[side] = effort_for(participant, side, shares[side], effort, demand);
  return effort;
}

Command command_for(const Body& body, const Grid& grid, const Demand& demand, base::Stream& stream) {
  switch (demand.task) {
    case protocol::Task::stimulation:
      break;
    case protocol::Task::sustained_contraction:
    case protocol::Task::phasic_movement:
    case protocol::Task::simple_reaction:
      if (demand.effort.left > 0.0 || demand.effort.right > 0.0)
        return task_command(grid, demand.task, demand.effort, demand.duration, demand.signal, stream);
      break;
    case protocol::Task::choice_reaction:
      if (demand.intended && demand.effort[*demand.intended] > 0.0)
        return choice_command(grid, body.participant, *demand.intended, demand.effort[*demand.intended],
                              demand.duration, demand.conflict, demand.signal, stream);
      break;
  }
  return steady_command(grid, demand.steady, stream);
}

// Steady contraction is run from this long before the trial and the start cut off: motoneurons start in step, with no
// spike under way to the muscle, and part within some 60 ms.
constexpr double settling = 150.0;  // ms

bool is_steady(const Demand& demand) {
  return demand.task == protocol::Task::stimulation && (demand.steady.left > 0.0 || demand.steady.right > 0.0);
}

Course cut(Course course, std::size_t first) {
  course.erase(course.begin(), course.begin() + static_cast<std::ptrdiff_t>(first));
  return course;
}

// A choice is made at the signal unless the hand was known before it; in other tasks it is known for long.
std::optional<double> since_choice(const Demand& demand) {
  if (demand.task != protocol::Task::choice_reaction && !demand.signal.foreknowledge) return std::nullopt;
  return demand.signal.foreknowledge.value_or(0.0);
}

enum Draw : std::uint32_t { of_command = 1, of_tonic, of_gain, of_nerve, of_pools = 16, of_tracts = 116 };

NoiseAddress noise_address(TrialAddress address, std::uint32_t purpose) {
  return {address.key, address.trial, address.purpose * 256 + purpose};
}

PoolNoise pool_noise(TrialAddress address, Side side, std::size_t muscle) {
  const auto own = static_cast<std::uint32_t>(of_pools + 2 * muscle + (side == Side::left ? 0 : 1));
  const auto tract = static_cast<std::uint32_t>(of_tracts + 2 * muscle);
  return {noise_address(address, own), noise_address(address, tract), noise_address(address, tract + 1)};
}

}  // namespace

Body make_body(const Participant& participant, const std::vector<std::string>& muscles, std::uint64_t seed) {
  Body body{participant, {}, {}, {}, seed};
  for (const std::string& name : muscles) {
    const MuscleKind* kind = find_muscle(name);
    if (kind == nullptr) {
      std::string known;
      for (const std::string& muscle : simulated_muscles()) known += (known.empty() ? "" : ", ") + muscle;
      throw base::Refusal("muscle '" + name + "' cannot be simulated", "the protocol's muscles", "one of " + known);
    }
    body.kinds.push_back(*kind);
    for (const Side side : protocol::both_sides) {
      body.pools[side].push_back(make_pool(participant, side, seed + body.kinds.size()));
      body.muscles[side].push_back(make_muscle(participant, side, *kind, seed));
    }
  }
  return body;
}

Demand demand_of(const Participant& participant, const protocol::PlannedBlock& block) {
  const protocol::Condition& c = block.condition;
  Demand demand;
  demand.complexity = c.complexity == protocol::Complexity::complex ? 1.0 : 0.0;
  demand.duration = base::Milliseconds(block.task_duration).value();
  BySide<double> shares;
  for (const Side side : protocol::both_sides)
    if (c.hands[side].contraction == protocol::Contraction::active)
      shares[side] = c.hands[side].percent_of_maximum.value_or(usual_contraction) / 100.0;
  const bool is_task = c.task != protocol::Task::stimulation;
  for (const Side side : protocol::both_sides)
    if (is_task && (c.both_intended || c.intended == side))
      shares[side] = c.force_percent.value_or(usual_force) / 100.0;
  const BySide<double> effort = efforts_for(participant, shares, demand.complexity);
  if (!is_task || (c.hemisphere && !c.after_cue)) {  // pulses come in steady contraction
    demand.steady = effort;
    return demand;
  }
  if (demand.duration <= 0.0) demand.duration = usual_movement;
  demand.task = c.task;
  demand.intended = c.intended;
  demand.conflict = c.conflict;
  demand.signal.cue = c.after_cue ? -c.after_cue->value() : 0.0;
  if (c.foreknowledge) demand.signal.foreknowledge = c.foreknowledge->value();
  for (const Side side : protocol::both_sides)
    if (c.both_intended || c.intended == side) demand.effort[side] = effort[side];
  return demand;
}

TrialOutcome run_trial(const Body& body, const Grid& asked, const Demand& demand,
                       const std::vector<CorticalPulse>& pulses, TrialAddress address,
                       const std::vector<PeripheralPulse>& peripheral, bool keep_spikes) {
  Grid grid = asked;
  if (is_steady(demand)) grid.from -= settling;
  const std::size_t before = grid.fine_size() - asked.fine_size();
  const auto stream = [&](std::uint32_t draw) {
    return base::Stream(address.key, address.trial, address.purpose, draw);
  };
  base::Stream of_effort = stream(of_command), of_rate = stream(of_tonic), of_gains = stream(of_gain),
               of_axons = stream(of_nerve);
  const Participant& participant = body.participant;
  const Command command = command_for(body, grid, demand, of_effort);
  const Activity activity =
      m1_activity(participant, premotor_drive(participant, command, {demand.complexity, since_choice(demand)}));
  const CorticalResponse response = respond(participant, grid, pulses, activity);
  const auto tonic = tonic_output(activity.rate, response, of_rate);

  TrialOutcome outcome;
  outcome.wrong_hand = command.wrong_hand;
  for (const Side side : protocol::both_sides) {
    const double gain = fast_exp(participant.person.trial_gain_noise * of_gains.normal());
    const PoolInput input = pool_input(participant, grid, side, response, tonic, activity.rate, gain);
    for (std::size_t m = 0; m < body.kinds.size(); ++m) {
      const Pool& pool = body.pools[side][m];
      const Muscle& muscle = body.muscles[side][m];
      std::vector<Spike> spikes = run_pool(pool, grid, input, pool_noise(address, side, m));
      if (!peripheral.empty()) {
        const auto more = peripheral_spikes(pool, muscle, grid, side, peripheral, of_axons);
        spikes.insert(spikes.end(), more.begin(), more.end());
      }
      outcome.emg[side].push_back(cut(emg(muscle, grid, spikes), before));
      if (keep_spikes) outcome.spikes[side].push_back(std::move(spikes));
    }
  }
  return outcome;
}

}  // namespace trilayer::model
