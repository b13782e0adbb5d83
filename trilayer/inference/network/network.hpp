// The network: weights that turn what a session says into the joint density of the six loadings.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "trilayer/inference/network/density.hpp"
#include "trilayer/inference/network/encoding.hpp"

namespace trilayer::inference {

/// Sizes of a member. Every member is one: inputs to `width` units, `blocks` times
/// h + W silu(norm(h)) + b, then outputs = W silu(norm(h)) + b, with norm(h) = (h - mean) / sd * (1 + gain) + offset.
struct NetworkShape {
  std::size_t inputs = 0;
  std::size_t width = 64;
  std::size_t blocks = 2;
  OutputLayout outputs;

  /// Numbers of a member, in the order they are kept: W (width x inputs, a row a unit), b; each block's gain, offset, W
  /// (width x width), b; gain, offset, W (outputs x width), b.
  [[nodiscard]] std::size_t parameters() const;
};

/// An ensemble: its density is the mean of the members' densities.
struct Network {
  Recipe recipe;           ///< of the bank it was trained on
  std::uint64_t bank = 0;  ///< hash_of the bank it was trained on
  std::uint32_t sessions = 0;
  std::uint64_t seed = 0;  ///< of the training
  NetworkShape shape;
  std::vector<FeatureScale> scales;
  std::vector<std::vector<float>> members;
};

/// The density of each member for a session. Left and right exchanged in `row` exchange them in the result.
std::vector<Density> densities(const Network& network, const FeatureRow& row, const Prior& prior = {});

/// Logarithm of the mean density of the members.
double log_density(const std::vector<Density>& members, const model::Loadings& loadings, const Prior& prior = {});

/// Bytes of a network and back (docs/reference/network.md). Throws Refusal where the bytes are none, damaged, or of
/// other features, settings or model version than this program's.
std::string to_bytes(const Network& network);
Network network_from_bytes(std::string_view bytes, const std::string& place);
Network read_network(const std::filesystem::path& file);

/// FNV-1a of the network's bytes.
std::uint64_t hash_of(const Network& network);

/// The network that comes with the program, embedded.
const Network& shipped_network();

}  // namespace trilayer::inference
