#include "trilayer/literature/norms.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "trilayer/literature/reading.hpp"

namespace trilayer::literature {
namespace {

using reading::needed;
using reading::needed_id;
using reading::needed_number;
using reading::TomlTable;

constexpr double largest = 1e5, oldest = 120.0;

void check_links(const TomlTable& table, const Norm& norm, const Facts& facts, const Studies& studies) {
  if (norm.fact.empty() == norm.finding.empty())
    table.refuse("", "has " + std::string(norm.fact.empty() ? "no source" : "two sources"),
                 "fact = \"...\" or finding = \"...\"");
  if (!norm.fact.empty() && find_fact(facts, norm.fact) == nullptr)
    table.refuse("fact", "is no fact", "an id of evidence/facts");
  if (!norm.finding.empty() && find_finding(studies, norm.finding) == nullptr)
    table.refuse("finding", "is no finding", "an id of evidence/studies, as in \"C02.2\"");
}

void check_measure(const TomlTable& table, const Norm& norm) {
  const auto* measure = catalogue::find_descriptor(norm.measure);
  if (measure == nullptr) table.refuse("measure", "is no measure of the catalogue", "see docs/README.md");
  if (measure->unit != norm.unit) table.refuse("unit", "is not that of the measure", std::string(measure->unit));
}

Norm norm_of(const TomlTable& table, const Facts& facts, const Studies& studies) {
  table.only(norm_keys());
  Norm norm;
  norm.id = needed_id(table, "id");
  norm.measure = needed(table, "measure");
  if (const auto during = reading::word_if_any(table, "during", all_durings)) norm.during = *during;
  norm.muscles = table.texts("muscles");
  norm.age_low = needed_number(table, "age_low", 0.0, oldest);
  norm.age_high = needed_number(table, "age_high", 0.0, oldest);
  if (norm.age_high < norm.age_low) table.refuse("age_high", "is below age_low", "years, both inclusive");
  norm.age_is_ours = table.flag("age_is_ours").value_or(false);
  norm.mean = needed_number(table, "mean", -largest, largest);
  norm.sd = needed_number(table, "sd", 1e-9, largest);
  norm.n = table.whole("n", 2, 1000000);
  norm.unit = needed(table, "unit");
  norm.fact = table.text("fact").value_or("");
  norm.finding = table.text("finding").value_or("");
  norm.mark = reading::word_of(table, "mark", all_marks);
  norm.conditions = needed(table, "conditions");
  check_measure(table, norm);
  check_links(table, norm, facts, studies);
  return norm;
}

}  // namespace

std::vector<Norm> parse_norms(const std::vector<FactsFile>& files, const Facts& facts, const Studies& studies) {
  std::vector<Norm> norms;
  std::set<std::string> ids;
  for (const FactsFile& file : files) {
    const TomlTable whole = base::parse_toml(file.text, file.name);
    whole.only({"norm"});
    for (const TomlTable& table : whole.tables("norm")) {
      norms.push_back(norm_of(table, facts, studies));
      if (!ids.insert(norms.back().id).second) table.refuse("id", "is there already", "each norm has an id of its own");
    }
  }
  return norms;
}

std::vector<const Norm*> norms_for(std::span<const Norm> norms, std::string_view measure, double age,
                                   std::string_view muscle, During during) {
  std::vector<const Norm*> fitting;
  for (const Norm& norm : norms) {
    const bool muscle_fits =
        norm.muscles.empty() || std::find(norm.muscles.begin(), norm.muscles.end(), muscle) != norm.muscles.end();
    const bool during_fits =
        during == During::not_reported || norm.during == During::not_reported || norm.during == during;
    if (norm.measure == measure && age >= norm.age_low && age <= norm.age_high && muscle_fits && during_fits)
      fitting.push_back(&norm);
  }
  return fitting;
}

std::optional<double> z_score(double value, const Norm& norm) {
  if (is_unseen(norm.mark)) return std::nullopt;
  return (value - norm.mean) / norm.sd;
}

std::string_view word_for(double z) { return z < -2.0 ? "reduced" : z > 2.0 ? "increased" : "normal"; }

const std::vector<std::string_view>& norm_keys() {
  static const std::vector<std::string_view> keys{"id",       "measure", "during",      "muscles", "age_low",
                                                  "age_high", "mean",    "age_is_ours", "sd",      "n",
                                                  "unit",     "fact",    "finding",     "mark",    "conditions"};
  return keys;
}

}  // namespace trilayer::literature
