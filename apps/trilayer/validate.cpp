#include <fmt/format.h>

#include <algorithm>

#include "apps/trilayer/commands.hpp"
#include "apps/trilayer/output.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/model/simulate.hpp"
#include "trilayer/report/validation.hpp"
#include "trilayer/validation/facts/quantities.hpp"
#include "trilayer/validation/facts/study.hpp"

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

}  // namespace

void validate(const ValidateOptions& options) {
  const auto checks = chosen_checks(options.checks);
  if (options.list) {
    std::string text;
    for (const auto* check : checks)
      text += fmt::format("{:<5} {:<6} {}{}\n", check->id, literature::name(check->severity), check->title,
                          check->in_scope ? "" : " (out of scope: " + check->reason + ")");
    return print(text);
  }
  const auto& facts = literature::shipped_facts();
  std::vector<validation::Readings> adults;
  if (validation::needs_study(checks)) {
    ProgressBar bar(!options.quiet);
    adults = validation::run_facts_study(options.participants, options.seed, options.jobs,
                                         [&](double share) { bar.show(share); });
  }
  const auto results = validation::judge_facts(checks, adults, options.seed);
  const report::ValidationSource source{options.participants, options.seed, facts.hash, model::model_version};
  if (options.format == Format::json) return print(report::validation_json(results, source));
  if (options.format == Format::tsv) return print(report::validation_tsv(results));
  print(report::validation_table(results, source));
}

}  // namespace trilayer::app
