#include <fmt/format.h>

#include <algorithm>

#include "apps/trilayer/commands.hpp"
#include "apps/trilayer/output.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/recording/judgements.hpp"

namespace trilayer::app {
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

void print_results(const measures::Results& results, const MeasureOptions& options, const report::Source& source) {
  switch (options.format) {
    case Format::json:
      return print(report::to_json(results, source, options.per_trial));
    case Format::tsv:
      return print(report::to_tsv(results, options.per_trial));
    case Format::table:
      print(report::to_table(results));
      if (!options.per_trial) return;
      print("\n");
      print(report::to_tsv(results, true));
  }
}

}  // namespace

void measure(const MeasureOptions& options) {
  if (options.out) refuse_full_folder(*options.out);
  const auto sessions = recording::open(options.path, options.open);
  require_any_blocks(sessions);
  recording::require_sides(sessions);

  const measures::Settings settings;
  measures::Results results;
  {
    ProgressBar bar(!options.quiet);
    results = measures::measure(sessions, settings, options.jobs, [&](double share) { bar.show(share); });
  }
  if (!options.quiet) say_warnings(results.warnings);

  const report::Source source = source_of(options.path);
  if (options.out) {
    write_whole_folder(*options.out, [&](const std::filesystem::path& folder) {
      write_results(folder, results, sessions, settings, source, options.per_trial);
    });
    if (!options.quiet) say(fmt::format("written: {}", (*options.out / "report.html").string()));
  }
  print_results(results, options, source);
}

}  // namespace trilayer::app
