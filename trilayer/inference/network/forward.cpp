// One evaluation of a member, and the densities of all.
#include <Eigen/Core>
#include <cmath>

#include "trilayer/base/elementary.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/inference/network/network.hpp"

namespace trilayer::inference {
namespace {

using Vector = Eigen::VectorXd;
using Weights = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

// Takes the member's numbers one after the other.
struct Reader {
  const float* next;

  auto matrix(std::size_t rows, std::size_t columns) {
    const Eigen::Map<const Weights> m(next, static_cast<Eigen::Index>(rows), static_cast<Eigen::Index>(columns));
    next += rows * columns;
    return m;
  }
  auto vector(std::size_t size) {
    const Eigen::Map<const Eigen::VectorXf> v(next, static_cast<Eigen::Index>(size));
    next += size;
    return v;
  }
};

// W x + b, in double, in a fixed order.
Vector affine(const Eigen::Map<const Weights>& weights, const Vector& x, const Eigen::Map<const Eigen::VectorXf>& b) {
  Vector y = b.cast<double>();
  for (Eigen::Index i = 0; i < weights.rows(); ++i) {
    double sum = 0.0;
    for (Eigen::Index j = 0; j < weights.cols(); ++j) sum += static_cast<double>(weights(i, j)) * x[j];
    y[i] += sum;
  }
  return y;
}

// The first layer: most inputs are 0.
Vector affine_of_sparse(const Eigen::Map<const Weights>& weights, const std::vector<double>& x,
                        const Eigen::Map<const Eigen::VectorXf>& b) {
  std::vector<Eigen::Index> there;
  for (std::size_t j = 0; j < x.size(); ++j)
    if (x[j] != 0.0) there.push_back(static_cast<Eigen::Index>(j));
  Vector y = b.cast<double>();
  for (Eigen::Index i = 0; i < weights.rows(); ++i) {
    double sum = 0.0;
    for (const Eigen::Index j : there) sum += static_cast<double>(weights(i, j)) * x[static_cast<std::size_t>(j)];
    y[i] += sum;
  }
  return y;
}

// silu(norm(h)).
Vector activated(const Vector& h, const Eigen::Map<const Eigen::VectorXf>& gain,
                 const Eigen::Map<const Eigen::VectorXf>& offset) {
  const auto n = static_cast<double>(h.size());
  double mean = 0.0, square = 0.0;
  for (const double x : h) mean += x;
  mean /= n;
  for (const double x : h) square += (x - mean) * (x - mean);
  const double sd = std::sqrt(square / n + 1e-5);
  Vector out(h.size());
  for (Eigen::Index i = 0; i < h.size(); ++i) {
    const double x = (h[i] - mean) / sd * (1.0 + static_cast<double>(gain[i])) + static_cast<double>(offset[i]);
    out[i] = x / (1.0 + base::portable_exp(-x));
  }
  return out;
}

std::vector<double> evaluate(const NetworkShape& shape, const std::vector<float>& member,
                             const std::vector<double>& inputs) {
  Reader read{member.data()};
  const auto first = read.matrix(shape.width, shape.inputs);
  Vector h = affine_of_sparse(first, inputs, read.vector(shape.width));
  for (std::size_t block = 0; block < shape.blocks; ++block) {
    const auto gain = read.vector(shape.width), offset = read.vector(shape.width);
    const auto weights = read.matrix(shape.width, shape.width);
    h += affine(weights, activated(h, gain, offset), read.vector(shape.width));
  }
  const auto gain = read.vector(shape.width), offset = read.vector(shape.width);
  const auto weights = read.matrix(shape.outputs.size(), shape.width);
  const Vector out = affine(weights, activated(h, gain, offset), read.vector(shape.outputs.size()));
  return {out.begin(), out.end()};
}

}  // namespace

std::size_t NetworkShape::parameters() const {
  return width * (inputs + 1) + blocks * width * (width + 3) + 2 * width + outputs.size() * (width + 1);
}

std::vector<Density> densities(const Network& network, const FeatureRow& row, const Prior& prior) {
  std::vector<double> as_is(network.shape.inputs), mirrored(network.shape.inputs);
  encode_inputs(row, network.scales, false, as_is);
  encode_inputs(row, network.scales, true, mirrored);
  std::vector<Density> all;
  for (const auto& member : network.members) {
    base::require(member.size() == network.shape.parameters(), "a member of another shape");
    all.push_back(density_of(evaluate(network.shape, member, as_is), evaluate(network.shape, member, mirrored),
                             network.shape.outputs, prior));
  }
  return all;
}

double log_density(const std::vector<Density>& members, const model::Loadings& loadings, const Prior& prior) {
  double most = -1e300, sum = 0.0;
  std::vector<double> logs;
  for (const Density& member : members) {
    logs.push_back(log_density(member, loadings, prior));
    most = std::max(most, logs.back());
  }
  for (const double log : logs) sum += base::portable_exp(log - most);
  return most + base::portable_log(sum / static_cast<double>(members.size()));
}

}  // namespace trilayer::inference
