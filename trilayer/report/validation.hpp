// The facts against the model as text: one row a target.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "trilayer/validation/facts/judge.hpp"

namespace trilayer::report {

/// What a validation was made with: results under other hashes are not comparable.
struct ValidationSource {
  int participants = 0;  ///< a group
  std::uint64_t seed = 0;
  int model_version = 0;
  std::uint64_t facts = 0;       ///< of the files of facts
  std::uint64_t parameters = 0;  ///< of the simulator's table of parameters
  std::uint64_t detectors = 0;   ///< of the detectors' settings and the catalogue
  std::uint64_t studies = 0;     ///< of the studies' blocks
};

/// For people: by class, held-out checks apart, a summary at the end.
std::string validation_table(std::span<const validation::FactResult> results, const ValidationSource& source);
std::string validation_tsv(std::span<const validation::FactResult> results);
/// {participants, seed, hashes, facts: [{id, class, in_scope, verified, target, simulated, error, verdict}]}. The
/// verdict is null where there is none; `reason` says why. `simulated` is a list for a trend over circumstances.
std::string validation_json(std::span<const validation::FactResult> results, const ValidationSource& source);

}  // namespace trilayer::report
