#include "trilayer/measures/pairs/threshold_tracking.hpp"

#include <doctest/doctest.h>

#include "tests/measures/pairs_by_hand.hpp"

namespace trilayer::measures {
namespace {

using namespace tests;

Condition test_at(double percent, bool conditioned) {
  Condition condition = conditioned ? pair(3.0, resting_threshold(70.0)) : single();
  condition.intensity = Intensity{percent, IntensityReference::maximum_stimulator_output};
  return condition;
}

std::vector<Measurement> tracked(const ByHand& hand) {
  auto found = threshold_tracking(hand.channels, Settings{});
  for (const Measurement& m : found) check_promises(m);
  return found;
}

// Responses that grow tenfold in 10 % of output, 200 uV at `threshold`.
double size_at(double percent, double threshold) { return 200.0 * std::pow(10.0, (percent - threshold) / 10.0); }

ByHand drawn_series(std::uint32_t index, double spread, double unconditioned, double conditioned) {
  base::Stream stream(20260104, index);
  ByHand hand;
  for (const double percent : {48.0, 50.0, 52.0, 54.0, 56.0, 58.0}) {
    hand.add("t" + std::to_string(percent), test_at(percent, false),
             drawn(stream, 10, size_at(percent, unconditioned), spread));
    hand.add("c" + std::to_string(percent), test_at(percent, true),
             drawn(stream, 10, size_at(percent, conditioned), spread));
  }
  return hand;
}

TEST_CASE("The rise of the tracked intensity is read off between the intensities given") {
  const auto found = tracked(drawn_series(1, 0.001, 51.0, 55.5));
  REQUIRE(found.size() == 1);
  CHECK(found[0].key.condition == "paired 3 ms, 70 %RMT");
  CHECK(found[0].state == State::value);
  CHECK(*found[0].value == doctest::Approx(100.0 * 4.5 / 51.0).epsilon(0.002));
  CHECK(found[0].method.find("at 55.5 conditioned and 51 unconditioned, %MSO") != std::string::npos);
}

TEST_CASE("Nine in ten of the 95 % intervals hold the true rise: errors from ten trials are themselves noisy") {
  constexpr int repeats = 400;
  int inside = 0, values = 0;
  for (std::uint32_t i = 0; i < repeats; ++i) {
    const auto found = tracked(drawn_series(i, 0.6, 51.0, 55.5));
    REQUIRE(found.size() == 1);
    if (found[0].state != State::value) continue;
    ++values;
    inside += std::abs(*found[0].value - 100.0 * 4.5 / 51.0) <= 1.96 * *found[0].standard_error ? 1 : 0;
  }
  MESSAGE(values << " of " << repeats << " values, coverage " << static_cast<double>(inside) / values);
  CHECK(values > 0.95 * repeats);
  CHECK(inside > 0.88 * values);
  CHECK(inside < 0.99 * values);
}

TEST_CASE("A target outside the intensities given is a bound, or nothing") {
  CHECK(tracked(drawn_series(1, 0.001, 51.0, 59.0)).at(0).state == State::at_least);
  CHECK(*tracked(drawn_series(1, 0.001, 51.0, 59.0)).at(0).value == doctest::Approx(100.0 * 7.0 / 51.0).epsilon(0.002));
  CHECK(tracked(drawn_series(1, 0.001, 51.0, 47.0)).at(0).state == State::at_most);
  CHECK(tracked(drawn_series(1, 0.001, 47.0, 51.0)).at(0).state == State::at_least);
  CHECK(tracked(drawn_series(1, 0.001, 59.0, 59.0)).at(0).state == State::unobtainable);
}

TEST_CASE("One intensity, or pairs that are not SICI, are not tracked") {
  ByHand hand;
  hand.add("t", test_at(50.0, false), {100.0, 200.0, 300.0});
  hand.add("c", test_at(50.0, true), {100.0, 200.0, 300.0});
  CHECK(tracked(hand).empty());
  ByHand other = drawn_series(1, 0.1, 51.0, 55.5);
  for (protocol::Block& block : other.blocks)
    if (block.condition.conditioning) block.condition.conditioning->interval = base::Milliseconds(12.0);
  CHECK(tracked(other).empty());
}

}  // namespace
}  // namespace trilayer::measures
