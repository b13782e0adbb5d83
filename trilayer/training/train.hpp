// Learning the network's weights from a bank, with LibTorch: the only folder that needs it.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "trilayer/inference/bank.hpp"
#include "trilayer/inference/network/network.hpp"

namespace trilayer::training {

struct TrainOptions {
  std::uint64_t seed = 1;
  std::size_t members = 3;
  std::size_t width = 64;
  std::size_t blocks = 2;
  std::size_t components = 4;
  int epochs = 120;              ///< times every session is seen, each time through another mask
  int batch = 256;               ///< sessions a step
  double learning_rate = 2e-3;   ///< the largest; warmed up over the first step in twenty, then down to 0 as a cosine
  double weight_decay = 0.3;     ///< towards the prior: with all weights 0 the network gives the prior
  double nuisance_weight = 0.1;  ///< of the second head in the loss
  double dropout = 0.3;          ///< of inputs' units, while training
  int jobs = 1;
};

/// How a member stands after an epoch: mean log density over that of the prior, in bits a session.
struct Epoch {
  std::size_t member = 0;
  int epoch = 0, epochs = 0;
  double training_bits = 0.0;    ///< as seen while training
  double validation_bits = 0.0;  ///< sessions with a number that ends in 7, never trained on, through fixed masks
};

/// Trains. One session in ten is held back to watch; `progress` is told after each epoch. Throws Refusal where the
/// bank is too small. Not bitwise the same on every machine: what is shipped is the weights.
inference::Network train(const inference::Bank& bank, const TrainOptions& options,
                         const std::function<void(const Epoch&)>& progress);

/// Log density of these sessions by LibTorch, in double: for the test that both evaluations agree.
std::vector<double> log_densities(const inference::Network& network, const inference::Bank& bank);

}  // namespace trilayer::training
