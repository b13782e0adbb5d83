#include "apps/trilayer/evidence_pool.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "apps/trilayer/output.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/literature/pool.hpp"
#include "trilayer/report/forest_plot.hpp"
#include "trilayer/report/pooled.hpp"

namespace trilayer::app {
namespace {

struct PoolOptions {
  literature::PoolQuestion question;
  std::string format = "text";
  std::filesystem::path studies;         ///< folder; empty: those inside the program
  std::filesystem::path forest, funnel;  ///< new files; empty: none
};

void refuse_existing(const std::filesystem::path& file) {
  if (!file.empty() && std::filesystem::exists(file))
    throw base::Refusal("is there already and is not overwritten", file.string(), "name a new file");
}

void draw(const PoolOptions& options, const literature::Pool& pool, const literature::Studies& studies) {
  if (options.forest.empty() && options.funnel.empty()) return;
  if (!pool.result)
    throw base::Refusal("no finding can be pooled, so there is nothing to draw", pool.question.measure,
                        "the same command without a picture says what was left out and why");
  const auto drawn = report::pooled_studies(pool, studies);
  if (!options.forest.empty()) base::write_file(options.forest, report::forest_plot(drawn));
  if (!options.funnel.empty()) base::write_file(options.funnel, report::funnel_plot(drawn));
  for (const auto& file : {options.forest, options.funnel})
    if (!file.empty()) say("written: " + file.string());
}

void pool_evidence(const PoolOptions& options) {
  refuse_existing(options.forest);
  refuse_existing(options.funnel);
  std::optional<literature::Studies> own;
  if (!options.studies.empty()) own = literature::load_studies(options.studies);
  const literature::Studies& studies = own ? *own : literature::shipped_studies();
  const literature::Pool pool = literature::pool_studies(studies, options.question);
  draw(options, pool, studies);
  if (options.format == "json") return print(report::pool_json(pool));
  if (options.format == "tsv") return print(report::pool_tsv(pool));
  print(report::pool_text(pool, studies));
}

// The words of an enumeration, and the value that a word names.
template <class All>
std::vector<std::string> words(const All& all) {
  std::vector<std::string> names;
  for (const auto value : all) names.emplace_back(literature::name(value));
  return names;
}

template <class All, class Value>
void add_word(CLI::App& command, const char* option, const All& all, Value& value, const char* what) {
  command
      .add_option_function<std::string>(
          option,
          [&all, &value](const std::string& word) {
            for (const auto one : all)
              if (literature::name(one) == word) value = one;
          },
          what)
      ->check(CLI::IsMember(words(all)).description(""))
      ->type_name(fmt::format("{}", fmt::join(words(all), "|")));
}

}  // namespace

void add_evidence_pool(CLI::App& evidence, std::function<void()>& chosen) {
  auto options = std::make_shared<PoolOptions>();
  auto& question = options->question;
  CLI::App& command = *evidence.add_subcommand("pool", "a random-effects mean of what studies found of one measure");
  command.add_option("MEASURE", question.measure, "id of the measure")->required()->type_name("");
  command.add_option("--condition", question.condition, "people with this condition (default: with any)")
      ->type_name("ID");
  command.add_option("--against", question.against, "people they are compared with (default: without a condition)")
      ->type_name("ID");
  add_word(command, "--mirror", literature::all_mirrorings, question.mirroring,
           "mirror movements of the people with the condition");
  add_word(command, "--during", literature::all_durings, question.during, "only what was measured during this");
  command.add_option("--at", question.at, "only findings or values at this: an interval, a muscle, a force")
      ->type_name("TEXT");
  add_word(command, "--effect", literature::all_effect_scales, question.scale, "scale of the effects (default g)");
  command.add_option("--studies", options->studies, "folder of studies (default: those inside the program)")
      ->type_name("DIR");
  command.add_option("--format", options->format, "how results are printed (default text)")
      ->check(CLI::IsMember({"text", "json", "tsv"}).description(""))
      ->type_name("text|json|tsv");
  command.add_option("--forest", options->forest, "also draw a forest plot (SVG); a new file")->type_name("FILE");
  command.add_option("--funnel", options->funnel, "also draw a funnel plot (SVG); a new file")->type_name("FILE");
  command.callback([options, &chosen] { chosen = [options] { pool_evidence(*options); }; });
}

}  // namespace trilayer::app
