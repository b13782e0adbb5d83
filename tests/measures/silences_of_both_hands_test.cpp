// Silences of two hands, and of one hand under one pulse and two: phantoms of the patterns the measures are for.
#include "trilayer/measures/silences/silences_of_both_hands.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "trilayer/measures/measure.hpp"
#include "trilayer/phantom/phantom.hpp"

namespace trilayer::measures {
namespace {

using base::Milliseconds;
using protocol::Contraction;
using protocol::Hemisphere;
using protocol::Side;

phantom::Response response() { return {Milliseconds(20.0), Milliseconds(0.3), base::Millivolts(2.0), 0.3}; }

// Pulses to the left hemisphere while the right hand contracts, and the left one if told to.
phantom::PhantomBlock block_of(std::string id, double right_end, std::optional<phantom::Silence> left,
                               bool left_active = true) {
  phantom::PhantomBlock block;
  block.plan.id = std::move(id);
  block.plan.trials = 16;
  block.plan.interval = base::Seconds(2.0);
  block.plan.condition.hemisphere = Hemisphere::left;
  auto& hands = block.plan.condition.hands;
  hands.right.contraction = Contraction::active;
  hands.left.contraction = left_active ? Contraction::active : Contraction::rest;
  block.hands.right.background = base::Microvolts(100.0);
  block.hands.left.background = base::Microvolts(left_active ? 100.0 : 3.0);
  block.hands.right.response = response();
  block.hands.right.silence = phantom::Silence{Milliseconds(21.0), Milliseconds(right_end), Milliseconds(3.0), 1.0};
  block.hands.left.silence = left;
  return block;
}

Results measured(std::vector<phantom::PhantomBlock> blocks, std::uint64_t seed) {
  phantom::Phantom phantom;
  phantom.blocks = std::move(blocks);
  return measure({phantom::draw(phantom, seed)}, {});
}

const Measurement& one(const Results& results, std::string_view id, Side side, std::string_view block = "") {
  const auto found = std::find_if(results.measurements.begin(), results.measurements.end(), [&](const auto& m) {
    return m.key.measure == id && m.key.side == side && (block.empty() || m.block == block);
  });
  REQUIRE(found != results.measurements.end());
  return *found;
}

TEST_CASE("Where one hemisphere silences both hands alike the ratio is near one") {
  auto block = block_of("a", 150.0, phantom::Silence{Milliseconds(35.0), Milliseconds(145.0), Milliseconds(3.0), 1.0});
  block.hands.left.response = response();
  const auto results = measured({block}, 51);
  const Measurement& ratio = one(results, "csp_hand_ratio", Side::left);
  CHECK(ratio.state == State::value);
  CHECK(*ratio.value == doctest::Approx(110.0 / 116.0).epsilon(0.05));
  CHECK(*ratio.standard_error < 0.1);
  CHECK(ratio.key.hemisphere == Hemisphere::left);
  CHECK(one(results, "csp_hand_ratio", Side::right).state == State::missing);  // no pulses to the right hemisphere
}

TEST_CASE("An iSP is no silence of that kind: the ratio is at most a short one's") {
  const auto results = measured(
      {block_of("a", 150.0, phantom::Silence{Milliseconds(36.0), Milliseconds(56.0), Milliseconds(1.5), 0.6})}, 52);
  const Measurement& ratio = one(results, "csp_hand_ratio", Side::left);
  CHECK(ratio.state == State::at_most);
  CHECK(*ratio.value == doctest::Approx(25.0 / 116.0).epsilon(0.1));
  CHECK(one(results, "isp_depth", Side::left).state == State::value);
}

TEST_CASE("Two pulses lengthen a silence by what is written in, with the errors of both") {
  auto both = block_of("both", 170.0, std::nullopt, false);
  both.plan.condition.both_hemispheres_together = true;
  const auto results = measured({block_of("one", 100.0, std::nullopt, false), both}, 53);
  const Measurement& change = one(results, "csp_both_pulses_change", Side::right);
  CHECK(change.state == State::value);
  CHECK(*change.value == doctest::Approx(70.0).epsilon(0.1));
  const double a = *one(results, "csp_duration", Side::right, "one").standard_error;
  const double b = *one(results, "csp_duration", Side::right, "both").standard_error;
  CHECK(*change.standard_error * *change.standard_error == doctest::Approx(a * a + b * b));
  CHECK(change.block == "both+one");

  SUBCASE("a silence that does not end with two pulses makes the change at least that") {
    both.hands.right.silence->end = Milliseconds(900.0);
    const auto open = measured({block_of("one", 100.0, std::nullopt, false), both}, 53);
    const Measurement& at_least = one(open, "csp_both_pulses_change", Side::right);
    CHECK(at_least.state == State::at_least);
    CHECK(*at_least.value > 200.0);
  }
  SUBCASE("without a block of single pulses there is nothing to compare with") {
    const Measurement alone = one(measured({both}, 53), "csp_both_pulses_change", Side::right);
    CHECK(alone.state == State::missing);
    CHECK(alone.reason.find("pulses to this hemisphere alone") != std::string::npos);
  }
  SUBCASE("another intensity confounds the comparison") {
    both.plan.condition.intensity = protocol::Intensity{150.0, protocol::IntensityReference::resting_motor_threshold};
    const auto other = measured({block_of("one", 100.0, std::nullopt, false), both}, 53);
    CHECK(one(other, "csp_both_pulses_change", Side::right).state == State::confounded);
  }
}

// The left hand contracts throughout; the right one, contralateral to the pulses, contracts or rests.
std::vector<phantom::PhantomBlock> with_and_without(double depth_with, double depth_without) {
  const auto block = [&](const char* id, double depth, bool right_active) {
    auto b = block_of(id, 150.0, phantom::Silence{Milliseconds(36.0), Milliseconds(61.0), Milliseconds(1.5), depth});
    if (!right_active) {
      b.plan.condition.hands.right.contraction = Contraction::rest;
      b.hands.right.background = base::Microvolts(3.0);
    }
    return b;
  };
  return {block("other active", depth_with, true), block("other at rest", depth_without, false)};
}

TEST_CASE("The effect of the other hand is the area with it contracting minus that with it at rest") {
  const auto results = measured(with_and_without(0.8, 0.4), 54);
  const Measurement& effect = one(results, "isp_other_hand_effect", Side::left);
  CHECK(effect.state == State::value);
  CHECK(std::abs(*effect.value - 0.4 * 25.0) < 2.5 * *effect.standard_error);
  CHECK(*effect.standard_error < 3.0);
}

TEST_CASE("An iSP that only shows with the other hand contracting makes its effect at least what was sure to be seen") {
  const auto results = measured(with_and_without(0.8, 0.0), 55);
  const Measurement& effect = one(results, "isp_other_hand_effect", Side::left);
  const double seen = *one(results, "isp_area", Side::left, "other active").value;
  CHECK(effect.state == State::at_least);
  CHECK(*effect.value > 0.0);
  CHECK(*effect.value < seen);
}

}  // namespace
}  // namespace trilayer::measures
