// Every published detector and this program's own, scored on the same drawn recordings of known truth.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "trilayer/validation/scores.hpp"

namespace trilayer::validation {

/// How much is drawn. The same options give the same scores on any number of threads.
struct BenchmarkOptions {
  int repeats = 100;  ///< recordings a circumstance, or hundreds of trials where single trials are scored
  std::uint64_t seed = 1;
  int jobs = 1;
};

/// Told how far a task is, from 0 to 1.
using BenchmarkProgress = std::function<void(double)>;

/// A question that several methods answer.
struct BenchmarkTask {
  std::string_view id;     ///< "cmep_onset"
  std::string_view title;  ///< one line for people
  std::vector<Score> (*run)(const BenchmarkOptions&, const BenchmarkProgress&);
};

/// All tasks, in the order of the page.
std::span<const BenchmarkTask> benchmark_tasks();

// Each draws its recordings, lets every method look, and counts.
std::vector<Score> score_cmep_onsets(const BenchmarkOptions& options, const BenchmarkProgress& progress);
std::vector<Score> score_silence_ends(const BenchmarkOptions& options, const BenchmarkProgress& progress);
std::vector<Score> score_imep_criteria(const BenchmarkOptions& options, const BenchmarkProgress& progress);
std::vector<Score> score_isp_criteria(const BenchmarkOptions& options, const BenchmarkProgress& progress);
std::vector<Score> score_intervals(const BenchmarkOptions& options, const BenchmarkProgress& progress);
std::vector<Score> score_imep_classes(const BenchmarkOptions& options, const BenchmarkProgress& progress);
std::vector<Score> score_thresholds(const BenchmarkOptions& options, const BenchmarkProgress& progress);
std::vector<Score> score_false_alarms(const BenchmarkOptions& options, const BenchmarkProgress& progress);

}  // namespace trilayer::validation
