// Tracts: whose loading changes which pool, and delays exact to a step.
#include "trilayer/model/corticospinal.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "tests/model/virtual_lab.hpp"

namespace trilayer::model {
namespace {

using protocol::ByHemisphere;
using protocol::Direction;
using protocol::Hemisphere;
using protocol::Side;

constexpr Grid grid{-20.0, 100.0, 0.1};

ByHemisphere<Course> constant(float left, float right) {
  return {Course(grid.coarse_size(), left), Course(grid.coarse_size(), right)};
}

// One wave of the given hemisphere, its middle at 0 ms.
CorticalResponse one_wave(Hemisphere hemisphere, double height = 1.0) {
  CorticalResponse response;
  response.volleys[hemisphere] = {{0.0, height}};
  response.gate = constant(1.0F, 1.0F);
  return response;
}

PoolInput input_to(const Participant& p, Side hand, const CorticalResponse& response, float rate = 0.0F) {
  const auto rates = constant(rate, rate);
  return pool_input(p, grid, hand, response, rates, rates, 1.0);
}

// The wave itself, back from the excitation it is summed to: x = g[i] - g[i-1] e^(-step / 4 ms).
std::vector<double> waves_in(const Course& synaptic) {
  std::vector<double> waves(synaptic.size(), 0.0);
  for (std::size_t i = 1; i < synaptic.size(); ++i)
    waves[i] = static_cast<double>(synaptic[i]) - static_cast<double>(synaptic[i - 1]) * std::exp(-grid.step / 4.0);
  return waves;
}

// Time of the largest wave, ms.
double arrival(const Course& synaptic) {
  const auto waves = waves_in(synaptic);
  return grid.from + grid.step * static_cast<double>(std::max_element(waves.begin(), waves.end()) - waves.begin());
}

TEST_CASE("Each corticospinal loading changes the crossed tract of its own hemisphere and the pool on that side") {
  const Participant healthy = loaded();
  for (const Side hand : protocol::both_sides) {
    CHECK(tract_gains(healthy, hand).crossed == 1.0);
    CHECK(tract_gains(healthy, hand).uncrossed == 0.0);
  }
  for (const LoadingName loading : all_loadings) {
    const Participant p = loaded({{loading, 0.5}});
    for (const Side hand : protocol::both_sides) {
      CAPTURE(name(loading));
      CAPTURE(name(hand));
      const TractGains gains = tract_gains(p, hand);
      const bool is_tract = loading.layer == Layer::corticospinal;
      // corticospinal.right: the left hemisphere, which drives the right hand, also reaches the left one.
      const bool loses = is_tract && hand == intended_side(loading.direction);
      const bool wins = is_tract && hand == mirror_side(loading.direction);
      CHECK(gains.crossed ==
            doctest::Approx(loses ? 1.0 - 0.5 * p.person.crossed_loss * (1.0 - p.person.branching) : 1.0));
      CHECK(gains.uncrossed == doctest::Approx(wins ? 0.5 * p.person.uncrossed_gain : 0.0));
    }
  }
}

TEST_CASE("A lesion of one crossed tract weakens the hand it drives and no other, and leaves uncrossed fibres alone") {
  Participant p = loaded({{one_right, 0.5}, {mirrored(one_right), 0.5}});
  const TractGains left = tract_gains(p, Side::left), right = tract_gains(p, Side::right);
  p.hemisphere.left.integrity = 0.25;
  CHECK(tract_gains(p, Side::right).crossed == doctest::Approx(0.25 * right.crossed));
  CHECK(tract_gains(p, Side::right).uncrossed == right.uncrossed);
  CHECK(tract_gains(p, Side::left).crossed == left.crossed);
  CHECK(tract_gains(p, Side::left).uncrossed == left.uncrossed);
}

TEST_CASE("A wave arrives after the central delay and the tract's slowing, to a step") {
  for (const double slowing : {0.0, 0.1, 3.7}) {
    for (const double delay : {6.3, 5.0}) {
      Participant p = loaded();
      p.person.central_delay = delay;
      p.hemisphere.left.slowing = slowing;
      const PoolInput input = input_to(p, Side::right, one_wave(Hemisphere::left));
      CHECK(arrival(input.synaptic) == doctest::Approx(delay + slowing).epsilon(1e-9));
      CHECK(std::all_of(input.synaptic.begin(), input.synaptic.begin() + 200, [](float x) { return x == 0.0F; }));
    }
  }
}

TEST_CASE("The uncrossed path is as fast as the crossed one, and a lesion of the crossed tract does not slow it") {
  Participant p = loaded({{one_right, 1.0}});
  p.hemisphere.left.slowing = 4.0;
  p.hemisphere.right.slowing = 2.0;
  const PoolInput input = input_to(p, Side::left, one_wave(Hemisphere::left));
  CHECK(arrival(input.synaptic) == doctest::Approx(p.person.central_delay));
}

TEST_CASE("Waves are summed with a decay of 4 ms at 65 mV a ms") {
  const Participant p = loaded();
  const PoolInput input = input_to(p, Side::right, one_wave(Hemisphere::left, 0.1));
  // The area of a Gaussian wave of SD 0.25 ms.
  const double area = 0.1 * 0.25 * std::sqrt(2.0 * std::acos(-1.0));
  const auto at = [&](double t) {
    return static_cast<double>(input.synaptic[static_cast<std::size_t>((t - grid.from) / grid.step + 0.5)]);
  };
  const double long_after = p.person.central_delay + 6.0;
  CHECK(at(long_after) == doctest::Approx(65.0 * area * std::exp(-6.0 / 4.0)).epsilon(0.02));
  CHECK(at(long_after + 4.0) / at(long_after) == doctest::Approx(std::exp(-1.0)).epsilon(1e-4));
}

TEST_CASE("Dispersion spreads a wave and loses nothing of it") {
  Participant p = loaded();
  const auto sum = [](const Course& synaptic) {
    double total = 0.0;
    for (const double wave : waves_in(synaptic)) total += wave;
    return total;
  };
  const PoolInput sharp = input_to(p, Side::right, one_wave(Hemisphere::left));
  p.hemisphere.left.dispersion = 1.5;
  const PoolInput spread = input_to(p, Side::right, one_wave(Hemisphere::left));
  CHECK(sum(spread.synaptic) == doctest::Approx(sum(sharp.synaptic)).epsilon(1e-3));
  CHECK(*std::max_element(spread.synaptic.begin(), spread.synaptic.end()) <
        *std::max_element(sharp.synaptic.begin(), sharp.synaptic.end()));
}

TEST_CASE("The slow path comes 6 ms after the crossed one, only in contraction and only for strong volleys") {
  const Participant p = loaded();
  const auto input = [&](double height, float rate) {
    return input_to(p, Side::left, one_wave(Hemisphere::left, height), rate).synaptic;
  };
  CHECK(arrival(input(1.0, 0.5F)) == doctest::Approx(p.person.central_delay + 6.0));
  const auto is_silent = [](const Course& x) {
    return std::all_of(x.begin(), x.end(), [](float v) { return v == 0.0F; });
  };
  CHECK(is_silent(input(1.0, 0.0F)));
  CHECK(is_silent(input(0.79, 0.5F)));
}

TEST_CASE("Tonic output arrives with the same delays, to the half millisecond of its grid") {
  Participant p = loaded({{one_right, 0.6}});
  p.hemisphere.right.slowing = 5.0;
  const CorticalResponse none{{}, constant(1.0F, 1.0F)};
  const auto rates = constant(0.0F, 0.0F);
  ByHemisphere<Course> tonic = rates;
  constexpr std::size_t pulse = 60;
  tonic.left[pulse] = 1.0F;
  tonic.right[pulse] = 1.0F;
  const Course left = pool_input(p, grid, Side::left, none, tonic, rates, 1.0).tonic;
  const TractGains gains = tract_gains(p, Side::left);
  const auto lag = [](double ms) { return static_cast<std::size_t>(ms / coarse_step + 0.5); };
  CHECK(static_cast<double>(left[pulse + lag(p.person.central_delay + 5.0)]) == doctest::Approx(gains.crossed));
  CHECK(static_cast<double>(left[pulse + lag(p.person.central_delay)]) == doctest::Approx(gains.uncrossed));
  CHECK(std::count_if(left.begin(), left.end(), [](float x) { return x != 0.0F; }) == 2);
}

TEST_CASE("Unitary noise is shared between the hands only where fibres branch, and keeps its size") {
  Participant p = loaded();
  const CorticalResponse none{{}, constant(1.0F, 1.0F)};
  const auto shares = [&](Side hand) { return pool_input(p, grid, hand, none, constant(0, 0), constant(0, 0), 1.0); };
  CHECK(shares(Side::left).own == 1.0);
  CHECK(shares(Side::left).from_left == 0.0);
  p = loaded({{one_right, 1.0}});
  for (const double branching : {0.0, 0.5, 1.0}) {
    p.person.branching = branching;
    for (const Side hand : protocol::both_sides) {
      const PoolInput input = shares(hand);
      CHECK(input.own * input.own + input.from_left * input.from_left + input.from_right * input.from_right ==
            doctest::Approx(1.0));
    }
    // Layer I of direction right: only the left hemisphere's fibres can reach both hands.
    CHECK((shares(Side::left).from_left > 0.0) == (branching > 0.0));
    CHECK(shares(Side::right).from_right == 0.0);
  }
}

}  // namespace
}  // namespace trilayer::model
