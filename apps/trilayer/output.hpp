// What the commands write, and where: results to stdout, messages to stderr, files whole or not at all.
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <string_view>
#include <vector>

#include "trilayer/measures/measure.hpp"
#include "trilayer/report/report.hpp"

namespace trilayer::app {

/// Whoever read our stdout has gone: there is nothing left to do, and nothing wrong.
struct ReaderGone {};

/// The user or the system asked the program to end (SIGINT, SIGTERM, SIGHUP) while files were being written.
struct Interrupted {
  int signal;
};

/// Throws Interrupted where that was asked for while `write_whole_folder` works.
void stop_if_interrupted();

/// base::write_folder that leaves nothing half-written when it is interrupted either. A second signal ends at once.
void write_whole_folder(const std::filesystem::path& folder,
                        const std::function<void(const std::filesystem::path&)>& fill);

/// Writes to stdout. Throws ReaderGone where its reader has gone, Refusal where it cannot be written (disk full).
void print(std::string_view text);

/// Writes a line to stderr.
void say(std::string_view line);

/// The warnings, one line each, to stderr.
void say_warnings(const std::vector<base::Warning>& warnings);

/// How far the work is and how long it will still take, redrawn on one line of stderr; silent where that is no
/// terminal. The line is gone when the bar is.
class ProgressBar {
 public:
  explicit ProgressBar(bool wanted);
  ~ProgressBar();
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  void show(double share);  ///< from 0 to 1

 private:
  using Clock = std::chrono::steady_clock;
  bool wanted_;
  Clock::time_point start_;
  Clock::time_point drawn_;
};

/// Head of every output: the last part of the path as the user named it, and our version.
report::Source source_of(const std::filesystem::path& path);

/// Throws Refusal where the folder is there and not empty; asked before the work, so that nobody waits for nothing.
void refuse_full_folder(const std::filesystem::path& folder);

/// Throws Refusal where the file is to stand in the folder of the data set, or in its place: it would be part of it.
void refuse_truth_inside(const std::filesystem::path& truth, const std::filesystem::path& data);

/// Writes measures.tsv and measures.json, with `per_trial` also trials.tsv, into a folder that is there.
void write_tables(const std::filesystem::path& folder, const measures::Results& results, const report::Source& source,
                  bool per_trial);

/// Writes measures.tsv, measures.json and report.html, with `per_trial` also trials.tsv, into a folder that is there.
void write_results(const std::filesystem::path& folder, const measures::Results& results,
                   const std::vector<recording::Session>& sessions, const measures::Settings& settings,
                   const report::Source& source, bool per_trial);

}  // namespace trilayer::app
