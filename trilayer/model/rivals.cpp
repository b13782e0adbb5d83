#include "trilayer/model/rivals.hpp"

#include <algorithm>

#include "trilayer/model/fast_math.hpp"

namespace trilayer::model {
namespace {

using protocol::BySide;
using protocol::Side;

constexpr double filter_time = 30.0;  // ms, as premotor drive

double loading_of(const Participant& participant, Side intended) {
  const auto direction = intended == Side::left ? protocol::Direction::left : protocol::Direction::right;
  return participant.loadings.at(Layer::supraspinal, direction);
}

void low_pass(Course& course) {
  const auto decay = static_cast<float>(fast_exp(-coarse_step / filter_time));
  float value = course.empty() ? 0.0F : course.front();
  for (float& x : course) x = value = x + (value - x) * decay;
}

template <class Law>
Course from_effort(const Course& effort, Law law) {
  Course course(effort.size());
  for (std::size_t i = 0; i < effort.size(); ++i) course[i] = static_cast<float>(law(static_cast<double>(effort[i])));
  low_pass(course);
  return course;
}

double activation(double x) { return x <= 0.0 ? 0.0 : x * x / (0.15 + x); }

// The activity of both premotor populations, each indexed by the hand it is for.
BySide<Course> field(const BySide<Course>& effort, const BySide<double>& loading) {
  constexpr double time = 20.0;
  const double decay = fast_exp(-coarse_step / time);
  BySide<Course> activity;
  BySide<double> a{0.0, 0.0}, b{0.0, 0.0};
  for (const Side side : protocol::both_sides) activity[side].resize(effort[side].size());
  for (std::size_t i = 0; i < effort.left.size(); ++i) {
    const BySide<double> before = a;
    for (const Side side : protocol::both_sides) {
      const double l = loading[opposite(side)];  // of the direction that intends the other hand
      const double other = before[opposite(side)];
      const double wanted =
          activation(static_cast<double>(effort[side][i]) + (0.2 + 1.4 * l) * other - (0.8 - 0.8 * l) * b[side]);
      const double held_back = activation(other);
      a[side] = wanted + (a[side] - wanted) * decay;
      b[side] = held_back + (b[side] - held_back) * decay;
      activity[side][i] = static_cast<float>(a[side]);
    }
  }
  return activity;
}

void add_field(const Participant& participant, const Command& command, PremotorDrive& drive) {
  BySide<double> loading;
  for (const Side side : protocol::both_sides) loading[side] = loading_of(participant, side);
  const BySide<Course> with = field(command.effort, loading), without = field(command.effort, {0.0, 0.0});
  for (const Side side : protocol::both_sides) {
    if (loading[opposite(side)] <= 0.0) continue;  // the intended hand's own gain is not drive for a mirror hand
    for (std::size_t i = 0; i < with[side].size(); ++i) {
      const float gain = std::max(0.0F, with[side][i] - without[side][i]);
      drive.total[side][i] = std::min(1.2F, drive.total[side][i] + gain);
      drive.crossed[side][i] += gain;
    }
  }
}

}  // namespace

std::string_view name(LayerThree generator) {
  switch (generator) {
    case LayerThree::gated_share:
      return "gated_share";
    case LayerThree::additive:
      return "additive";
    case LayerThree::activation_threshold:
      return "activation_threshold";
    case LayerThree::neural_field:
      return "neural_field";
  }
  return "";
}

std::optional<LayerThree> parse_layer_three(std::string_view text) {
  for (const LayerThree generator : all_layer_three)
    if (name(generator) == text) return generator;
  return std::nullopt;
}

void add_rival(const Participant& participant, const Command& command, PremotorDrive& drive) {
  if (participant.generator == LayerThree::neural_field) return add_field(participant, command, drive);
  for (const Side side : protocol::both_sides) {
    const double l = loading_of(participant, opposite(side));
    if (l <= 0.0) continue;
    const Course& intended = command.effort[opposite(side)];
    if (participant.generator == LayerThree::additive) {
      drive.after_gate[side] = from_effort(intended, [&](double effort) { return 0.3 * l * effort; });
      continue;
    }
    const Course more =
        from_effort(intended, [&](double effort) { return 0.378 * l * (1.0 - fast_exp(-effort / 0.05)); });
    for (std::size_t i = 0; i < more.size(); ++i) {
      drive.total[side][i] = std::min(1.2F, drive.total[side][i] + more[i]);
      drive.crossed[side][i] += more[i];
    }
  }
}

}  // namespace trilayer::model
