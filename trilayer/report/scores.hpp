// Scores of the detector benchmark as text: one row a method and circumstance.
#pragma once

#include <span>
#include <string>

#include "trilayer/validation/detector_benchmark.hpp"

namespace trilayer::report {

/// The run that gave the scores: how much was drawn, from which seed, by which version.
struct BenchmarkSource {
  int repeats = 0;
  std::uint64_t seed = 0;
  std::string version;
};

/// For a terminal: a heading and aligned columns for every task. Columns in which a task has nothing are left out.
std::string scores_table(std::span<const validation::Score> scores);
/// The same as tables of a docs page.
std::string scores_markdown(std::span<const validation::Score> scores);
/// All columns of all tasks, tab-separated; empty where there is none.
std::string scores_tsv(std::span<const validation::Score> scores);
/// {source, scores: [...]}
std::string scores_json(std::span<const validation::Score> scores, const BenchmarkSource& source);

}  // namespace trilayer::report
