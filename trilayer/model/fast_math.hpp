// exp and log for inner loops: plain arithmetic, the same bytes on any CPU, relative error below 1e-12.
#pragma once

#include <bit>
#include <cstdint>

namespace trilayer::model {

/// e^x for x in [-700, 700]; 0 below, e^700 above. Taylor series on [-ln2/2, ln2/2] (the next term is below 1e-14).
inline double fast_exp(double x) {
  if (x < -700.0) return 0.0;
  if (x > 700.0) x = 700.0;
  const double shifted = x * 1.4426950408889634 + (x < 0.0 ? -0.5 : 0.5);
  const auto n = static_cast<std::int64_t>(shifted);
  const double r =
      (x - static_cast<double>(n) * 6.93147180369123816490e-01) - static_cast<double>(n) * 1.90821492927058770002e-10;
  double sum = 1.0 / 39916800.0;
  sum = sum * r + 1.0 / 3628800.0;
  sum = sum * r + 1.0 / 362880.0;
  sum = sum * r + 1.0 / 40320.0;
  sum = sum * r + 1.0 / 5040.0;
  sum = sum * r + 1.0 / 720.0;
  sum = sum * r + 1.0 / 120.0;
  sum = sum * r + 1.0 / 24.0;
  sum = sum * r + 1.0 / 6.0;
  sum = sum * r + 0.5;
  sum = sum * r + 1.0;
  sum = sum * r + 1.0;
  return sum * std::bit_cast<double>(static_cast<std::uint64_t>(n + 1023) << 52);
}

/// ln x for normal x > 0: 2 artanh((m - 1) / (m + 1)) of the mantissa, |argument| <= 0.172.
inline double fast_log(double x) {
  const auto bits = std::bit_cast<std::uint64_t>(x);
  double n = static_cast<double>(static_cast<std::int64_t>(bits >> 52) - 1023);
  double m = std::bit_cast<double>((bits & 0x000FFFFFFFFFFFFFULL) | 0x3FF0000000000000ULL);
  if (m > 1.4142135623730951) {
    m *= 0.5;
    n += 1.0;
  }
  const double s = (m - 1.0) / (m + 1.0);
  const double z = s * s;
  double sum = 1.0 / 15.0;
  sum = sum * z + 1.0 / 13.0;
  sum = sum * z + 1.0 / 11.0;
  sum = sum * z + 1.0 / 9.0;
  sum = sum * z + 1.0 / 7.0;
  sum = sum * z + 1.0 / 5.0;
  sum = sum * z + 1.0 / 3.0;
  sum = sum * z + 1.0;
  return n * 0.6931471805599453 + 2.0 * s * sum;
}

/// 1 / (1 + e^-x)
inline double logistic(double x) { return 1.0 / (1.0 + fast_exp(-x)); }

}  // namespace trilayer::model
