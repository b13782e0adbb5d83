// Nerves and roots: when their spikes come, and which units fire.
#include "trilayer/model/nerve.hpp"

#include <doctest/doctest.h>

#include <set>

#include "tests/model/virtual_lab.hpp"

namespace trilayer::model {
namespace {

using protocol::Side;
using protocol::Site;

constexpr Grid grid{-50.0, 100.0, 0.1};

// When each spike's potential begins, ms after the pulse at 0.
std::vector<double> onsets(const Body& body, const PeripheralPulse& pulse, Side side = Side::right) {
  base::Stream stream(1, 0, 0);
  const Muscle& muscle = body.muscles[side].front();
  std::vector<double> all;
  for (const Spike& spike : peripheral_spikes(body.pools[side].front(), muscle, grid, side, {pulse}, stream))
    all.push_back(grid.from + spike.step * grid.step + muscle.delay[spike.unit] - onset_to_middle);
  return all;
}

TEST_CASE("A shock to the nerve makes every unit answer 3 ms later, and a few again from the cord") {
  const Body body = body_of(loaded());
  int direct = 0, late = 0;
  for (const double onset : onsets(body, {0.0, Side::right, Site::nerve})) {
    (onset < 10.0 ? direct : late) += 1;
    if (onset < 10.0) CHECK(onset == doctest::Approx(3.0).epsilon(0.03));
    // Down the nerve twice, less the wrist once: within the spread of units.
    if (onset >= 10.0) CHECK(onset == doctest::Approx(2.0 * loaded().person.peripheral_delay - 2.0).epsilon(0.3));
  }
  CHECK(direct == static_cast<int>(pool_size));
  CHECK(late < 20);
}

TEST_CASE("A pulse to the root recruits more axons the stronger it is, each 1 ms earlier than from the cord") {
  const Body body = body_of(loaded());
  const auto weak = onsets(body, {0.0, Side::right, Site::root, 40.0});
  const auto strong = onsets(body, {0.0, Side::right, Site::root, 70.0});
  CHECK(weak.size() < strong.size());
  double mean = 0.0;
  for (const double onset : strong) mean += onset / static_cast<double>(strong.size());
  CHECK(mean == doctest::Approx(loaded().person.peripheral_delay - 1.0).epsilon(0.03));
}

TEST_CASE("The other side of the body is left alone, and lost units answer nothing") {
  CHECK(onsets(body_of(loaded()), {0.0, Side::left, Site::nerve}, Side::right).empty());
  Participant p = loaded();
  p.hand.right.motor_units = 0.3;
  CHECK(onsets(body_of(p), {0.0, Side::right, Site::nerve}).size() < pool_size / 2);
}

}  // namespace
}  // namespace trilayer::model
