#include "trilayer/inference/network/probit.hpp"

#include <cmath>

#include "trilayer/base/elementary.hpp"

namespace trilayer::inference {

double normal_share(double z) {
  if (z < -7.0) return 0.0;
  if (z > 7.0) return 1.0;
  constexpr double inverse_root_two_pi = 0.39894228040143267794;
  double term = z, sum = z;
  for (int k = 3; std::abs(term) > 1e-17 && k < 400; k += 2) sum += term *= z * z / k;
  return 0.5 + sum * inverse_root_two_pi * base::portable_exp(-0.5 * z * z);
}

double probit(double share) {
  double low = -7.0, high = 7.0;
  for (int step = 0; step < 60 && high - low > 1e-11; ++step) {
    const double middle = 0.5 * (low + high);
    (normal_share(middle) < share ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

}  // namespace trilayer::inference
