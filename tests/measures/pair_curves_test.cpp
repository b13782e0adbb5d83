#include "trilayer/measures/pairs/pair_curves.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/measures/pairs_by_hand.hpp"

namespace trilayer::measures {
namespace {

using namespace tests;

std::vector<Measurement> curves_of(const ByHand& hand) {
  auto found = pair_curves(hand.pairs(), Settings{});
  for (const Measurement& m : found) check_promises(m);
  return found;
}

std::vector<double> precise(double microvolts) { return {microvolts * 0.99, microvolts, microvolts / 0.99}; }

Condition ihi(double interval, double percent = 120.0) {
  return pair(interval, resting_threshold(percent), Hemisphere::right);
}

TEST_CASE("The deepest of three precise ratios is the smallest, at its interval") {
  ByHand hand;
  hand.add("test", single(), precise(1000.0));
  hand.add("8", ihi(8.0), precise(700.0));
  hand.add("10", ihi(10.0), precise(500.0));
  CHECK(curves_of(hand).empty());  // two intervals are no curve
  hand.add("40", ihi(40.0), precise(600.0));
  const auto found = curves_of(hand);
  REQUIRE(found.size() == 2);
  CHECK(found[0].key.measure == "ihi_deepest");
  CHECK(*found[0].value == doctest::Approx(0.5).epsilon(0.002));
  CHECK(*found[0].standard_error == doctest::Approx(0.01005 / std::sqrt(3.0) * std::sqrt(2.0)).epsilon(0.1));
  CHECK(found[1].key.measure == "ihi_deepest_interval");
  CHECK(*found[1].value == 10.0);
  CHECK(*found[1].standard_error == doctest::Approx(16.0 / std::sqrt(12.0)));
  CHECK(found[0].block == "8+10+40");
}

TEST_CASE("The smallest of several noisy ratios is not taken for what inhibition is") {
  // Five intervals, all of the same true ratio: without the correction the smallest would lie 0.2 too low.
  constexpr int repeats = 300;
  double bias = 0.0, raw = 0.0;
  int inside = 0;
  for (std::uint32_t i = 0; i < repeats; ++i) {
    base::Stream stream(20260103, i);
    ByHand hand;
    hand.add("test", single(), drawn(stream, 15, 1000.0, 0.5));
    for (const double interval : {6.0, 8.0, 10.0, 20.0, 40.0})
      hand.add(std::to_string(interval), ihi(interval), drawn(stream, 15, 600.0, 0.5));
    double smallest = 1e9;
    for (const PairRatio& pair : hand.pairs()) smallest = std::min(smallest, *pair.measurement.value);
    const Measurement m = curves_of(hand).at(0);
    bias += std::log(*m.value / 0.6) / repeats;
    raw += std::log(smallest / 0.6) / repeats;
    inside += std::abs(std::log(*m.value / 0.6)) <= 1.96 * *m.standard_error ? 1 : 0;
  }
  MESSAGE("bias of ln: " << bias << ", of the smallest as it is " << raw << "; coverage "
                         << static_cast<double>(inside) / repeats);
  CHECK(std::abs(bias) < 0.6 * std::abs(raw));
  CHECK(inside > 0.85 * repeats);
}

TEST_CASE("A ratio that is only a bound bounds the deepest one, and has no interval") {
  ByHand hand;
  hand.add("test", single(), precise(1000.0));
  hand.add("8", ihi(8.0), precise(700.0));
  hand.add("10", ihi(10.0), {20.0, 30.0, 20.0});
  hand.add("40", ihi(40.0), precise(600.0));
  const auto found = curves_of(hand);
  REQUIRE(found.size() == 2);
  CHECK(found[0].state == State::at_most);
  CHECK(*found[0].value == doctest::Approx(0.05).epsilon(0.001));
  CHECK(found[1].state == State::unobtainable);
}

TEST_CASE("The slope over strength is the factor that ten percent make") {
  for (const auto& [from, id] :
       {std::pair{Hemisphere::right, "ihi_intensity_slope"}, {Hemisphere::left, "sici_intensity_slope"}}) {
    ByHand hand;
    hand.add("test", single(), precise(2000.0));
    const double base = from == Hemisphere::right ? 110.0 : 70.0;
    for (const double step : {0.0, 10.0, 20.0})
      hand.add(std::to_string(step), pair(from == Hemisphere::right ? 10.0 : 3.0, resting_threshold(base + step), from),
               precise(1600.0 * std::pow(0.8, step / 10.0)));
    const auto found = curves_of(hand);
    REQUIRE(found.size() == 1);
    CHECK(found[0].key.measure == id);
    CHECK(*found[0].value == doctest::Approx(0.8));
    // Three points 10 % apart with equal errors: error of the slope is that of a point over sqrt(2), a step of 10.
    CHECK(*found[0].standard_error == doctest::Approx(0.01005 / std::sqrt(3.0) / std::sqrt(2.0)).epsilon(0.02));
    CHECK(found[0].state == State::value);
  }
}

TEST_CASE("Points that scatter more than their errors widen the error of the slope") {
  ByHand hand;
  hand.add("test", single(), precise(2000.0));
  double size = 1600.0;
  for (const double percent : {110.0, 120.0, 130.0, 140.0}) {
    hand.add(std::to_string(percent), ihi(10.0, percent), precise(size));
    size *= percent == 120.0 ? 1.4 : 0.6;
  }
  const auto found = curves_of(hand);
  REQUIRE(found.size() == 1);
  CHECK(*found[0].standard_error > 0.1);
}

TEST_CASE("Strengths with only a bound are left out of the slope, which says so") {
  ByHand hand;
  hand.add("test", single(), precise(1000.0));
  for (const double percent : {100.0, 110.0, 120.0})
    hand.add(std::to_string(percent), ihi(10.0, percent), precise(900.0 - 5.0 * percent));
  hand.add("130", ihi(10.0, 130.0), {20.0, 20.0, 20.0});
  REQUIRE(curves_of(hand).size() == 1);
  CHECK(curves_of(hand)[0].state == State::confounded);
  hand.channels[1].responses = hand.channels[4].responses;
  CHECK(curves_of(hand)[0].state == State::unobtainable);
  CHECK(curves_of(hand)[0].reason.find("2 of 4 strengths") != std::string::npos);
}

}  // namespace
}  // namespace trilayer::measures
