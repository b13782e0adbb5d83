// What goes on below the gate: crossed drive, preparation and selection change what a pulse does, through their own
// mechanism and no other.
#include <doctest/doctest.h>

#include <cmath>

#include "tests/model/virtual_lab.hpp"
#include "trilayer/model/motor_cortex.hpp"

namespace trilayer::model {
namespace {

using protocol::Hemisphere;
using protocol::Site;

constexpr Grid grid{-200.0, 200.0, 0.1};

Course constant(float value) { return Course(grid.coarse_size(), value); }

// The share of I2's fibres that the last pulse of the left hemisphere recruits.
double second_wave(const Participant& p, const std::vector<CorticalPulse>& pulses, const Activity& activity) {
  const auto response = respond(p, grid, pulses, activity);
  return response.volleys.left.at(response.volleys.left.size() - 3).height;
}

const std::vector<CorticalPulse> test_alone{{0.0, Hemisphere::left, 1.2}};
const std::vector<CorticalPulse> sici{{-3.0, Hemisphere::left, 0.75}, {0.0, Hemisphere::left, 1.2}};
const std::vector<CorticalPulse> ihi{{-10.0, Hemisphere::right, 1.3}, {0.0, Hemisphere::left, 1.2}};

TEST_CASE("At rest nothing is ready; drive for the other hand readies, the other M1's rate holds back") {
  const Participant p = loaded();
  CHECK(readiness(p, Hemisphere::left, {}, {}) == 0.0);
  Moment crossed, busy;
  crossed.crossed = 0.1;
  busy.rate = 0.05;
  CHECK(readiness(p, Hemisphere::left, crossed, {}) > 0.0);
  CHECK(readiness(p, Hemisphere::left, {}, busy) < 0.0);
  Participant without = p;
  without.person.crossed_facilitation = 0.0;
  CHECK(readiness(without, Hemisphere::left, crossed, {}) == 0.0);
  without.person.tonic_inhibition = 0.0;
  CHECK(readiness(without, Hemisphere::left, {}, busy) == 0.0);
}

TEST_CASE("Lost transcallosal inhibition no longer holds the other M1 back, in its own direction only") {
  Moment busy;
  busy.rate = 0.05;
  const Participant p = loaded({{two_right, 1.0}});  // the left M1 no longer inhibits the right one
  CHECK(readiness(p, Hemisphere::right, {}, busy) == 0.0);
  CHECK(readiness(p, Hemisphere::left, {}, busy) == readiness(loaded(), Hemisphere::left, {}, busy));
}

TEST_CASE("Preparation readies the M1 of its hand and holds the other back; layer III turns the latter") {
  Moment prepared;
  prepared.preparation = 1.0;
  const Participant p = loaded();
  CHECK(readiness(p, Hemisphere::left, prepared, {}) == doctest::Approx(p.person.preparation_gain));
  CHECK(readiness(p, Hemisphere::right, {}, prepared) < 0.0);
  CHECK(readiness(loaded({{three_right, 1.0}}), Hemisphere::right, {}, prepared) > 0.0);
}

TEST_CASE("Waiting for the signal holds both M1 back") {
  Moment waiting;
  waiting.suppression = 1.0;
  for (const Hemisphere h : protocol::both_hemispheres)
    CHECK(readiness(loaded(), h, waiting, {}) == doctest::Approx(-loaded().person.delay_suppression));
}

TEST_CASE("Drive that reaches M1 takes SICI away, through its effect on GABA-A inhibition") {
  Activity driven;
  driven.crossed.left = constant(0.2F);
  Participant p = loaded();
  const auto ratio = [&](const Activity& a) { return second_wave(p, sici, a) / second_wave(p, test_alone, a); };
  CHECK(ratio(driven) > ratio({}) + 0.1);
  p.person.drive_disinhibition = 0.0;
  CHECK(ratio(driven) == doctest::Approx(ratio({})).epsilon(1e-4));
}

TEST_CASE("The M1 that prepares a movement no longer receives phasic inhibition") {
  Activity preparing;
  preparing.preparation.left = constant(1.0F);
  Participant p = loaded();
  const auto ratio = [&](const Activity& a) { return second_wave(p, ihi, a) / second_wave(p, test_alone, a); };
  CHECK(ratio({}) < 0.75);
  CHECK(ratio(preparing) > 1.0);
  p.person.preparation_disinhibition = 0.0;
  CHECK(ratio(preparing) == doctest::Approx(ratio({})).epsilon(1e-4));
}

TEST_CASE("Of three pulses the first can take IHI away: SICI of the sender scales what it sends") {
  Participant p = loaded();
  std::vector<CorticalPulse> three = ihi;
  three.insert(three.begin(), {-13.0, Hemisphere::right, 0.75});
  CHECK(second_wave(p, three, {}) > second_wave(p, ihi, {}) * 1.1);
  p.person.sender_scaling = 0.0;
  // What is left is the callosal kick of the weak first pulse itself.
  CHECK(second_wave(p, three, {}) == doctest::Approx(second_wave(p, ihi, {})).epsilon(0.02));
}

TEST_CASE("A weak premotor pulse facilitates the other M1, a strong one inhibits it, and neither makes a volley") {
  const Participant p = loaded();
  const auto after = [&](double strength, const Activity& a) {
    std::vector<CorticalPulse> pulses = test_alone;
    pulses.insert(pulses.begin(), {-8.0, Hemisphere::right, strength, Site::premotor});
    return second_wave(p, pulses, a) / second_wave(p, test_alone, a);
  };
  CHECK(after(0.65, {}) > 1.03);
  CHECK(after(1.2, {}) < 0.97);
  const auto response = respond(p, grid, {{0.0, Hemisphere::right, 1.2, Site::premotor}}, {});
  CHECK(response.volleys.right.empty());
  Activity chosen, rejected;
  chosen.selection.left = constant(1.0F);
  rejected.selection.left = constant(-1.0F);
  CHECK(after(1.1, chosen) > after(1.1, {}));
  CHECK(after(1.1, rejected) < after(1.1, {}));
}

TEST_CASE("The sender's contraction makes IHI with fixed conditioning deeper") {
  Activity contracting;
  contracting.rate.right = constant(0.6F);
  // What the contraction does to the receiver is not asked for here.
  Participant p = loaded();
  p.person.crossed_inhibition = 0.0;
  const auto ratio = [&](const Activity& a) { return second_wave(p, ihi, a) / second_wave(p, test_alone, a); };
  CHECK(ratio(contracting) < ratio({}) - 0.03);
  p.person.callosal_contraction_gain = 0.0;
  CHECK(ratio(contracting) > ratio({}));  // a share of what is sent is lost with force
}

}  // namespace
}  // namespace trilayer::model
