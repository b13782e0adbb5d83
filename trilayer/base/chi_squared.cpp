#include "trilayer/base/chi_squared.hpp"

#include <algorithm>
#include <cmath>

#include "trilayer/base/errors.hpp"

namespace trilayer::base {

double chi_squared_above(double x, int degrees) {
  require(degrees >= 1, "chi-squared with no degree of freedom");
  require(x >= 0.0, "chi-squared below 0");
  if (x == 0.0) return 1.0;
  const double half = 0.5 * x;
  const bool odd = degrees % 2 == 1;
  double sum = odd ? std::erfc(std::sqrt(half)) : 0.0;
  // Each term by its logarithm: with many degrees the powers alone would overflow.
  for (double power = odd ? 0.5 : 0.0; power < 0.5 * degrees - 0.25; power += 1.0)
    sum += std::exp(power * std::log(half) - half - std::lgamma(power + 1.0));
  return std::min(sum, 1.0);
}

double chi_squared_upper_quantile(double p, int degrees) {
  require(p > 0.0 && p < 1.0, "chi-squared quantile outside (0, 1)");
  double low = 0.0;
  double high = 1.0;
  while (chi_squared_above(high, degrees) > p) high *= 2.0;
  for (int i = 0; i < 200 && high - low > 1e-12 * high; ++i) {
    const double middle = 0.5 * (low + high);
    (chi_squared_above(middle, degrees) > p ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

}  // namespace trilayer::base
