#include "trilayer/measures/tasks/bursts.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <optional>
#include <utility>
#include <vector>

#include "trilayer/base/random.hpp"

namespace trilayer::measures {
namespace {

constexpr double rate = 2000.0;
constexpr std::size_t rest_end = 1600;  // 800 ms

// Resting noise whose level wanders (SD of its logarithm, over about 200 ms), as restless hands do.
std::vector<float> resting(std::uint64_t seed, double wander = 0.0, std::size_t count = 4000) {
  base::Stream stream(seed, 1);
  std::vector<float> row(count);
  double level = 0.0, smooth = 0.0;
  const double keep = std::exp(-1.0 / (0.2 * rate));
  for (float& v : row) {
    level = keep * level + std::sqrt(1.0 - keep * keep) * stream.normal();
    smooth = 0.5 * smooth + stream.normal();  // some colour
    v = static_cast<float>(3.0 * std::exp(wander * level) * smooth / std::sqrt(1.0 / 0.75));
  }
  return row;
}

void add_burst(std::vector<float>& row, std::size_t from, std::size_t length, double level) {
  base::Stream stream(9, 2);
  for (std::size_t i = from; i < from + length; ++i) row[i] += static_cast<float>(level * stream.normal());
}

std::optional<Burst> first_burst(const std::vector<float>& row) {
  const auto bursts = find_bursts(row, rest_end, rate, {});
  return bursts.empty() ? std::nullopt : std::optional(bursts.front());
}

TEST_CASE("A burst has its onset, end, peak and area") {
  auto row = resting(1);
  add_burst(row, 2000, 400, 60.0);
  const auto burst = first_burst(row);
  REQUIRE(burst);
  CHECK(std::abs(burst->onset - 1000.0) < 1.0);
  CHECK(std::abs(burst->end - 1200.0) < 8.0);                // the envelope is 10 ms wide
  CHECK(burst->peak == doctest::Approx(85.0).epsilon(0.2));  // the largest of many pieces of 10 ms
  CHECK(burst->area == doctest::Approx(57.0 * 200.0).epsilon(0.1));
}

TEST_CASE("Bursts of 30 ms at eight times rest are found and timed within a few milliseconds") {
  int found = 0, near = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    auto row = resting(seed);
    add_burst(row, 2400, 60, 24.0);
    const auto burst = first_burst(row);
    found += burst ? 1 : 0;
    near += burst && std::abs(burst->onset - 1200.0) < 5.0 ? 1 : 0;
  }
  MESSAGE("found " << found << " of 100, " << near << " within 5 ms");
  CHECK(found >= 95);
  CHECK(near >= 95);
}

TEST_CASE("A hand at rest does not burst, and one whose level wanders seldom") {
  for (const auto& [wander, most] : {std::pair{0.0, 3}, std::pair{0.3, 3}, std::pair{0.5, 30}}) {
    int alarms = 0;
    for (std::uint64_t seed = 0; seed < 300; ++seed) alarms += first_burst(resting(1000 + seed, wander)) ? 1 : 0;
    CAPTURE(wander);
    MESSAGE("SD of ln level " << wander << ": " << alarms << " of 300 resting trials burst");
    CHECK(alarms <= most);
  }
}

TEST_CASE("Every burst is found, and a short quiet does not part one") {
  auto row = resting(5);
  add_burst(row, 1800, 100, 60.0);
  add_burst(row, 1920, 100, 60.0);  // 10 ms later
  add_burst(row, 2600, 300, 90.0);
  const auto bursts = find_bursts(row, rest_end, rate, {});
  REQUIRE(bursts.size() == 2);
  CHECK(std::abs(bursts[1].onset - 1300.0) < 1.0);
  CHECK(bursts[1].area > 1.5 * bursts[0].area);
}

TEST_CASE("A spike is no burst, however large, nor is activity that had begun before") {
  auto row = resting(2);
  row[2500] = 3000.0F;
  row[2501] = -3000.0F;
  CHECK_FALSE(first_burst(row));
  row = resting(2);
  add_burst(row, 800, 3000, 100.0);  // rest is not rest
  CHECK_FALSE(first_burst(row));
}

TEST_CASE("Scaling all samples leaves the times; a flat channel has no burst") {
  auto row = resting(3);
  add_burst(row, 2000, 200, 40.0);
  const auto plain = first_burst(row);
  for (float& v : row) v *= 8.0F;
  const auto scaled = first_burst(row);
  REQUIRE(plain);
  REQUIRE(scaled);
  CHECK(scaled->onset == plain->onset);
  CHECK(scaled->area == doctest::Approx(8.0 * plain->area));
  CHECK_FALSE(first_burst(std::vector<float>(4000, 0.0F)));
}

}  // namespace
}  // namespace trilayer::measures
