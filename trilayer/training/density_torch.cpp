#include "trilayer/training/density_torch.hpp"

#include <torch/torch.h>

namespace trilayer::training {

using inference::OutputLayout;
using torch::Tensor;

namespace {

// Takes the member's numbers one after the other.
struct Reader {
  Tensor weights;
  std::int64_t next = 0;

  Tensor matrix(std::size_t rows, std::size_t columns) {
    const auto size = static_cast<std::int64_t>(rows * columns);
    const Tensor taken = weights.narrow(0, next, size).view({static_cast<std::int64_t>(rows), -1});
    next += size;
    return taken;
  }
  Tensor vector(std::size_t size) { return matrix(1, size).squeeze(0); }
};

Tensor activated(const Tensor& h, const Tensor& gain, const Tensor& offset, double dropout) {
  const Tensor centred = h - h.mean(1, true);
  const Tensor sd = (centred.square().mean(1, true) + 1e-5).sqrt();
  return torch::dropout(torch::silu(centred / sd * (1.0 + gain) + offset), dropout, dropout > 0.0);
}

// Columns of both directions side by side, left first: (left 0, right 0, left 1, right 1 ...).
Tensor interleaved(const Tensor& right, const Tensor& left, std::size_t first, std::size_t count) {
  const auto from = static_cast<std::int64_t>(first), size = static_cast<std::int64_t>(count);
  return torch::stack({left.narrow(1, from, size), right.narrow(1, from, size)}, 2).flatten(1);
}

Tensor prior_logs(const Tensor& like) {
  const auto prior = inference::pattern_prior({});
  return torch::tensor(std::vector<double>(prior.begin(), prior.end()), torch::kDouble).log().to(like);
}

// Patterns x 6, and patterns x 15 for the pairs (0,1), (0,2) ... (4,5).
std::pair<Tensor, Tensor> pattern_tables(const Tensor& like) {
  Tensor alone = torch::zeros({64, 6}), pairs = torch::zeros({64, 15});
  for (std::int64_t p = 0; p < 64; ++p) {
    std::int64_t pair = 0;
    for (std::int64_t i = 0; i < 6; ++i) {
      alone[p][i] = static_cast<double>(p >> i & 1);
      for (std::int64_t j = i + 1; j < 6; ++j) pairs[p][pair++] = static_cast<double>((p >> i & 1) & (p >> j & 1));
    }
  }
  return {alone.to(like), pairs.to(like)};
}

Tensor column(const Tensor& from, std::size_t place) { return from.select(1, static_cast<std::int64_t>(place)); }

Tensor pair_terms(const Tensor& right, const Tensor& left) {
  std::vector<Tensor> terms;
  for (std::size_t i = 0; i < 6; ++i)
    for (std::size_t j = i + 1; j < 6; ++j) {
      const std::size_t a = i / 2, b = j / 2;
      if (i % 2 == j % 2) {
        terms.push_back(column(i % 2 == 1 ? right : left, OutputLayout::own_pairs + (a == 0 ? b - 1 : 2)));
        continue;
      }
      const std::size_t of_right = i % 2 == 1 ? a : b, of_left = i % 2 == 1 ? b : a;
      terms.push_back(column(right, OutputLayout::cross_pairs + 3 * of_right + of_left) +
                      column(left, OutputLayout::cross_pairs + 3 * of_left + of_right));
    }
  return torch::stack(terms, 1);
}

Tensor log_pattern(const Tensor& right, const Tensor& left, const Truth& truth) {
  const auto [alone, pairs] = pattern_tables(right);
  const Tensor energies = torch::matmul(interleaved(right, left, OutputLayout::presence, 3), alone.t()) +
                          torch::matmul(pair_terms(right, left), pairs.t()) + prior_logs(right);
  return torch::log_softmax(energies, 1).gather(1, truth.pattern.unsqueeze(1)).squeeze(1);
}

// Sessions x 6: what is present moves the means.
Tensor shifts(const Tensor& right, const Tensor& left, const Truth& truth) {
  const auto of = [&](const Tensor& outputs, std::int64_t own) {
    const Tensor by_side = truth.present.view({-1, 3, 2});
    const Tensor present = torch::cat({by_side.select(2, own), by_side.select(2, 1 - own)}, 1);  // own first
    const Tensor table = outputs.narrow(1, OutputLayout::shift, 18).view({-1, 3, 6});
    return torch::matmul(table, present.unsqueeze(2)).squeeze(2);
  };
  return torch::stack({of(left, 0), of(right, 1)}, 2).flatten(1);
}

// Sessions x components x 6.
Tensor by_component(const Tensor& right, const Tensor& left, std::size_t first, std::size_t components) {
  const auto k = static_cast<std::int64_t>(components);
  return interleaved(right, left, first, 3 * components).view({-1, k, 6});
}

Tensor log_sizes(const Tensor& right, const Tensor& left, const Truth& truth, const OutputLayout& layout) {
  const auto k = static_cast<std::int64_t>(layout.components);
  const auto mixture = static_cast<std::int64_t>(OutputLayout::mixture);
  const Tensor log_weights = torch::log_softmax(right.narrow(1, mixture, k) + left.narrow(1, mixture, k), 1);
  const Tensor present = truth.present.unsqueeze(1);
  const Tensor mean =
      by_component(right, left, layout.means(), layout.components) + shifts(right, left, truth).unsqueeze(1);
  const Tensor log_sd = by_component(right, left, layout.log_sds(), layout.components).clamp(-4.0, 2.0);
  const auto factors_of = [&](const Tensor& o) {
    return o.narrow(1, static_cast<std::int64_t>(layout.factors()), 6 * k).view({-1, k, 3, 2});
  };
  const Tensor factors = torch::stack({factors_of(left), factors_of(right)}, 3).flatten(2, 3);  // s x k x 6 x 2
  const Tensor weight = present * torch::exp(-2.0 * log_sd), residual = truth.probits.unsqueeze(1) - mean;
  const Tensor v0 = factors.select(3, 0), v1 = factors.select(3, 1);
  const Tensor a = 1.0 + (weight * v0 * v0).sum(2), b = (weight * v0 * v1).sum(2), d = 1.0 + (weight * v1 * v1).sum(2);
  const Tensor y0 = (weight * v0 * residual).sum(2), y1 = (weight * v1 * residual).sum(2);
  const Tensor det = a * d - b * b;
  const Tensor quadratic = (weight * residual.square()).sum(2) - (d * y0 * y0 - 2.0 * b * y0 * y1 + a * y1 * y1) / det;
  const Tensor log_det = (2.0 * present * log_sd).sum(2) + det.log();
  const Tensor constant = truth.present.sum(1, true) * 1.8378770664093454836;
  return torch::logsumexp(log_weights - 0.5 * (constant + log_det + quadratic), 1);
}

}  // namespace

Tensor outputs_of(const Tensor& weights, const inference::NetworkShape& shape, const Tensor& inputs, double dropout) {
  Reader read{weights};
  const Tensor first = read.matrix(shape.width, shape.inputs), offset_first = read.vector(shape.width);
  Tensor h = torch::addmm(offset_first, inputs, first.t());
  for (std::size_t block = 0; block < shape.blocks; ++block) {
    const Tensor gain = read.vector(shape.width), offset = read.vector(shape.width);
    const Tensor matrix = read.matrix(shape.width, shape.width), bias = read.vector(shape.width);
    h = h + torch::addmm(bias, activated(h, gain, offset, dropout), matrix.t());
  }
  const Tensor gain = read.vector(shape.width), offset = read.vector(shape.width);
  const Tensor matrix = read.matrix(shape.outputs.size(), shape.width), bias = read.vector(shape.outputs.size());
  return torch::addmm(bias, activated(h, gain, offset, dropout), matrix.t());
}

Tensor log_density(const Tensor& right, const Tensor& left, const Truth& truth, const OutputLayout& layout) {
  return log_pattern(right, left, truth) + log_sizes(right, left, truth, layout);
}

Tensor nuisance_log_density(const Tensor& right, const Tensor& left, const Truth& truth) {
  const Tensor mean = interleaved(right, left, OutputLayout::nuisance_mean, inference::nuisance_count);
  const Tensor log_sd =
      interleaved(right, left, OutputLayout::nuisance_log_sd, inference::nuisance_count).clamp(-4.0, 2.0);
  const Tensor z = (truth.nuisances - mean) * torch::exp(-log_sd);
  return (-0.5 * z.square() - log_sd - 0.91893853320467274178).sum(1);
}

}  // namespace trilayer::training
