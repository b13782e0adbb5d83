#include "trilayer/base/student.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "trilayer/base/errors.hpp"

namespace trilayer::base {
namespace {

TEST_CASE("Student's t has its known values") {
  CHECK(student_below(0.0, 7) == doctest::Approx(0.5));
  CHECK(student_below(1.0, 1) == doctest::Approx(0.75));                        // Cauchy
  CHECK(student_below(1.0, 2) == doctest::Approx(0.5 + 0.5 / std::sqrt(3.0)));  // closed form
  CHECK(student_quantile(0.975, 1) == doctest::Approx(12.706).epsilon(1e-4));   // printed tables
  CHECK(student_quantile(0.975, 4) == doctest::Approx(2.776).epsilon(3e-4));
  CHECK(student_quantile(0.95, 9) == doctest::Approx(1.833).epsilon(3e-4));
  CHECK(student_quantile(0.975, 10000) == doctest::Approx(1.960).epsilon(1e-3));
}

TEST_CASE("The quantile of Student's t undoes its distribution, on both sides") {
  for (int degrees = 1; degrees < 40; ++degrees)
    for (const double p : {0.001, 0.05, 0.3, 0.5, 0.8, 0.999})
      CHECK(student_below(student_quantile(p, degrees), degrees) == doctest::Approx(p).epsilon(1e-8));
  CHECK_THROWS_AS(student_below(1.0, 0), Bug);
}

}  // namespace
}  // namespace trilayer::base
