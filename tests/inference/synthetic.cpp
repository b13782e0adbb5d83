#include "synthetic.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "trilayer/base/random.hpp"

namespace trilayer::synthetic {

using inference::Feature;
using measures::State;
using model::Layer;

World full_world() {
  World world(11);
  world[0] = {.corticospinal = 3.0, .noise = 0.5, .absent_below = true, .limit = 0.6};
  world[1] = {.corticospinal = 1.5, .transcallosal = -0.5, .noise = 0.7};
  world[2] = {.corticospinal = -1.0, .transcallosal = 2.0, .noise = 0.6};
  world[3] = {.transcallosal = 2.0, .noise = 0.7, .at_least_above = true, .limit = 1.5};
  world[4] = {.transcallosal = 2.0, .supraspinal = 2.0, .noise = 0.5};
  world[5] = {.supraspinal = 1.5, .noise = 0.7};
  world[6] = {.supraspinal = 1.0, .product = 2.0, .noise = 0.5};
  world[7] = {.transcallosal = 1.5, .noise = 0.6, .unobtainable = 0.1};
  return world;
}

namespace {

double expected(const Measure& measure, const model::Loadings& truth, protocol::Direction direction) {
  const double one = truth.at(Layer::corticospinal, direction), two = truth.at(Layer::transcallosal, direction),
               three = truth.at(Layer::supraspinal, direction);
  return measure.corticospinal * one + measure.transcallosal * two + measure.supraspinal * three +
         measure.product * two * three;
}

double loss(const Measure& measure, const model::Loadings& truth, protocol::Direction direction) {
  return measure.unobtainable * (1.0 + 3.0 * truth.at(Layer::corticospinal, direction));
}

Feature feature_of(const Measure& measure, const model::Loadings& truth, protocol::Direction direction,
                   base::Stream& stream) {
  const double value =
      expected(measure, truth, direction) + measure.noise * stream.normal() + measure.error * stream.normal();
  const bool lost = stream.uniform() < loss(measure, truth, direction);
  if (lost) return {State::unobtainable, 0.0, 0.0};
  if (measure.absent_below && value < measure.limit) return {State::absent, measure.limit, 0.0};
  if (measure.at_least_above && value > measure.limit) return {State::at_least, measure.limit, 0.0};
  return {State::value, value, measure.error};
}

}  // namespace

inference::FeatureRow features_of(const World& world, const model::Loadings& truth, std::uint64_t seed,
                                  std::uint32_t number) {
  inference::FeatureRow row;
  base::Stream stream(seed, number, 1);
  for (const Measure& measure : world)
    for (const auto direction : protocol::both_directions) row.push_back(feature_of(measure, truth, direction, stream));
  return row;
}

inference::Bank bank_of(const World& world, std::uint32_t count, std::uint64_t seed, std::uint32_t first) {
  inference::Bank bank;
  for (std::uint32_t number = first; number < first + count; ++number) {
    base::Stream stream(seed, number, 0);
    const auto truth = inference::draw_loadings({}, stream);
    bank.rows.push_back({number, truth, features_of(world, truth, seed, number)});
  }
  return bank;
}

namespace {

double log_likelihood(const Measure& measure, const Feature& seen, const model::Loadings& truth,
                      protocol::Direction direction) {
  const double lost = loss(measure, truth, direction);
  if (seen.state == State::missing) return 0.0;
  if (seen.state == State::unobtainable) return std::log(lost);
  const double sd = std::hypot(measure.noise, measure.error);
  const double z = (seen.value - expected(measure, truth, direction)) / sd;
  if (seen.state == State::absent) return std::log1p(-lost) + std::log(0.5 * std::erfc(-z / std::numbers::sqrt2));
  if (seen.state == State::at_least) return std::log1p(-lost) + std::log(0.5 * std::erfc(z / std::numbers::sqrt2));
  return std::log1p(-lost) - 0.5 * z * z;
}

}  // namespace

inference::Posterior exact_posterior(const World& world, const inference::FeatureRow& observed, int draws) {
  inference::Posterior posterior;
  for (int k = 0; k < draws; ++k) {
    base::Stream stream(77, static_cast<std::uint32_t>(k));
    const auto truth = inference::draw_loadings({}, stream);
    double sum = 0.0;
    for (std::size_t f = 0; f < observed.size(); ++f)
      sum += log_likelihood(world[f / 2], observed[f], truth, protocol::both_directions[f % 2]);
    posterior.draws.push_back(truth);
    posterior.weights.push_back(sum);
  }
  const double most = *std::max_element(posterior.weights.begin(), posterior.weights.end());
  double total = 0.0;
  for (double& weight : posterior.weights) total += weight = std::exp(weight - most);
  for (double& weight : posterior.weights) weight /= total;
  return posterior;
}

}  // namespace trilayer::synthetic
