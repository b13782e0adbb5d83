// Which protocol would tell most next, given what is known already.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "trilayer/inference/bank.hpp"
#include "trilayer/inference/network/network.hpp"
#include "trilayer/inference/patterns.hpp"
#include "trilayer/protocol/protocol_file.hpp"

namespace trilayer::inference {

/// What the laboratory and the participant allow.
struct Limits {
  std::optional<double> minutes;            ///< of a protocol, pauses included
  std::optional<int> pulses;                ///< of both coils
  std::optional<double> highest_intensity;  ///< %RMT that the stimulator reaches in this participant
};

/// What a protocol would tell.
struct Advice {
  std::string protocol;  ///< its name
  std::string title;
  double bits = 0.0;                      ///< expected information about the six loadings, over what is known
  double error = 0.0;                     ///< its standard error
  std::array<double, 6> presence_bits{};  ///< of each loading's presence
  double minutes = 0.0;
  int pulses = 0;
  std::size_t features = 0;  ///< that it would add
  std::string left_out;      ///< why it is no choice here; empty: it is
};

/// Every protocol that would add a feature, the most informative first, then those left out. Sessions of the bank stand
/// for what might come: each counts as probable as the network finds its loadings and nuisances after `observed`, over
/// what it finds without any data (so that what is known of the person goes into what is expected; flattened until 60
/// sessions count, where fewer would). For `draws` of them the protocol's features are added and the log density of
/// that session's loadings is compared with before (expected information gain, Lindley 1956). `bank` must have the
/// features of this program; the sessions are seen in the mirror too.
std::vector<Advice> advise(const FeatureRow& observed, const Network& network, const Bank& bank,
                           const std::vector<protocol::Protocol>& protocols, const Limits& limits,
                           std::uint32_t draws = 128);

}  // namespace trilayer::inference
