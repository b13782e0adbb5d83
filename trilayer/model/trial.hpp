// One trial of a virtual participant, from the command to the EMG at the electrodes.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "trilayer/model/motoneurons.hpp"
#include "trilayer/model/motor_cortex.hpp"
#include "trilayer/model/muscle.hpp"
#include "trilayer/model/nerve.hpp"
#include "trilayer/model/participant.hpp"
#include "trilayer/model/premotor.hpp"
#include "trilayer/protocol/block.hpp"

namespace trilayer::model {

/// A participant with motoneurons and muscles laid out: made once a session.
struct Body {
  Participant participant;
  std::vector<MuscleKind> kinds;              ///< recorded, on both sides
  protocol::BySide<std::vector<Pool>> pools;  ///< one a muscle
  protocol::BySide<std::vector<Muscle>> muscles;
  std::uint64_t seed = 0;
};

/// Throws Refusal for a muscle that is not in the table.
Body make_body(const Participant& participant, const std::vector<std::string>& muscles, std::uint64_t seed);

/// What a participant is asked to do in a block, as effort.
struct Demand {
  protocol::Task task = protocol::Task::stimulation;
  protocol::BySide<double> steady;                             ///< effort of each hand before and during pulses
  std::optional<protocol::Side> intended;                      ///< of a unilateral task
  protocol::BySide<double> effort;                             ///< in the task, of each hand that is to move
  double duration = 0.0;                                       ///< of the task, ms
  double complexity = 0.0;                                     ///< 0 simple, 1 complex
  protocol::Conflict conflict = protocol::Conflict::unstated;  ///< of a choice
  Signal signal;                                               ///< of a task
};

/// The demand of a block. Efforts are those that hold the required force: the steady drive to the hand's pool is the
/// stated share of what maximal effort of that hand alone gives, so that a lesioned participant makes the usual effort
/// for less force.
Demand demand_of(const Participant& participant, const protocol::PlannedBlock& block);

/// Which trial it is, for random draws: they depend on this and on nothing else.
struct TrialAddress {
  std::uint64_t key = 0;      ///< of the block, or of the session for trials outside of blocks
  std::uint32_t trial = 0;    ///< of the block
  std::uint32_t purpose = 0;  ///< 0 the session's own trials, others those of threshold determination
};

/// What a trial gives.
struct TrialOutcome {
  protocol::BySide<std::vector<Course>> emg;                 ///< mV, fine grid, one a muscle
  bool wrong_hand = false;                                   ///< a choice answered with the wrong hand
  protocol::BySide<std::vector<std::vector<Spike>>> spikes;  ///< of motoneurons, one a muscle; only where asked for
};

/// Runs a trial. `pulses` in order of time, with effective strength. Spikes that are kept count their steps from the
/// start of `grid`, or from 150 ms before it where hands contract steadily.
TrialOutcome run_trial(const Body& body, const Grid& grid, const Demand& demand,
                       const std::vector<CorticalPulse>& pulses, TrialAddress address,
                       const std::vector<PeripheralPulse>& peripheral = {}, bool keep_spikes = false);

}  // namespace trilayer::model
