// The cortex against closed forms: states, gates, rates, and when a pulse arrives on the other side.
#include "trilayer/model/motor_cortex.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "tests/model/virtual_lab.hpp"
#include "trilayer/model/parameters.hpp"
#include "trilayer/model/population.hpp"

namespace trilayer::model {
namespace {

using protocol::ByHemisphere;
using protocol::BySide;
using protocol::Direction;
using protocol::Hemisphere;
using protocol::Side;

constexpr CorticalStates states;
constexpr Grid grid{-20.0, 300.0, 0.1};

// Nothing moves, nothing is prepared.
const Activity& at_rest() {
  static const Activity nothing;
  return nothing;
}

TEST_CASE("Every state rises to 1 at the time of the closed form, and is 0 before its kick") {
  for (const BiExponential& state : {states.gaba_a, states.facilitation, states.gaba_b, states.fast_callosal,
                                     states.slow_callosal, states.tonic_callosal}) {
    CAPTURE(state.rise);
    const double peak = std::log(state.decay / state.rise) / (1.0 / state.rise - 1.0 / state.decay);
    CHECK(peak_time(state) == doctest::Approx(peak).epsilon(1e-10));
    CHECK(height_at(state, peak) == doctest::Approx(1.0).epsilon(1e-10));
    CHECK(height_at(state, peak - 0.05) < 1.0);
    CHECK(height_at(state, peak + 0.05) < 1.0);
    CHECK(height_at(state, 0.0) == 0.0);
    CHECK(height_at(state, -1.0) == 0.0);
    // Long after the peak only the slower exponential is left.
    const double late = 20.0 * state.decay;
    CHECK(height_at(state, late + state.decay) / height_at(state, late) ==
          doctest::Approx(std::exp(-1.0)).epsilon(1e-4));
  }
}

TEST_CASE("A recruitment curve passes one half at its middle and has its slope there") {
  CHECK(recruited(0.9, 0.9, 12.0) == doctest::Approx(0.5));
  CHECK((recruited(0.901, 0.9, 12.0) - recruited(0.899, 0.9, 12.0)) / 0.002 ==
        doctest::Approx(12.0 / 4.0).epsilon(1e-4));
}

TEST_CASE("The soft gate is closed far below, open far above, and half its width times ln 4 at its middle") {
  const PersonParameters person = median_participant().person;
  const double theta = person.gate_threshold, w = person.gate_softness;
  CHECK(soft_gate(person, theta - 40.0 * w) == doctest::Approx(0.0).scale(1.0).epsilon(1e-12));
  CHECK(soft_gate(person, theta + 25.0 * w) == doctest::Approx(25.0 * w).epsilon(1e-9));
  CHECK(soft_gate(person, 1.0) == doctest::Approx(1.0 - theta).epsilon(1e-9));
  CHECK(soft_gate(person, theta) == doctest::Approx(w * std::log(2.0)).epsilon(1e-9));
  // No step where the exponential is left out.
  CHECK(soft_gate(person, theta + 30.001 * w) - soft_gate(person, theta + 29.999 * w) ==
        doctest::Approx(0.002 * w).epsilon(1e-3));
}

// What the rate of hemisphere `h` is driven to while both rates are `rates` (the equation of motor_cortex.hpp).
double driven_to(const Participant& p, const BySide<double>& drive, const ByHemisphere<double>& rates, Hemisphere h) {
  const Hemisphere other = opposite(h);
  const double loading = p.loadings.at(Layer::transcallosal, direction_driven_by(other));
  const double efficacy = std::pow(1.0 - loading, p.hemisphere[other].tonic_share);
  const double other_drive = drive[contralateral_side(other)];
  const double inhibition = p.person.tonic_inhibition * efficacy *
                            (1.0 - p.person.inhibition_loss_with_force * std::min(1.0, other_drive)) * rates[other];
  const double x = drive[contralateral_side(h)] - inhibition;
  return p.person.gate_softness * std::log(1.0 + std::exp((x - p.person.gate_threshold) / p.person.gate_softness));
}

TEST_CASE("Steady rates are where the equation of the rates stands still") {
  for (std::uint32_t person = 0; person < 40; ++person) {
    Loadings loadings;
    loadings[two_right] = person % 4 / 4.0;
    const Participant p = draw_participant(loadings, 11, person, Lesions::none);
    for (const BySide<double> drive : {BySide<double>{0.0, 0.0}, {0.3, 0.1}, {0.08, 0.9}, {0.5, 0.45}, {1.2, 0.9}}) {
      CAPTURE(person);
      CAPTURE(drive.left);
      const auto rates = steady_rates(p, drive);
      for (const Hemisphere h : protocol::both_hemispheres)
        CHECK(rates[h] == doctest::Approx(driven_to(p, drive, rates, h)).scale(1.0).epsilon(2e-3));
    }
  }
}

TEST_CASE("Rates that are let run settle at the steady rates") {
  const Participant p = loaded();
  BySide<Course> drive{Course(2000, 0.3F), Course(2000, 0.1F)};
  drive.left.front() = 0.0F;  // a step: rates start elsewhere
  drive.right.front() = 0.0F;
  const auto rates = m1_rates(p, drive);
  const auto steady = steady_rates(p, {0.3, 0.1});
  for (const Hemisphere h : protocol::both_hemispheres)
    CHECK(static_cast<double>(rates[h].back()) == doctest::Approx(steady[h]).epsilon(1e-3));
  CHECK(rates.right.front() < 0.1F * rates.right.back());
  // With tau 10 ms, one time constant after the step the driven M1 has come to 63 % (the other is still silent).
  CHECK(static_cast<double>(rates.right[21]) ==
        doctest::Approx((1.0 - std::exp(-1.0)) * soft_gate(p.person, 0.3)).epsilon(0.03));
}

TEST_CASE("Callosal efficacy is what the loading of the sender's direction leaves, to the power of the circuit") {
  for (const Direction direction : protocol::both_directions) {
    Participant p = loaded({{{Layer::transcallosal, direction}, 0.36}});
    for (const Hemisphere sender : protocol::both_hemispheres) {
      const bool is_loaded = direction_driven_by(sender) == direction;
      CHECK(callosal_efficacy(p, sender, 1.0) == doctest::Approx(is_loaded ? 0.64 : 1.0));
      CHECK(callosal_efficacy(p, sender, 0.5) == doctest::Approx(is_loaded ? 0.8 : 1.0));
    }
  }
  CHECK(callosal_efficacy(loaded({{two_right, 1.0}}), Hemisphere::left, 1.0) == 0.0);
}

TEST_CASE("A pulse silences the other M1 from the moment its fastest callosal fibre arrives, not a step earlier") {
  const Participant p = loaded();
  const double arrival = p.person.callosal_delay * callosal_fibres.front();
  const auto response = respond(p, grid, {{0.0, Hemisphere::left, 1.4}}, at_rest());
  const auto first = static_cast<std::size_t>(
      std::find_if(response.gate.right.begin(), response.gate.right.end(), [](float g) { return g < 1.0F; }) -
      response.gate.right.begin());
  CHECK(grid.coarse_time(first) >= arrival);
  CHECK(grid.coarse_time(first) < arrival + 2.0 * coarse_step);  // at the arrival itself the state is still 0
}

TEST_CASE("The gate is the closed form of the kicks, all fibres summed") {
  const Participant p = loaded();
  const HemisphereParameters& left = p.hemisphere.left;
  const double s = 1.4;
  const auto response = respond(p, grid, {{0.0, Hemisphere::left, s}}, at_rest());
  for (const double t : {5.0, 12.0, 20.0, 40.0, 100.0, 200.0}) {
    CAPTURE(t);
    const auto i = static_cast<std::size_t>((t - grid.from) / coarse_step + 0.5);
    const double own = left.silence * recruited(s, 1.05, 10.0) * height_at(states.gaba_b, t);
    CHECK(static_cast<double>(response.gate.left[i]) == doctest::Approx(std::exp(-own)).epsilon(1e-5));
    double callosal = 0.0;
    for (const double fibre : callosal_fibres)
      callosal += 0.2 * height_at(states.tonic_callosal, t - p.person.callosal_delay * fibre);
    const double sent = left.tonic_gate_callosal * recruited(s, p.person.fast_callosal_threshold, 8.0);
    CHECK(static_cast<double>(response.gate.right[i]) == doctest::Approx(std::exp(-sent * callosal)).epsilon(1e-5));
  }
}

TEST_CASE("Waves of a volley stand 1.5 ms apart, and a pulse does not change its own") {
  const auto response = respond(loaded(), grid, {{3.0, Hemisphere::right, 2.0}}, at_rest());
  CHECK(response.volleys.left.empty());
  REQUIRE(response.volleys.right.size() == 5);
  for (std::size_t k = 0; k < 5; ++k)
    CHECK(response.volleys.right[k].time == doctest::Approx(3.2 + 1.5 * static_cast<double>(k)));
  // Far above threshold nearly every fibre of every wave is recruited: the heights are those of the source.
  CHECK(response.volleys.right[1].height == doctest::Approx(1.0).epsilon(1e-3));
  CHECK(response.volleys.right[0].height == doctest::Approx(0.345).epsilon(1e-3));
}

TEST_CASE("A conditioning pulse spares the D wave, halves what it takes from I1, and takes most from later waves") {
  const Participant p = loaded();
  const auto alone = respond(p, grid, {{3.0, Hemisphere::left, 1.2}}, at_rest());
  const auto after = respond(p, grid, {{0.0, Hemisphere::left, 0.8}, {3.0, Hemisphere::left, 1.2}}, at_rest());
  const auto ratio = [&](std::size_t k) { return after.volleys.left[5 + k].height / alone.volleys.left[k].height; };
  const double m = ratio(2);
  CHECK(m < 0.9);
  CHECK(ratio(0) == doctest::Approx(1.0));
  CHECK(ratio(1) == doctest::Approx(0.5 + 0.5 * m));
  CHECK(ratio(3) == doctest::Approx(m));
  CHECK(ratio(4) == doctest::Approx(m));
}

TEST_CASE("Contraction raises a pulse's effective intensity, and the more the higher the rate") {
  const Participant p = loaded();
  CHECK(effective(p, 1.2, 0.0) == doctest::Approx(1.2));
  CHECK(effective(p, 1.2, 1.0) == doctest::Approx(1.2 * (1.0 + p.person.contraction_gain * (1.0 - std::exp(-1.0)))));
  CHECK(effective(p, 1.2, 50.0) == doctest::Approx(1.2 * (1.0 + p.person.contraction_gain)));
}

}  // namespace
}  // namespace trilayer::model
