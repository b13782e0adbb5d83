#include "trilayer/measures/surrogates.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "trilayer/base/random.hpp"

using namespace trilayer;
using namespace trilayer::measures;

namespace {

QuietEmg white_rows(std::size_t rows, std::size_t length, std::uint64_t seed) {
  QuietEmg quiet;
  quiet.clip = 3.0;
  base::Stream stream(seed);
  for (std::size_t r = 0; r < rows; ++r) {
    std::vector<float> row(length);
    for (float& v : row) v = static_cast<float>(stream.normal());
    quiet.trials.push_back({row});
  }
  return quiet;
}

double last_value(const AverageView& view) { return view.trace.back(); }

constexpr Geometry geometry{100, 20, 95};
constexpr double no_clip = 1e9;

}  // namespace

TEST_CASE("sham averages have the mean and spread of averaged rectified noise") {
  const auto surrogates = draw_surrogates(white_rows(20, 1000, 1), geometry, last_value, 2000, {}, 1, no_clip);
  REQUIRE(surrogates.has_value());
  double sum = 0.0, squares = 0.0;
  for (const double s : surrogates->statistics) {
    sum += s;
    squares += s * s;
  }
  const double mean = sum / 2000.0;
  CHECK(mean == doctest::Approx(std::sqrt(2.0 / 3.14159265)).epsilon(0.03));  // of |normal|
  CHECK(std::sqrt(squares / 2000.0 - mean * mean) == doctest::Approx(0.6028 / std::sqrt(20.0)).epsilon(0.08));
}

TEST_CASE("the same address gives the same draws, another one others") {
  const auto quiet = white_rows(20, 1000, 1);
  const auto once = draw_surrogates(quiet, geometry, last_value, 50, {}, 7, no_clip);
  CHECK(once->statistics == draw_surrogates(quiet, geometry, last_value, 50, {}, 7, no_clip)->statistics);
  CHECK(once->statistics != draw_surrogates(quiet, geometry, last_value, 50, {}, 8, no_clip)->statistics);
}

TEST_CASE("too few trials with quiet EMG make no test") {
  CHECK_FALSE(draw_surrogates(white_rows(7, 1000, 1), geometry, last_value, 50, {}, 1, no_clip).has_value());
  CHECK(draw_surrogates(white_rows(8, 1000, 1), geometry, last_value, 50, {}, 1, no_clip).has_value());
}

TEST_CASE("p counts the observed value among the sham ones and is never 0") {
  Surrogates surrogates;
  surrogates.statistics = {1.0, 2.0, 3.0, 4.0};
  CHECK(p_value(surrogates, 5.0) == doctest::Approx(0.2));
  CHECK(p_value(surrogates, 3.5) == doctest::Approx(0.4));
  CHECK(p_value(surrogates, 3.0) == doctest::Approx(0.6));
  CHECK(p_value(surrogates, 0.0) == doctest::Approx(1.0));
}

TEST_CASE("what exceeds the critical value has p at most the level, what does not has more") {
  Surrogates surrogates;
  for (int i = 1; i <= 999; ++i) surrogates.statistics.push_back(i);
  for (const double alpha : {0.05, 0.01, 0.0037, 0.001}) {
    const double critical = critical_value(surrogates, alpha);
    CHECK(p_value(surrogates, critical + 0.5) <= alpha);
    CHECK(p_value(surrogates, critical) > alpha);
  }
}

TEST_CASE("one trial with an artefact weighs little once samples are clipped") {
  auto quiet = white_rows(20, 1000, 1);
  std::fill(quiet.trials[3][0].begin() + 500, quiet.trials[3][0].begin() + 600, 1000.0F);
  const auto free = draw_surrogates(quiet, geometry, last_value, 500, {}, 1, no_clip);
  const auto clipped = draw_surrogates(quiet, geometry, last_value, 500, {}, 1, 3.0);
  CHECK(free->statistics.back() > 20.0);
  CHECK(clipped->statistics.back() < 1.6);
}

TEST_CASE("the smallest detectable effect is the one that just reaches the power asked for") {
  const auto quiet = white_rows(20, 1000, 1);
  const auto surrogates = draw_surrogates(quiet, geometry, last_value, 999, {}, 1, no_clip);
  const auto add = [](std::span<double> average, std::size_t, double effect) { average.back() += effect; };
  const auto effect = smallest_detectable(*surrogates, last_value, 0.05, 0.8, 10.0, add);
  REQUIRE(effect.has_value());
  // Normal theory: (1.645 + 0.842) standard deviations of the mean of 20 |normal|.
  CHECK(*effect == doctest::Approx((1.645 + 0.842) * 0.6028 / std::sqrt(20.0)).epsilon(0.15));
  CHECK_FALSE(smallest_detectable(*surrogates, last_value, 0.05, 0.8, 0.01, add).has_value());
}

TEST_CASE("tests of a family share its false-alarm rate") {
  CHECK(level_per_test(0.05, 1) == doctest::Approx(0.05));
  for (const std::size_t tests : {2, 5, 40})
    CHECK(1.0 - std::pow(1.0 - level_per_test(0.05, tests), static_cast<double>(tests)) == doctest::Approx(0.05));
}
