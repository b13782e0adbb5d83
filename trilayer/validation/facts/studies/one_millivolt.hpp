// Test pulses set to a response of 1 mV, person by person.
#pragma once

#include <vector>

#include "trilayer/validation/facts/blocks.hpp"

namespace trilayer::validation {

/// Blocks of single pulses at rest from which the intensity for 1 mV is found.
std::vector<protocol::PlannedBlock> recruitment_of(protocol::Hemisphere hemisphere);

/// That intensity, %RMT: between the blocks of recruitment_of(), the weakest or strongest of them where the size lies
/// beyond.
protocol::Intensity one_millivolt(const Visit& before, protocol::Hemisphere hemisphere);

}  // namespace trilayer::validation
