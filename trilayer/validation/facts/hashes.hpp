// What a validation depends on, as numbers that change with it.
#pragma once

#include <cstdint>

namespace trilayer::validation {

/// Hash of every study's name, settings, blocks and readings by name. Of blocks that lean on what was recorded before,
/// only those recorded before count.
std::uint64_t studies_hash();

/// Hash of the simulator's table of parameters: names, medians, ranges, laws and spreads.
std::uint64_t parameters_hash();

}  // namespace trilayer::validation
