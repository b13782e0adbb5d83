#include "trilayer/validation/facts/judge.hpp"

#include <algorithm>
#include <cmath>

#include "trilayer/base/errors.hpp"
#include "trilayer/validation/facts/quantities.hpp"
#include "trilayer/validation/facts/visit.hpp"

namespace trilayer::validation {
namespace {

using literature::Check;
using literature::Setting;
using literature::Target;
using Settings = std::vector<Setting>;

const literature::Group& group_named(const std::string& id) {
  const auto* group = literature::find_group(literature::shipped_facts(), id);
  base::require(group != nullptr, "a target names a group that is none");
  return *group;
}

std::string group_of(const Check& check, const Target& target) {
  return target.group.empty() ? check.group : target.group;
}

bool is_wanted(const Check& check, const Target& target, const JudgeOptions& options) {
  return options.group.empty() || group_of(check, target) == options.group;
}

Company& company_of(std::vector<Company>& companies, const std::string& group, const Settings& sets) {
  for (Company& company : companies)
    if (company.group->id == group && company.sets == sets) return company;
  return companies.emplace_back(Company{&group_named(group), sets, {}});
}

void need(std::vector<Company>& companies, const Check& check, const Target& target, const Settings& sets) {
  const Quantity* quantity = quantity_of(check, target);
  if (!quantity) return;
  for (const std::string& group : {group_of(check, target), target.against}) {
    if (group.empty()) continue;
    Company& company = company_of(companies, group, sets);
    for (const std::string& study : studies_of(*quantity))
      if (std::find(company.studies.begin(), company.studies.end(), study) == company.studies.end())
        company.studies.push_back(study);
  }
}

Sample sample_of(const Company& company) {
  Sample sample;
  for (const Readings& person : company.people) sample.push_back(&person);
  return sample;
}

// Why a study that the quantity reads could not be run; empty where all were.
std::string refusal(const Quantity& quantity, const Company& company) {
  for (const std::string& study : studies_of(quantity))
    if (const auto at = company.refused.find(study); at != company.refused.end()) return "not simulated: " + at->second;
  return "";
}

Outcome outcome_of(const Check& check, const Target& target, const Settings& sets, std::vector<Company>& companies,
                   std::uint64_t seed) {
  Outcome outcome;
  const Quantity* quantity = quantity_of(check, target);
  if (!quantity) {
    outcome.reason = "not computed: no row says how";
    return outcome;
  }
  const Company& group = company_of(companies, group_of(check, target), sets);
  outcome.reason = refusal(*quantity, group);
  if (!outcome.reason.empty()) return outcome;
  Compared people{sample_of(group), {}};
  if (!target.against.empty()) people.against = sample_of(company_of(companies, target.against, sets));
  const Recipe recipe = recipe_of(*quantity);
  outcome.people = people_with_value(recipe, people);
  outcome.simulated = value_of(recipe, target, people);
  if (outcome.simulated.empty()) {
    outcome.reason = "no value: too few people gave one";
    return outcome;
  }
  outcome.error = bootstrap_error(
      people, [&](const Compared& drawn) { return value_of(recipe, target, drawn); }, seed);
  outcome.verdict = verdict_on(target, outcome.simulated, outcome.error);
  if (!outcome.verdict) outcome.reason = "no verdict: the values do not fit what is accepted";
  return outcome;
}

// Without the mechanism a difference of nothing falls on the published side in half of all runs: a sign within twice
// its error is not shown. Nor is one of which nobody gives a value any more.
bool is_shown(const Target& target, const Outcome& outcome) {
  if (outcome.simulated.empty() || !outcome.error) return false;
  const bool beside_reference = outcome.simulated.size() == 1 && target.reference;
  const double effect = beside_reference ? outcome.simulated.front() - *target.reference
                                         : outcome.simulated.back() - outcome.simulated.front();
  return std::abs(effect) > 2.0 * *outcome.error;
}

Outcome of_ablation(const Target& target, Outcome outcome) {
  const bool is_lost = !outcome.verdict && outcome.reason.starts_with("no value");
  const bool asks_for_effect =
      target.trend && *target.trend != literature::Trend::not_rises && *target.trend != literature::Trend::not_falls;
  const bool is_met_or_outside = outcome.verdict == Verdict::right || outcome.verdict == Verdict::outside;
  if (is_lost || (is_met_or_outside && asks_for_effect && !is_shown(target, outcome))) {
    outcome.verdict = Verdict::wrong;
    outcome.reason.clear();
  }
  return outcome;
}

std::optional<Ablation> ablation_of(const Check& check, const Target& target, std::vector<Company>& companies,
                                    const JudgeOptions& options) {
  if (!options.ablations || (check.ablation.empty() && check.ablation_sets.empty())) return std::nullopt;
  if (check.ablation_sets.empty()) {
    Ablation in_words;
    in_words.outcome.reason = "not run: " + check.ablation;
    return in_words;
  }
  return Ablation{check.ablation_sets,
                  of_ablation(target, outcome_of(check, target, check.ablation_sets, companies, options.run.seed))};
}

}  // namespace

std::vector<Company> companies_for(const std::vector<const Check*>& checks, const JudgeOptions& options) {
  std::vector<Company> companies;
  for (const Check* check : checks)
    for (const Target& target : check->targets) {
      if (!check->in_scope || !is_wanted(*check, target, options)) continue;
      need(companies, *check, target, {});
      if (options.ablations && !check->ablation_sets.empty()) need(companies, *check, target, check->ablation_sets);
    }
  return companies;
}

std::vector<FactResult> judge(const std::vector<const Check*>& checks, const JudgeOptions& options) {
  std::vector<Company> companies = companies_for(checks, options);
  run(companies, options.run);
  std::vector<FactResult> results;
  for (const Check* check : checks)
    for (const Target& target : check->targets) {
      if (!is_wanted(*check, target, options)) continue;
      FactResult result{check, &target, group_of(*check, target), target.against, {}, {}};
      if (check->in_scope) {
        result.outcome = outcome_of(*check, target, {}, companies, options.run.seed);
        result.ablation = ablation_of(*check, target, companies, options);
      } else {
        result.outcome.reason = "out of scope: " + check->reason;
      }
      results.push_back(std::move(result));
    }
  return results;
}

std::vector<FactResult> judge(const std::vector<const Check*>& checks, const model::Population& changes,
                              int participants, std::uint64_t seed, int jobs) {
  JudgeOptions options;
  options.run = {participants, seed, jobs, changes, {}};
  return judge(checks, options);
}

}  // namespace trilayer::validation
