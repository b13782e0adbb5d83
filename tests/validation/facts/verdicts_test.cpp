#include "trilayer/validation/facts/verdicts.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "trilayer/base/random.hpp"

using namespace trilayer;
using validation::Verdict;

TEST_CASE("limits are inclusive and a value beyond either is outside") {
  literature::Target target;
  target.low = 2.0;
  target.high = 3.0;
  CHECK(validation::verdict_on(target, 2.0) == Verdict::inside);
  CHECK(validation::verdict_on(target, 3.0) == Verdict::inside);
  CHECK(validation::verdict_on(target, 1.999) == Verdict::outside);
  CHECK(validation::verdict_on(target, 3.001) == Verdict::outside);
}

TEST_CASE("a target without limits and trend is only printed") {
  CHECK(validation::verdict_on({}, 5.0) == Verdict::printed);
}

TEST_CASE("a trend beside a reference is right or wrong, and limits hold besides") {
  literature::Target target;
  target.trend = literature::Trend::below;
  target.reference = 1.0;
  CHECK(validation::verdict_on(target, 0.5) == Verdict::right);
  CHECK(validation::verdict_on(target, 1.0) == Verdict::wrong);
  target.low = 0.6;
  CHECK(validation::verdict_on(target, 0.5) == Verdict::outside);
}

TEST_CASE("one value says nothing of a trend over circumstances") {
  literature::Target target;
  target.trend = literature::Trend::rises;
  target.over = "10, 30 %";
  CHECK_FALSE(validation::verdict_on(target, 0.5));
}

TEST_CASE("the bootstrap error of a mean is that of the formula") {
  base::Stream stream(7);
  std::vector<validation::Readings> people;
  double sum = 0.0, squares = 0.0;
  for (int i = 0; i < 200; ++i) {
    const double value = stream.normal();
    people.push_back({value});
    sum += value;
    squares += value * value;
  }
  const validation::Statistic mean = [](const std::vector<const validation::Readings*>& drawn) {
    double total = 0.0;
    for (const auto* person : drawn) total += (*person)[0].value();
    return std::optional(total / static_cast<double>(drawn.size()));
  };
  const double analytic = std::sqrt((squares / 200.0 - sum * sum / 40000.0) / 200.0);
  const auto error = validation::bootstrap_error(people, mean, 1, 4000);
  REQUIRE(error);
  CHECK(*error == doctest::Approx(analytic).epsilon(0.05));
}
