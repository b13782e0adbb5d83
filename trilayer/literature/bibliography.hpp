// Studies for other programs: reference managers, and R's metafor.
#pragma once

#include <span>
#include <string>

#include "trilayer/literature/choice.hpp"

namespace trilayer::literature {

/// BibTeX, an entry a study, its id as key. Keys that nobody has seen in print (`from_memory`, or a record from memory)
/// are named in `note`.
std::string bibtex(std::span<const Chosen> studies);

/// CSL-JSON, an array with an item a study.
std::string csl_json(std::span<const Chosen> studies);

/// Everything of the chosen studies and findings: `{studies: [{id, citation, design, read, verified, groups,
/// findings}]}`.
std::string studies_json(std::span<const Chosen> studies);

/// A row for each pair of values of two groups (at one place, in one unit): study_id, finding_id, measure, layers,
/// condition, group1, group2, at, unit, n1i, m1i, sd1i, n2i, m2i, sd2i, ai, ci, yi, vi, yi_type, verified; the columns
/// as metafor's escalc() has them. yi is Hedges' g (SMD) of means, the log odds ratio (OR) of shares; empty where it
/// cannot be computed.
std::string effects_csv(std::span<const Chosen> studies);

}  // namespace trilayer::literature
