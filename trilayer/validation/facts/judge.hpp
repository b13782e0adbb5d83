// All of `trilayer validate` in one call: which people are needed, what they give, what that says.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "trilayer/validation/facts/company.hpp"
#include "trilayer/validation/facts/verdicts.hpp"

namespace trilayer::validation {

/// What a quantity came out as.
struct Outcome {
  int people = 0;                 ///< who gave a value
  std::vector<double> simulated;  ///< one value, or one a circumstance; none: `reason` says why
  std::optional<double> error;    ///< of the value, or of the last less the first
  std::optional<Verdict> verdict;
  std::string reason;  ///< in words, where there is no verdict
};

/// The same target with a mechanism taken out of the model: a sign that the mechanism makes must be `wrong` then.
struct Ablation {
  std::vector<literature::Setting> sets;  ///< empty where the ablation stands in words only
  Outcome outcome;
};

/// One target of a check.
struct FactResult {
  const literature::Check* check = nullptr;
  const literature::Target* target = nullptr;
  std::string group, against;
  Outcome outcome;
  std::optional<Ablation> ablation;  ///< of checks that name one, where it was asked for
};

struct JudgeOptions {
  RunOptions run;
  bool ablations = false;
  std::string group;  ///< only targets of this group; empty: all
};

/// Targets of the checks in their order. Studies are run only where a target needs them, with the same people for the
/// same seed. Targets of checks out of scope have the reason in place of a verdict.
std::vector<FactResult> judge(const std::vector<const literature::Check*>& checks, const JudgeOptions& options);

/// For a fit: other medians or spreads of the population, and nothing but that.
std::vector<FactResult> judge(const std::vector<const literature::Check*>& checks, const model::Population& changes,
                              int participants, std::uint64_t seed, int jobs);

/// The people that judge() would run, without running them.
std::vector<Company> companies_for(const std::vector<const literature::Check*>& checks, const JudgeOptions& options);

}  // namespace trilayer::validation
