// The two ways from features to a posterior: the network, and regression-ABC on a bank.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "trilayer/inference/bank.hpp"
#include "trilayer/inference/features.hpp"
#include "trilayer/inference/network/network.hpp"
#include "trilayer/inference/posterior.hpp"

namespace trilayer::inference {

/// A method with what it has learnt from. Refers to the network or bank it was made of, which must outlive it.
struct Method {
  std::string name;                  ///< "network" or "abc"
  std::uint32_t sessions = 0;        ///< of the bank it has learnt from
  std::uint64_t hash = 0;            ///< of the network's or the bank's bytes
  const Network* network = nullptr;  ///< none: "abc"
  std::function<Posterior(const FeatureRow&)> posterior;
};

Method network_method(const Network& network);
Method abc_method(const Bank& bank);

}  // namespace trilayer::inference
