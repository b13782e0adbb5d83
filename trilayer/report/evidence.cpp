#include "trilayer/report/evidence.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <vector>

#include "trilayer/literature/pool.hpp"

namespace trilayer::report {
namespace {

using catalogue::Layer;
using literature::Chosen;
using literature::Finding;
using literature::Study;
using json = nlohmann::ordered_json;

constexpr std::array<Layer, 4> layers_and_none{Layer::corticospinal, Layer::transcallosal, Layer::supraspinal,
                                               Layer::none};

std::string layers_of(const Finding& finding) {
  std::vector<std::string_view> words;
  for (const Layer layer : finding.layers) words.push_back(literature::roman(layer));
  return words.empty() ? "none" : fmt::format("{}", fmt::join(words, "+"));
}

std::string mark_of(const Study& study, const Finding& finding) {
  return literature::is_verified(study, finding) ? "" : " [not verified]";
}

std::string identifier(const literature::Citation& c) {
  if (!c.doi.empty()) return c.doi;
  if (!c.pmid.empty()) return "PMID " + c.pmid;
  if (!c.pmcid.empty()) return c.pmcid;
  return c.url;
}

std::string heading(const Study& study) {
  const auto& c = study.citation;
  std::string text = fmt::format("{:<5} {}", study.id, literature::short_name(study));
  if (!c.title.empty()) text += ": " + c.title;
  if (!c.container_title.empty()) text += ". " + c.container_title;
  if (const std::string where = identifier(c); !where.empty()) text += ". " + where;
  return text + (study.verified ? "" : " [not verified]");
}

std::string line_of(const Study& study, const Finding& finding) {
  return fmt::format("      {:<7} {} ({}; layer {}, {}){}\n", finding.id, finding.statement, finding.measure,
                     layers_of(finding), literature::name(finding.supports), mark_of(study, finding));
}

std::string tab_safe(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](char c) { return c == '\t' || c == '\n'; }, ' ');
  return text;
}

std::string number(const std::optional<double>& value) { return value ? fmt::format("{:g}", *value) : ""; }

std::string value_text(const literature::PublishedValue& v) {
  std::string text = v.group + ": ";
  if (v.events)
    text += fmt::format("{} of {}", *v.events, v.n ? std::to_string(*v.n) : "?");
  else if (v.value)
    text += number(v.value);
  if (v.error) text += fmt::format(" +- {:g}", *v.error);
  if (v.low && v.high) text += fmt::format(" ({:g} to {:g})", *v.low, *v.high);
  return text + fmt::format(" {} [{}{}]", v.unit, literature::name(v.kind), v.at.empty() ? "" : ", " + v.at);
}

std::string group_text(const literature::StudyGroup& g) {
  std::string text = fmt::format("  {:<14} {}; condition {}, n {}", g.id, g.what, g.condition,
                                 g.n ? std::to_string(*g.n) : "not known");
  if (g.age_mean) text += fmt::format(", mean age {:g} years", *g.age_mean);
  if (g.age_low && g.age_high) text += fmt::format(", {:g} to {:g} years", *g.age_low, *g.age_high);
  return text + "\n";
}

std::string finding_text(const Study& study, const Finding& f) {
  std::string text = fmt::format("  {} {}{}\n", f.id, f.statement, mark_of(study, f));
  text += fmt::format(
      "      measure {}, {}; {}{}; layer {}, {} (by {}); {}; known: {}\n", f.measure, literature::name(f.during),
      literature::name(f.change), f.comparison.empty() ? "" : " against " + f.comparison, layers_of(f),
      literature::name(f.supports), f.assignment == literature::Assignment::authors ? "its authors" : "this project",
      f.locator, literature::name(f.mark));
  for (const auto& value : f.values) text += "      " + value_text(value) + "\n";
  if (!f.p.empty()) text += "      p " + f.p + "\n";
  if (!f.note.empty()) text += "      " + f.note + "\n";
  return text;
}

std::string count_text(std::string_view what, const literature::EvidenceCount& count) {
  return fmt::format("  {:<10} {:>4} studies ({:>3} verified), {:>4} findings ({:>3} verified)\n", what, count.studies,
                     count.verified_studies, count.findings, count.verified);
}

json count_json(const literature::EvidenceCount& count) {
  return {{"studies", count.studies},
          {"verified_studies", count.verified_studies},
          {"findings", count.findings},
          {"verified", count.verified}};
}

std::string layer_word(Layer layer) { return layer == Layer::none ? "none" : std::string(literature::roman(layer)); }

}  // namespace

std::string evidence_list(std::span<const Chosen> studies) {
  std::string text;
  std::size_t findings = 0, verified = 0;
  for (const Chosen& chosen : studies) {
    text += heading(*chosen.study) + "\n";
    for (const Finding* finding : chosen.findings) {
      text += line_of(*chosen.study, *finding);
      ++findings;
      verified += literature::is_verified(*chosen.study, *finding) ? 1 : 0;
    }
  }
  return text +
         fmt::format("{} studies, {} findings, {} of them seen in their source\n", studies.size(), findings, verified);
}

std::string evidence_tsv(std::span<const Chosen> studies) {
  std::string text =
      "study\tlabel\tdesign\tread\tfinding\tmeasure\tconditions\tlayers\tdirection\tsupports\tassignment\tverified\t"
      "locator\tstatement\n";
  for (const Chosen& chosen : studies)
    for (const Finding* f : chosen.findings)
      text += fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n", chosen.study->id,
                          tab_safe(literature::short_name(*chosen.study)), literature::name(chosen.study->design),
                          literature::name(chosen.study->read), f->id, f->measure,
                          fmt::join(literature::conditions_of(*chosen.study, *f), "+"), layers_of(*f),
                          literature::name(f->change), literature::name(f->supports), literature::name(f->assignment),
                          literature::is_verified(*chosen.study, *f), tab_safe(f->locator), tab_safe(f->statement));
  return text;
}

std::string study_text(const Study& study) {
  std::string text = heading(study) + "\n";
  text += fmt::format("  {}; read: {}; extraction: {}\n", literature::name(study.design), literature::name(study.read),
                      literature::name(study.status));
  if (!study.covers.empty()) text += "  covers: " + study.covers + "\n";
  if (!study.bias.empty()) text += "  what could bias it: " + study.bias + "\n";
  for (const auto& group : study.groups) text += group_text(group);
  for (const Finding& finding : study.findings) text += finding_text(study, finding);
  return text;
}

std::string coverage_text(const literature::Studies& studies) {
  std::string text = "Counts\n" + count_text("all", literature::count_of(studies));
  for (const Layer layer : layers_and_none)
    text += count_text(layer == Layer::none ? "no layer" : "layer " + layer_word(layer),
                       literature::count_of(studies, layer));
  text += "\nVerified findings by condition and layer (of all)\n";
  text += fmt::format("  {:<32} {:>9} {:>9} {:>9} {:>9}\n", "condition", "I", "II", "III", "none");
  std::map<std::string, std::map<Layer, std::string>> table;
  for (const auto& count : literature::layers_by_condition(studies))
    table[count.condition][count.layer] = fmt::format("{} ({})", count.verified, count.findings);
  for (const auto& [condition, row] : table) {
    const auto cell = [&](Layer layer) { return row.contains(layer) ? row.at(layer) : std::string("-"); };
    text += fmt::format("  {:<32} {:>9} {:>9} {:>9} {:>9}\n", condition, cell(Layer::corticospinal),
                        cell(Layer::transcallosal), cell(Layer::supraspinal), cell(Layer::none));
  }
  text += "\nWhere verified findings contradict each other (condition, measure, layer: directions, findings)\n";
  for (const auto& cell : literature::coverage(studies))
    if (cell.contradicts_itself)
      text += fmt::format("  {}, {}, {}: {}; {} for, {} against; {}\n", cell.condition, cell.measure,
                          layer_word(cell.layer), fmt::join(cell.directions, ", "), cell.for_layer, cell.against_layer,
                          fmt::join(cell.ids, ", "));
  text += "\nMeasures that bear on a layer and of which no verified finding is under it\n";
  for (const Layer layer : {Layer::corticospinal, Layer::transcallosal, Layer::supraspinal})
    text +=
        fmt::format("  {}: {}\n", layer_word(layer), fmt::join(literature::uncovered_measures(studies, layer), ", "));
  return text;
}

std::string coverage_tsv(const literature::Studies& studies) {
  std::string text =
      "condition\tmeasure\tlayer\tstudies\tverified_studies\tfindings\tverified\tfor\tagainst\tdirections\t"
      "contradicts_itself\tfindings_ids\n";
  for (const auto& c : literature::coverage(studies))
    text += fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\n", c.condition, c.measure, layer_word(c.layer),
                        c.studies, c.verified_studies, c.findings, c.verified, c.for_layer, c.against_layer,
                        fmt::join(c.directions, "+"), c.contradicts_itself, fmt::join(c.ids, "+"));
  return text;
}

std::string coverage_json(const literature::Studies& studies) {
  json counts{{"all", count_json(literature::count_of(studies))}};
  for (const Layer layer : layers_and_none)
    counts[layer_word(layer)] = count_json(literature::count_of(studies, layer));
  json conditions = json::array(), cells = json::array(), uncovered = json::object();
  for (const auto& count : literature::layers_by_condition(studies))
    conditions.push_back({{"condition", count.condition},
                          {"layer", layer_word(count.layer)},
                          {"studies", count.studies},
                          {"verified_studies", count.verified_studies},
                          {"findings", count.findings},
                          {"verified", count.verified}});
  for (const auto& c : literature::coverage(studies))
    cells.push_back({{"condition", c.condition},
                     {"measure", c.measure},
                     {"layer", layer_word(c.layer)},
                     {"studies", c.studies},
                     {"verified_studies", c.verified_studies},
                     {"findings", c.findings},
                     {"verified", c.verified},
                     {"for", c.for_layer},
                     {"against", c.against_layer},
                     {"directions", c.directions},
                     {"contradicts_itself", c.contradicts_itself},
                     {"ids", c.ids}});
  for (const Layer layer : {Layer::corticospinal, Layer::transcallosal, Layer::supraspinal})
    uncovered[layer_word(layer)] = literature::uncovered_measures(studies, layer);
  return json{{"counts", counts}, {"conditions", conditions}, {"cells", cells}, {"uncovered", uncovered}}.dump(2) +
         "\n";
}

}  // namespace trilayer::report
