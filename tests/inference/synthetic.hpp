// Banks whose law is known: made-up features that rise with the loadings, with noise, limits of detection and gaps.
#pragma once

#include <cstdint>
#include <vector>

#include "trilayer/inference/abc.hpp"
#include "trilayer/inference/bank.hpp"
#include "trilayer/inference/prior.hpp"

namespace trilayer::synthetic {

/// What a made-up measure of one direction responds to: gains * loadings of that direction + product * II * III +
/// noise.
struct Measure {
  double corticospinal = 0.0, transcallosal = 0.0, supraspinal = 0.0;
  double product = 0.0;         ///< of transcallosal and supraspinal
  double noise = 0.5;           ///< between people
  double error = 0.2;           ///< of measurement, stated and true
  bool absent_below = false;    ///< below `limit` it is not seen
  bool at_least_above = false;  ///< above `limit` only the limit is known
  double limit = 0.0;
  double unobtainable = 0.0;  ///< probability, up to four times that with corticospinal loading
};

using World = std::vector<Measure>;

/// Two measures a layer, one shared by II and III, one of their product, limits of either kind, three that say nothing.
World full_world();

/// The features of a person with these loadings.
inference::FeatureRow features_of(const World& world, const model::Loadings& truth, std::uint64_t seed,
                                  std::uint32_t number);

/// Sessions [first, first + count) of `seed`, loadings from the prior.
inference::Bank bank_of(const World& world, std::uint32_t count, std::uint64_t seed = 1, std::uint32_t first = 0);

/// The exact posterior, which nothing can beat: draws from the prior weighted by the likelihood the world is made by.
inference::Posterior exact_posterior(const World& world, const inference::FeatureRow& observed, int draws);

}  // namespace trilayer::synthetic
