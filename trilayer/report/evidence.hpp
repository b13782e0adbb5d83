// The evidence base for readers: lists, single studies, coverage.
#pragma once

#include <span>
#include <string>

#include "trilayer/literature/choice.hpp"
#include "trilayer/literature/coverage.hpp"

namespace trilayer::report {

/// A line a finding under a line a study, and how many there are.
std::string evidence_list(std::span<const literature::Chosen> studies);
/// A row a finding: study, label, year, design, finding, measure, conditions, layers, direction, supports, assignment,
/// verified, locator, statement.
std::string evidence_tsv(std::span<const literature::Chosen> studies);

/// Everything of one study.
std::string study_text(const literature::Study& study);

/// Counts of layers by condition, cells that contradict themselves, and what is not covered.
std::string coverage_text(const literature::Studies& studies);
/// A row a cell of condition, measure and layer.
std::string coverage_tsv(const literature::Studies& studies);
/// `{counts: {all, I, II, III, none}, conditions: [...], cells: [...], uncovered: {I: [...], II, III}}`
std::string coverage_json(const literature::Studies& studies);

}  // namespace trilayer::report
