#include "trilayer/inference/network/density.hpp"

#include <algorithm>
#include <cmath>

#include "trilayer/base/elementary.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/inference/network/probit.hpp"

namespace trilayer::inference {

using base::portable_exp;
using base::portable_log;
using model::Loadings;

namespace {

constexpr double edge = 0.0025;  // of the unit interval, so that the probit stays finite
constexpr double log_two_pi = 1.8378770664093454836;

bool has(std::size_t pattern, std::size_t loading) { return (pattern >> loading & 1U) != 0; }

// Outputs of the direction of a loading: odd loadings are of the right one.
std::span<const double> outputs_of(std::size_t loading, std::span<const double> right, std::span<const double> left) {
  return loading % 2 == 1 ? right : left;
}

// The pair term of loadings i < j.
double pair_term(std::size_t i, std::size_t j, std::span<const double> right, std::span<const double> left) {
  const std::size_t a = i / 2, b = j / 2;
  if (i % 2 == j % 2) {
    const std::size_t place = a == 0 ? b - 1 : 2;  // I with II, I with III, II with III
    return outputs_of(i, right, left)[OutputLayout::own_pairs + place];
  }
  // Said twice, once from each direction.
  const std::size_t of_right = i % 2 == 1 ? a : b, of_left = i % 2 == 1 ? b : a;
  return right[OutputLayout::cross_pairs + 3 * of_right + of_left] +
         left[OutputLayout::cross_pairs + 3 * of_left + of_right];
}

std::array<double, pattern_count> normalised(std::array<double, pattern_count> logs) {
  const double most = *std::max_element(logs.begin(), logs.end());
  double sum = 0.0;
  for (double& log : logs) sum += log = portable_exp(log - most);
  for (double& p : logs) p /= sum;
  return logs;
}

std::array<double, pattern_count> patterns_of(std::span<const double> right, std::span<const double> left,
                                              const Prior& prior) {
  std::array<double, pattern_count> logs = pattern_prior(prior);
  std::array<double, loading_count> alone{};
  for (std::size_t i = 0; i < loading_count; ++i) alone[i] = outputs_of(i, right, left)[OutputLayout::presence + i / 2];
  for (std::size_t p = 0; p < pattern_count; ++p) {
    logs[p] = portable_log(logs[p]);
    for (std::size_t i = 0; i < loading_count; ++i) {
      if (!has(p, i)) continue;
      logs[p] += alone[i];
      for (std::size_t j = i + 1; j < loading_count; ++j)
        if (has(p, j)) logs[p] += pair_term(i, j, right, left);
    }
  }
  return normalised(logs);
}

std::vector<Component> components_of(std::span<const double> right, std::span<const double> left,
                                     const OutputLayout& layout) {
  std::vector<Component> all(layout.components);
  double most = -1e300, sum = 0.0;
  for (std::size_t k = 0; k < all.size(); ++k) {
    all[k].log_weight = right[OutputLayout::mixture + k] + left[OutputLayout::mixture + k];
    most = std::max(most, all[k].log_weight);
    for (std::size_t i = 0; i < loading_count; ++i) {
      const auto from = outputs_of(i, right, left);
      const std::size_t place = 3 * k + i / 2;
      all[k].mean[i] = from[layout.means() + place];
      all[k].sd[i] = portable_exp(std::clamp(from[layout.log_sds() + place], -4.0, 2.0));
      for (std::size_t f = 0; f < factor_count; ++f)
        all[k].factors[i][f] = from[layout.factors() + factor_count * place + f];
    }
  }
  for (const Component& c : all) sum += portable_exp(c.log_weight - most);
  for (Component& c : all) c.log_weight -= most + portable_log(sum);
  return all;
}

// Mean of loading i in a component where the pattern is present.
double mean_of(const Density& density, const Component& c, std::size_t i, std::size_t pattern) {
  double mean = c.mean[i];
  for (std::size_t j = 0; j < loading_count; ++j)
    if (has(pattern, j)) mean += density.shift[i][j];
  return mean;
}

// Log density of the present sizes under one component. The covariance is diagonal plus two factors, so that its
// inverse and determinant need a 2 x 2 matrix only (Woodbury).
double log_normal_density(const Density& density, const Component& c, std::size_t pattern,
                          const std::array<double, loading_count>& probits) {
  double log_det = 0.0, quadratic = 0.0, a = 1.0, b = 0.0, d = 1.0, y0 = 0.0, y1 = 0.0;
  int count = 0;
  for (std::size_t i = 0; i < loading_count; ++i) {
    if (!has(pattern, i)) continue;
    ++count;
    const double weight = 1.0 / (c.sd[i] * c.sd[i]), residual = probits[i] - mean_of(density, c, i, pattern);
    const auto& v = c.factors[i];
    log_det += 2.0 * portable_log(c.sd[i]);
    quadratic += weight * residual * residual;
    a += weight * v[0] * v[0];
    b += weight * v[0] * v[1];
    d += weight * v[1] * v[1];
    y0 += weight * v[0] * residual;
    y1 += weight * v[1] * residual;
  }
  const double det = a * d - b * b;
  quadratic -= (d * y0 * y0 - 2.0 * b * y0 * y1 + a * y1 * y1) / det;
  return -0.5 * (count * log_two_pi + log_det + portable_log(det) + quadratic);
}

}  // namespace

std::array<double, pattern_count> pattern_prior(const Prior& prior) {
  const double layer = prior.layer_present / (1.0 - prior.nothing);
  std::array<double, pattern_count> probability{};
  for (std::size_t p = 0; p < pattern_count; ++p) {
    double product = 1.0 - prior.nothing;
    for (std::size_t l = 0; l < 3; ++l) {
      const int directions = static_cast<int>(has(p, 2 * l)) + static_cast<int>(has(p, 2 * l + 1));
      product *= directions == 0   ? 1.0 - layer
                 : directions == 2 ? layer * prior.both_directions
                                   : layer * 0.5 * (1.0 - prior.both_directions);
    }
    probability[p] = product + (p == 0 ? prior.nothing : 0.0);
  }
  return probability;
}

std::size_t pattern_of(const Loadings& loadings) {
  std::size_t pattern = 0;
  for (std::size_t i = 0; i < loading_count; ++i)
    if (loadings.values[i] > 0.0) pattern |= std::size_t{1} << i;
  return pattern;
}

double probit_of(double loading, const Prior& prior) {
  return probit(std::clamp((loading - prior.smallest) / (1.0 - prior.smallest), edge, 1.0 - edge));
}

double loading_of(double z, const Prior& prior) {
  return prior.smallest + (1.0 - prior.smallest) * std::clamp(normal_share(z), edge, 1.0 - edge);
}

Density density_of(std::span<const double> right, std::span<const double> left, const OutputLayout& layout,
                   const Prior& prior) {
  base::require(right.size() == layout.size() && left.size() == layout.size(), "outputs of another network");
  Density density;
  density.pattern = patterns_of(right, left, prior);
  density.components = components_of(right, left, layout);
  for (std::size_t i = 0; i < loading_count; ++i)
    for (std::size_t j = 0; j < loading_count; ++j) {
      const std::size_t place = 6 * (i / 2) + (i % 2 == j % 2 ? 0 : 3) + j / 2;
      density.shift[i][j] = outputs_of(i, right, left)[OutputLayout::shift + place];
    }
  for (std::size_t n = 0; n < 2 * nuisance_count; ++n) {
    density.nuisance_mean[n] = outputs_of(n, right, left)[OutputLayout::nuisance_mean + n / 2];
    density.nuisance_sd[n] =
        portable_exp(std::clamp(outputs_of(n, right, left)[OutputLayout::nuisance_log_sd + n / 2], -4.0, 2.0));
  }
  return density;
}

double log_density(const Density& density, const Loadings& loadings, const Prior& prior) {
  const std::size_t pattern = pattern_of(loadings);
  std::array<double, loading_count> probits{};
  for (std::size_t i = 0; i < loading_count; ++i)
    if (has(pattern, i)) probits[i] = probit_of(loadings.values[i], prior);
  double most = -1e300, sum = 0.0;
  std::vector<double> logs;
  for (const Component& c : density.components) {
    logs.push_back(c.log_weight + log_normal_density(density, c, pattern, probits));
    most = std::max(most, logs.back());
  }
  for (const double log : logs) sum += portable_exp(log - most);
  return portable_log(density.pattern[pattern]) + most + portable_log(sum);
}

Loadings draw(const Density& density, double place, base::Stream& stream, const Prior& prior) {
  std::size_t pattern = 0;
  while (pattern + 1 < pattern_count && place >= density.pattern[pattern]) place -= density.pattern[pattern++];
  place = std::clamp(place / std::max(density.pattern[pattern], 1e-300), 0.0, 1.0);
  std::size_t k = 0;
  for (; k + 1 < density.components.size(); ++k) {
    const double weight = portable_exp(density.components[k].log_weight);
    if (place < weight) break;
    place -= weight;
  }
  const Component& c = density.components[k];
  std::array<double, factor_count> common{};
  for (double& x : common) x = stream.normal();
  Loadings drawn;
  for (std::size_t i = 0; i < loading_count; ++i) {
    const double own = stream.normal();
    if (!has(pattern, i)) continue;
    double z = mean_of(density, c, i, pattern) + c.sd[i] * own;
    for (std::size_t f = 0; f < factor_count; ++f) z += c.factors[i][f] * common[f];
    drawn.values[i] = loading_of(z, prior);
  }
  return drawn;
}

}  // namespace trilayer::inference
