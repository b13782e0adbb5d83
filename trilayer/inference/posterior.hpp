// What a method says about the six loadings: draws, and what they rest on.
#pragma once

#include <functional>
#include <vector>

#include "trilayer/inference/design.hpp"
#include "trilayer/inference/features.hpp"
#include "trilayer/model/loadings.hpp"

namespace trilayer::inference {

/// Weighted draws from the posterior. None where no feature can tell sessions of the bank apart: then it is the prior.
struct Posterior {
  std::vector<model::Loadings> draws;
  std::vector<double> weights;    ///< sum to 1
  std::vector<std::size_t> used;  ///< features it rests on
  std::vector<Unlike> unlike;     ///< in what the observation is unlike the bank
};

/// 1 / sum of the squared weights: how many equally weighted draws tell as much. 0 without draws.
double effective_draws(const Posterior& posterior);

/// A method's posterior with left and right exchanged where that comes first in order, and its result exchanged back:
/// both ways of naming sides then take the same path, to the last bit.
Posterior in_one_order(const FeatureRow& observed, const std::function<Posterior(const FeatureRow&)>& method);

}  // namespace trilayer::inference
