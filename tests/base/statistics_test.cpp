#include "trilayer/base/statistics.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/random.hpp"

namespace trilayer::base {
namespace {

using doctest::Approx;

// Finite numbers of ordinary size: whole thousandths.
rc::Gen<std::vector<double>> numbers() {
  return rc::gen::nonEmpty(rc::gen::container<std::vector<double>>(
      rc::gen::map(rc::gen::inRange(-1000000, 1000000), [](int v) { return v / 1000.0; })));
}

TEST_CASE("Mean, deviation and quantiles of a small set are those worked out by hand") {
  const std::vector<double> values{2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0};
  CHECK(mean(values) == 5.0);
  CHECK(standard_deviation(values) == Approx(std::sqrt(32.0 / 7.0)));
  CHECK(median(values) == 4.5);
  CHECK(quantile(values, 0.25) == 4.0);                     // position 1.75, between 4 and 4
  CHECK(quantile(values, 0.9) == Approx(7.6));              // position 6.3, between 7 and 9
  CHECK(robust_deviation(values) == Approx(0.5 * 1.4826));  // distances .5 .5 .5 .5 .5 .5 2.5 2.5 4.5
}

TEST_CASE("Quantiles lie between the extremes, rise with q and do not mind the order") {
  CHECK(rc::check("quantiles", [] {
    const auto values = *numbers();
    const double q = *rc::gen::inRange(0, 1001) / 1000.0;
    auto sorted = values;
    std::sort(sorted.begin(), sorted.end());
    RC_ASSERT(quantile(values, 0.0) == sorted.front());
    RC_ASSERT(quantile(values, 1.0) == sorted.back());
    RC_ASSERT(quantile(values, q) == quantile(sorted, q));
    RC_ASSERT(quantile(values, q) <= quantile(values, std::min(1.0, q + 0.1)));
  }));
}

TEST_CASE("Shifting shifts the mean and scaling scales the deviation") {
  CHECK(rc::check("shift and scale", [] {
    auto values = *numbers();
    values.push_back(values.front() + 1.0);
    auto moved = values;
    for (double& v : moved) v = 3.0 * v + 10.0;
    RC_ASSERT(mean(moved) == Approx(3.0 * mean(values) + 10.0).epsilon(1e-9));
    RC_ASSERT(standard_deviation(moved) == Approx(3.0 * standard_deviation(values)).epsilon(1e-9));
    RC_ASSERT(robust_deviation(moved) == Approx(3.0 * robust_deviation(values)).epsilon(1e-9));
  }));
}

TEST_CASE("A statistic of too little is a bug of the caller") {
  CHECK_THROWS_AS(mean({}), Bug);
  CHECK_THROWS_AS(standard_deviation(std::vector<double>{1.0}), Bug);
  CHECK_THROWS_AS(median({}), Bug);
  CHECK_THROWS_AS(quantile({1.0}, 1.1), Bug);
  CHECK_THROWS_AS(normal_quantile(1.0), Bug);
  CHECK_THROWS_AS(wilson(1, 0), Bug);
  CHECK_THROWS_AS(wilson(3, 2), Bug);
}

TEST_CASE("Normal quantiles are those of the tables") {
  CHECK(normal_quantile(0.5) == Approx(0.0).scale(1.0));
  CHECK(std::abs(normal_quantile(0.975) - 1.959963984540054) < 1e-8);
  CHECK(std::abs(normal_quantile(0.995) - 2.575829303548901) < 1e-8);
  CHECK(std::abs(normal_quantile(0.001) + 3.090232306167813) < 1e-8);
}

TEST_CASE("The normal quantile undoes the normal distribution, far into the tails") {
  for (const double z : {-7.0, -4.0, -1.0, 0.3, 2.0, 5.0})
    CHECK(normal_quantile(0.5 * std::erfc(-z / std::sqrt(2.0))) == Approx(z).epsilon(1e-7));
}

TEST_CASE("Wilson's interval is that worked out by hand at the ends and in the middle") {
  // 0 of n: low is 0 and high z^2 / (n + z^2); n of n is its mirror image.
  const double z2 = 1.959963984540054 * 1.959963984540054;
  CHECK(wilson(0, 10).low == 0.0);
  CHECK(wilson(0, 10).high == Approx(z2 / (10.0 + z2)));
  CHECK(wilson(10, 10).low == Approx(10.0 / (10.0 + z2)));
  CHECK(wilson(10, 10).high == 1.0);
  // Half of n: 1/2 +- z sqrt(n + z^2) / (2 (n + z^2)).
  CHECK(wilson(5, 10).low == Approx(0.5 - 0.5 * std::sqrt(z2 / (10.0 + z2))));
  CHECK(wilson(5, 10).share == 0.5);
}

TEST_CASE("Wilson's ends are where a test of the true share would just reject") {
  CHECK(rc::check("score test", [] {
    const int trials = *rc::gen::inRange(1, 200);
    const int successes = *rc::gen::inRange(0, trials + 1);
    const Share share = wilson(successes, trials);
    for (const double end : {share.low, share.high}) {
      if (end <= 0.0 || end >= 1.0) continue;
      const double z = (share.share - end) / std::sqrt(end * (1.0 - end) / trials);
      RC_ASSERT(std::abs(z) == Approx(1.959963984540054).epsilon(1e-6));
    }
    RC_ASSERT(share.low <= share.share && share.share <= share.high);
  }));
}

TEST_CASE("The bootstrap error of a mean is its standard error") {
  Stream stream(21);
  std::vector<double> values(50);
  for (double& v : values) v = stream.normal();
  const auto resampled_mean = [&](std::span<const std::size_t> chosen) {
    double sum = 0.0;
    for (const std::size_t i : chosen) sum += values[i];
    return sum / static_cast<double>(chosen.size());
  };
  const double error = bootstrap_error(values.size(), 2000, 1, resampled_mean);
  CHECK(error == Approx(standard_deviation(values) / std::sqrt(50.0)).epsilon(0.06));
  CHECK(error == bootstrap_error(values.size(), 2000, 1, resampled_mean));  // same seed, same number
}

TEST_CASE("The bootstrap leaves out resamples without a result, and gives none where most have none") {
  int calls = 0;
  const auto often = [&](std::span<const std::size_t>) { return ++calls % 3 == 0 ? std::nan("") : calls % 2; };
  CHECK(std::isfinite(bootstrap_error(5, 90, 1, often)));
  const auto seldom = [&](std::span<const std::size_t>) { return ++calls % 3 == 0 ? 1.0 : std::nan(""); };
  CHECK(std::isnan(bootstrap_error(5, 90, 1, seldom)));
}

TEST_CASE("Without censored values the censored fit is the plain one") {
  const std::vector<double> values{1.0, 2.0, 4.0, 5.0};
  const auto fit = censored_normal(values, 0, 0.0);
  CHECK(fit.mean == 3.0);
  CHECK(fit.standard_deviation == Approx(standard_deviation(values)));
  CHECK(fit.standard_error == Approx(standard_deviation(values) / 2.0));
}

// Repeats of an experiment: `count` draws of N(0, 1), those below `limit` known only as such.
struct Repeats {
  std::vector<double> means, deviations, errors;
};
Repeats repeat_censored(int repeats, int count, double limit) {
  Repeats all;
  for (int r = 0; r < repeats; ++r) {
    Stream stream(31, static_cast<std::uint32_t>(r));
    std::vector<double> seen;
    std::size_t below = 0;
    for (int i = 0; i < count; ++i) {
      const double v = stream.normal();
      if (v < limit)
        ++below;
      else
        seen.push_back(v);
    }
    if (seen.size() < 2) continue;
    const auto fit = censored_normal(seen, below, limit);
    all.means.push_back(fit.mean);
    all.deviations.push_back(fit.standard_deviation);
    all.errors.push_back(fit.standard_error);
  }
  return all;
}

TEST_CASE("The censored fit finds mean and deviation of what it cannot see") {
  for (const double limit : {-1.0, 0.0, 0.5}) {  // 16, 50 and 69 % unseen
    const auto fits = repeat_censored(20, 2000, limit);
    CAPTURE(limit);
    CHECK(std::abs(mean(fits.means)) < 0.03);
    CHECK(std::abs(mean(fits.deviations) - 1.0) < 0.03);
  }
}

TEST_CASE("The censored fit's standard error is how far its mean strays") {
  for (const double limit : {-1.5, -1.0, -0.5}) {  // 7, 16 and 31 % unseen
    const auto fits = repeat_censored(600, 20, limit);
    CAPTURE(limit);
    CHECK(mean(fits.errors) == Approx(standard_deviation(fits.means)).epsilon(0.12));
  }
}

}  // namespace
}  // namespace trilayer::base
