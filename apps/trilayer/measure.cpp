#include <fmt/format.h>

#include "apps/trilayer/commands.hpp"
#include "apps/trilayer/measured.hpp"
#include "apps/trilayer/output.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/report/exports.hpp"

namespace trilayer::app {
namespace {

void print_results(const Measured& measured, const MeasureOptions& options, const report::Source& source) {
  const measures::Results& results = measured.results;
  switch (options.format) {
    case Format::json:
      return print(report::to_json(results, source, options.per_trial));
    case Format::tsv:
      return print(report::to_tsv(results, options.per_trial));
    case Format::mep_cmap:
      return print(report::to_mep_cmap(results, measured.sessions));
    case Format::hbmep:
      return print(report::to_hbmep(results, measured.sessions).csv);
    case Format::markdown:  // of the benchmark only
    case Format::table:
      print(report::to_table(results));
      if (!options.per_trial) return;
      print("\n");
      print(report::to_tsv(results, true));
  }
}

void write_export(const std::filesystem::path& folder, const Measured& measured, Format format) {
  if (format == Format::mep_cmap)
    base::write_file(folder / "mep-cmap.csv", report::to_mep_cmap(measured.results, measured.sessions));
  if (format != Format::hbmep) return;
  const report::HbmepFiles files = report::to_hbmep(measured.results, measured.sessions);
  base::write_file(folder / "hbmep.csv", files.csv);
  base::write_file(folder / "hbmep.toml", files.toml);
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
      write_export(folder, measured, options.format);
    });
    if (!options.quiet) say(fmt::format("written: {}", (*options.out / "report.html").string()));
  }
  print_results(measured, options, source);
}

}  // namespace trilayer::app
