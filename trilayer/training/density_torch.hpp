// The network and its density as LibTorch computes them, from one flat tensor of weights a member.
#pragma once

#include <torch/types.h>

#include "trilayer/inference/network/network.hpp"

namespace trilayer::training {

/// Outputs (sessions x outputs) of inputs (sessions x inputs); `dropout` of the units before the last layer of every
/// block, 0 outside training.
torch::Tensor outputs_of(const torch::Tensor& weights, const inference::NetworkShape& shape,
                         const torch::Tensor& inputs, double dropout);

/// What is known of the sessions of a batch.
struct Truth {
  torch::Tensor present;    ///< sessions x 6, 0 or 1
  torch::Tensor probits;    ///< sessions x 6, 0 where not present
  torch::Tensor pattern;    ///< sessions, whole numbers
  torch::Tensor nuisances;  ///< sessions x 12
};

/// Log density of the loadings (a number a session) from the outputs for the sessions and for their mirror images.
torch::Tensor log_density(const torch::Tensor& right, const torch::Tensor& left, const Truth& truth,
                          const inference::OutputLayout& layout);

/// Log density of the nuisances, normal each.
torch::Tensor nuisance_log_density(const torch::Tensor& right, const torch::Tensor& left, const Truth& truth);

}  // namespace trilayer::training
