// Responses of known size at times round a signal to move.
#include "trilayer/measures/tasks/premotor_mep.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "trilayer/base/random.hpp"
#include "trilayer/measures/measure.hpp"

namespace trilayer::measures {
namespace {

using protocol::Hemisphere;
using protocol::Side;
using protocol::Task;

struct Pulses {
  std::optional<double> after_cue;      // ms
  std::optional<double> foreknowledge;  // ms
  double left = 1.0, right = 1.0;       // mV, geometric mean
  double rest = 2.0;                    // uV RMS before the pulse, both hands
};

constexpr double rate = 2000.0, spacing = 3.0;
constexpr int trials = 20;

// The right hand is intended. Pulses alternate between blocks of one hemisphere each: the left hemisphere here.
recording::Session draw(const std::vector<Pulses>& blocks, Hemisphere hemisphere = Hemisphere::left) {
  recording::Session session;
  session.participant = "drawn";
  recording::Recording recording;
  recording.name = "delay";
  recording::Segment segment;
  const auto count = static_cast<std::size_t>((2.0 + spacing * trials * static_cast<double>(blocks.size())) * rate);
  for (const Side side : protocol::both_sides) {
    recording::Channel channel;
    channel.name = std::string(name(side)) + " FDI";
    channel.rate = base::Hertz(rate);
    channel.side = side;
    channel.muscle = "FDI";
    recording.channels.push_back(channel);
    base::Stream noise(4, side == Side::left ? 1U : 2U);
    std::vector<float> row(count);
    for (std::size_t i = 0; i < count; ++i) {
      const auto b = static_cast<std::size_t>(std::max(0.0, static_cast<double>(i) / rate - 1.0) / spacing / trials);
      row[i] = static_cast<float>(blocks[std::min(b, blocks.size() - 1)].rest * noise.normal());
    }
    for (std::size_t b = 0; b < blocks.size(); ++b)
      for (int t = 0; t < trials; ++t) {
        if (side != protocol::contralateral_side(hemisphere)) continue;
        const double size = (side == Side::left ? blocks[b].left : blocks[b].right) * std::exp(0.3 * noise.normal());
        const double at = 2.0 + spacing * (trials * static_cast<double>(b) + t) + 0.022;
        for (std::size_t k = 0; k < 24; ++k)  // one cycle of 12 ms
          row[static_cast<std::size_t>(at * rate) + k] +=
              static_cast<float>(500.0 * size * std::sin(2.0 * std::numbers::pi * static_cast<double>(k) / 24.0));
      }
    segment.samples.push_back(std::move(row));
  }
  recording.segments.push_back(std::move(segment));
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    protocol::Block block;
    block.id = "block" + std::to_string(b + 1);
    block.condition.hemisphere = hemisphere;
    block.condition.hands = {{protocol::Contraction::rest, {}}, {protocol::Contraction::rest, {}}};
    if (blocks[b].after_cue) {
      block.condition.task = Task::choice_reaction;
      block.condition.intended = Side::right;
      block.condition.after_cue = base::Milliseconds(*blocks[b].after_cue);
    }
    if (blocks[b].foreknowledge) block.condition.foreknowledge = base::Milliseconds(*blocks[b].foreknowledge);
    for (int t = 0; t < trials; ++t) {
      protocol::Trial trial;
      trial.anchor.time = base::Seconds(2.0 + spacing * (trials * static_cast<double>(b) + t));
      protocol::Pulse pulse;
      pulse.time = trial.anchor.time;
      pulse.hemisphere = hemisphere;
      trial.pulses.push_back(pulse);
      block.trials.push_back(trial);
    }
    recording.blocks.push_back(block);
  }
  session.recordings.push_back(std::move(recording));
  return session;
}

std::vector<Measurement> found(const recording::Session& session, std::string_view id) {
  std::vector<Measurement> some;
  for (const Measurement& m : measure({session}, Settings{}, 1).measurements)
    if (m.key.measure == id && !m.block.empty()) some.push_back(m);
  REQUIRE_FALSE(some.empty());
  return some;
}

TEST_CASE("A response after the signal to move is compared with those outside the task") {
  const auto all = found(draw({{{}, {}, 1.0, 1.0}, {150.0, {}, 1.0, 2.0}}), "premotor_facilitation");
  REQUIRE(all.size() == 1);
  CHECK(all[0].state == State::value);
  CHECK(std::abs(std::log(*all[0].value / 2.0)) < 2.5 * *all[0].standard_error);
  CHECK(*all[0].standard_error == doctest::Approx(0.3 * std::sqrt(2.0 / trials)).epsilon(0.4));
  CHECK(all[0].method.find("selected hand") == 0);
  CHECK(all[0].method.find("outside the task") != std::string::npos);
  CHECK(all[0].method.find("background EMG") != std::string::npos);
}

TEST_CASE("Between the moment the hand is known and the signal it is preparatory suppression, against the same task") {
  const auto session =
      draw({{{}, {}, 3.0, 3.0}, {-800.0, 500.0, 1.0, 1.0}, {-100.0, 500.0, 0.6, 0.6}}, Hemisphere::right);
  const auto all = found(session, "preparatory_suppression");
  REQUIRE(all.size() == 1);
  CHECK(all[0].key.side == Side::left);
  CHECK(std::abs(std::log(*all[0].value / 0.6)) < 2.5 * *all[0].standard_error);
  CHECK(all[0].method.find("hand not selected") == 0);
  CHECK(all[0].method.find("before the hand was known") != std::string::npos);
  CHECK(all[0].block == "block3+block2");
}

TEST_CASE("Pulses to both hemispheres together are compared with such pulses alone") {
  auto session = draw({{{}, {}, 3.0, 3.0}, {-800.0, 500.0, 1.0, 1.0}, {-100.0, 500.0, 0.6, 0.6}}, Hemisphere::right);
  auto& blocks = session.recordings[0].blocks;
  blocks[2].condition.both_hemispheres_together = true;
  CHECK(found(session, "preparatory_suppression")[0].state == State::missing);
  blocks[1].condition.both_hemispheres_together = true;
  const auto all = found(session, "preparatory_suppression");
  REQUIRE(all.size() == 1);
  CHECK(all[0].block == "block3+block2");
  CHECK(std::abs(std::log(*all[0].value / 0.6)) < 2.5 * *all[0].standard_error);
}

TEST_CASE("Other background EMG confounds, vanished responses bound, no baseline is missing") {
  const auto tense = found(draw({{{}, {}, 1.0, 1.0}, {150.0, {}, 1.0, 2.0, 4.0}}), "premotor_facilitation");
  CHECK(tense[0].state == State::confounded);
  const auto gone = found(draw({{{}, {}, 1.0, 1.0}, {150.0, {}, 0.0, 0.0}}), "premotor_facilitation");
  CHECK(gone[0].state == State::at_most);
  CHECK(*gone[0].value < 0.1);
  const auto alone = found(draw({{150.0, {}, 1.0, 1.0}}), "premotor_facilitation");
  CHECK(alone[0].state == State::missing);
}

}  // namespace
}  // namespace trilayer::measures
