#include "trilayer/measures/tasks/censored_line.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace trilayer::measures {
namespace {

constexpr int iterations = 300;

// phi(z) / Phi(z); its asymptote far below, where Phi underflows.
double hazard(double z) {
  if (z < -30.0) return -z;
  const double density = std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi);
  return density / (0.5 * std::erfc(-z / std::numbers::sqrt2));
}

// Weighted sums of a straight line.
struct Sums {
  double w = 0.0, x = 0.0, y = 0.0, xx = 0.0, xy = 0.0;
  void add(double weight, double at, double value) {
    w += weight;
    x += weight * at;
    y += weight * value;
    xx += weight * at * at;
    xy += weight * at * value;
  }
  [[nodiscard]] double spread() const { return xx - x * x / w; }
  [[nodiscard]] double slope() const { return (xy - x * y / w) / spread(); }
  [[nodiscard]] double intercept() const { return (y - slope() * x) / w; }
};

}  // namespace

CensoredLine censored_line(std::span<const LinePoint> points) {
  Sums seen;
  for (const LinePoint& p : points)
    if (!p.below) seen.add(1.0 / (p.error * p.error), p.x, p.y);
  CensoredLine line{seen.intercept(), seen.slope(), 0.0};
  for (int i = 0; i < iterations; ++i) {
    Sums sums;
    for (const LinePoint& p : points) {
      const double fitted = line.intercept + line.slope * p.x;
      const double expected = p.below ? fitted - p.error * hazard((p.y - fitted) / p.error) : p.y;
      sums.add(1.0 / (p.error * p.error), p.x, expected);
    }
    line.intercept = sums.intercept();
    line.slope = sums.slope();
  }
  Sums information;
  double misfit = 0.0, count = 0.0;
  for (const LinePoint& p : points) {
    const double z = (p.y - line.intercept - line.slope * p.x) / p.error;
    const double told = p.below ? hazard(z) * (hazard(z) + z) : 1.0;
    information.add(std::max(told, 1e-12) / (p.error * p.error), p.x, 0.0);
    if (p.below) continue;
    misfit += z * z;
    count += 1.0;
  }
  const double scatter = count > 2.0 ? std::max(1.0, misfit / (count - 2.0)) : 1.0;
  line.slope_error = std::sqrt(scatter / information.spread());
  return line;
}

}  // namespace trilayer::measures
