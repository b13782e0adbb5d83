#include <fmt/format.h>

#include <algorithm>

#include "apps/trilayer/commands.hpp"
#include "apps/trilayer/output.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/inference/bank.hpp"
#include "trilayer/model/simulate.hpp"
#include "trilayer/report/validation.hpp"
#include "trilayer/report/validation_page.hpp"
#include "trilayer/validation/facts/curves.hpp"
#include "trilayer/validation/facts/hashes.hpp"
#include "trilayer/validation/facts/judge.hpp"

namespace trilayer::app {
namespace {

std::vector<const literature::Check*> chosen_checks(const std::vector<std::string>& ids) {
  const auto& facts = literature::shipped_facts();
  for (const std::string& id : ids)
    if (!literature::find_check(facts, id)) throw base::Refusal("is no check", id, "see trilayer validate --list");
  std::vector<const literature::Check*> chosen;
  for (const auto& check : facts.checks)
    if (ids.empty() || std::find(ids.begin(), ids.end(), check.id) != ids.end()) chosen.push_back(&check);
  return chosen;
}

void check_group(const std::string& id) {
  const auto& facts = literature::shipped_facts();
  if (id.empty() || literature::find_group(facts, id)) return;
  std::string known;
  for (const auto& group : facts.groups) known += (known.empty() ? "" : ", ") + group.id;
  throw base::Refusal("is no group", id, "one of " + known);
}

std::string list_of(const std::vector<const literature::Check*>& checks) {
  std::string text;
  for (const auto* check : checks)
    text += fmt::format(
        "{:<5} {:<6} {}{}\n", check->id, literature::name(check->severity), check->title,
        check->in_scope ? (check->held_out ? " (held out of the fit)" : "") : " (out of scope: " + check->reason + ")");
  return text;
}

constexpr int people_of_curves = 40;  // enough to see a spread; a mean of the table has all participants

// Courses belong to a look at everything, not to one at single checks or another group.
std::vector<validation::CurveResult> curves_for(const ValidateOptions& options, int people) {
  if (!options.checks.empty() || !options.group.empty()) return {};
  ProgressBar bar(!options.quiet);
  validation::RunOptions run;
  run.participants = people;
  run.seed = options.seed;
  run.jobs = options.jobs;
  run.progress = [&](double share) { bar.show(share); };
  return validation::run_curves(run);
}

report::ValidationSource source_of(const ValidateOptions& options) {
  return {options.participants,          options.seed,
          model::model_version,          literature::shipped_facts().hash,
          validation::parameters_hash(), inference::settings_hash(),
          validation::studies_hash()};
}

}  // namespace

void validate(const ValidateOptions& options) {
  const auto checks = chosen_checks(options.checks);
  check_group(options.group);
  if (options.list) return print(list_of(checks));
  if (!options.page.empty() && std::filesystem::exists(options.page))
    throw base::Refusal("is there already and is not overwritten", options.page.string(), "name a new file");
  validation::JudgeOptions work;
  work.ablations = options.ablations;
  work.group = options.group;
  work.run.participants = options.participants;
  work.run.seed = options.seed;
  work.run.jobs = options.jobs;
  std::vector<validation::FactResult> results;
  {
    ProgressBar bar(!options.quiet);
    work.run.progress = [&](double share) { bar.show(share); };
    results = validation::judge(checks, work);
  }
  if (!options.page.empty()) {
    const int people = std::min(options.participants, people_of_curves);
    base::write_file(options.page,
                     report::validation_page(results, source_of(options), curves_for(options, people), people));
    say("written: " + options.page.string());
  }
  if (options.format == Format::json) return print(report::validation_json(results, source_of(options)));
  if (options.format == Format::tsv) return print(report::validation_tsv(results));
  print(report::validation_table(results, source_of(options)));
}

}  // namespace trilayer::app
