#include <fmt/format.h>

#include <optional>
#include <system_error>

#include "apps/trilayer/answers.hpp"
#include "apps/trilayer/commands.hpp"
#include "apps/trilayer/output.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/measures/measures_table.hpp"

namespace trilayer::app {
namespace fs = std::filesystem;
namespace {

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

Measured read_table(const InterpretOptions& options) {
  if (says_how_to_read(options.open))
    throw base::Refusal("a table of measures has no channels and no markers", options.path.string(),
                        "leave out --mapping, --pulses, --pulse-marker, --hemisphere and --marker-shift, or name the "
                        "recording instead of the table");
  const std::string text = base::read_file(options.path);
  if (!measures::is_measures_table(text))
    throw base::Refusal("its first line has no column measure, so it is no table of measures", options.path.string(),
                        "name a recording with --pulses FILE if this is its pulse table; else see "
                        "docs/reference/measures-table.md");
  return {{}, measures::parse_measurements(text, options.path.string())};
}

}  // namespace

void interpret(const InterpretOptions& options) {
  if (options.out) refuse_full_folder(*options.out);
  refuse_other_tables(options.path);
  const measures::Settings settings;
  const auto own = options.bank ? std::optional(inference::read_bank(*options.bank)) : std::nullopt;
  const Measured measured = is_table(options.path)
                                ? read_table(options)
                                : measure_path(options.path, options.open, settings, options.jobs, options.quiet);
  const inference::Bank& bank = own ? *own : inference::shipped_bank();
  const auto answers = answers_for(measured, bank);
  if (!options.quiet) {
    say_warnings(measured.results.warnings);
    say_warnings_of(answers);
  }

  const report::Source source = source_of(options.path);
  const report::Made made = made_with(bank);
  if (options.out) {
    write_whole_folder(*options.out, [&](const fs::path& folder) {
      base::write_file(folder / "measures.tsv", report::to_tsv(measured.results, false));
      write_answers(folder, measured, settings, source, answers, made);
    });
    if (!options.quiet) say(fmt::format("written: {}", (*options.out / "report.html").string()));
  }
  print(options.format == Format::json ? report::to_json(answers, source, made) : report::to_table(answers));
}

}  // namespace trilayer::app
