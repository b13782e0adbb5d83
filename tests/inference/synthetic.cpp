#include "synthetic.hpp"

#include <algorithm>

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

Feature feature_of(const Measure& measure, const model::Loadings& truth, protocol::Direction direction,
                   base::Stream& stream) {
  const double one = truth.at(Layer::corticospinal, direction), two = truth.at(Layer::transcallosal, direction),
               three = truth.at(Layer::supraspinal, direction);
  const double value = measure.corticospinal * one + measure.transcallosal * two + measure.supraspinal * three +
                       measure.product * two * three + measure.noise * stream.normal() +
                       measure.error * stream.normal();
  const bool lost = stream.uniform() < measure.unobtainable * (1.0 + 3.0 * one);
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

}  // namespace trilayer::synthetic
