// Results as people and programs read them: views only, nothing is computed here that is not in the results.
#pragma once

#include <string>
#include <vector>

#include "trilayer/measures/measurement.hpp"
#include "trilayer/measures/settings.hpp"
#include "trilayer/recording/session.hpp"

namespace trilayer::report {

/// The intended-use paragraph, word for word the same in README, --help, JSON and report.
extern const char* const intended_use;

/// What stands at the head of every output.
struct Source {
  std::string path;     ///< file or data set as named by the user, its last part only: folders may name people
  std::string version;  ///< of the program
};

/// {schema, versions, intended_use, source, warnings, measurements, trials, quality}; the last two only with
/// `per_trial`. Numbers are finite; what is not there is null. Ends in a newline.
std::string to_json(const measures::Results& results, const Source& source, bool per_trial);

/// One row a measurement, header first, empty cells for what is not there. With `per_trial` the rows are the trials',
/// then what checks found in them (measure "quality.<check>", state "flag" or "exclude").
std::string to_tsv(const measures::Results& results, bool per_trial);

/// A short table for a terminal: one line a measurement that has something to say, aligned, with units.
std::string to_table(const measures::Results& results);

/// One self-contained HTML page, no script, no network: traces with detections, measures with reasons, warnings.
std::string to_html(const measures::Results& results, const std::vector<recording::Session>& sessions,
                    const measures::Settings& settings, const Source& source);

/// What a file holds, for `trilayer info`: channels, segments, markers, blocks, warnings.
std::string info_text(const std::vector<recording::Session>& sessions);
std::string info_json(const std::vector<recording::Session>& sessions, const Source& source);

}  // namespace trilayer::report
