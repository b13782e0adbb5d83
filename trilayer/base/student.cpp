#include "trilayer/base/student.hpp"

#include <cmath>
#include <numbers>

#include "trilayer/base/errors.hpp"

namespace trilayer::base {

double student_below(double t, int degrees) {
  require(degrees >= 1, "Student's t with no degree of freedom");
  const double angle = std::atan(t / std::sqrt(static_cast<double>(degrees)));
  const double cosine = std::cos(angle);
  const bool odd = degrees % 2 == 1;
  // Sum of 1 + 1/2 cos^2 + ... (even) or cos + 2/3 cos^3 + ... (odd), up to the power degrees - 2.
  double term = odd ? cosine : 1.0;
  double sum = 0.0;
  for (int k = odd ? 3 : 2; k <= degrees; k += 2) {
    sum += term;
    term *= cosine * cosine * static_cast<double>(k - 1) / static_cast<double>(k);
  }
  const double within = odd ? 2.0 / std::numbers::pi * (angle + std::sin(angle) * sum) : std::sin(angle) * sum;
  return 0.5 + 0.5 * within;
}

double student_quantile(double p, int degrees) {
  require(p > 0.0 && p < 1.0, "Student quantile outside (0, 1)");
  if (p < 0.5) return -student_quantile(1.0 - p, degrees);
  double low = 0.0;
  double high = 1.0;
  while (student_below(high, degrees) < p && high < 1e12) high *= 2.0;
  for (int i = 0; i < 200 && high - low > 1e-10 * high; ++i) {
    const double middle = 0.5 * (low + high);
    (student_below(middle, degrees) < p ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

}  // namespace trilayer::base
