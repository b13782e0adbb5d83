// What each layer must do to EMG, and that it does so through its own mechanism: with that mechanism taken out the sign
// is gone. Nothing is scripted, so every one of these could fail.
#include <doctest/doctest.h>

#include "tests/model/virtual_lab.hpp"

namespace trilayer::model {
namespace {

using protocol::BySide;
using protocol::Direction;
using protocol::Hemisphere;
using protocol::Side;

constexpr double size = 0.8;  // of the loadings

// The hemisphere that drives the intended hand of a direction.
constexpr Hemisphere driver(Direction direction) { return contralateral_hemisphere(intended_side(direction)); }

// Response at rest of the mirror hand to the hemisphere of the intended one, over that of the intended hand.
double imep_ratio(const Participant& p, Direction direction) {
  const Trials trials{{{0.0, driver(direction), 1.4}}};
  const Body body = body_of(p);
  return peak_to_peak(body, trials, mirror_side(direction), 15.0, 60.0) /
         peak_to_peak(body, trials, intended_side(direction), 15.0, 60.0);
}

// Conditioned over test response of the mirror hand: its M1 is tested after a pulse to the intended hand's.
double ihi_ratio(const Participant& p, Direction direction, double interval) {
  const Hemisphere sender = driver(direction);
  const Trials test{{{0.0, opposite(sender), 1.2}}};
  const Trials pair{{{-interval, sender, 1.2}, {0.0, opposite(sender), 1.2}}};
  const Body body = body_of(p);
  return peak_to_peak(body, pair, mirror_side(direction), 15.0, 60.0) /
         peak_to_peak(body, test, mirror_side(direction), 15.0, 60.0);
}

// Share of the mirror hand's own contraction that a pulse to the intended hand's hemisphere takes away.
double isp_depth(const Participant& p, Direction direction) {
  Trials trials{{{0.0, driver(direction), 1.4}}};
  trials.effort[mirror_side(direction)] = 0.4;
  trials.grid.from = -120.0;
  const Body body = body_of(p);
  return 1.0 - rectified(body, trials, mirror_side(direction), 36.0, 52.0) /
                   rectified(body, trials, mirror_side(direction), -100.0, 0.0);
}

// Mirror over intended EMG in steady contraction of one hand.
double mirror_ratio(const Participant& p, Direction direction) {
  Trials trials;
  trials.effort[intended_side(direction)] = 0.6;
  trials.grid = {-300.0, 300.0, 0.1};
  trials.count = 8;
  const Body body = body_of(p);
  return rectified(body, trials, mirror_side(direction), -200.0, 300.0) /
         rectified(body, trials, intended_side(direction), -200.0, 300.0);
}

// A health in which a loading shows in no measure of the other direction.
void same_as_healthy(const Participant& p, Direction direction) {
  CHECK(imep_ratio(p, direction) < 0.05);
  CHECK(ihi_ratio(p, direction, 10.0) == doctest::Approx(ihi_ratio(loaded(), direction, 10.0)).epsilon(0.15));
  CHECK(isp_depth(p, direction) == doctest::Approx(isp_depth(loaded(), direction)).epsilon(0.15));
  CHECK(mirror_ratio(p, direction) < mirror_ratio(loaded(), direction) + 0.03);
}

TEST_CASE("Health: no response on the same side, inhibition between the hemispheres, hardly any mirroring") {
  for (const Direction direction : protocol::both_directions) {
    CHECK(imep_ratio(loaded(), direction) < 0.02);
    CHECK(ihi_ratio(loaded(), direction, 10.0) < 0.8);
    CHECK(ihi_ratio(loaded(), direction, 40.0) < 0.85);
    CHECK(isp_depth(loaded(), direction) > 0.5);
    CHECK(mirror_ratio(loaded(), direction) < 0.1);
  }
}

TEST_CASE("Layer I gives the mirror hand a response, in its own direction only, through the uncrossed fibres") {
  Participant p = loaded({{one_right, size}});
  CHECK(imep_ratio(p, Direction::right) > 0.5);
  CHECK(imep_ratio(loaded({{one_right, 0.4}}), Direction::right) < imep_ratio(p, Direction::right));
  CHECK(imep_ratio(p, Direction::left) < 0.02);
  CHECK(isp_depth(p, Direction::left) == doctest::Approx(isp_depth(loaded(), Direction::left)).epsilon(0.15));
  p.person.uncrossed_gain = 0.0;
  CHECK(imep_ratio(p, Direction::right) < 0.02);
}

TEST_CASE("Layer II takes inhibition away, in its own direction only, through the callosal circuits") {
  Participant p = loaded({{two_right, size}});
  for (const double interval : {10.0, 40.0}) {
    CAPTURE(interval);
    CHECK(ihi_ratio(p, Direction::right, interval) > ihi_ratio(loaded(), Direction::right, interval) + 0.15);
  }
  // The silence saturates: a loading of 0.8 leaves most of its depth, one of 1 leaves none.
  CHECK(isp_depth(p, Direction::right) < isp_depth(loaded(), Direction::right) - 0.08);
  CHECK(isp_depth(loaded({{two_right, 1.0}}), Direction::right) < 0.15);
  CHECK(imep_ratio(p, Direction::right) < 0.02);
  same_as_healthy(p, Direction::left);
  for (auto* h : {&p.hemisphere.left, &p.hemisphere.right}) h->fast_share = h->slow_share = h->tonic_share = 0.0;
  CHECK(ihi_ratio(p, Direction::right, 10.0) == doctest::Approx(ihi_ratio(loaded(), Direction::right, 10.0)));
  CHECK(isp_depth(p, Direction::right) == doctest::Approx(isp_depth(loaded(), Direction::right)));
}

TEST_CASE("Layer III drives the mirror hand and leaves inhibition as it is") {
  Participant p = loaded({{three_right, size}});
  CHECK(mirror_ratio(p, Direction::right) > mirror_ratio(loaded(), Direction::right) + 0.03);
  CHECK(imep_ratio(p, Direction::right) < 0.02);
  CHECK(ihi_ratio(p, Direction::right, 10.0) ==
        doctest::Approx(ihi_ratio(loaded(), Direction::right, 10.0)).epsilon(0.1));
  CHECK(isp_depth(p, Direction::right) == doctest::Approx(isp_depth(loaded(), Direction::right)).epsilon(0.1));
  same_as_healthy(p, Direction::left);
  // Where everybody's premotor drive goes to both sides anyway, the loading has nothing to add.
  Participant bilateral = loaded();
  bilateral.person.premotor_leak = p.person.premotor_leak = 0.9;
  CHECK(mirror_ratio(p, Direction::right) == doctest::Approx(mirror_ratio(bilateral, Direction::right)));
}

TEST_CASE("Layers II and III together give more mirror EMG than either alone, through tonic inhibition") {
  Participant both = loaded({{two_right, size}, {three_right, size}});
  Participant only_three = loaded({{three_right, size}});
  const double two = mirror_ratio(loaded({{two_right, size}}), Direction::right);
  const double three = mirror_ratio(only_three, Direction::right);
  const double together = mirror_ratio(both, Direction::right);
  CHECK(together > 1.5 * two);
  CHECK(together > 1.5 * three);
  CHECK(mirror_ratio(both, Direction::left) < mirror_ratio(loaded(), Direction::left) + 0.03);
  both.person.tonic_inhibition = only_three.person.tonic_inhibition = 0.0;
  CHECK(mirror_ratio(both, Direction::right) == doctest::Approx(mirror_ratio(only_three, Direction::right)));
}

TEST_CASE("Either direction can be loaded: right and left are the same model") {
  CHECK(imep_ratio(loaded({{mirrored(one_right), size}}), Direction::left) > 0.5);
  CHECK(ihi_ratio(loaded({{mirrored(two_right), size}}), Direction::left, 10.0) >
        ihi_ratio(loaded(), Direction::left, 10.0) + 0.15);
  CHECK(mirror_ratio(loaded({{mirrored(three_right), size}}), Direction::left) >
        mirror_ratio(loaded(), Direction::left) + 0.03);
}

}  // namespace
}  // namespace trilayer::model
