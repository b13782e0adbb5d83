#include <fmt/format.h>

#include "apps/trilayer/commands.hpp"
#include "apps/trilayer/measured.hpp"
#include "apps/trilayer/output.hpp"

namespace trilayer::app {
namespace {

void print_results(const measures::Results& results, const MeasureOptions& options, const report::Source& source) {
  switch (options.format) {
    case Format::json:
      return print(report::to_json(results, source, options.per_trial));
    case Format::tsv:
      return print(report::to_tsv(results, options.per_trial));
    case Format::markdown:  // of the benchmark only
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
  const measures::Settings settings;
  const Measured measured = measure_path(options.path, options.open, settings, options.jobs, options.quiet);
  if (!options.quiet) say_warnings(measured.results.warnings);

  const report::Source source = source_of(options.path);
  if (options.out) {
    write_whole_folder(*options.out, [&](const std::filesystem::path& folder) {
      write_results(folder, measured.results, measured.sessions, settings, source, options.per_trial);
    });
    if (!options.quiet) say(fmt::format("written: {}", (*options.out / "report.html").string()));
  }
  print_results(measured.results, options, source);
}

}  // namespace trilayer::app
