#include "trilayer/base/chi_squared.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "trilayer/base/errors.hpp"

namespace trilayer::base {
namespace {

TEST_CASE("Chi-squared has its known values") {
  CHECK(chi_squared_above(0.0, 3) == 1.0);
  CHECK(chi_squared_above(3.0, 2) == doctest::Approx(std::exp(-1.5)));                 // closed form
  CHECK(chi_squared_above(1.0, 1) == doctest::Approx(std::erfc(std::sqrt(0.5))));      // the square of a normal number
  CHECK(chi_squared_upper_quantile(0.05, 1) == doctest::Approx(3.841).epsilon(2e-4));  // printed tables
  CHECK(chi_squared_upper_quantile(0.025, 9) == doctest::Approx(19.023).epsilon(1e-4));
  CHECK(chi_squared_upper_quantile(0.975, 10) == doctest::Approx(3.247).epsilon(2e-4));
}

TEST_CASE("The quantile of chi-squared undoes its distribution, with few and with many degrees") {
  for (const int degrees : {1, 2, 3, 8, 25, 200, 5000})
    for (const double p : {0.001, 0.025, 0.3, 0.5, 0.8, 0.975, 0.999})
      CHECK(chi_squared_above(chi_squared_upper_quantile(p, degrees), degrees) == doctest::Approx(p).epsilon(1e-8));
  CHECK_THROWS_AS(chi_squared_above(1.0, 0), Bug);
  CHECK_THROWS_AS(chi_squared_upper_quantile(1.0, 4), Bug);
}

}  // namespace
}  // namespace trilayer::base
