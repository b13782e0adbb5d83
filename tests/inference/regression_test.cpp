#include "trilayer/inference/regression.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "trilayer/base/random.hpp"

namespace trilayer::inference {
namespace {

using doctest::Approx;

Matrix normal_table(std::size_t rows, std::size_t columns, std::uint64_t seed) {
  Matrix table{rows, columns, {}};
  base::Stream stream(seed);
  for (std::size_t k = 0; k < rows * columns; ++k) table.values.push_back(stream.normal());
  return table;
}

// y = 2 + 3 a - b + noise
std::vector<double> outcomes_of(const Matrix& table, double noise) {
  base::Stream stream(99);
  std::vector<double> outcomes;
  for (std::size_t r = 0; r < table.rows; ++r)
    outcomes.push_back(2.0 + 3.0 * table.at(r, 0) - table.at(r, 1) + noise * stream.normal());
  return outcomes;
}

const std::vector<std::size_t> five_folds{0, 200, 400, 600, 800, 1000};
constexpr std::array penalties{0.001, 0.1, 10.0};

TEST_CASE("Ridge finds slopes, and predicts a new row by them") {
  const Matrix table = normal_table(1000, 5, 1);
  const Matrix targets{1000, 1, outcomes_of(table, 0.1)};
  const auto predictions = ridge(table, targets, std::vector{1.0, -1.0, 0.0, 0.0, 0.0}, five_folds, penalties);
  CHECK(predictions.of_new[0] == Approx(2.0 + 3.0 + 1.0).epsilon(0.01));
  CHECK(predictions.of_rows.at(7, 0) == Approx(targets.at(7, 0)).epsilon(0.1));
}

TEST_CASE("A row's prediction comes from the other folds: its own outcome does not change it") {
  const Matrix table = normal_table(1000, 5, 1);
  Matrix targets{1000, 1, outcomes_of(table, 0.1)};
  const std::vector<double> new_row(5, 0.0);
  const double before = ridge(table, targets, new_row, five_folds, penalties).of_rows.at(300, 0);
  targets.values[300] += 50.0;
  targets.values[301] -= 50.0;  // of the same fold, so that the mean of all outcomes stays
  CHECK(ridge(table, targets, new_row, five_folds, penalties).of_rows.at(300, 0) == Approx(before).epsilon(1e-9));
}

TEST_CASE("Where nothing can be learnt the heaviest penalty is chosen and predictions hardly vary") {
  const Matrix table = normal_table(1000, 50, 1);
  const Matrix targets = normal_table(1000, 1, 2);
  const auto predictions = ridge(table, targets, std::vector<double>(50, 3.0), five_folds, penalties);
  double squares = 0.0;
  for (const double value : predictions.of_rows.values) squares += value * value;
  CHECK(std::sqrt(squares / 1000.0) < 0.05);
}

TEST_CASE("Weighted least squares leaves out what has no weight") {
  const Matrix table = normal_table(100, 2, 3);
  auto outcomes = outcomes_of(table, 0.0);
  std::vector<double> weights(100, 1.0);
  outcomes[5] = 1e6;
  weights[5] = 0.0;
  const auto fit = weighted_linear(table, outcomes, weights, 1e-9);
  CHECK(fit.coefficients[0] == Approx(2.0));
  CHECK(fit.coefficients[1] == Approx(3.0));
  CHECK(fit.coefficients[2] == Approx(-1.0));
  CHECK(fit.stretch == Approx(std::sqrt((99.0 + 3.0) / (99.0 - 3.0))));  // three coefficients from 99 rows
}

TEST_CASE("Logistic regression finds the probabilities outcomes were drawn with") {
  const Matrix table = normal_table(20000, 2, 4);
  base::Stream stream(5);
  std::vector<double> outcomes;
  for (std::size_t r = 0; r < table.rows; ++r)
    outcomes.push_back(stream.uniform() < logistic(-1.0 + 2.0 * table.at(r, 0)) ? 1.0 : 0.0);
  const auto fit = weighted_logistic(table, outcomes, std::vector<double>(table.rows, 1.0), 0.01);
  CHECK(fit[0] == Approx(-1.0).epsilon(0.06));
  CHECK(fit[1] == Approx(2.0).epsilon(0.06));
  CHECK(std::abs(fit[2]) < 0.06);
}

TEST_CASE("Outcomes that all agree, or that one predictor separates, give finite coefficients") {
  const Matrix table = normal_table(200, 1, 6);
  const std::vector<double> weights(200, 1.0);
  const auto all = weighted_logistic(table, std::vector<double>(200, 1.0), weights, 0.1);
  CHECK(std::isfinite(all[0]));
  CHECK(logistic(all[0]) > 0.98);
  std::vector<double> separated;
  for (std::size_t r = 0; r < 200; ++r) separated.push_back(table.at(r, 0) > 0.3 ? 1.0 : 0.0);
  const auto fit = weighted_logistic(table, separated, weights, 0.1);
  CHECK(std::isfinite(fit[1]));
  CHECK(fit[1] > 5.0);
}

}  // namespace
}  // namespace trilayer::inference
