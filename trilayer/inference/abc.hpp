// Regression-ABC: the sessions of a bank that look like the observation, weighted and moved to where it stands.
#pragma once

#include "trilayer/inference/bank.hpp"
#include "trilayer/inference/posterior.hpp"

namespace trilayer::inference {

/// The posterior of the six loadings (docs/explanation/abc.md). Exchanging left and right in `observed` exchanges them
/// in the result; the order of the bank's rows does not matter. Throws Refusal where the bank is too small to learn
/// from.
Posterior posterior(const FeatureRow& observed, const Bank& bank);

}  // namespace trilayer::inference
