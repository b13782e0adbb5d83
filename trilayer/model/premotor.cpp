#include "trilayer/model/premotor.hpp"

#include <algorithm>
#include <cmath>

#include "trilayer/model/fast_math.hpp"
#include "trilayer/model/noise.hpp"

namespace trilayer::model {
namespace {

using protocol::Side;

constexpr double full_share = 0.9;          // l1 [project]
constexpr double premotor_filter = 30.0;    // ms [project]
constexpr double most_effort = 1.2;         // of maximal drive
constexpr double fluctuation = 0.06;        // SD of effort in steady contraction, share of it [project]
constexpr double fluctuation_time = 300.0;  // ms [project]

// Choice reactions: values of DMCfun [V code], in ms and evidence units; the mean encoding time is ours [project].
constexpr double impulse_size = 20.0, impulse_time = 30.0, diffusion = 4.0, bound = 75.0;
constexpr double encoding_mean = 200.0, encoding_spread = 30.0;  // before evidence begins to count
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

// The automatic impulse's rate of change.
double impulse_rate(double t, double size) {
  // A(t) with a = 2 is size (t / tau) e^(1 - t/tau).
  return size / impulse_time * fast_exp(1.0 - t / impulse_time) * (1.0 - t / impulse_time);
}

}  // namespace

double premotor_share(const Participant& participant, Side intended, double demand) {
  const auto direction = intended == Side::left ? protocol::Direction::left : protocol::Direction::right;
  const PersonParameters& p = participant.person;
  const double layer_three = participant.loadings.at(Layer::supraspinal, direction);
  const double layer_one = participant.loadings.at(Layer::corticospinal, direction);
  const double share =
      (p.premotor_leak + (full_share - p.premotor_leak) * layer_three) * (1.0 + p.demand_gain * demand) +
      p.shared_command * layer_one;
  return std::min(share, 1.0);  // what reaches the other M1 is never more than the command itself
}

protocol::BySide<Course> premotor_drive(const Participant& participant, const Command& command, double demand) {
  protocol::BySide<Course> drive;
  const auto decay = static_cast<float>(fast_exp(-coarse_step / premotor_filter));
  for (const Side side : protocol::both_sides) {
    const Course& own = command.effort[side];
    const Course& other = command.effort[opposite(side)];
    const auto share = static_cast<float>(premotor_share(participant, opposite(side), demand));
    Course& out = drive[side];
    out.resize(own.size());
    const auto wanted_at = [&](std::size_t i) {
      return std::min(own[i] + share * other[i], static_cast<float>(most_effort));
    };
    float filtered = own.empty() ? 0.0F : wanted_at(0);
    for (std::size_t i = 0; i < own.size(); ++i) {
      const float wanted = wanted_at(i);
      filtered = wanted + (filtered - wanted) * decay;
      out[i] = filtered;
    }
  }
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

Command task_command(const Grid& grid, protocol::Task task, Side intended, double effort, double duration,
                     base::Stream& stream) {
  Command command = blank(grid);
  const bool sustained = task == protocol::Task::sustained_contraction;
  const double delay = sustained ? std::max(60.0, 150.0 + 30.0 * stream.normal())    // told to start
                                 : std::max(100.0, 220.0 + 35.0 * stream.normal());  // simple reaction [M]
  const double rise = sustained ? 150.0 : 0.4 * duration;
  Course& course = command.effort[intended];
  course = wandering(grid.coarse_size(), stream);
  for (std::size_t i = 0; i < course.size(); ++i) {
    const double t = grid.coarse_time(i) - delay;
    const double level = held(t, rise, sustained ? duration - delay : duration - rise);
    course[i] = std::max(0.0F, course[i] * static_cast<float>(effort * level));
  }
  return command;
}

Command choice_command(const Grid& grid, const Participant& participant, Side intended, double effort, double duration,
                       base::Stream& stream) {
  Command command = blank(grid);
  const PersonParameters& p = participant.person;
  const double conflict =
      stream.uniform() < 0.5 ? -p.selection_capture * impulse_size : p.selection_capture * impulse_size;
  const double start = std::max(80.0, encoding_mean + encoding_spread * stream.normal());
  const auto kick = static_cast<float>(diffusion * std::sqrt(coarse_step));
  const Course noise = draw_noise(grid.coarse_size(), stream);
  double evidence = 0.0, decided = -1.0;
  for (std::size_t i = 0; i < grid.coarse_size(); ++i) {
    const double t = grid.coarse_time(i);
    if (t < start) continue;
    if (decided < 0.0) {
      evidence +=
          (p.selection_drift + impulse_rate(t - start, conflict)) * coarse_step + static_cast<double>(kick * noise[i]);
      if (std::abs(evidence) >= bound) decided = t;
    }
    const bool for_intended = evidence > 0.0;
    if (decided >= 0.0) command.wrong_hand = !for_intended;
    const double share = std::min(1.0, std::abs(evidence) / bound);
    const double gated = std::max(0.0, share - evidence_gate) / (1.0 - evidence_gate);
    const double kept = decided < 0.0 ? 1.0 : held(t - decided + 1e3, 1.0, 1e3 + duration);
    command.effort[for_intended ? intended : opposite(intended)][i] = static_cast<float>(effort * gated * kept);
  }
  return command;
}

}  // namespace trilayer::model
