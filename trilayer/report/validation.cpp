#include "trilayer/report/validation.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

namespace trilayer::report {
namespace {

using validation::FactResult;

std::string number(const std::optional<double>& value) { return value ? fmt::format("{:.3g}", *value) : ""; }

std::string accepted(const literature::Target& target) {
  std::string text;
  if (target.trend) text = std::string(literature::name(*target.trend));
  if (target.reference) text += " " + number(target.reference);
  if (!target.over.empty()) text += " over " + target.over;
  if (target.low && target.high) return text + fmt::format(" {} to {}", number(target.low), number(target.high));
  if (target.low) text += " at least " + number(target.low);
  if (target.high) text += " at most " + number(target.high);
  return text;
}

std::string verdict(const FactResult& r) { return r.verdict ? std::string(name(*r.verdict)) : r.reason; }

}  // namespace

std::string validation_table(std::span<const FactResult> results, const ValidationSource& source) {
  std::string text = fmt::format(
      "{} virtual participants, seed {}. Outside and wrong are where the model differs from what was published.\n"
      "'+-' is the Monte-Carlo error; [M] rests on memory in part or whole. The model\n"
      "draws no age yet: 'adult' is its population without one.\n\n",
      source.participants, source.seed);
  for (const FactResult& r : results) {
    text += fmt::format("{:<5} {:<6} {:<3} {:<40} {:<24}", r.check->id, name(r.check->severity),
                        r.check->verified ? "" : "[M]", r.target->quantity, accepted(*r.target));
    if (r.simulated)
      text += fmt::format(" {:>8} +- {:<8} n={:<4}", number(r.simulated), r.error ? number(r.error) : "?", r.people);
    text += " " + verdict(r) + "\n";
  }
  return text;
}

std::string validation_tsv(std::span<const FactResult> results) {
  std::string text =
      "id\tclass\tin_scope\tverified\tquantity\tunit\tgroup\taccepted\tpeople\tsimulated\terror\tverdict\n";
  for (const FactResult& r : results)
    text += fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n", r.check->id, name(r.check->severity),
                        r.check->in_scope, r.check->verified, r.target->quantity, r.target->unit, r.group,
                        accepted(*r.target), r.people, number(r.simulated), number(r.error), verdict(r));
  return text;
}

std::string validation_json(std::span<const FactResult> results, const ValidationSource& source) {
  using json = nlohmann::ordered_json;
  const auto value = [](const std::optional<double>& v) { return v ? json(*v) : json(nullptr); };
  json facts = json::array();
  for (const FactResult& r : results) {
    const auto& t = *r.target;
    const json target{{"quantity", t.quantity},
                      {"unit", t.unit},
                      {"group", r.group},
                      {"low", value(t.low)},
                      {"high", value(t.high)},
                      {"direction", t.trend ? json(literature::name(*t.trend)) : json(nullptr)},
                      {"reference", value(t.reference)},
                      {"over", t.over},
                      {"people_with_value", r.people}};
    facts.push_back({{"id", r.check->id},
                     {"class", literature::name(r.check->severity)},
                     {"in_scope", r.check->in_scope},
                     {"verified", r.check->verified},
                     {"target", target},
                     {"simulated", value(r.simulated)},
                     {"error", value(r.error)},
                     {"verdict", verdict(r)}});
  }
  const json whole{{"participants", source.participants},
                   {"seed", source.seed},
                   {"hashes", {{"facts", fmt::format("{:016x}", source.facts)}, {"model", source.model_version}}},
                   {"facts", facts}};
  return whole.dump(2) + "\n";
}

}  // namespace trilayer::report
