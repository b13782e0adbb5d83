// What else the network is asked about a person, beside the loadings: the second head.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "trilayer/inference/network/density.hpp"
#include "trilayer/model/loadings.hpp"
#include "trilayer/model/participant.hpp"

namespace trilayer::inference {

/// One a direction, in the order of `nuisance_names()`; left and right of each beside one another. Gains are natural
/// logarithms of the circuit's strength, what layer II took from it included, over the strength of the median person
/// of that age (0.02 at the least); the circuit's sender is the M1 that drives the intended hand. Integrity is that of
/// the crossed tract of that M1, GABA-A inhibition (log, over the median) that of the other one. The premotor share
/// (log, over the median of that age) is of the person, the same in both directions.
std::array<double, 2 * nuisance_count> nuisances_of(const model::Participant& participant);

/// "fast_callosal_gain", "slow_callosal_gain", "tonic_callosal_gain", "integrity", "gaba_a", "premotor_share".
std::string_view nuisance_name(std::size_t nuisance);

}  // namespace trilayer::inference
