#include "trilayer/inference/typicality.hpp"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>
#include <limits>

#include "trilayer/inference/design.hpp"
#include "trilayer/inference/network/encoding.hpp"

namespace trilayer::inference {
namespace {

constexpr double farthest = 5.0;       // spreads
constexpr double common_enough = 0.5;  // share of the bank with a number
constexpr double shrinkage = 0.05;     // of the covariance towards its diagonal: the bank is finite
constexpr double odd_from = 3.0;       // deviations

using Vector = Eigen::VectorXd;
using Square = Eigen::MatrixXd;

bool has_number(const Feature& f) {
  return f.state == measures::State::value || f.state == measures::State::confounded;
}

double standardised(const Feature& feature, const FeatureScale& scale) {
  return std::clamp((feature.value - scale.centre) / scale.spread, -farthest, farthest);
}

// The features both have.
std::vector<std::size_t> shared_features(const FeatureRow& observed, const Bank& bank) {
  std::vector<std::size_t> shared;
  for (std::size_t f = 0; f < observed.size(); ++f) {
    if (!has_number(observed[f])) continue;
    if (is_of_person(f) && f % 2 == 1) continue;  // the same number a second time
    const auto count = std::count_if(bank.rows.begin(), bank.rows.end(), [f](const BankRow& row) {
      return has_number(row.features[f]) || has_number(row.features[f ^ 1U]);
    });
    if (static_cast<double>(count) >= common_enough * static_cast<double>(bank.rows.size())) shared.push_back(f);
  }
  return shared;
}

// Sessions and their mirror images as rows; what a session lacks is not a number.
Square table_of(const Bank& bank, const std::vector<std::size_t>& features, const std::vector<FeatureScale>& scales) {
  Square table(static_cast<Eigen::Index>(2 * bank.rows.size()), static_cast<Eigen::Index>(features.size()));
  for (std::size_t r = 0; r < bank.rows.size(); ++r)
    for (const std::size_t mirrored : {0U, 1U})
      for (std::size_t k = 0; k < features.size(); ++k) {
        const Feature& feature = bank.rows[r].features[features[k] ^ mirrored];
        table(static_cast<Eigen::Index>(2 * r + mirrored), static_cast<Eigen::Index>(k)) =
            has_number(feature) ? standardised(feature, scales[features[k] / 2])
                                : std::numeric_limits<double>::quiet_NaN();
      }
  return table;
}

// Takes the mean of what is there off every column; what is lacking becomes 0 and is counted.
std::vector<int> centre(Square& table, Vector& mean) {
  std::vector<int> lacking(static_cast<std::size_t>(table.rows()), 0);
  mean = Vector::Zero(table.cols());
  for (Eigen::Index c = 0; c < table.cols(); ++c) {
    double sum = 0.0;
    int count = 0;
    for (Eigen::Index r = 0; r < table.rows(); ++r)
      if (!std::isnan(table(r, c))) {
        sum += table(r, c);
        ++count;
      }
    mean[c] = count > 0 ? sum / count : 0.0;
    for (Eigen::Index r = 0; r < table.rows(); ++r) {
      if (std::isnan(table(r, c))) ++lacking[static_cast<std::size_t>(r)];
      table(r, c) = std::isnan(table(r, c)) ? 0.0 : table(r, c) - mean[c];
    }
  }
  return lacking;
}

Square covariance_of(const Square& centred) {
  Square covariance = centred.transpose() * centred / static_cast<double>(centred.rows());
  const Vector diagonal = covariance.diagonal().cwiseMax(1e-3);
  covariance *= 1.0 - shrinkage;
  covariance.diagonal() = diagonal;
  return covariance;
}

// The distance of one of the bank's sessions from a law made without it (and its mirror image): a rank-one change of
// the covariance (Sherman and Morrison). Otherwise the bank's own would look nearer than anybody from outside.
double outside(double distance, std::size_t sessions) {
  return distance / (1.0 - std::min(0.9, distance / static_cast<double>(sessions)));
}

}  // namespace

Typicality typicality(const FeatureRow& observed, const Bank& bank) {
  Typicality result;
  const auto features = shared_features(observed, bank);
  result.features = features.size();
  if (features.size() < 2) return result;
  const auto scales = scales_of(bank);
  Square table = table_of(bank, features, scales);
  Vector mean;
  const auto lacking = centre(table, mean);
  const Square covariance = covariance_of(table);
  const Eigen::LLT<Square> law(covariance);
  const Square spread_out = law.matrixL().solve(table.transpose());

  Vector x(table.cols());
  Square allowed = covariance;
  for (std::size_t k = 0; k < features.size(); ++k) {
    const auto at = static_cast<Eigen::Index>(k);
    const FeatureScale& scale = scales[features[k] / 2];
    x[at] = standardised(observed[features[k]], scale) - mean[at];
    const double error = error_of(observed[features[k]], scale);
    allowed(at, at) += std::max(0.0, error * error - scale.error * scale.error) / (scale.spread * scale.spread);
  }
  const Square inverse = allowed.llt().solve(Square::Identity(table.cols(), table.cols()));
  const Vector pulled = inverse * x;
  const double distance = x.dot(pulled);
  std::size_t farther = 0;
  for (Eigen::Index r = 0; r < table.rows(); ++r) {  // what a session lacks is expected to add 1
    const double own = outside(spread_out.col(r).squaredNorm(), bank.rows.size());
    farther += own + lacking[static_cast<std::size_t>(r)] >= distance ? 1 : 0;
  }
  result.p = static_cast<double>(farther + 1) / static_cast<double>(table.rows() + 1);
  for (std::size_t k = 0; k < features.size(); ++k) {
    const auto at = static_cast<Eigen::Index>(k);
    const double deviations = pulled[at] / std::sqrt(inverse(at, at));
    if (std::abs(deviations) >= odd_from) result.odd.push_back({features[k], deviations});
  }
  std::sort(result.odd.begin(), result.odd.end(),
            [](const Odd& a, const Odd& b) { return std::abs(a.deviations) > std::abs(b.deviations); });
  return result;
}

}  // namespace trilayer::inference
