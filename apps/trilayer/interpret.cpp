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
void interpret(const InterpretOptions& options) {
  if (options.out) refuse_full_folder(*options.out);
  const measures::Settings settings;
  const auto own_bank = options.bank ? std::optional(inference::read_bank(*options.bank)) : std::nullopt;
  const auto own_network = options.network ? std::optional(inference::read_network(*options.network)) : std::nullopt;
  const bool by_bank = options.method.empty() ? options.bank && !options.network : options.method == "abc";
  const Measured measured = measured_from(options.path, options.open, settings, options.jobs, options.quiet);
  const inference::Bank& bank = own_bank ? *own_bank : inference::shipped_bank();
  const inference::Network& network = own_network ? *own_network : inference::shipped_network();
  const inference::Method method = by_bank ? inference::abc_method(bank) : inference::network_method(network);
  const auto answers = answers_for(measured, method, &bank);
  if (!options.quiet) {
    say_warnings(measured.results.warnings);
    say_warnings_of(answers);
  }

  const report::Source source = source_of(options.path);
  const report::Made made = made_with(method, by_bank ? bank.recipe : network.recipe);
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
