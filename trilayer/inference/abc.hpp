// Regression-ABC: the sessions of a bank that look like the observation, weighted and moved to where it stands.
#pragma once

#include <vector>

#include "trilayer/inference/bank.hpp"
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

/// The posterior of the six loadings (docs/explanation/abc.md). Exchanging left and right in `observed` exchanges them
/// in the result; the order of the bank's rows does not matter. Throws Refusal where the bank is too small to learn
/// from.
Posterior posterior(const FeatureRow& observed, const Bank& bank);

/// 1 / sum of the squared weights: how many equally weighted draws tell as much. 0 without draws.
double effective_draws(const Posterior& posterior);

}  // namespace trilayer::inference
