#include "apps/trilayer/evidence.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "apps/trilayer/evidence_pool.hpp"
#include "apps/trilayer/output.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/literature/bibliography.hpp"
#include "trilayer/literature/links.hpp"
#include "trilayer/literature/norms.hpp"
#include "trilayer/model/parameters.hpp"
#include "trilayer/report/evidence.hpp"

namespace trilayer::app {
namespace {

struct EvidenceOptions {
  literature::Choice choice;
  std::string id;
  std::string format;
  std::filesystem::path studies;  ///< folder; empty: those inside the program
};
using Options = std::shared_ptr<EvidenceOptions>;

const literature::Studies& studies_of(const EvidenceOptions& options, std::optional<literature::Studies>& own) {
  if (options.studies.empty()) return literature::shipped_studies();
  own = literature::load_studies(options.studies);
  return *own;
}

void list(const EvidenceOptions& options) {
  std::optional<literature::Studies> own;
  const auto chosen = literature::choose(studies_of(options, own), options.choice);
  if (options.format == "json") return print(literature::studies_json(chosen));
  print(options.format == "tsv" ? report::evidence_tsv(chosen) : report::evidence_list(chosen));
}

void show(const EvidenceOptions& options) {
  std::optional<literature::Studies> own;
  const auto& studies = studies_of(options, own);
  const auto* study = literature::find_study(studies, options.id.substr(0, options.id.find('.')));
  if (study == nullptr) throw base::Refusal("is no study", options.id, "see trilayer evidence list");
  if (options.format != "json") return print(report::study_text(*study));
  literature::Chosen whole{study, {}};
  for (const auto& finding : study->findings) whole.findings.push_back(&finding);
  print(literature::studies_json({&whole, 1}));
}

void export_studies(const EvidenceOptions& options) {
  std::optional<literature::Studies> own;
  const auto chosen = literature::choose(studies_of(options, own), options.choice);
  if (options.format == "bibtex") return print(literature::bibtex(chosen));
  if (options.format == "csl-json") return print(literature::csl_json(chosen));
  print(options.format == "csv" ? literature::effects_csv(chosen) : literature::studies_json(chosen));
}

void show_coverage(const EvidenceOptions& options) {
  std::optional<literature::Studies> own;
  const auto& studies = studies_of(options, own);
  if (options.format == "json") return print(report::coverage_json(studies));
  print(options.format == "tsv" ? report::coverage_tsv(studies) : report::coverage_text(studies));
}

struct NormOptions {
  std::string measure, muscle;
  std::optional<double> age, value;
  std::string format = "text";
};

std::string norm_line(const literature::Norm& norm, const std::optional<double>& value) {
  const auto z = value ? literature::z_score(*value, norm) : std::nullopt;
  const std::string muscles = norm.muscles.empty() ? "any" : fmt::format("{}", fmt::join(norm.muscles, "+"));
  std::string text =
      fmt::format("{}\t{}\t{}\t{:g}\t{:g}\t{:g}\t{:g}\t{}\t{}\t{}\t{}", norm.id, norm.measure, muscles, norm.age_low,
                  norm.age_high, norm.mean, norm.sd, norm.unit, norm.n ? std::to_string(*norm.n) : "",
                  norm.fact.empty() ? norm.finding : norm.fact, literature::name(norm.mark));
  return text + (z ? fmt::format("\t{:.2f}\t{}\n", *z, literature::word_for(*z)) : std::string("\t\t\n"));
}

// A table for people and programs alike: there are few norms.
void norms(const NormOptions& options) {
  std::string text = "norm\tmeasure\tmuscles\tage_low\tage_high\tmean\tsd\tunit\tn\tsource\tmark\tz\tword\n";
  for (const auto& norm : literature::shipped_norms()) {
    const bool fits_age = !options.age || (*options.age >= norm.age_low && *options.age <= norm.age_high);
    const bool fits_muscle = options.muscle.empty() || norm.muscles.empty() ||
                             std::find(norm.muscles.begin(), norm.muscles.end(), options.muscle) != norm.muscles.end();
    if ((options.measure.empty() || norm.measure == options.measure) && fits_age && fits_muscle)
      text += norm_line(norm, options.value);
  }
  print(text);
}

// What names ids of facts, checks, studies or findings.
std::vector<literature::Quoting> quoting_texts() {
  std::vector<literature::Quoting> texts;
  for (const auto& row : model::parameters())
    texts.push_back({fmt::format("parameter {}", row.name), std::string(row.source)});
  for (const auto& check : literature::shipped_facts().checks)
    texts.push_back({"check " + check.id, fmt::format("{} {}", fmt::join(check.rests_on, " "), check.basis)});
  return texts;
}

// One line a fault. Links are followed where the studies are those inside the program.
void check(const EvidenceOptions& options) {
  std::vector<std::string> faults;
  const auto found = options.studies.empty() ? literature::study_faults(literature::shipped_studies_files(),
                                                                        literature::shipped_study_terms())
                                             : literature::study_faults(options.studies);
  for (const auto& fault : found)
    faults.push_back(fmt::format("{}: {}; {}", fault.place(), fault.problem(), fault.advice()));
  if (found.empty() && options.studies.empty()) {
    literature::shipped_norms();  // refuses what leads nowhere
    for (auto& orphan :
         literature::orphan_links(quoting_texts(), literature::shipped_facts(), literature::shipped_studies()))
      faults.push_back(std::move(orphan));
  }
  for (const std::string& fault : faults) print(fault + "\n");
  if (!faults.empty())
    throw base::Refusal(fmt::format("has {} fault{}", faults.size(), faults.size() == 1 ? "" : "s"),
                        options.studies.empty() ? "the evidence base" : options.studies.string(),
                        "each line above says what, where and what to do");
  std::optional<literature::Studies> own;
  const auto count = literature::count_of(studies_of(options, own));
  print(fmt::format("no fault: {} studies ({} verified), {} findings ({} seen in their source)\n", count.studies,
                    count.verified_studies, count.findings, count.verified));
}

template <class All>
std::vector<std::string> words(const All& all) {
  std::vector<std::string> names;
  for (const auto value : all) names.emplace_back(literature::name(value));
  return names;
}

void add_choice(CLI::App& command, const Options& options) {
  auto& choice = options->choice;
  const std::vector<std::string> layers{"I", "II", "III", "none"};
  command
      .add_option_function<std::string>(
          "--layer",
          [options](const std::string& word) {
            using catalogue::Layer;
            options->choice.layer = word == "I"     ? Layer::corticospinal
                                    : word == "II"  ? Layer::transcallosal
                                    : word == "III" ? Layer::supraspinal
                                                    : Layer::none;
          },
          "only findings under this layer")
      ->check(CLI::IsMember(layers).description(""))
      ->type_name("I|II|III|none");
  command.add_option("--condition", choice.condition, "only findings in people with this condition")->type_name("ID");
  command.add_option("--measure", choice.measure, "only findings of this measure")->type_name("ID");
  command
      .add_option_function<std::string>(
          "--design",
          [options](const std::string& word) {
            for (const auto design : literature::all_designs)
              if (literature::name(design) == word) options->choice.design = design;
          },
          "only studies of this design")
      ->check(CLI::IsMember(words(literature::all_designs)).description(""))
      ->type_name("DESIGN");
  command.add_flag_callback(
      "--verified", [options] { options->choice.verified = true; }, "only what was seen in its source");
  command.add_flag_callback(
      "--unverified", [options] { options->choice.verified = false; }, "only what was not");
}

CLI::App& add_part(CLI::App& evidence, std::function<void()>& chosen, const char* name, const char* what,
                   const Options& options, std::vector<std::string> formats, void (*run)(const EvidenceOptions&)) {
  CLI::App& command = *evidence.add_subcommand(name, what);
  if (!formats.empty()) {
    options->format = formats.front();
    command.add_option("--format", options->format, fmt::format("how it is printed (default {})", formats.front()))
        ->check(CLI::IsMember(formats).description(""))
        ->type_name(fmt::format("{}", fmt::join(formats, "|")));
  }
  command.callback([options, run, &chosen] { chosen = [options, run] { run(*options); }; });
  return command;
}

void add_folder(CLI::App& command, const Options& options) {
  command.add_option("--studies", options->studies, "folder of studies (default: those inside the program)")
      ->type_name("DIR");
}

void add_norms(CLI::App& evidence, std::function<void()>& chosen) {
  const auto options = std::make_shared<NormOptions>();
  CLI::App& command = *evidence.add_subcommand("norms", "what healthy people have, by age and muscle (TSV)");
  command.add_option("--measure", options->measure, "only of this measure")->type_name("ID");
  command.add_option("--age", options->age, "only for people of this age, years")->type_name("YEARS");
  command.add_option("--muscle", options->muscle, "only for this muscle, as FDI")->type_name("NAME");
  command.add_option("--value", options->value, "also its z-score and the word for it")->type_name("X");
  command.callback([options, &chosen] { chosen = [options] { norms(*options); }; });
}

}  // namespace

void add_evidence(CLI::App& program, std::function<void()>& chosen) {
  CLI::App& evidence = *program.add_subcommand("evidence", "ask what has been published");
  evidence.require_subcommand(1);
  const auto fresh = [] { return std::make_shared<EvidenceOptions>(); };
  Options options = fresh();
  auto* part =
      &add_part(evidence, chosen, "list", "studies and what they found", options, {"text", "tsv", "json"}, list);
  add_choice(*part, options);
  add_folder(*part, options);
  options = fresh();
  part = &add_part(evidence, chosen, "search", "studies and findings that hold all words", options,
                   {"text", "tsv", "json"}, list);
  part->add_option("WORDS", options->choice.words, "in authors, title, people or findings")->required()->type_name("");
  add_choice(*part, options);
  add_folder(*part, options);
  options = fresh();
  part = &add_part(evidence, chosen, "show", "everything of one study", options, {"text", "json"}, show);
  part->add_option("ID", options->id, "of a study or finding")->required()->type_name("");
  add_folder(*part, options);
  options = fresh();
  part =
      &add_part(evidence, chosen, "check", "whether files and links are in order; a line a fault", options, {}, check);
  part->add_option("DIR", options->studies, "folder of studies (default: those inside the program, with all links)")
      ->type_name("");
  options = fresh();
  part = &add_part(evidence, chosen, "coverage", "what there is by measure, condition and layer, and what not", options,
                   {"text", "tsv", "json"}, show_coverage);
  add_folder(*part, options);
  options = fresh();
  part = &add_part(evidence, chosen, "export", "for other programs", options, {"json", "bibtex", "csl-json", "csv"},
                   export_studies);
  add_choice(*part, options);
  add_folder(*part, options);
  add_norms(evidence, chosen);
  add_evidence_pool(evidence, chosen);
}

}  // namespace trilayer::app
