// One session: what the posterior says of a truth that is known.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "trilayer/base/random.hpp"
#include "trilayer/inference/design.hpp"
#include "trilayer/inference/network/density.hpp"
#include "trilayer/inference/rules.hpp"
#include "trilayer/validation/calibration/calibration.hpp"

namespace trilayer::validation {

using inference::Answer;
using inference::Posterior;

namespace {

enum Purpose : std::uint32_t { of_lump = 1, of_reference };
constexpr std::uint64_t seed = 5;
constexpr double kernel_prior_draws = 5.0;  // how many draws the prior counts in a density made of draws

// Value and weight of each draw of a loading, in order; of the prior where there are no draws.
using Marginal = std::vector<std::pair<double, double>>;

const std::vector<model::Loadings>& prior_draws() {
  static const std::vector<model::Loadings> draws = [] {
    std::vector<model::Loadings> all;
    for (std::uint32_t k = 0; k < 2000; ++k) {
      base::Stream stream(seed, k, 3);
      all.push_back(inference::draw_loadings({}, stream));
    }
    return all;
  }();
  return draws;
}

Posterior or_prior(Posterior posterior) {
  if (!posterior.draws.empty()) return posterior;
  posterior.draws = prior_draws();
  posterior.weights.assign(posterior.draws.size(), 1.0 / static_cast<double>(posterior.draws.size()));
  return posterior;
}

Marginal marginal_of(const std::vector<model::Loadings>& draws, const std::vector<double>& weights, std::size_t i) {
  Marginal marginal;
  for (std::size_t k = 0; k < draws.size(); ++k) marginal.emplace_back(draws[k].values[i], weights[k]);
  std::sort(marginal.begin(), marginal.end());
  return marginal;
}

// Continuous ranked probability score: mean distance to the truth less half the mean distance between draws.
double crps(const Marginal& marginal, double truth) {
  double to_truth = 0.0, between = 0.0, weight_below = 0.0, sum_below = 0.0;
  for (const auto& [value, weight] : marginal) {
    to_truth += weight * std::abs(value - truth);
    between += 2.0 * weight * (value * weight_below - sum_below);
    weight_below += weight;
    sum_below += weight * value;
  }
  return to_truth - 0.5 * between;
}

double place_of(const Marginal& marginal, double truth, double split) {
  double below = 0.0, at = 0.0;
  for (const auto& [value, weight] : marginal) {
    if (value < truth) below += weight;
    if (value == truth) at += weight;
  }
  return below + split * at;
}

// Bits over the prior: presence, and the size by a kernel density of the present draws in probit units.
double bits_of(const Marginal& marginal, double truth, double presence, double before) {
  if (truth <= 0.0) return std::log2((1.0 - presence) / (1.0 - before));
  const inference::Prior prior;
  std::vector<std::pair<double, double>> probits;
  double total = 0.0, squares = 0.0, mean = 0.0, variance = 0.0;
  for (const auto& [value, weight] : marginal) {
    if (value <= 0.0) continue;
    probits.emplace_back(inference::probit_of(value, prior), weight);
    total += weight;
    squares += weight * weight;
    mean += weight * probits.back().first;
  }
  if (total <= 0.0) return std::log2(presence / before);
  mean /= total;
  for (const auto& [z, weight] : probits) variance += weight / total * (z - mean) * (z - mean);
  const double effective = total * total / squares, z = inference::probit_of(truth, prior);
  const double width = std::max(0.05, 1.06 * std::sqrt(variance) * std::pow(effective, -0.2));
  double density = 0.0;
  for (const auto& [at, weight] : probits)
    density += weight / total * std::exp(-0.5 * (z - at) * (z - at) / (width * width)) / width;
  const double of_prior = std::exp(-0.5 * z * z);
  density = (effective * density + kernel_prior_draws * of_prior) / (effective + kernel_prior_draws);
  return std::log2(presence / before) + std::log2(density / of_prior);
}

double distance(const model::Loadings& a, const model::Loadings& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < 6; ++i) sum += (a.values[i] - b.values[i]) * (a.values[i] - b.values[i]);
  return sum;
}

// TARP (Lemos et al. 2023): the reference is another draw of the prior, moved towards what was observed.
double tarp_of(const Posterior& posterior, const model::Loadings& truth, std::uint32_t number) {
  base::Stream stream(seed, number, of_reference);
  model::Loadings reference = inference::draw_loadings({}, stream);
  for (std::size_t i = 0; i < 6; ++i) {
    double mean = 0.0;
    for (std::size_t k = 0; k < posterior.draws.size(); ++k)
      mean += posterior.weights[k] * posterior.draws[k].values[i];
    reference.values[i] = 0.5 * (reference.values[i] + mean);
  }
  const double to_truth = distance(reference, truth);
  double nearer = 0.0, equal = 0.0;
  for (std::size_t k = 0; k < posterior.draws.size(); ++k) {
    const double far = distance(reference, posterior.draws[k]);
    if (far < to_truth) nearer += posterior.weights[k];
    if (far == to_truth) equal += posterior.weights[k];
  }
  return nearer + stream.uniform() * equal;
}

double correlation_of(const Posterior& posterior, std::size_t i, std::size_t j) {
  double mi = 0.0, mj = 0.0, ii = 0.0, jj = 0.0, ij = 0.0;
  for (std::size_t k = 0; k < posterior.draws.size(); ++k) {
    const double w = posterior.weights[k], x = posterior.draws[k].values[i], y = posterior.draws[k].values[j];
    mi += w * x;
    mj += w * y;
    ii += w * x * x;
    jj += w * y * y;
    ij += w * x * y;
  }
  const double vi = ii - mi * mi, vj = jj - mj * mj;
  return vi > 0.0 && vj > 0.0 ? (ij - mi * mj) / std::sqrt(vi * vj) : 0.0;
}

bool contains(const std::vector<model::LoadingName>& names, model::LoadingName name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

}  // namespace

SessionScore score(const inference::BankRow& session, const inference::Pattern& pattern,
                   const inference::Method& method) {
  const Posterior found = method.posterior(inference::seen_through(session.features, pattern));
  const Answer answer = inference::answer_of(found);
  const Posterior posterior = or_prior(found);
  const std::vector<double> even(prior_draws().size(), 1.0 / static_cast<double>(prior_draws().size()));
  SessionScore score;
  score.truth = session.truth;
  base::Stream stream(seed, session.number, of_lump);
  for (std::size_t i = 0; i < 6; ++i) {
    const double truth = session.truth.values[i];
    const auto& loading = answer.loadings[i];
    const Marginal marginal = marginal_of(posterior.draws, posterior.weights, i);
    score.presence[i] = loading.presence;
    score.mean[i] = loading.mean;
    score.place[i] = place_of(marginal, truth, stream.uniform());
    score.crps[i] = crps(marginal, truth);
    score.crps_prior[i] = crps(marginal_of(prior_draws(), even, i), truth);
    score.log_bits[i] = found.draws.empty() ? 0.0 : bits_of(marginal, truth, loading.presence, loading.prior_presence);
    score.joint_bits += score.log_bits[i];
    score.holds[i] = loading.low_90 <= truth && truth <= loading.high_90;
    score.leads[i] = contains(answer.leading, loading.name);
    score.not_informed[i] = contains(answer.not_informed, loading.name);
  }
  score.tarp = tarp_of(posterior, session.truth, session.number);
  score.two_three_correlation = 0.5 * (correlation_of(posterior, 2, 4) + correlation_of(posterior, 3, 5));
  return score;
}

}  // namespace trilayer::validation
