#include "trilayer/inference/method.hpp"

#include "trilayer/inference/abc.hpp"
#include "trilayer/inference/network/network_posterior.hpp"

namespace trilayer::inference {

Method network_method(const Network& network) {
  return {"network", network.sessions, hash_of(network), &network,
          [&network](const FeatureRow& row) { return posterior(row, network); }};
}

Method abc_method(const Bank& bank) {
  return {"abc", static_cast<std::uint32_t>(bank.rows.size()), hash_of(bank), nullptr,
          [&bank](const FeatureRow& row) { return posterior(row, bank); }};
}

}  // namespace trilayer::inference
