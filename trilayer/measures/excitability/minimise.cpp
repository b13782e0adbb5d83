#include "trilayer/measures/excitability/minimise.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace trilayer::measures {
namespace {

using Point = std::vector<double>;

// a + scale * (b - a)
Point towards(const Point& a, const Point& b, double scale) {
  Point point(a.size());
  for (std::size_t i = 0; i < a.size(); ++i) point[i] = a[i] + scale * (b[i] - a[i]);
  return point;
}

void sort_corners(std::vector<Minimum>& corners) {
  std::stable_sort(corners.begin(), corners.end(),
                   [](const Minimum& a, const Minimum& b) { return a.value < b.value; });
}

// One step of the simplex: reflect the worst corner, stretch, contract, or shrink all towards the best.
void step(const Objective& objective, std::vector<Minimum>& corners) {
  Minimum& worst = corners.back();
  Point centre(worst.at.size(), 0.0);
  for (std::size_t c = 0; c + 1 < corners.size(); ++c)
    for (std::size_t i = 0; i < centre.size(); ++i)
      centre[i] += corners[c].at[i] / static_cast<double>(corners.size() - 1);
  const auto tried = [&](double scale) {
    Point point = towards(centre, worst.at, scale);
    const double value = objective(point);
    return Minimum{std::move(point), value};
  };
  Minimum reflected = tried(-1.0);
  if (reflected.value < corners.front().value) {
    Minimum stretched = tried(-2.0);
    worst = stretched.value < reflected.value ? std::move(stretched) : std::move(reflected);
  } else if (reflected.value < corners[corners.size() - 2].value) {
    worst = std::move(reflected);
  } else if (Minimum contracted = tried(reflected.value < worst.value ? -0.5 : 0.5);
             contracted.value < std::min(reflected.value, worst.value)) {
    worst = std::move(contracted);
  } else {
    for (std::size_t c = 1; c < corners.size(); ++c) {
      corners[c].at = towards(corners.front().at, corners[c].at, 0.5);
      corners[c].value = objective(corners[c].at);
    }
  }
  sort_corners(corners);
}

Minimum downhill(const Objective& objective, const Point& start, std::span<const double> steps) {
  std::vector<Minimum> corners{{start, objective(start)}};
  for (std::size_t i = 0; i < start.size(); ++i) {
    Point point = start;
    point[i] += steps[i];
    const double value = objective(point);
    corners.push_back({std::move(point), value});
  }
  sort_corners(corners);
  const std::size_t most = 120 * start.size();
  for (std::size_t n = 0; n < most && corners.back().value - corners.front().value > 1e-5; ++n)
    step(objective, corners);
  return corners.front();
}

void newton(const Objective& objective, Minimum& minimum) {
  constexpr int most = 6;
  constexpr double width = 1e-4;
  for (int n = 0; n < most; ++n) {
    const auto curvature = inverse(second_derivatives(objective, minimum.at));
    if (!curvature) return;
    const std::size_t size = minimum.at.size();
    Point slope(size), target = minimum.at;
    for (std::size_t i = 0; i < size; ++i) {
      Point point = minimum.at;
      point[i] += width;
      const double above = objective(point);
      point[i] -= 2.0 * width;
      slope[i] = (above - objective(point)) / (2.0 * width);
    }
    for (std::size_t i = 0; i < size; ++i)
      for (std::size_t j = 0; j < size; ++j) target[i] -= curvature->at(i, j) * slope[j];
    const double before = minimum.value;
    for (double share = 1.0; share > 0.1; share *= 0.5) {
      Point point = towards(minimum.at, target, share);
      const double value = objective(point);
      if (!(value < minimum.value)) continue;
      minimum = {std::move(point), value};
      break;
    }
    if (before - minimum.value < 1e-7) return;
  }
}

}  // namespace

Minimum minimise(const Objective& objective, std::span<const double> start, std::span<const double> steps) {
  Minimum minimum = downhill(objective, Point(start.begin(), start.end()), steps);
  minimum = downhill(objective, minimum.at, steps);
  newton(objective, minimum);
  return minimum;
}

Square second_derivatives(const Objective& objective, std::span<const double> at, double width) {
  const std::size_t size = at.size();
  Square matrix{size, std::vector<double>(size * size)};
  Point point(at.begin(), at.end());
  const double centre = objective(point);
  const auto moved = [&](std::size_t i, double by_i, std::size_t j, double by_j) {
    point[i] += by_i;
    point[j] += by_j;
    const double value = objective(point);
    point.assign(at.begin(), at.end());
    return value;
  };
  for (std::size_t i = 0; i < size; ++i) {
    matrix.at(i, i) = (moved(i, width, i, 0.0) - 2.0 * centre + moved(i, -width, i, 0.0)) / (width * width);
    for (std::size_t j = 0; j < i; ++j)
      matrix.at(i, j) = matrix.at(j, i) = (moved(i, width, j, width) - moved(i, width, j, -width) -
                                           moved(i, -width, j, width) + moved(i, -width, j, -width)) /
                                          (4.0 * width * width);
  }
  return matrix;
}

std::optional<Square> inverse(const Square& matrix) {
  const std::size_t n = matrix.size;
  Square lower{n, std::vector<double>(n * n, 0.0)};  // Cholesky: matrix = lower * lower'
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      double sum = matrix.at(i, j);
      for (std::size_t k = 0; k < j; ++k) sum -= lower.at(i, k) * lower.at(j, k);
      if (i == j && !(sum > 1e-12 * std::abs(matrix.at(i, i)))) return std::nullopt;
      lower.at(i, j) = i == j ? std::sqrt(sum) : sum / lower.at(j, j);
    }
  Square inverted{n, std::vector<double>(n * n, 0.0)};
  for (std::size_t column = 0; column < n; ++column) {
    Point x(n, 0.0);
    for (std::size_t i = 0; i < n; ++i) {
      double sum = i == column ? 1.0 : 0.0;
      for (std::size_t k = 0; k < i; ++k) sum -= lower.at(i, k) * x[k];
      x[i] = sum / lower.at(i, i);
    }
    for (std::size_t i = n; i-- > 0;) {
      double sum = x[i];
      for (std::size_t k = i + 1; k < n; ++k) sum -= lower.at(k, i) * x[k];
      x[i] = sum / lower.at(i, i);
    }
    for (std::size_t i = 0; i < n; ++i) inverted.at(i, column) = x[i];
  }
  return inverted;
}

}  // namespace trilayer::measures
