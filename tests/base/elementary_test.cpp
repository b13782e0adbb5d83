#include "trilayer/base/elementary.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "trilayer/base/random.hpp"

namespace trilayer::base {
namespace {

constexpr double promised = 4e-16;
constexpr int points = 100000;

// The library's own functions in long double are the reference; where that is no wider than double, their own error
// (about 1.1e-16) adds to ours.
constexpr double allowed = std::numeric_limits<long double>::digits > 53 ? promised : promised + 1.2e-16;

double relative_error(double value, long double truth) {
  return static_cast<double>(std::abs((static_cast<long double>(value) - truth) / truth));
}

TEST_CASE("The exponential keeps its promised error over its whole range") {
  Stream stream(1);
  double worst = 0.0;
  for (int i = 0; i < points; ++i) {
    const double x = stream.uniform(-700.0, 700.0);
    worst = std::max(worst, relative_error(portable_exp(x), std::exp(static_cast<long double>(x))));
  }
  CHECK(worst < allowed);
  CHECK(portable_exp(0.0) == 1.0);
}

TEST_CASE("The exponential is 0 below its range, infinite above, and passes NaN on") {
  CHECK(portable_exp(-701.0) == 0.0);
  CHECK(std::isinf(portable_exp(701.0)));
  CHECK(std::isnan(portable_exp(std::numeric_limits<double>::quiet_NaN())));
}

TEST_CASE("The logarithm keeps its promised error from the smallest to the largest number") {
  Stream stream(2);
  double worst = 0.0;
  for (int i = 0; i < points; ++i) {
    const double x = std::ldexp(stream.uniform(1.0, 2.0), static_cast<int>(stream.below(2000)) - 1000);
    if (x > 0.5 && x < 2.0) continue;  // near 1 the promise is an absolute one
    worst = std::max(worst, relative_error(portable_log(x), std::log(static_cast<long double>(x))));
  }
  CHECK(worst < allowed);
  CHECK(portable_log(std::numeric_limits<double>::denorm_min()) ==
        doctest::Approx(std::log(std::numeric_limits<double>::denorm_min())));
}

TEST_CASE("The logarithm near 1 keeps its promised absolute error") {
  Stream stream(3);
  double worst = 0.0;
  for (int i = 0; i < points; ++i) {
    const double x = stream.uniform(0.5, 2.0);
    worst = std::max(worst, std::abs(static_cast<double>(static_cast<long double>(portable_log(x)) -
                                                         std::log(static_cast<long double>(x)))));
  }
  CHECK(worst < allowed);
  CHECK(portable_log(1.0) == 0.0);
}

TEST_CASE("The logarithm of 0 is minus infinity and of less there is none") {
  CHECK(portable_log(0.0) == -std::numeric_limits<double>::infinity());
  CHECK(std::isnan(portable_log(-1.0)));
}

TEST_CASE("Sine and cosine of turns keep their promised error") {
  Stream stream(4);
  double worst = 0.0;
  for (int i = 0; i < points; ++i) {
    const double turns = stream.uniform();
    const long double angle = 2.0L * std::numbers::pi_v<long double> * static_cast<long double>(turns);
    const auto [sine, cosine] = portable_sincos_turns(turns);
    worst = std::max(worst, std::abs(static_cast<double>(static_cast<long double>(sine) - std::sin(angle))));
    worst = std::max(worst, std::abs(static_cast<double>(static_cast<long double>(cosine) - std::cos(angle))));
  }
  CHECK(worst < allowed);
}

TEST_CASE("Sine and cosine are exact at the quarter turns") {
  const double sines[] = {0.0, 1.0, 0.0, -1.0, 0.0};
  const double cosines[] = {1.0, 0.0, -1.0, 0.0, 1.0};
  for (int quarter = 0; quarter <= 4; ++quarter) {
    const auto [sine, cosine] = portable_sincos_turns(0.25 * quarter);
    CHECK(sine == sines[quarter]);
    CHECK(cosine == cosines[quarter]);
  }
}

}  // namespace
}  // namespace trilayer::base
