// Pooling what studies found of one measure: which findings can be compared, the effects they give, and what was left
// out with its reason. Nothing is chosen by its result.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "trilayer/literature/effects.hpp"
#include "trilayer/literature/meta_analysis.hpp"
#include "trilayer/literature/studies.hpp"

namespace trilayer::literature {

/// What is to be pooled. The first group of each comparison has a condition, the second is the reference.
struct PoolQuestion {
  std::string measure;                 ///< id of the catalogue, or of another measure of the studies
  std::string condition;               ///< id; empty: every condition that is not health
  std::string against;                 ///< id; empty: people without a condition
  std::optional<Mirroring> mirroring;  ///< of the first group; empty: any
  std::optional<During> during;        ///< empty: any
  std::string at;                      ///< part of the finding's or the values' `at`; empty: any
  EffectScale scale = EffectScale::standardised_difference;
  double confidence = 0.95;
};

/// A finding that went in. Pointers lead into the studies.
struct PooledFinding {
  const Study* study = nullptr;
  const Finding* finding = nullptr;
  const StudyGroup* first = nullptr;
  const StudyGroup* second = nullptr;  ///< null on the scales logit and z, which look at one group
  std::string label;                   ///< "Li et al. 2007"; the id where no author is known
  std::string at;                      ///< which of several values
  std::string unit;                    ///< of the values
  int first_people = 0;
  int second_people = 0;  ///< 0 without a second group
  Effect effect;
  bool verified = false;  ///< study and finding were seen in the source
};

/// A finding of the measure that did not go in, or one of its comparisons.
struct LeftOut {
  const Study* study = nullptr;
  const Finding* finding = nullptr;
  std::string reason;  ///< "the study is in already, by F10.1: one effect a study"
};

struct Pool {
  PoolQuestion question;
  std::string unit;  ///< of the values that went in, where they all have one; else empty
  std::vector<PooledFinding> findings;
  std::vector<LeftOut> left_out;
  std::optional<MetaAnalysis> result;  ///< nothing where no finding went in
  std::vector<std::string> notes;      ///< what a reader must know of the choice: sentences
};

/// Goes through the studies in their order. A finding goes in where
/// - it is of the measure and circumstances asked for, and no number of it is from memory;
/// - it has values of a first and a second group (logit and z: of one group) at the same `at`, in one unit, with means
///   and errors (g, md, log_ratio), numbers of people (log_odds, log_risk, logit) or a correlation (z);
/// - neither its study nor one with the same people (`overlaps`) is in already: studies must be independent, and of
///   several comparisons of a study the first in its file counts.
/// On md, values of another unit than the first study's are left out. Standard deviations come from standard errors
/// and 95 % intervals where those were published. Throws Refusal where measure or condition is not known.
Pool pool_studies(const Studies& studies, const PoolQuestion& question);

/// "Li et al. 2007"; the study's id and year where no author is known.
std::string short_name(const Study& study);

}  // namespace trilayer::literature
