// Ridge and logistic regression, as the answer needs them. Same bytes on any CPU: sums are taken in a fixed order.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace trilayer::inference {

/// A table of numbers, column after column.
struct Matrix {
  std::size_t rows = 0;
  std::size_t columns = 0;
  std::vector<double> values;

  [[nodiscard]] std::span<double> column(std::size_t c) { return {values.data() + c * rows, rows}; }
  [[nodiscard]] std::span<const double> column(std::size_t c) const { return {values.data() + c * rows, rows}; }
  [[nodiscard]] double at(std::size_t r, std::size_t c) const { return values[c * rows + r]; }
};

/// What a regression predicts: for each row of the design by the fit that did not see its fold (rows x targets), and
/// for the one new row by the fit to all rows (one number a target).
struct Predictions {
  Matrix of_rows;
  std::vector<double> of_new;
};

/// Ridge regression of each column of `targets` on `design`, cross-fitted. Both are centred here. Rows of a fold stand
/// together: fold f is rows [folds[f], folds[f + 1]). The penalty is that of `penalties` (each a multiple of the number
/// of rows) with the least squared error over all folds and targets.
Predictions ridge(const Matrix& design, const Matrix& targets, std::span<const double> new_row,
                  std::span<const std::size_t> folds, std::span<const double> penalties);

/// Coefficients, the intercept first.
using Coefficients = std::vector<double>;

/// A linear fit. `stretch`, above 1, is by how much residuals are to be drawn apart to show the spread of a new
/// outcome: sqrt((n + q) / (n - q)) with n effective rows and q effective coefficients (what the fit took from the
/// residuals, and how uncertain it is itself).
struct LinearFit {
  Coefficients coefficients;
  double stretch = 1.0;
};

/// Weighted least squares of `outcomes` on `predictors`; `penalty` on the squares of all but the intercept. At least
/// one weight above 0.
LinearFit weighted_linear(const Matrix& predictors, std::span<const double> outcomes, std::span<const double> weights,
                          double penalty);

/// Weighted logistic regression by Newton steps; outcomes in [0, 1]; `penalty` above 0 on the squares of all but the
/// intercept, on which there is one of 0.01 so that it stays finite where all outcomes agree.
Coefficients weighted_logistic(const Matrix& predictors, std::span<const double> outcomes,
                               std::span<const double> weights, double penalty);

/// Intercept plus the row's predictors times their coefficients.
double predict(const Coefficients& coefficients, const Matrix& predictors, std::size_t row);

double logistic(double x);
double logit(double p);  ///< p in (0, 1)

}  // namespace trilayer::inference
