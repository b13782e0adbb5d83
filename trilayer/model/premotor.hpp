// Layer III: the command for each hand, and how much of it reaches the other hand's M1.
#pragma once

#include "trilayer/base/random.hpp"
#include "trilayer/model/grid.hpp"
#include "trilayer/model/participant.hpp"
#include "trilayer/protocol/block.hpp"
#include "trilayer/protocol/side.hpp"

namespace trilayer::model {

/// What the participant wants at each moment: effort for each hand, of maximal drive (0 to 1.2).
struct Command {
  protocol::BySide<Course> effort;  ///< coarse grid
  bool wrong_hand = false;          ///< in a choice the wrong hand answered: an error, which a laboratory would see
};

/// Share of one hand's premotor drive that reaches the other hand's M1, with `intended` as the intended hand:
///   l = min(1, (l0 + (l1 - l0) lambda_III) (1 + k_D demand) + shared lambda_I),  l1 = 0.9
/// (docs/explanation/model.md, 1). `demand` is 0 (simple) or 1 (complex).
double premotor_share(const Participant& participant, protocol::Side intended, double demand);

/// Premotor drive of both M1 from the efforts, each M1 indexed by the hand it drives:
///   p_j = E_j + l E_other(j), low-pass with 30 ms.
protocol::BySide<Course> premotor_drive(const Participant& participant, const Command& command, double demand);

/// Steady effort for contracting hands, with slow fluctuation (SD 6 %, 300 ms).
/// `target` is the effort that holds the required force, 0 for a resting hand.
Command steady_command(const Grid& grid, const protocol::BySide<double>& target, base::Stream& stream);

/// A unilateral task: from the anchor on, after a delay, effort rises to the target and is held for `duration` ms
/// (sustained) or rises and falls once in `duration` ms (phasic).
Command task_command(const Grid& grid, protocol::Task task, protocol::Side intended, double effort, double duration,
                     base::Stream& stream);

/// A choice: evidence X for the intended hand grows in a diffusion to a bound, with an automatic impulse for the wrong
/// hand in one trial of two (diffusion model for conflict tasks, parameters of DMCfun [V code]):
///   A(t) = amp e^(-t/tau) (e t / ((a-1) tau))^(a-1),  dX = (drift +- dA/dt) dt + sigma dW, bounds +-75.
/// [X]+ drives the intended hand, [-X]+ the other, both before the bound is reached: the wrong hand may lead.
Command choice_command(const Grid& grid, const Participant& participant, protocol::Side intended, double effort,
                       double duration, base::Stream& stream);

}  // namespace trilayer::model
