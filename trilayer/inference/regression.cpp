#include "trilayer/inference/regression.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <limits>

#include "trilayer/base/elementary.hpp"
#include "trilayer/base/errors.hpp"

namespace trilayer::inference {

using Eigen::MatrixXd;
using Eigen::VectorXd;
using Index = Eigen::Index;

namespace {

constexpr Index chunk = 64;  // rows; Eigen splits longer sums by the CPU's cache, and their last bits with it
constexpr double intercept_penalty = 0.01;
constexpr double most_used = 0.5;  // share of the rows that coefficients count as, at most
constexpr int newton_steps = 25;
constexpr double settled = 1e-9;  // largest step of a coefficient

Eigen::Map<const MatrixXd> view(const Matrix& matrix) {
  return {matrix.values.data(), static_cast<Index>(matrix.rows), static_cast<Index>(matrix.columns)};
}
Eigen::Map<const VectorXd> view(std::span<const double> values) {
  return {values.data(), static_cast<Index>(values.size())};
}

// Sums of products of centred rows: all that a linear regression knows of its data.
struct Moments {
  MatrixXd design;  // lower triangle
  MatrixXd cross;

  Moments(Index columns, Index targets)
      : design(MatrixXd::Zero(columns, columns)), cross(MatrixXd::Zero(columns, targets)) {}
};

Moments moments(const MatrixXd& design, const MatrixXd& targets, Index from, Index to) {
  Moments sums(design.cols(), targets.cols());
  for (Index row = from; row < to; row += chunk) {
    const Index count = std::min(chunk, to - row);
    const auto some = design.middleRows(row, count);
    sums.design.selfadjointView<Eigen::Lower>().rankUpdate(some.transpose());
    sums.cross.noalias() += some.transpose() * targets.middleRows(row, count);
  }
  return sums;
}

MatrixXd solve(MatrixXd design, const MatrixXd& cross, double penalty) {
  design.diagonal().array() += penalty;
  return design.selfadjointView<Eigen::Lower>().llt().solve(cross);
}

MatrixXd centred(const Matrix& matrix, VectorXd& means) {
  MatrixXd copy = view(matrix);
  means = copy.colwise().mean();
  copy.rowwise() -= means.transpose();
  return copy;
}

Matrix to_matrix(const MatrixXd& from) {
  return {static_cast<std::size_t>(from.rows()),
          static_cast<std::size_t>(from.cols()),
          {from.data(), from.data() + from.size()}};
}

MatrixXd with_intercept(const Matrix& predictors) {
  MatrixXd x(predictors.rows, predictors.columns + 1);
  x.col(0).setOnes();
  x.rightCols(static_cast<Index>(predictors.columns)) = view(predictors);
  return x;
}

// X' W X in chunks.
MatrixXd weighted_square(const MatrixXd& x, const VectorXd& weights) {
  MatrixXd sum = MatrixXd::Zero(x.cols(), x.cols());
  for (Index row = 0; row < x.rows(); row += chunk) {
    const Index count = std::min(chunk, x.rows() - row);
    const auto some = x.middleRows(row, count);
    sum.noalias() += some.transpose() * weights.segment(row, count).asDiagonal() * some;
  }
  return sum;
}

}  // namespace

Predictions ridge(const Matrix& design, const Matrix& targets, std::span<const double> new_row,
                  std::span<const std::size_t> folds, std::span<const double> penalties) {
  base::require(design.rows == targets.rows && new_row.size() == design.columns && folds.size() >= 3 &&
                    folds.back() == design.rows && !penalties.empty(),
                "a regression of tables that do not fit");
  VectorXd design_means, target_means;
  const MatrixXd x = centred(design, design_means), y = centred(targets, target_means);
  const std::size_t fold_count = folds.size() - 1;
  std::vector<Moments> parts;
  Moments all(x.cols(), y.cols());
  for (std::size_t f = 0; f < fold_count; ++f) {
    parts.push_back(moments(x, y, static_cast<Index>(folds[f]), static_cast<Index>(folds[f + 1])));
    all.design += parts.back().design;
    all.cross += parts.back().cross;
  }

  MatrixXd best;
  double least = std::numeric_limits<double>::infinity(), chosen = penalties.front();
  for (const double penalty : penalties) {
    const double amount = penalty * static_cast<double>(x.rows());
    MatrixXd out_of_fold(x.rows(), y.cols());
    for (std::size_t f = 0; f < fold_count; ++f) {
      const auto from = static_cast<Index>(folds[f]), count = static_cast<Index>(folds[f + 1]) - from;
      const MatrixXd slopes = solve(all.design - parts[f].design, all.cross - parts[f].cross, amount);
      for (Index c = 0; c < y.cols(); ++c)
        out_of_fold.col(c).segment(from, count).noalias() = x.middleRows(from, count) * slopes.col(c);
    }
    const double error = (out_of_fold - y).squaredNorm();
    if (error < least) {
      least = error;
      chosen = amount;
      best = std::move(out_of_fold);
    }
  }
  best.rowwise() += target_means.transpose();
  const MatrixXd slopes = solve(all.design, all.cross, chosen);
  const VectorXd at = target_means + slopes.transpose() * (view(new_row) - design_means);
  return {to_matrix(best), {at.data(), at.data() + at.size()}};
}

LinearFit weighted_linear(const Matrix& predictors, std::span<const double> outcomes, std::span<const double> weights,
                          double penalty) {
  const MatrixXd x = with_intercept(predictors);
  const VectorXd w = view(weights);
  const MatrixXd square = weighted_square(x, w);
  MatrixXd penalised = square;
  penalised.diagonal().tail(x.cols() - 1).array() += penalty;
  const auto solver = penalised.ldlt();
  const VectorXd solution = solver.solve(x.transpose() * (w.array() * view(outcomes).array()).matrix());
  const double rows = w.sum() * w.sum() / w.squaredNorm();
  const double used = std::min(solver.solve(square).trace(), most_used * rows);
  return {{solution.data(), solution.data() + solution.size()}, std::sqrt((rows + used) / (rows - used))};
}

Coefficients weighted_logistic(const Matrix& predictors, std::span<const double> outcomes,
                               std::span<const double> weights, double penalty) {
  const MatrixXd x = with_intercept(predictors);
  const VectorXd w = view(weights), y = view(outcomes);
  VectorXd penalties = VectorXd::Constant(x.cols(), penalty);
  penalties(0) = intercept_penalty;
  VectorXd b = VectorXd::Zero(x.cols());
  for (int step = 0; step < newton_steps; ++step) {
    const VectorXd p = (x * b).unaryExpr(&logistic);
    const VectorXd gradient = x.transpose() * (w.array() * (y - p).array()).matrix() - penalties.cwiseProduct(b);
    MatrixXd curvature = weighted_square(x, w.array() * p.array() * (1.0 - p.array()));
    curvature.diagonal() += penalties;
    VectorXd move = curvature.ldlt().solve(gradient);
    // A Newton step may overshoot where few outcomes differ; in units of the logit at the rows it moves 4 at most.
    const double farthest = (x * move).cwiseAbs().maxCoeff();
    if (farthest > 4.0) move *= 4.0 / farthest;
    b += move;
    if (move.cwiseAbs().maxCoeff() < settled) break;
  }
  return {b.data(), b.data() + b.size()};
}

double predict(const Coefficients& coefficients, const Matrix& predictors, std::size_t row) {
  double sum = coefficients[0];
  for (std::size_t c = 0; c < predictors.columns; ++c) sum += coefficients[c + 1] * predictors.at(row, c);
  return sum;
}

double logistic(double x) { return 1.0 / (1.0 + base::portable_exp(-x)); }
double logit(double p) { return base::portable_log(p / (1.0 - p)); }

}  // namespace trilayer::inference
