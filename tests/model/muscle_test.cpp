// EMG is the sum of what its units give, at their own times.
#include "trilayer/model/muscle.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "tests/model/virtual_lab.hpp"

namespace trilayer::model {
namespace {

using protocol::Side;

constexpr Grid grid{0.0, 100.0, 0.1};

Muscle fdi() { return make_muscle(loaded(), Side::right, *find_muscle("FDI"), 1); }

std::vector<Spike> some_spikes() {
  std::vector<Spike> spikes;
  for (std::uint32_t k = 0; k < 40; ++k)
    spikes.push_back({100 + 13 * k, static_cast<std::uint16_t>((k * 37) % pool_size)});
  return spikes;
}

TEST_CASE("A spike reaches the muscle after its unit's delay, to a step") {
  const Muscle muscle = fdi();
  for (std::uint16_t unit = 0; unit < pool_size; ++unit) {
    const Spike spike{250, unit};
    const Course signal = emg(muscle, grid, std::span(&spike, 1));
    const auto potential = unit_potential(muscle.shape[unit], grid.step);
    const auto middle = 250 + static_cast<std::size_t>(muscle.delay[unit] / grid.step + 0.5);
    const std::size_t first = middle - potential.size() / 2;
    CAPTURE(unit);
    CHECK(std::abs(static_cast<double>(middle) * grid.step - 25.0 - muscle.delay[unit]) <= 0.5 * grid.step + 1e-9);
    for (std::size_t k = 0; k < potential.size(); ++k)
      CHECK(signal[first + k] == static_cast<float>(muscle.amplitude[unit]) * potential[k]);
    CHECK(std::count_if(signal.begin(), signal.begin() + static_cast<std::ptrdiff_t>(first),
                        [](float x) { return x != 0.0F; }) == 0);
  }
}

TEST_CASE("The EMG of all spikes is the sum of the EMG of each") {
  const Muscle muscle = fdi();
  const auto spikes = some_spikes();
  const Course together = emg(muscle, grid, spikes);
  std::vector<double> sum(together.size(), 0.0);
  for (const Spike& spike : spikes) {
    const Course one = emg(muscle, grid, std::span(&spike, 1));
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += static_cast<double>(one[i]);
  }
  for (std::size_t i = 0; i < sum.size(); ++i)
    CHECK(static_cast<double>(together[i]) == doctest::Approx(sum[i]).scale(1.0).epsilon(1e-5));
}

TEST_CASE("A unit of twice the amplitude has twice its share, and the others keep theirs") {
  Muscle muscle = fdi();
  const auto spikes = some_spikes();
  const std::uint16_t unit = spikes[5].unit;
  std::vector<Spike> own;
  std::copy_if(spikes.begin(), spikes.end(), std::back_inserter(own), [&](const Spike& s) { return s.unit == unit; });
  const Course share = emg(muscle, grid, own), before = emg(muscle, grid, spikes);
  muscle.amplitude[unit] *= 2.0;
  const Course after = emg(muscle, grid, spikes);
  for (std::size_t i = 0; i < before.size(); ++i)
    CHECK(static_cast<double>(after[i] - before[i]) ==
          doctest::Approx(static_cast<double>(share[i])).scale(1.0).epsilon(1e-5));
}

TEST_CASE("No spikes, no EMG; and a spike at the edge leaves the part of its potential that is still there") {
  const Muscle muscle = fdi();
  CHECK(emg(muscle, grid, {}) == Course(grid.fine_size(), 0.0F));
  const Spike late{static_cast<std::uint32_t>(grid.fine_size() - 170), 100};
  const Course signal = emg(muscle, grid, std::span(&late, 1));
  CHECK(signal.size() == grid.fine_size());
  CHECK(signal.back() != 0.0F);
}

TEST_CASE("Unit potentials have a peak near 1 and come to nothing at both ends, whatever the step") {
  for (std::uint8_t shape = 0; shape < shapes; ++shape)
    for (const double step : {0.1, 0.05}) {
      const auto potential = unit_potential(shape, step);
      const auto [low, high] = std::minmax_element(potential.begin(), potential.end());
      CAPTURE(static_cast<int>(shape));
      CHECK(potential.size() % 2 == 1);
      CHECK(std::max(*high, -*low) > 0.95F);
      CHECK(std::max(*high, -*low) < 1.3F);
      CHECK(std::abs(potential.front()) < 1e-3F);
      CHECK(std::abs(potential.back()) < 1e-3F);
    }
}

TEST_CASE("Units grow sixtyfold from the first recruited to the last, and conduct 1 ms SD apart") {
  const Muscle muscle = fdi();
  CHECK(muscle.amplitude.back() / muscle.amplitude.front() == doctest::Approx(std::pow(60.0, 119.0 / 120.0)));
  CHECK(std::is_sorted(muscle.amplitude.begin(), muscle.amplitude.end()));
  double mean = 0.0, square = 0.0;
  for (const double delay : muscle.delay) mean += delay / pool_size;
  for (const double delay : muscle.delay) square += (delay - mean) * (delay - mean) / (pool_size - 1);
  CHECK(std::sqrt(square) == doctest::Approx(1.0).epsilon(0.25));
}

}  // namespace
}  // namespace trilayer::model
