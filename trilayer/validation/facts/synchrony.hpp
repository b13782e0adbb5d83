// How often motor units of two hands fire together beyond chance.
#pragma once

#include <cstdint>
#include <optional>

#include "trilayer/model/participant.hpp"

namespace trilayer::validation {

struct UnitSynchrony {
  /// Common-input strength, impulses a second: what a pair's cross-correlogram holds within 6 ms of lag 0 above that of
  /// trials exchanged between the hands, a second of contraction; mean over pairs of ten units a hand (extra
  /// synchronous impulses: Nordstrom et al. 1992 [M]).
  std::optional<double> cis;
  /// Lag of the bin of 1 ms that most exceeds that, of all pairs together, within 30 ms; above 0: the right hand fires
  /// later, ms.
  std::optional<double> lag;
};

/// Both hands of the participant hold 20 % of maximum for 20 s. Nothing where a hand has fewer than two units that fire
/// at 4 to 40 a second.
UnitSynchrony unit_synchrony(const model::Participant& participant, std::uint64_t seed);

}  // namespace trilayer::validation
