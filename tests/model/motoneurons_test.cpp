// Motoneurons against closed forms.
#include "trilayer/model/motoneurons.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "tests/model/virtual_lab.hpp"

namespace trilayer::model {
namespace {

using protocol::Side;

constexpr PoolNoise some_noise{{5, 0, 1}, {5, 0, 2}, {5, 0, 3}};

Pool quiet_pool() {
  Pool pool = make_pool(loaded(), Side::right, 1);
  pool.noise = 0.0;
  pool.after_hyperpolarisation = 0.0;
  return pool;
}

PoolInput steady(const Grid& grid, float drive) {
  PoolInput input;
  input.tonic.assign(grid.coarse_size(), drive);
  return input;
}

// Steps of each unit's spikes.
std::map<std::size_t, std::vector<std::uint32_t>> by_unit(const std::vector<Spike>& spikes) {
  std::map<std::size_t, std::vector<std::uint32_t>> steps;
  for (const Spike& spike : spikes) steps[spike.unit].push_back(spike.step);
  return steps;
}

TEST_CASE("Units that are lost stay silent however strong the noise") {
  Participant participant = loaded();
  participant.hand[Side::right].motor_units = 0.2;
  Pool pool = make_pool(participant, Side::right, 1);
  pool.noise = 6.0;  // so that membranes cross the threshold without any drive
  const Grid grid{0.0, 500.0, 0.1};
  const auto spikes = run_pool(pool, grid, steady(grid, 0.05F), some_noise);
  REQUIRE(!spikes.empty());
  for (const Spike& spike : spikes) {
    CAPTURE(spike.unit);
    REQUIRE(spike.unit < pool_size);
    CHECK(pool.tonic_threshold[spike.unit] < 1.0F);
  }
}

TEST_CASE("Without noise every unit fires at the rate of the closed form, to a step") {
  for (const double step : {0.1, 0.05}) {
    const Grid grid{0.0, 1000.0, step};
    const Pool pool = quiet_pool();
    for (const float drive : {0.02F, 0.1F, 0.35F, 0.9F}) {
      CAPTURE(drive);
      const auto steps = by_unit(run_pool(pool, grid, steady(grid, drive), some_noise));
      for (std::size_t unit = 0; unit < pool_size; ++unit) {
        const auto current = static_cast<double>(tonic_current(drive, pool.tonic_threshold[unit]));
        const double rate = closed_form_rate(pool.membrane, current);
        CAPTURE(unit);
        const auto found = steps.find(unit);
        REQUIRE((found != steps.end()) == (rate > 0.0));
        if (found == steps.end() || found->second.size() < 2) continue;
        const auto& own = found->second;
        const double interval =
            step * static_cast<double>(own.back() - own.front()) / static_cast<double>(own.size() - 1);
        // A threshold that is crossed within a step is seen at its end; the refractory time is whole steps.
        CHECK(interval >= 1000.0 / rate - 1e-3);
        CHECK(interval <= 1000.0 / rate + step + 1e-3);
      }
    }
  }
}

TEST_CASE("The tonic current reaches threshold where the drive reaches the unit's own, and then saturates") {
  CHECK(tonic_current(0.1F, 0.2F) == doctest::Approx(5.0));
  CHECK(tonic_current(0.2F, 0.2F) == doctest::Approx(10.0));
  CHECK(tonic_current(0.3F, 0.2F) == doctest::Approx(14.0));
  CHECK(tonic_current(100.0F, 0.2F) < 18.0F);
}

TEST_CASE("After-hyperpolarisation holds firing down to rates that people have") {
  const Grid grid{0.0, 2000.0, 0.1};
  Pool pool = make_pool(loaded(), Side::right, 1);
  pool.noise = 0.0;
  const auto spikes = run_pool(pool, grid, steady(grid, 0.5F), some_noise);
  std::size_t units = 0;
  for (const auto& [unit, steps] : by_unit(spikes)) {
    if (pool.tonic_threshold[unit] > 0.45F) continue;  // those just recruited fire slowly
    ++units;
    const double rate = static_cast<double>(steps.size()) / 2.0;
    CAPTURE(unit);
    CHECK(rate > 5.0);
    CHECK(rate < 40.0);
  }
  CHECK(units > 80);
}

// Share of units that one step of excitation brings to fire out of the noise they stand in.
double fired_by(float kick, double noise_size, double own, double from_left, double step) {
  const Grid grid{-40.0, 20.0, step};
  Pool pool = quiet_pool();
  pool.noise = noise_size;
  std::fill_n(pool.synaptic_gain.begin(), pool_size, 1.0F);
  PoolInput input = steady(grid, 0.0F);
  input.own = own;
  input.from_left = from_left;
  input.synaptic.assign(grid.fine_size(), 0.0F);
  const auto at = static_cast<std::uint32_t>(40.0 / step + 0.5) + 3;  // not at the edge of a coarse step
  input.synaptic[at] = kick / static_cast<float>(1.0 - std::exp(-step / pool.membrane.time_constant));
  constexpr std::uint32_t trials = 100;
  std::size_t fired = 0;
  for (std::uint32_t trial = 0; trial < trials; ++trial) {
    const auto spikes = run_pool(pool, grid, input, {{5, trial, 1}, {5, trial, 2}, {5, trial, 3}});
    fired += static_cast<std::size_t>(
        std::count_if(spikes.begin(), spikes.end(), [&](const Spike& spike) { return spike.step == at; }));
  }
  return static_cast<double>(fired) / (trials * pool_size);
}

TEST_CASE("The membrane's noise has the SD the pool states, whatever the step and whoever it is shared with") {
  // 10 mV are missing to threshold without noise; with 1.1 mV less, one unit in 6.3 is one SD above its mean.
  const auto one_below = static_cast<float>(10.0 - 1.1), one_above = static_cast<float>(10.0 + 1.1);
  for (const double step : {0.1, 0.05}) {
    CAPTURE(step);
    CHECK(fired_by(one_below, 1.1, 1.0, 0.0, step) == doctest::Approx(0.1587).epsilon(0.06));
    CHECK(fired_by(one_above, 1.1, 1.0, 0.0, step) == doctest::Approx(0.8413).epsilon(0.015));
  }
  CHECK(fired_by(one_below, 1.1, 0.6, 0.8, 0.1) == doctest::Approx(0.1587).epsilon(0.06));
  CHECK(fired_by(one_below, 2.2, 1.0, 0.0, 0.1) == doctest::Approx(0.3085).epsilon(0.06));  // half an SD
  CHECK(fired_by(one_below, 0.0, 1.0, 0.0, 0.1) == 0.0);
  CHECK(fired_by(10.01F, 0.0, 1.0, 0.0, 0.1) == 1.0);
}

TEST_CASE("Fast excitation reaches the first units four times as strongly as the last") {
  const Pool pool = quiet_pool();
  CHECK(pool.synaptic_gain[0] == 1.0F);
  CHECK(static_cast<double>(pool.synaptic_gain[60]) == doctest::Approx(1.0 / std::sqrt(4.0)));
  CHECK(pool.synaptic_gain[pool_size] == 0.0F);  // what fills the last vector never fires
}

TEST_CASE("Of a muscle that has lost motor units those that are left are a part of the same ones") {
  Participant p = loaded();
  const Pool whole = make_pool(p, Side::left, 3);
  p.hand.left.motor_units = 0.4;
  const Pool lost = make_pool(p, Side::left, 3);
  std::size_t left = 0;
  for (std::size_t i = 0; i < pool_size; ++i) {
    if (lost.synaptic_gain[i] == 0.0F) continue;
    ++left;
    CHECK(lost.synaptic_gain[i] == whole.synaptic_gain[i]);
    CHECK(lost.tonic_threshold[i] == whole.tonic_threshold[i]);
  }
  CHECK(left > 30);
  CHECK(left < 66);
}

TEST_CASE("A pool that nothing drives does not fire") {
  const Grid grid{0.0, 500.0, 0.1};
  CHECK(run_pool(make_pool(loaded(), Side::left, 1), grid, steady(grid, 0.003F), some_noise).empty());
}

TEST_CASE("A pool that is skipped while nothing drives it would not have fired") {
  // Half the first unit's threshold all along keeps the pool awake; noise alone must not make it fire there.
  const Grid grid{0.0, 2000.0, 0.1};
  const Pool pool = make_pool(loaded(), Side::left, 1);
  CHECK(run_pool(pool, grid, steady(grid, 0.5001F * pool.tonic_threshold[0]), some_noise).size() <= 2);
}

}  // namespace
}  // namespace trilayer::model
