#include "trilayer/base/units.hpp"

#include <doctest/doctest.h>

#include <type_traits>

namespace trilayer::base {
namespace {

using namespace literals;

TEST_CASE("Scales of one dimension convert by themselves") {
  CHECK(Seconds(Milliseconds(250.0)).value() == 0.25);
  CHECK(Microvolts(1.5_mV).value() == 1500.0);
  CHECK(Millivolts(50.0_uV).value() == 0.05);
  CHECK(Seconds(1.0_ms).value() == 0.001);
}

TEST_CASE("Dimensions and bare numbers never mix") {
  static_assert(!std::is_convertible_v<Seconds, Microvolts>);
  static_assert(!std::is_constructible_v<Hertz, Seconds>);
  static_assert(!std::is_convertible_v<double, Seconds>);
  static_assert(!std::is_convertible_v<Seconds, double>);
  CHECK(true);
}

TEST_CASE("Quantities add, scale and compare like their numbers") {
  CHECK((2.0_s + 0.5_s - 1.0_s).value() == 1.5);
  CHECK((-(3.0_ms) * 2.0).value() == -6.0);
  CHECK(6.0_ms / 2.0_ms == 3.0);
  CHECK(5.0_Hz > 4.0_Hz);
  Seconds t = 1.0_s;
  t += 500.0_ms;
  CHECK(t == 1.5_s);
}

}  // namespace
}  // namespace trilayer::base
