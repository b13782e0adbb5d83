// The facts against the model as text: one row a target.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "trilayer/validation/facts/quantities.hpp"

namespace trilayer::report {

struct ValidationSource {
  int participants = 0;
  std::uint64_t seed = 0;
  std::uint64_t facts = 0;  ///< hash of the facts
  int model_version = 0;
};

std::string validation_table(std::span<const validation::FactResult> results, const ValidationSource& source);
std::string validation_tsv(std::span<const validation::FactResult> results);
/// {participants, seed, hashes, facts: [{id, class, in_scope, verified, target, simulated, error, verdict}]}; without
/// a verdict its words are the reason. The target holds how many people gave a value.
std::string validation_json(std::span<const validation::FactResult> results, const ValidationSource& source);

}  // namespace trilayer::report
