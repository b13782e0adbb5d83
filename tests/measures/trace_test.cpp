#include "trilayer/measures/trace.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cmath>

using namespace trilayer::measures;

TEST_CASE("smoothing keeps a constant and the mean of its window") {
  std::vector<double> out;
  smooth(std::vector<double>(20, 3.0), 5, out);
  for (const double v : out) CHECK(v == doctest::Approx(3.0));
  std::vector<double> impulse(21, 0.0);
  impulse[10] = 5.0;
  smooth(impulse, 5, out);
  for (std::size_t i = 0; i < out.size(); ++i) CHECK(out[i] == doctest::Approx(i >= 8 && i <= 12 ? 1.0 : 0.0));
}

TEST_CASE("smoothing mirrors the trace at its ends") {
  std::vector<double> out;
  smooth(std::vector<double>{1.0, 2.0, 3.0, 4.0}, 3, out);
  CHECK(out[0] == doctest::Approx((1.0 + 1.0 + 2.0) / 3.0));
  CHECK(out[3] == doctest::Approx((3.0 + 4.0 + 4.0) / 3.0));
}

TEST_CASE("the envelope of a square wave is its height") {
  std::vector<float> square(100);
  for (std::size_t i = 0; i < square.size(); ++i) square[i] = i % 2 == 0 ? 7.0F : -7.0F;
  std::vector<double> out;
  rms_envelope(square, 9, out);
  for (const double v : out) CHECK(v == doctest::Approx(7.0));
}

TEST_CASE("an onset is where the trace leaves its quiet level for the response that holds the peak") {
  //                             0    1    2    3    4    5    6    7    8    9
  const std::vector<double> trace{0.1, 0.9, 0.1, 0.1, 0.1, 0.6, 0.2, 3.0, 5.0, 0.0};
  SUBCASE("a short gap inside the response is bridged") {
    CHECK(onset_before_peak(trace, {0, 10}, 0.5, 0.5, 2) == std::optional<std::size_t>(5));
  }
  SUBCASE("a gap as long as asked for ends it") {
    CHECK(onset_before_peak(trace, {0, 10}, 0.5, 0.5, 1) == std::optional<std::size_t>(7));
  }
  SUBCASE("the foot lies before the crossing, where there is one near") {
    const std::vector<double> rise{0.1, 0.1, 0.3, 0.4, 0.6, 3.0};
    CHECK(onset_before_peak(rise, {0, 6}, 0.5, 0.2, 3) == std::optional<std::size_t>(2));
    CHECK(onset_before_peak(rise, {0, 6}, 0.5, 0.2, 2) == std::optional<std::size_t>(4));
  }
  SUBCASE("nothing where the peak does not reach the limit") {
    CHECK_FALSE(onset_before_peak(trace, {0, 10}, 6.0, 0.0, 1).has_value());
  }
  CHECK(end_after_peak(trace, {0, 10}, 0.5, 1) == 9);
}

TEST_CASE("the deepest dip is the run with the largest missing area, not the longest or lowest") {
  //                             0    1    2    3    4    5    6    7    8    9    10   11
  const std::vector<double> trace{1.0, 0.0, 1.0, 0.6, 0.6, 0.6, 0.6, 0.6, 1.0, 0.1, 0.1, 1.0};
  const Dip dip = deepest_dip(trace, {0, 12}, 12, 1.0, 0.7);
  CHECK(dip.run == Columns{3, 8});
  CHECK(dip.area == doctest::Approx(2.0));
  SUBCASE("runs that begin too late do not count") {
    CHECK(deepest_dip(trace, {0, 12}, 3, 1.0, 0.7).run == Columns{1, 2});
  }
  SUBCASE("nothing where the trace never falls below the limit") {
    CHECK(deepest_dip(trace, {0, 12}, 12, 1.0, 0.0).run.size() == 0);
  }
}

TEST_CASE("level is mean and standard deviation of the columns asked for") {
  const std::vector<double> trace{100.0, 1.0, 3.0, 100.0};
  CHECK(level(trace, {1, 3}).mean == doctest::Approx(2.0));
  CHECK(level(trace, {1, 3}).deviation == doctest::Approx(1.0));
}
