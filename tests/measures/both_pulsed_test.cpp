// Pulses to both hemispheres at once: the sign of two M1 that drive one hand is a silence that is longer with both.
#include <doctest/doctest.h>

#include <algorithm>

#include "trilayer/measures/measure.hpp"
#include "trilayer/phantom/phantom.hpp"

namespace trilayer::measures {
namespace {

using base::Milliseconds;
using base::Millivolts;
using protocol::Contraction;
using protocol::Hemisphere;
using protocol::Side;

phantom::PhantomBlock active_right(std::string id, bool together, Milliseconds end) {
  phantom::PhantomBlock block;
  block.plan.id = std::move(id);
  block.plan.trials = 12;
  auto& condition = block.plan.condition;
  condition.hemisphere = Hemisphere::left;
  condition.both_hemispheres_together = together;
  condition.hands.left.contraction = Contraction::rest;
  condition.hands.right.contraction = Contraction::active;
  phantom::Hand& hand = block.hands.right;
  hand.background = base::Microvolts(80.0);
  hand.response = phantom::Response{Milliseconds(20.0), Milliseconds(0.3), Millivolts(3.0), 0.3};
  hand.silence = phantom::Silence{Milliseconds(21.0), end, Milliseconds(4.0), 1.0};
  return block;
}

TEST_CASE("The silence after pulses to both hemispheres is measured beside that after one; an ipsilateral one is not") {
  phantom::Phantom phantom;
  phantom.blocks = {active_right("one", false, Milliseconds(100.0)), active_right("both", true, Milliseconds(170.0))};
  const auto results = measure({phantom::draw(phantom, 4)}, {});
  const auto find = [&](std::string_view id, std::string_view block) {
    return std::find_if(results.measurements.begin(), results.measurements.end(), [&](const Measurement& m) {
      return m.key.measure == id && m.block == block && m.key.side == Side::right;
    });
  };
  const auto one = find("csp_duration", "one"), both = find("csp_duration", "both");
  REQUIRE(one != results.measurements.end());
  REQUIRE(both != results.measurements.end());
  CHECK(*one->value == doctest::Approx(80.0).epsilon(0.1));
  CHECK(*both->value == doctest::Approx(150.0).epsilon(0.05));
  for (const Measurement& m : results.measurements)
    if (m.block == "both") CHECK_FALSE((m.key.measure.starts_with("imep") || m.key.measure.starts_with("isp")));
}

}  // namespace
}  // namespace trilayer::measures
