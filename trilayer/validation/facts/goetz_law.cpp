#include "trilayer/validation/facts/goetz_law.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "trilayer/base/random.hpp"
#include "trilayer/base/statistics.hpp"

namespace trilayer::validation {
namespace {

constexpr std::size_t people = 4000;
constexpr double lowest = 20.0, highest = 120.0;  // % of output
constexpr double threshold_size = 0.05;           // mV

// Lower triangle of the covariance's root (Cholesky), of log10 (p3, p4, p5).
struct Root {
  double a = 0.0, b = 0.0, c = 0.0, d = 0.0, e = 0.0, f = 0.0;
};

Root root_of_covariance() {
  constexpr double v11 = 7.2027, v12 = 0.56974, v13 = -0.19746, v22 = 0.047426, v23 = -0.015113, v33 = 0.0071071;
  Root r;
  r.a = std::sqrt(v11);
  r.b = v12 / r.a;
  r.d = v13 / r.a;
  r.c = std::sqrt(v22 - r.b * r.b);
  r.e = (v23 - r.b * r.d) / r.c;
  r.f = std::sqrt(std::max(0.0, v33 - r.d * r.d - r.e * r.e));
  return r;
}

GoetzCurve draw(base::Stream& stream, const Root& r) {
  const double x = stream.normal(), y = stream.normal(), z = stream.normal();
  GoetzCurve curve;
  curve.height = 4.532 + std::sqrt(0.126) * stream.normal();
  curve.shift = std::pow(10.0, 3.6466 + r.a * x);
  curve.power = std::pow(10.0, 0.42639 + r.b * x + r.c * y);
  curve.origin = std::pow(10.0, 1.66649 + r.d * x + r.e * y + r.f * z);
  return curve;
}

bool is_accepted(const GoetzCurve& curve) {
  double low = 1e9, high = 0.0;
  for (double x = lowest; x <= highest; x += 1.0) {
    low = std::min(low, curve.at(x));
    high = std::max(high, curve.at(x));
  }
  return low < 0.03 && high > 1.0 && high <= 30.0;
}

std::optional<double> output_for(const GoetzCurve& curve, double size) {
  double low = lowest, high = 2.0 * highest;
  if (curve.at(high) < size || curve.at(low) >= size) return std::nullopt;
  for (int k = 0; k < 50; ++k) {
    const double middle = 0.5 * (low + high);
    (curve.at(middle) < size ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

// Shapes of the law: their mean, inverse covariance, and the squared distance that holds 95 % of them.
struct Region {
  CurveShape mean{};
  std::array<CurveShape, shape_intensities.size()> inverse{};
  double limit = 0.0;

  [[nodiscard]] double distance(const CurveShape& shape) const {
    double sum = 0.0;
    for (std::size_t i = 0; i < shape.size(); ++i)
      for (std::size_t j = 0; j < shape.size(); ++j) sum += (shape[i] - mean[i]) * inverse[i][j] * (shape[j] - mean[j]);
    return sum;
  }
};

using Matrix = std::array<CurveShape, shape_intensities.size()>;

// By Gauss and Jordan; a covariance needs no pivots.
Matrix inverse_of(Matrix m) {
  Matrix inverse{};
  for (std::size_t i = 0; i < m.size(); ++i) inverse[i][i] = 1.0;
  for (std::size_t i = 0; i < m.size(); ++i) {
    const double pivot = m[i][i];
    for (std::size_t j = 0; j < m.size(); ++j) m[i][j] /= pivot, inverse[i][j] /= pivot;
    for (std::size_t k = 0; k < m.size(); ++k) {
      if (k == i) continue;
      const double factor = m[k][i];
      for (std::size_t j = 0; j < m.size(); ++j) m[k][j] -= factor * m[i][j], inverse[k][j] -= factor * inverse[i][j];
    }
  }
  return inverse;
}

// One pulse with the law's noise before and after its sigmoid, at their medians over people, and beside it, mV.
double noisy(GoetzCurve curve, double output, base::Stream& stream) {
  constexpr double before = 4.88, after = 0.108, beside = 0.0083;  // % of output, decades, mV
  const double size = curve.at(output + before * stream.normal());
  return beside + size * std::pow(10.0, after * stream.normal());
}

// The lowest whole output at which 5 of 10 pulses give 0.05 mV, by halving, as in the virtual laboratory.
double threshold_as_determined(const GoetzCurve& curve, base::Stream& stream) {
  int low = 0, high = static_cast<int>(highest);
  while (high - low > 1) {
    const int middle = (low + high) / 2;
    int seen = 0;
    for (int k = 0; k < 10; ++k) seen += noisy(curve, middle, stream) >= threshold_size ? 1 : 0;
    (seen >= 5 ? high : low) = middle;
  }
  return high;
}

// Shapes as a laboratory would see them: medians of 15 pulses, by a threshold that was determined.
std::vector<CurveShape> shapes_of_law() {
  base::Stream stream(20190705);
  std::vector<CurveShape> shapes;
  for (const GoetzCurve& curve : goetz_people()) {
    const double threshold = threshold_as_determined(curve, stream);
    auto& shape = shapes.emplace_back();
    for (std::size_t k = 0; k < shape.size(); ++k) {
      std::vector<double> pulses(15);
      for (double& size : pulses) size = noisy(curve, shape_intensities[k] * threshold, stream);
      shape[k] = std::log10(base::median(pulses));
    }
  }
  return shapes;
}

Region make_region() {
  const auto shapes = shapes_of_law();
  const auto n = static_cast<double>(shapes.size());
  Region region;
  for (const CurveShape& shape : shapes)
    for (std::size_t i = 0; i < shape.size(); ++i) region.mean[i] += shape[i] / n;
  Matrix covariance{};
  for (const CurveShape& shape : shapes)
    for (std::size_t i = 0; i < shape.size(); ++i)
      for (std::size_t j = 0; j < shape.size(); ++j)
        covariance[i][j] += (shape[i] - region.mean[i]) * (shape[j] - region.mean[j]) / n;
  region.inverse = inverse_of(covariance);
  std::vector<double> distances;
  for (const CurveShape& shape : shapes) distances.push_back(region.distance(shape));
  region.limit = base::quantile(distances, 0.95);
  return region;
}

}  // namespace

double GoetzCurve::at(double output) const {
  if (output <= origin) return 1e-4;
  return 1e-4 * std::pow(10.0, height / (1.0 + shift / std::pow(output - origin, power)));
}

const std::vector<GoetzCurve>& goetz_people() {
  static const std::vector<GoetzCurve> all = [] {
    std::vector<GoetzCurve> drawn;
    base::Stream stream(20190704);
    const Root root = root_of_covariance();
    while (drawn.size() < people)
      if (const GoetzCurve curve = draw(stream, root); is_accepted(curve)) drawn.push_back(curve);
    return drawn;
  }();
  return all;
}

bool is_in_published_region(const CurveShape& shape) {
  static const Region region = make_region();
  return region.distance(shape) <= region.limit;
}

std::vector<double> published_intensities(double size) {
  std::vector<double> all;
  for (const GoetzCurve& curve : goetz_people()) {
    const auto threshold = output_for(curve, threshold_size), output = output_for(curve, size);
    if (threshold && output) all.push_back(*output / *threshold);
  }
  std::sort(all.begin(), all.end());
  return all;
}

}  // namespace trilayer::validation
