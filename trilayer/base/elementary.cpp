#include "trilayer/base/elementary.hpp"

#include <bit>
#include <cstdint>
#include <limits>
#include <numbers>

namespace trilayer::base {
namespace {

constexpr double ln2_high = 6.93147180369123816490e-01;  // the first 33 bits of ln 2
constexpr double ln2_low = 1.90821492927058770002e-10;   // the rest

// 2^n for n in [-1022, 1023].
double power_of_two(int n) { return std::bit_cast<double>(static_cast<std::uint64_t>(n + 1023) << 52); }

// Nearest integer, halves upwards; plain arithmetic, so that no rounding mode or library enters.
int nearest(double x) {
  const double shifted = x + 0.5;
  const int truncated = static_cast<int>(shifted);
  return static_cast<double>(truncated) > shifted ? truncated - 1 : truncated;
}

}  // namespace

double portable_exp(double x) {
  if (x != x) return x;
  if (x < -700.0) return 0.0;
  if (x > 700.0) return std::numeric_limits<double>::infinity();
  // exp(x) = 2^n exp(r), |r| <= ln2 / 2; Taylor series to r^17 / 17! (the next term is below 1e-24).
  const int n = nearest(x / std::numbers::ln2);
  const double r = (x - n * ln2_high) - n * ln2_low;
  double sum = 1.0;
  for (int k = 17; k >= 1; --k) sum = 1.0 + sum * r / k;
  return sum * power_of_two(n);
}

double portable_log(double x) {
  if (!(x > 0.0)) return x == 0.0 ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
  // x = 2^n m with m in [sqrt(1/2), sqrt(2)); log m = 2 artanh(s), s = (m - 1) / (m + 1), |s| <= 0.172.
  int n = 0;
  if (x < std::numeric_limits<double>::min()) {
    x *= power_of_two(54);
    n = -54;
  }
  const auto bits = std::bit_cast<std::uint64_t>(x);
  n += static_cast<int>(bits >> 52) - 1023;
  double m = std::bit_cast<double>((bits & 0x000FFFFFFFFFFFFFULL) | 0x3FF0000000000000ULL);
  if (m > std::numbers::sqrt2) {
    m *= 0.5;
    n += 1;
  }
  const double s = (m - 1.0) / (m + 1.0);
  const double z = s * s;
  double sum = 0.0;
  for (int k = 21; k >= 1; k -= 2) sum = sum * z + 1.0 / k;
  return n * ln2_high + (2.0 * s * sum + n * ln2_low);
}

SineCosine portable_sincos_turns(double turns) {
  // Nearest quarter turn q, rest r in [-1/8, 1/8] turns; Taylor series in radians.
  const int q = nearest(4.0 * turns);
  const double a = 2.0 * std::numbers::pi * (turns - 0.25 * q);
  const double z = a * a;
  double sine = 1.0;
  double cosine = 1.0;
  for (int k = 9; k >= 1; --k) {
    sine = 1.0 - sine * z / ((2.0 * k) * (2.0 * k + 1.0));
    cosine = 1.0 - cosine * z / ((2.0 * k - 1.0) * (2.0 * k));
  }
  sine *= a;
  switch (q & 3) {
    case 0:
      return {sine, cosine};
    case 1:
      return {cosine, -sine};
    case 2:
      return {-sine, -cosine};
    default:
      return {-cosine, sine};
  }
}

}  // namespace trilayer::base
