// From a group's readings to the quantities that checks name, and to their verdicts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "trilayer/validation/facts/verdicts.hpp"

namespace trilayer::validation {

/// How a quantity of one check is computed. The same id may stand in other checks, under other protocols, for which
/// this row does not speak.
struct Quantity {
  std::string_view check, id;
};

/// Everything that is computed. Each row is a target of evidence/facts.
const std::vector<Quantity>& computed_quantities();

/// One target of a check.
struct FactResult {
  const literature::Check* check = nullptr;
  const literature::Target* target = nullptr;
  std::string group;
  int people = 0;  ///< who gave a value
  std::optional<double> simulated, error;
  std::optional<Verdict> verdict;
  std::string reason;  ///< in words, where there is no verdict
};

/// All targets of the checks in their order, without those whose check is out of scope: of these one entry a target
/// too, with the reason.
std::vector<FactResult> judge_facts(const std::vector<const literature::Check*>& checks,
                                    const std::vector<Readings>& adults, std::uint64_t seed);

/// Whether one of the checks needs the study to be simulated.
bool needs_study(const std::vector<const literature::Check*>& checks);

}  // namespace trilayer::validation
