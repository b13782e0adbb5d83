#include "apps/trilayer/measured.hpp"

#include <algorithm>
#include <string>
#include <system_error>

#include "apps/trilayer/output.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/measures/measures_table.hpp"
#include "trilayer/recording/judgements.hpp"

namespace trilayer::app {
namespace fs = std::filesystem;
namespace {

// One participant of a data set may lack pulses, and its measures are then missing; a whole input without any is
// refused.
void require_any_blocks(const std::vector<recording::Session>& sessions) {
  const auto has_blocks = [](const recording::Session& session) {
    return std::any_of(session.recordings.begin(), session.recordings.end(),
                       [](const recording::Recording& recording) { return !recording.blocks.empty(); });
  };
  if (!sessions.empty() && std::none_of(sessions.begin(), sessions.end(), has_blocks))
    recording::require_blocks(sessions.front());
}

bool is_table(const fs::path& path) {
  std::error_code error;
  return base::lower(path.extension().string()) == ".tsv" && fs::is_regular_file(path, error);
}

// Spreadsheets save such files; a recording never has these names.
void refuse_other_tables(const fs::path& path) {
  const std::string extension = base::lower(path.extension().string());
  if (extension == ".csv" || extension == ".txt" || extension == ".xlsx" || extension == ".ods")
    throw base::Refusal("a table of measures is read from tab-separated text named .tsv", path.string(),
                        "save it as tab-separated UTF-8 text with a name that ends in .tsv "
                        "(docs/reference/measures-table.md)");
}

bool says_how_to_read(const recording::OpenOptions& open) {
  return open.mapping || open.pulse_table || !open.pulse_marker.empty() || open.hemisphere ||
         open.marker_shift.value() != 0.0;
}

Measured read_table(const fs::path& path, const recording::OpenOptions& open) {
  if (says_how_to_read(open))
    throw base::Refusal("a table of measures has no channels and no markers", path.string(),
                        "leave out --mapping, --pulses, --pulse-marker, --hemisphere and --marker-shift, or name the "
                        "recording instead of the table");
  const std::string text = base::read_file(path);
  if (!measures::is_measures_table(text))
    throw base::Refusal("its first line has no column measure, so it is no table of measures", path.string(),
                        "name a recording with --pulses FILE if this is its pulse table; else see "
                        "docs/reference/measures-table.md");
  return {{}, measures::parse_measurements(text, path.string())};
}

}  // namespace

Measured measure_path(const std::filesystem::path& path, const recording::OpenOptions& open,
                      const measures::Settings& settings, int jobs, bool quiet) {
  Measured measured{recording::open(path, open), {}};
  require_any_blocks(measured.sessions);
  recording::require_sides(measured.sessions);
  ProgressBar bar(!quiet);
  measured.results = measures::measure(measured.sessions, settings, jobs, [&](double share) { bar.show(share); });
  return measured;
}

Measured measured_from(const fs::path& path, const recording::OpenOptions& open, const measures::Settings& settings,
                       int jobs, bool quiet) {
  refuse_other_tables(path);
  return is_table(path) ? read_table(path, open) : measure_path(path, open, settings, jobs, quiet);
}

}  // namespace trilayer::app
