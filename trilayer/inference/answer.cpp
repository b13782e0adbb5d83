// One loading of the answer: presence, size, and how far they are from the prior.
#include "trilayer/inference/answer.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "trilayer/base/elementary.hpp"
#include "trilayer/inference/rules.hpp"

namespace trilayer::inference {

using model::LoadingName;
using model::Loadings;

namespace {

constexpr std::size_t draws_given = 400;
constexpr std::size_t draws_of_prior = 4000;
constexpr std::uint64_t prior_seed = 1;
constexpr std::size_t size_bins = 10;  // equally probable before the data

double log2(double x) { return base::portable_log(x) / base::portable_log(2.0); }
double odds(double p) { return p / (1.0 - p); }

// Numbers with weights that sum to 1.
struct Weighted {
  std::vector<std::pair<double, double>> values;  // value, weight; in order of value

  [[nodiscard]] double quantile(double q) const {
    double below = 0.0;
    for (const auto& [value, weight] : values) {
      below += weight;
      if (below >= q) return value;
    }
    return values.back().first;
  }
};

Weighted marginal(const Posterior& posterior, std::size_t loading) {
  Weighted marginal;
  for (std::size_t k = 0; k < posterior.draws.size(); ++k)
    marginal.values.emplace_back(posterior.draws[k].values[loading], posterior.weights[k]);
  std::sort(marginal.values.begin(), marginal.values.end());
  return marginal;
}

// Divergence of the sizes from the uniform law they have before the data, over bins. What chance alone gives n draws
// in B bins, (B - 1) / 2n (Miller 1955 [M]), is taken off.
double size_bits(const Weighted& marginal, double smallest) {
  std::array<double, size_bins> share{};
  double total = 0.0, squares = 0.0;
  for (const auto& [value, weight] : marginal.values) {
    if (value <= 0.0) continue;
    const double place = (value - smallest) / (1.0 - smallest) * static_cast<double>(size_bins);
    share[static_cast<std::size_t>(std::clamp(place, 0.0, static_cast<double>(size_bins) - 0.5))] += weight;
    total += weight;
    squares += weight * weight;
  }
  if (total <= 0.0) return 0.0;
  double bits = 0.0;
  for (const double weight : share)
    if (weight > 0.0) bits += weight / total * log2(weight / total * static_cast<double>(size_bins));
  const double chance = static_cast<double>(size_bins - 1) / (2.0 * total * total / squares) / base::portable_log(2.0);
  return std::max(0.0, bits - chance);
}

double presence_bits(double p, double before, double effective) {
  const double bits = p * log2(p / before) + (1.0 - p) * log2((1.0 - p) / (1.0 - before));
  return std::max(0.0, bits - 0.5 / effective / base::portable_log(2.0));
}

LoadingAnswer loading_answer(const Posterior& posterior, LoadingName name, const Prior& prior, double effective) {
  LoadingAnswer answer;
  answer.name = name;
  answer.prior_presence = presence(prior, name);
  const Weighted loading = marginal(posterior, model::index_of(name));
  double present = 0.0;
  for (const auto& [value, weight] : loading.values) {
    answer.mean += weight * value;
    if (value > 0.0) present += weight;
  }
  // n draws cannot tell a probability from 0 that is smaller than one in n + 1.
  answer.presence = std::clamp(present, 1.0 / (effective + 1.0), effective / (effective + 1.0));
  answer.bayes_factor = odds(answer.presence) / odds(answer.prior_presence);
  answer.low_90 = loading.quantile(0.05);
  answer.high_90 = loading.quantile(0.95);
  answer.information_bits = presence_bits(answer.presence, answer.prior_presence, effective) +
                            answer.presence * size_bits(loading, prior.smallest);
  return answer;
}

// Indices of equally weighted draws: systematic resampling with the offset in the middle.
std::vector<std::size_t> resampled(const std::vector<double>& weights) {
  std::vector<std::size_t> picked;
  double below = 0.0;
  for (std::size_t k = 0; k < weights.size(); ++k) {
    below += weights[k] * static_cast<double>(draws_given);
    while (static_cast<double>(picked.size()) + 0.5 < below && picked.size() < draws_given) picked.push_back(k);
  }
  while (picked.size() < draws_given) picked.push_back(weights.size() - 1);  // rounding of the last weight
  return picked;
}

Posterior draws_from(const Prior& prior) {
  Posterior draws;
  for (std::uint32_t k = 0; k < draws_of_prior; ++k) {
    base::Stream stream(prior_seed, k);
    draws.draws.push_back(draw_loadings(prior, stream));
  }
  draws.weights.assign(draws_of_prior, 1.0 / static_cast<double>(draws_of_prior));
  return draws;
}

}  // namespace

std::array<LoadingAnswer, 6> loading_answers(const Posterior& posterior, const Prior& prior) {
  const bool nothing_learnt = posterior.draws.empty();
  const Posterior source = nothing_learnt ? draws_from(prior) : posterior;
  const double effective = effective_draws(source);
  const auto picked = resampled(source.weights);
  std::array<LoadingAnswer, 6> answers;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    answers[i] = loading_answer(source, model::all_loadings[i], prior, effective);
    for (const std::size_t k : picked) answers[i].draws.push_back(source.draws[k].values[i]);
    if (!nothing_learnt) continue;
    answers[i].presence = answers[i].prior_presence;
    answers[i].bayes_factor = 1.0;
    answers[i].information_bits = 0.0;
  }
  return answers;
}

}  // namespace trilayer::inference
