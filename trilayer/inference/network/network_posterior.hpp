// Draws from the network's density: the posterior of a session without a bank at hand.
#pragma once

#include "trilayer/inference/network/network.hpp"
#include "trilayer/inference/posterior.hpp"

namespace trilayer::inference {

/// The posterior of the six loadings by the network (docs/explanation/network.md): 2,000 draws of equal weight, spread
/// evenly over members, patterns of presence and components. Exchanging left and right in `observed` exchanges them in
/// the result. No draws, which is the prior, where nothing was observed.
Posterior posterior(const FeatureRow& observed, const Network& network, const Prior& prior = {});

}  // namespace trilayer::inference
