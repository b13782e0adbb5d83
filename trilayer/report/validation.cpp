#include "trilayer/report/validation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <vector>

#include "trilayer/literature/links.hpp"

namespace trilayer::report {
namespace {

using literature::Class;
using validation::FactResult;
using validation::Outcome;
using validation::Verdict;

std::string number(const std::optional<double>& value) { return value ? fmt::format("{:.3g}", *value) : ""; }

std::string simulated(const Outcome& outcome) {
  std::string text;
  for (const double value : outcome.simulated) text += (text.empty() ? "" : ", ") + number(value);
  return text;
}

std::string accepted(const literature::Target& target) {
  std::string text;
  const auto add = [&](const std::string& more) { text += (text.empty() ? "" : " ") + more; };
  if (target.trend) add(std::string(literature::name(*target.trend)));
  if (target.reference) add(number(target.reference));
  if (!target.over.empty()) add("over " + target.over);
  if (target.low && target.high)
    add(number(target.low) + " to " + number(target.high));
  else if (target.low)
    add("at least " + number(target.low));
  else if (target.high)
    add("at most " + number(target.high));
  return text;
}

std::string verdict(const Outcome& outcome) {
  return outcome.verdict ? std::string(name(*outcome.verdict)) : outcome.reason;
}

std::string sets_text(const std::vector<literature::Setting>& sets) {
  std::string text;
  for (const auto& set : sets) text += (text.empty() ? "" : ", ") + fmt::format("{}={:g}", set.name, set.value);
  return text;
}

std::string group_text(const FactResult& result) {
  return result.group + (result.against.empty() ? "" : " against " + result.against);
}

std::string line_of(const FactResult& result) {
  const Outcome& outcome = result.outcome;
  std::string text = fmt::format("  {:<5}{:<4} {:<43} {:<22}", result.check->id, result.check->verified ? "" : "[M]",
                                 result.target->quantity, group_text(result));
  if (!outcome.simulated.empty())
    text += fmt::format(" {:>9} +- {:<8} n={:<4}", simulated(outcome),
                        outcome.error ? number(outcome.error) : std::string("?"), outcome.people);
  text += " " + verdict(outcome);
  if (const std::string asked = accepted(*result.target); !asked.empty()) text += "; " + asked;
  text += "\n";
  if (result.ablation && result.ablation->sets.empty())
    text += "            without its mechanism: " + result.ablation->outcome.reason + "\n";
  else if (result.ablation)
    text += fmt::format("            {}: {} {}\n", sets_text(result.ablation->sets),
                        simulated(result.ablation->outcome), verdict(result.ablation->outcome));
  return text;
}

std::string section(std::span<const FactResult> results, const std::string& title, Class severity, bool held_out) {
  std::string text;
  for (const FactResult& result : results)
    if (result.check->in_scope && result.check->severity == severity && result.check->held_out == held_out)
      text += line_of(result);
  return text.empty() ? text : title + "\n" + text + "\n";
}

struct Count {
  int met = 0, missed = 0, none = 0, ablated = 0, ablations_wrong = 0;
};

Count count_of(std::span<const FactResult> results, Class severity, bool held_out) {
  Count count;
  for (const FactResult& result : results) {
    if (!result.check->in_scope || result.check->severity != severity || result.check->held_out != held_out) continue;
    const auto& verdict = result.outcome.verdict;
    ++(!verdict || *verdict == Verdict::printed ? count.none : is_met(*verdict) ? count.met : count.missed);
    if (!result.ablation || result.ablation->sets.empty()) continue;
    ++count.ablated;
    if (result.ablation->outcome.verdict == Verdict::wrong) ++count.ablations_wrong;
  }
  return count;
}

std::string summary(std::span<const FactResult> results) {
  std::string text = "Summary\n";
  for (const bool held_out : {false, true})
    for (const Class severity : literature::all_classes) {
      const Count count = count_of(results, severity, held_out);
      const int judged = count.met + count.missed;
      if (judged + count.none == 0) continue;
      text += fmt::format("  {:<7}{:<10} {} of {} targets as published", name(severity), held_out ? "held out" : "",
                          count.met, judged);
      if (count.none > 0) text += fmt::format(", {} without a verdict", count.none);
      if (count.ablated > 0)
        text += fmt::format("; {} of {} wrong without their mechanism", count.ablations_wrong, count.ablated);
      text += "\n";
    }
  return text;
}

using json = nlohmann::ordered_json;

json or_null(const std::optional<double>& value) { return value ? json(*value) : json(nullptr); }

json values_of(const Outcome& outcome) {
  if (outcome.simulated.empty()) return nullptr;
  return outcome.simulated.size() == 1 ? json(outcome.simulated.front()) : json(outcome.simulated);
}

json verdict_of(const Outcome& outcome) { return outcome.verdict ? json(name(*outcome.verdict)) : json(nullptr); }

json target_of(const FactResult& result) {
  const auto& t = *result.target;
  return {{"quantity", t.quantity},
          {"unit", t.unit},
          {"group", result.group},
          {"against", result.against.empty() ? json(nullptr) : json(result.against)},
          {"low", or_null(t.low)},
          {"high", or_null(t.high)},
          {"direction", t.trend ? json(literature::name(*t.trend)) : json(nullptr)},
          {"reference", or_null(t.reference)},
          {"over", t.over.empty() ? json(nullptr) : json(t.over)},
          {"people_low", or_null(t.people_low)},
          {"people_high", or_null(t.people_high)}};
}

json ablation_of(const validation::Ablation& ablation) {
  json sets = json::object();
  for (const auto& set : ablation.sets) sets[set.name] = set.value;
  json all{{"sets", ablation.sets.empty() ? json(nullptr) : sets},
           {"simulated", values_of(ablation.outcome)},
           {"error", or_null(ablation.outcome.error)},
           {"verdict", verdict_of(ablation.outcome)}};
  if (!ablation.outcome.reason.empty()) all["reason"] = ablation.outcome.reason;
  return all;
}

// Studies of the evidence base that the check's facts were read in.
json studies_of(const literature::Check& check) {
  std::vector<std::string> ids;
  for (const std::string& id : check.rests_on)
    if (const auto* fact = literature::find_fact(literature::shipped_facts(), id))
      if (const auto* study = literature::study_of(*fact, literature::shipped_studies()))
        if (std::find(ids.begin(), ids.end(), study->id) == ids.end()) ids.push_back(study->id);
  return ids;
}

json fact_of(const FactResult& result) {
  json fact{{"id", result.check->id},
            {"class", name(result.check->severity)},
            {"in_scope", result.check->in_scope},
            {"verified", result.check->verified},
            {"held_out", result.check->held_out},
            {"rests_on", result.check->rests_on},
            {"studies", studies_of(*result.check)},
            {"target", target_of(result)},
            {"people", result.outcome.people},
            {"simulated", values_of(result.outcome)},
            {"error", or_null(result.outcome.error)},
            {"verdict", verdict_of(result.outcome)}};
  if (!result.outcome.reason.empty()) fact["reason"] = result.outcome.reason;
  if (result.ablation) fact["ablation"] = ablation_of(*result.ablation);
  return fact;
}

}  // namespace

std::string validation_table(std::span<const FactResult> results, const ValidationSource& source) {
  std::string text = fmt::format(
      "{} virtual participants a group, seed {}. What the model gives, its Monte-Carlo error, the people who gave a\n"
      "value, the verdict, and what is accepted. [M]: what is accepted rests on memory in part or whole.\n\n",
      source.participants, source.seed);
  constexpr std::array<std::string_view, 4> meanings{"a failure where outside", "a warning where outside",
                                                     "only the direction counts", "printed, nothing is asked"};
  for (const bool held_out : {false, true})
    for (std::size_t k = 0; k < literature::all_classes.size(); ++k) {
      const Class severity = literature::all_classes[k];
      const std::string title =
          fmt::format("{}{}: {}", held_out ? "HELD OUT of the fit, " : "", name(severity), meanings[k]);
      text += section(results, title, severity, held_out);
    }
  text += summary(results);
  const auto out = std::count_if(results.begin(), results.end(), [](const auto& r) { return !r.check->in_scope; });
  if (out > 0) text += fmt::format("  {} targets of checks out of scope: trilayer validate --list says why\n", out);
  return text;
}

std::string validation_tsv(std::span<const FactResult> results) {
  std::string text =
      "id\tclass\tin_scope\tverified\theld_out\tquantity\tunit\tgroup\tagainst\taccepted\tpeople\tsimulated\terror\t"
      "verdict\tablation\tablation_simulated\tablation_verdict\n";
  for (const FactResult& r : results) {
    const auto& ablation = r.ablation;
    text += fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n", r.check->id,
                        name(r.check->severity), r.check->in_scope, r.check->verified, r.check->held_out,
                        r.target->quantity, r.target->unit, r.group, r.against, accepted(*r.target), r.outcome.people,
                        simulated(r.outcome), number(r.outcome.error), verdict(r.outcome),
                        ablation ? sets_text(ablation->sets) : "", ablation ? simulated(ablation->outcome) : "",
                        ablation ? verdict(ablation->outcome) : "");
  }
  return text;
}

std::string validation_json(std::span<const FactResult> results, const ValidationSource& source) {
  const auto hash = [](std::uint64_t value) { return fmt::format("{:016x}", value); };
  json facts = json::array();
  for (const FactResult& result : results) facts.push_back(fact_of(result));
  const json whole{{"participants", source.participants},
                   {"seed", source.seed},
                   {"hashes",
                    {{"facts", hash(source.facts)},
                     {"model_version", source.model_version},
                     {"parameters", hash(source.parameters)},
                     {"detectors", hash(source.detectors)},
                     {"studies", hash(source.studies)}}},
                   {"facts", facts}};
  return whole.dump(2) + "\n";
}

}  // namespace trilayer::report
