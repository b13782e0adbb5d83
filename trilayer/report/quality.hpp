// What checks found in single trials, folded: one line a check and muscle.
#pragma once

#include <string>
#include <vector>

#include "trilayer/measures/measurement.hpp"

namespace trilayer::report {

/// All findings of one check in one muscle (or in whole trials) of one participant.
struct QualityGroup {
  std::string check;
  measures::Severity severity = measures::Severity::flag;
  std::string where;   ///< "left FDI", or "whole trial"
  std::string places;  ///< "b1: 3, 7, 12; b2: 1", at most a few trials named
  std::size_t trials = 0;
  std::string example;  ///< words of the first finding
};

/// Exclusions first, each kind in order of first finding.
std::vector<QualityGroup> quality_groups(const measures::Results& results);

/// For the terminal: exclusions with trials and words, flags in one line of counts; empty where there is nothing.
std::string quality_paragraph(const measures::Results& results);

/// For the page: a table, folded where it is flags only.
std::string quality_section(const measures::Results& results);

}  // namespace trilayer::report
