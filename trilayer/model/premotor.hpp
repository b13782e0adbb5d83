// Layer III: the command for each hand, and how much of it reaches the other hand's M1.
#pragma once

#include <optional>

#include "trilayer/base/random.hpp"
#include "trilayer/model/grid.hpp"
#include "trilayer/model/participant.hpp"
#include "trilayer/protocol/block.hpp"
#include "trilayer/protocol/side.hpp"

namespace trilayer::model {

/// What the participant wants at each moment: effort for each hand, of maximal drive (0 to 1.2), on the coarse grid.
/// The other courses are empty in steady contraction, where nothing is prepared or chosen.
struct Command {
  protocol::BySide<Course> effort;
  protocol::BySide<Course> preparation;  ///< of a movement of this hand, 0 to 1, from before its effort on
  protocol::BySide<Course> suppression;  ///< of both hands while one waits for the signal, 0 to 1
  protocol::BySide<Course> selection;    ///< of this hand by a cue, 1 chosen to -1 rejected
  bool wrong_hand = false;  ///< in a choice the wrong hand answered: an error, which a laboratory would see
};

/// When a task is asked for, on the trial's grid.
struct Signal {
  double cue = 0.0;                     ///< the signal to move, ms
  std::optional<double> foreknowledge;  ///< how long before it the hand was known, ms
};

/// Share of one hand's premotor drive that reaches the other hand's M1, with `intended` as the intended hand:
///   l = min(1, (l0 + (l1 - l0) lambda_III) (1 + k_D demand + k_P e^(-t / 300 ms)) + shared lambda_I),  l1 = 0.9
/// (docs/explanation/model.md, 1). `demand` is 0 (simple) or 1 (complex), t the time since the hand was chosen.
struct Circumstances {
  double demand = 0.0;
  std::optional<double> since_choice{};  ///< ms; empty: long ago
};
double premotor_share(const Participant& participant, protocol::Side intended, const Circumstances& circumstances);

/// What premotor areas send to both M1, each indexed by the hand it drives; coarse grid.
struct PremotorDrive {
  protocol::BySide<Course> total;        ///< p_j = E_j + l E_other(j), low-pass with 30 ms
  protocol::BySide<Course> crossed;      ///< l E_other(j), the same low-pass: meant for the other hand
  protocol::BySide<Course> preparation;  ///< q_j, as in the command; empty where there is none
  protocol::BySide<Course> suppression;  ///< as in the command
  protocol::BySide<Course> selection;    ///< as in the command
  protocol::BySide<Course> after_gate;   ///< what a rival of layer III adds to the rate of M1 (rivals.hpp); else empty
};
PremotorDrive premotor_drive(const Participant& participant, const Command& command,
                             const Circumstances& circumstances);

/// Steady effort for contracting hands, with slow fluctuation (SD 6 %, 300 ms).
/// `target` is the effort that holds the required force, 0 for a resting hand.
Command steady_command(const Grid& grid, const protocol::BySide<double>& target, base::Stream& stream);

/// A task of one hand or of both (efforts of 0: not that hand): from the signal on, after a delay, effort rises to the
/// target and is held for `duration` ms (sustained) or rises and falls once in `duration` ms (phasic). Preparation
/// rises to 1 in the last 70 ms before effort and fades after it.
Command task_command(const Grid& grid, protocol::Task task, const protocol::BySide<double>& effort, double duration,
                     const Signal& signal, base::Stream& stream);

/// A choice: evidence X for the intended hand grows in a diffusion to a bound, with an automatic impulse for the wrong
/// hand in one trial of two (diffusion model for conflict tasks, parameters of DMCfun [V code]):
///   A(t) = amp e^(-t/tau) (e t / ((a-1) tau))^(a-1),  dX = (drift +- dA/dt) dt + sigma dW, bounds +-75.
/// [X]+ drives the intended hand, [-X]+ the other, both before the bound is reached: the wrong hand may lead. Evidence
/// is preparation, too. `conflict` says whether the impulse helps or hinders; unstated: one trial in two each.
Command choice_command(const Grid& grid, const Participant& participant, protocol::Side intended, double effort,
                       double duration, protocol::Conflict conflict, const Signal& signal, base::Stream& stream);

}  // namespace trilayer::model
