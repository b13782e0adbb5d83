#include "trilayer/model/premotor.hpp"

#include <algorithm>
#include <cmath>

#include "trilayer/model/bi_exponential.hpp"
#include "trilayer/model/fast_math.hpp"
#include "trilayer/model/noise.hpp"
#include "trilayer/model/rivals.hpp"

namespace trilayer::model {
namespace {

using protocol::BySide;
using protocol::Side;

constexpr double full_share = 0.9;          // l1 [project]
constexpr double premotor_filter = 30.0;    // ms [project]
constexpr double programming_time = 300.0;  // ms [project]
constexpr double most_effort = 1.2;         // of maximal drive
constexpr double fluctuation = 0.06;        // SD of effort in steady contraction, share of it [project]
constexpr double fluctuation_time = 300.0;  // ms [project]

// Choice reactions: values of DMCfun [V code], in ms and evidence units; the mean encoding time is ours [project].
constexpr double impulse_size = 20.0, impulse_time = 30.0, diffusion = 4.0, bound = 75.0;
constexpr double encoding_mean = 200.0, encoding_spread = 30.0;  // before evidence begins to count
constexpr double never = -1e9;                                   // no decision yet
constexpr double evidence_gate = 0.08;                           // of the bound; below it nothing reaches M1 [project]

// A factor that wanders slowly round 1.
Course wandering(std::size_t size, base::Stream& stream) {
  const auto decay = static_cast<float>(fast_exp(-coarse_step / fluctuation_time));
  const float kick = std::sqrt(1.0F - decay * decay);
  auto value = static_cast<float>(stream.normal());
  Course course = draw_noise(size, stream);
  for (float& x : course) {
    value = decay * value + kick * x;
    x = 1.0F + static_cast<float>(fluctuation) * value;
  }
  return course;
}

Command blank(const Grid& grid) {
  Command command;
  for (const Side side : protocol::both_sides) command.effort[side].assign(grid.coarse_size(), 0.0F);
  return command;
}

// Rises to 1 over `rise` ms after 0, falls over `rise` ms from `end` on: half a cosine each, by its polynomial.
double held(double t, double rise, double end) {
  const auto smooth = [](double x) { return x <= 0.0 ? 0.0 : x >= 1.0 ? 1.0 : x * x * (3.0 - 2.0 * x); };
  return smooth(t / rise) * (1.0 - smooth((t - end) / rise));
}

// Preparation of a movement whose effort starts at 0. EMG follows some 105 ms later, and responses rise over the last
// 80 to 120 ms before it (T70 [V]): preparation grows with the command, is held until EMG begins, and fades [project].
double prepared(double t) {
  constexpr double rise = 80.0, held_until = 110.0, fade = 150.0;
  if (t <= 0.0) return 0.0;
  if (t < rise) return t / rise;
  return t < held_until ? 1.0 : fast_exp(-(t - held_until) / fade);
}

// Both hands are held back from when the hand is known to the signal; the hand that moves is then let go at once, the
// other one more slowly (preparatory suppression: Quoilin et al. 2016 [V abstract]; times [project]).
void wait_for_signal(Command& command, const Grid& grid, const Signal& signal, const BySide<double>& effort) {
  constexpr double rise = 150.0, release = 60.0, late_release = 300.0;
  if (!signal.foreknowledge) return;
  for (const Side side : protocol::both_sides) {
    Course& course = command.suppression[side];
    course.assign(grid.coarse_size(), 0.0F);
    for (std::size_t i = 0; i < course.size(); ++i) {
      const double t = grid.coarse_time(i) - signal.cue;
      const double known = t + *signal.foreknowledge;
      if (known <= 0.0) continue;
      const double held_back = 1.0 - fast_exp(-known / rise);
      course[i] = static_cast<float>(
          t <= 0.0 ? held_back : held_back * fast_exp(-t / (effort[side] > 0.0 ? release : late_release)));
    }
  }
}

// What a cue does to the two hands before evidence counts: it helps the chosen one from 55 ms on and holds the other
// back from 70 ms on. Put in from published times (75 and 100 ms: T81 [V]), not a result of the model.
void select(Command& command, const Grid& grid, Side chosen, double cue) {
  constexpr BiExponential help{10.0, 40.0}, hold{15.0, 60.0};
  constexpr double help_delay = 55.0, hold_delay = 70.0;
  for (const Side side : protocol::both_sides) command.selection[side].assign(grid.coarse_size(), 0.0F);
  for (std::size_t i = 0; i < grid.coarse_size(); ++i) {
    const double t = grid.coarse_time(i) - cue;
    command.selection[chosen][i] = static_cast<float>(height_at(help, t - help_delay));
    command.selection[opposite(chosen)][i] = -static_cast<float>(height_at(hold, t - hold_delay));
  }
}

// The automatic impulse's rate of change.
double impulse_rate(double t, double size) {
  // A(t) with a = 2 is size (t / tau) e^(1 - t/tau).
  return size / impulse_time * fast_exp(1.0 - t / impulse_time) * (1.0 - t / impulse_time);
}

}  // namespace

double premotor_share(const Participant& participant, Side intended, const Circumstances& circumstances) {
  const auto direction = intended == Side::left ? protocol::Direction::left : protocol::Direction::right;
  const PersonParameters& p = participant.person;
  // A rival makes what layer III adds by itself.
  const double layer_three =
      participant.generator == LayerThree::gated_share ? participant.loadings.at(Layer::supraspinal, direction) : 0.0;
  const double layer_one = participant.loadings.at(Layer::corticospinal, direction);
  const double fresh = circumstances.since_choice ? fast_exp(-*circumstances.since_choice / programming_time) : 0.0;
  const double share = (p.premotor_leak + (full_share - p.premotor_leak) * layer_three) *
                           (1.0 + p.demand_gain * circumstances.demand + p.programming_leak * fresh) +
                       p.shared_command * layer_one;
  return std::min(share, 1.0);  // what reaches the other M1 is never more than the command itself
}

PremotorDrive premotor_drive(const Participant& participant, const Command& command,
                             const Circumstances& circumstances) {
  PremotorDrive drive{{}, {}, command.preparation, command.suppression, command.selection, {}};
  const auto decay = static_cast<float>(fast_exp(-coarse_step / premotor_filter));
  for (const Side side : protocol::both_sides) {
    const Course& own = command.effort[side];
    const Course& other = command.effort[opposite(side)];
    const auto share = static_cast<float>(premotor_share(participant, opposite(side), circumstances));
    Course& total = drive.total[side];
    Course& crossed = drive.crossed[side];
    total.resize(own.size());
    crossed.resize(own.size());
    const auto wanted_at = [&](std::size_t i) {
      return std::min(own[i] + share * other[i], static_cast<float>(most_effort));
    };
    float filtered = own.empty() ? 0.0F : wanted_at(0), leaked = own.empty() ? 0.0F : share * other[0];
    for (std::size_t i = 0; i < own.size(); ++i) {
      const float wanted = wanted_at(i), meant = share * other[i];
      total[i] = filtered = wanted + (filtered - wanted) * decay;
      crossed[i] = leaked = meant + (leaked - meant) * decay;
    }
  }
  if (participant.generator != LayerThree::gated_share) add_rival(participant, command, drive);
  return drive;
}

Command steady_command(const Grid& grid, const protocol::BySide<double>& target, base::Stream& stream) {
  Command command = blank(grid);
  for (const Side side : protocol::both_sides) {
    if (target[side] <= 0.0) continue;
    command.effort[side] = wandering(grid.coarse_size(), stream);
    for (float& effort : command.effort[side]) effort = std::max(0.0F, effort * static_cast<float>(target[side]));
  }
  return command;
}

Command task_command(const Grid& grid, protocol::Task task, const protocol::BySide<double>& effort, double duration,
                     const Signal& signal, base::Stream& stream) {
  Command command = blank(grid);
  const bool sustained = task == protocol::Task::sustained_contraction;
  const double delay = sustained ? std::max(60.0, 150.0 + 30.0 * stream.normal())    // told to start
                                 : std::max(100.0, 220.0 + 35.0 * stream.normal());  // simple reaction [M]
  const double rise = sustained ? 150.0 : 0.4 * duration;
  for (const Side side : protocol::both_sides) {
    if (effort[side] <= 0.0) continue;
    Course& course = command.effort[side];
    course = wandering(grid.coarse_size(), stream);
    command.preparation[side].assign(course.size(), 0.0F);
    for (std::size_t i = 0; i < course.size(); ++i) {
      const double t = grid.coarse_time(i) - signal.cue - delay;
      const double level = held(t, rise, sustained ? duration - delay : duration - rise);
      course[i] = std::max(0.0F, course[i] * static_cast<float>(effort[side] * level));
      command.preparation[side][i] = static_cast<float>(prepared(t));
    }
  }
  wait_for_signal(command, grid, signal, effort);
  return command;
}

Command choice_command(const Grid& grid, const Participant& participant, Side intended, double effort, double duration,
                       protocol::Conflict conflict, const Signal& signal, base::Stream& stream) {
  Command command = blank(grid);
  const PersonParameters& p = participant.person;
  const bool drawn = stream.uniform() < 0.5;
  const bool hinders = conflict == protocol::Conflict::unstated ? drawn : conflict == protocol::Conflict::incongruent;
  const double impulse = (hinders ? -1.0 : 1.0) * p.selection_capture * impulse_size;
  const double start = signal.cue + std::max(80.0, encoding_mean + encoding_spread * stream.normal());
  const auto kick = static_cast<float>(diffusion * std::sqrt(coarse_step));
  const Course noise = draw_noise(grid.coarse_size(), stream);
  for (const Side side : protocol::both_sides) command.preparation[side].assign(grid.coarse_size(), 0.0F);
  double evidence = 0.0, decided = never;
  for (std::size_t i = 0; i < grid.coarse_size(); ++i) {
    const double t = grid.coarse_time(i);
    if (t < start) continue;
    if (decided == never) {
      evidence +=
          (p.selection_drift + impulse_rate(t - start, impulse)) * coarse_step + static_cast<double>(kick * noise[i]);
      if (std::abs(evidence) >= bound) decided = t;
    }
    const bool for_intended = evidence > 0.0;
    if (decided != never) command.wrong_hand = !for_intended;
    const double share = std::min(1.0, std::abs(evidence) / bound);
    const double gated = std::max(0.0, share - evidence_gate) / (1.0 - evidence_gate);
    const double kept = decided == never ? 1.0 : held(t - decided + 1e3, 1.0, 1e3 + duration);
    const Side side = for_intended ? intended : opposite(intended);
    command.effort[side][i] = static_cast<float>(effort * gated * kept);
    command.preparation[side][i] = static_cast<float>(share * kept);
  }
  select(command, grid, intended, signal.cue);
  BySide<double> chosen;
  chosen[intended] = effort;
  wait_for_signal(command, grid, signal, chosen);
  return command;
}

}  // namespace trilayer::model
