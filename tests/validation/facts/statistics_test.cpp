#include "trilayer/validation/facts/statistics.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "trilayer/base/random.hpp"

using namespace trilayer;
using validation::How;
using validation::Readings;

namespace {

validation::Sample sample_of(const std::vector<Readings>& people) {
  validation::Sample sample;
  for (const Readings& person : people) sample.push_back(&person);
  return sample;
}

std::vector<double> value(const validation::Recipe& recipe, const std::vector<Readings>& people,
                          const literature::Target& target = {}, const std::vector<Readings>& others = {}) {
  return validation::value_of(recipe, target, {sample_of(people), sample_of(others)});
}

using Values = std::vector<double>;

}  // namespace

TEST_CASE("people without a value count in no quantity") {
  const std::vector<Readings> people{{1.0}, {std::nullopt}, {3.0}};
  CHECK(value({How::mean, {0}, {}, {}}, people) == Values{2.0});
  CHECK(validation::people_with_value({How::mean, {0}, {}, {}}, {sample_of(people), {}}) == 2);
  CHECK(value({How::sd, {0}, {}, {}}, {{1.0}, {std::nullopt}}).empty());
}

TEST_CASE("two readings of one person are subtracted person by person") {
  const std::vector<Readings> people{{5.0, 1.0}, {9.0, std::nullopt}, {6.0, 4.0}};
  CHECK(value({How::mean, {0, 1}, {}, {}}, people) == Values{3.0});
}

TEST_CASE("a share counts people between the target's limits") {
  literature::Target target;
  target.people_low = 1.0;
  CHECK(value({How::share, {0}, {}, {}}, {{0.5}, {1.0}, {2.0}, {0.9}}, target) == Values{0.5});
}

TEST_CASE("a long tail to the right is skewed above 0") {
  CHECK(value({How::skewness, {0}, {}, {}}, {{1.0}, {1.1}, {1.2}, {5.0}}).at(0) > 0.0);
  CHECK(value({How::skewness, {0}, {}, {}}, {{1.0}, {1.0}, {1.0}}).empty());
}

TEST_CASE("groups are compared by their means") {
  CHECK(value({How::difference, {0}, {}, {}}, {{3.0}, {5.0}}, {}, {{1.0}, {2.0}}) == Values{2.5});
  CHECK(value({How::difference, {0}, {}, {}}, {{3.0}}).empty());
}

TEST_CASE("a trend has one mean a circumstance, and none where a circumstance has fewer than two people") {
  CHECK(value({How::trend, {0, 1}, {}, {}}, {{1.0, 5.0}, {3.0, 7.0}}) == Values{2.0, 6.0});
  CHECK(value({How::trend, {0, 1}, {}, {}}, {{1.0, 5.0}, {3.0, std::nullopt}}).empty());
}

TEST_CASE("a trend over age sorts people by their ages") {
  const std::vector<Readings> people{{9.0, 4.0}, {7.0, 5.0}, {3.0, 10.0}, {1.0, 13.0}, {50.0, 20.0}};
  CHECK(value({How::trend_over_age, {0, 1}, {3, 8, 14}, {}}, people) == Values{8.0, 2.0});
}

TEST_CASE("the correlation is that of ranks: one far person does not make it") {
  const std::vector<Readings> falling{{1.0, 9.0}, {2.0, 8.0}, {3.0, 7.0}, {1000.0, 6.9}};
  CHECK(value({How::rank_correlation, {0, 1}, {}, {}}, falling).at(0) == doctest::Approx(-1.0));
}

TEST_CASE("the lowest circumstance, the largest change and the largest mean") {
  const std::vector<Readings> people{{1.0, 0.4, 0.9}, {1.0, 0.6, 0.9}};
  CHECK(value({How::lowest_at, {0, 1, 2}, {4, 10, 20}, {}}, people) == Values{10.0});
  CHECK(value({How::largest_change, {0, 1, 2}, {}, {}}, people).at(0) == doctest::Approx(-0.5));
  CHECK(value({How::last_change, {0, 1, 2}, {}, {}}, people).at(0) == doctest::Approx(-0.1));
  CHECK(value({How::largest, {0, 1, 2}, {}, {}}, people) == Values{1.0});
}

TEST_CASE("a phase is half developed where half of its largest depth is reached") {
  // Long phase: 1, 0.5, 0 at 80, 100, 120: half of 1 at 100. Short phase: 1, 1, 0.2: half of 0.8 at 110.
  const std::vector<Readings> people{{1.0, 0.5, 0.0, 1.0, 1.0, 0.2}, {1.0, 0.5, 0.0, 1.0, 1.0, 0.2}};
  const validation::Recipe recipe{How::half_point, {0, 1, 2, 3, 4, 5}, {80, 100, 120}, {}};
  CHECK(value(recipe, people).at(0) == doctest::Approx(-10.0));
}

TEST_CASE("a rise begins where all later means stay above 1.1") {
  const std::vector<Readings> people{{1.3, 1.0, 1.2, 1.5}, {1.3, 1.0, 1.2, 1.5}};
  CHECK(value({How::rise, {0, 1, 2, 3}, {150, 110, 70, 30}, {}}, people).at(0) == doctest::Approx(90.0));
  CHECK(value({How::rise, {0, 1}, {150, 110}, {}}, people).empty());
}

TEST_CASE("people drawn from a law lie near it, and shifted ones far from it") {
  std::vector<double> law;
  for (int i = 0; i < 100; ++i) law.push_back(i);
  std::vector<Readings> like, shifted;
  for (int i = 0; i < 50; ++i) {
    like.push_back({2.0 * i});
    shifted.push_back({2.0 * i + 60.0});
  }
  CHECK(value({How::distance, {0}, {}, law}, like).at(0) < 0.03);
  CHECK(value({How::distance, {0}, {}, law}, shifted).at(0) == doctest::Approx(0.6).epsilon(0.05));
}

TEST_CASE("the bootstrap error of a mean is that of the formula") {
  base::Stream stream(7);
  std::vector<Readings> people;
  double sum = 0.0, squares = 0.0;
  for (int i = 0; i < 200; ++i) {
    const double x = stream.normal();
    people.push_back({x});
    sum += x;
    squares += x * x;
  }
  const auto mean = [](const validation::Compared& drawn) {
    return validation::value_of({How::mean, {0}, {}, {}}, {}, drawn);
  };
  const double analytic = std::sqrt((squares / 200.0 - sum * sum / 40000.0) / 200.0);
  const auto error = validation::bootstrap_error({sample_of(people), {}}, mean, 1, 4000);
  REQUIRE(error);
  CHECK(*error == doctest::Approx(analytic).epsilon(0.05));
}

TEST_CASE("people with the same random numbers in both groups leave no error in what all share") {
  const std::vector<Readings> group{{2.0}, {5.0}, {9.0}}, against{{1.0}, {4.0}, {8.0}};
  const auto difference = [](const validation::Compared& drawn) {
    return validation::value_of({How::difference, {0}, {}, {}}, {}, drawn);
  };
  CHECK(validation::bootstrap_error({sample_of(group), sample_of(against)}, difference, 1).value() ==
        doctest::Approx(0.0));
}
