// Minimising a smooth function of a few numbers, the same way every time.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <vector>

namespace trilayer::measures {

using Objective = std::function<double(std::span<const double>)>;

struct Minimum {
  std::vector<double> at;
  double value = 0.0;
};

/// Downhill simplex (Nelder and Mead 1965) from `start` with edges `steps`, begun anew once from where it ended, and
/// then Newton steps on differences, kept where they descend. An objective may return infinity where it is not
/// defined; not at `start`.
Minimum minimise(const Objective& objective, std::span<const double> start, std::span<const double> steps);

/// A square matrix, row by row.
struct Square {
  std::size_t size = 0;
  std::vector<double> values;

  double& at(std::size_t row, std::size_t column) { return values[row * size + column]; }
  [[nodiscard]] double at(std::size_t row, std::size_t column) const { return values[row * size + column]; }
};

/// Second derivatives by central differences over `width` in every number.
Square second_derivatives(const Objective& objective, std::span<const double> at, double width = 1e-3);

/// The inverse of a symmetric positive definite matrix; nothing where it is not positive definite.
std::optional<Square> inverse(const Square& matrix);

}  // namespace trilayer::measures
