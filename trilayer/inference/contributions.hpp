// What every measure adds to the answer: the posterior with and without it.
#pragma once

#include <array>
#include <cstddef>
#include <vector>

#include "trilayer/inference/features.hpp"
#include "trilayer/inference/network/network.hpp"

namespace trilayer::inference {

/// A feature that was observed, and what would be believed without it.
struct Contribution {
  std::size_t feature = 0;
  std::array<double, 6> presence_without{};  ///< of each loading
  std::array<double, 6> shift{};             ///< log odds of presence with it less without it: above 0 it speaks for
  double bits = 0.0;                         ///< divergence of the pattern of presence with it from that without it
};

/// Every informative feature of the session, those that say most first. By the network: an evaluation a feature.
std::vector<Contribution> contributions(const FeatureRow& observed, const Network& network);

/// Probability of each loading's presence, without draws.
std::array<double, 6> presences(const std::vector<Density>& members);

}  // namespace trilayer::inference
