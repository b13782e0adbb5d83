#include "trilayer/validation/facts/verdicts.hpp"

#include <doctest/doctest.h>

using namespace trilayer;
using literature::Trend;
using validation::Verdict;
using validation::verdict_on;

namespace {

literature::Target over_circumstances(Trend trend) {
  literature::Target target;
  target.trend = trend;
  target.over = "10, 30, 70 %";
  return target;
}

}  // namespace

TEST_CASE("limits are inclusive and a value beyond either is outside") {
  literature::Target target;
  target.low = 2.0;
  target.high = 3.0;
  CHECK(verdict_on(target, {2.0}) == Verdict::inside);
  CHECK(verdict_on(target, {3.0}) == Verdict::inside);
  CHECK(verdict_on(target, {1.999}) == Verdict::outside);
  CHECK(verdict_on(target, {3.001}) == Verdict::outside);
}

TEST_CASE("a target without limits and trend is only printed, and no value has no verdict") {
  CHECK(verdict_on({}, {5.0}) == Verdict::printed);
  CHECK_FALSE(verdict_on({}, {}));
}

TEST_CASE("a trend beside a reference is right or wrong, and limits hold besides") {
  literature::Target target;
  target.trend = Trend::below;
  target.reference = 1.0;
  CHECK(verdict_on(target, {0.5}) == Verdict::right);
  CHECK(verdict_on(target, {1.0}) == Verdict::wrong);
  target.low = 0.6;
  CHECK(verdict_on(target, {0.5}) == Verdict::outside);
  CHECK(verdict_on(target, {1.5}) == Verdict::wrong);
}

TEST_CASE("what rises or falls does so at every step, and an equal step does not count") {
  const auto rises = over_circumstances(Trend::rises), falls = over_circumstances(Trend::falls);
  CHECK(verdict_on(rises, {1.0, 2.0, 3.0}) == Verdict::right);
  CHECK(verdict_on(rises, {1.0, 3.0, 2.0}) == Verdict::wrong);
  CHECK(verdict_on(rises, {1.0, 1.0, 2.0}) == Verdict::wrong);
  CHECK(verdict_on(rises, {1.0, 0.99}, 1.0) == Verdict::wrong);  // however large the error
  CHECK(verdict_on(falls, {3.0, 2.0, 1.0}) == Verdict::right);
  CHECK(verdict_on(falls, {3.0, 3.0, 1.0}) == Verdict::wrong);
}

TEST_CASE("what does not fall may stay, and falls only by more than twice the error") {
  const auto target = over_circumstances(Trend::not_falls);
  CHECK(verdict_on(target, {1.0, 1.0, 2.0}, 0.1) == Verdict::right);
  CHECK(verdict_on(target, {1.0, 0.85}, 0.1) == Verdict::right);
  CHECK(verdict_on(target, {1.0, 0.75}, 0.1) == Verdict::wrong);
  CHECK(verdict_on(target, {1.0, 0.99}) == Verdict::wrong);  // without an error nothing is tolerated
}

TEST_CASE("one value says nothing of a trend over circumstances, several nothing of limits") {
  CHECK_FALSE(verdict_on(over_circumstances(Trend::rises), {0.5}));
  literature::Target limits;
  limits.low = 0.0;
  CHECK_FALSE(verdict_on(limits, {1.0, 2.0}));
}
