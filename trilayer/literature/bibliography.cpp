#include "trilayer/literature/bibliography.hpp"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <optional>

#include "trilayer/base/text.hpp"
#include "trilayer/literature/effects.hpp"
#include "trilayer/literature/pool.hpp"

namespace trilayer::literature {
namespace {

using json = nlohmann::ordered_json;

// ---- BibTeX ----

std::string braced(std::string_view text) {
  std::string safe;
  for (const char c : text) {
    if (c == '&' || c == '%' || c == '#' || c == '_' || c == '$') safe += '\\';
    if (c != '{' && c != '}') safe += c;
  }
  return "{" + safe + "}";
}

std::string authors_of(const Citation& citation) {
  std::string text;
  for (const Author& author : citation.authors)
    text += (text.empty() ? "" : " and ") + author.family + (author.given.empty() ? "" : ", " + author.given);
  return citation.authors_complete || text.empty() ? text : text + " and others";
}

std::string unseen_note(const Study& study) {
  if (is_unseen(study.citation.mark)) return "record from memory, not verified";
  std::string keys;
  for (const std::string& key : study.citation.from_memory) keys += (keys.empty() ? "" : ", ") + key;
  return keys.empty() ? "" : "from memory, not verified: " + keys;
}

std::string entry_of(const Study& study) {
  const Citation& c = study.citation;
  std::string text = (c.type == "article-journal" ? "@article{" : "@misc{") + study.id;
  const auto add = [&](std::string_view key, const std::string& value) {
    if (!value.empty()) text += ",\n  " + std::string(key) + " = " + braced(value);
  };
  add("author", authors_of(c));
  add("title", c.title);
  add("journal", c.container_title);
  add("year", c.issued ? std::to_string(*c.issued) : "");
  add("volume", c.volume);
  add("pages", c.page);
  add("doi", c.doi);
  add("pmid", c.pmid);
  add("url", c.url);
  add("note", unseen_note(study));
  return text + "\n}\n";
}

// ---- JSON ----

json item_of(const Study& study) {
  const Citation& c = study.citation;
  json item{{"id", study.id}, {"type", c.type}};
  const auto add = [&](const char* key, const std::string& value) {
    if (!value.empty()) item[key] = value;
  };
  json authors = json::array();
  for (const Author& author : c.authors) {
    json one{{"family", author.family}};
    if (!author.given.empty()) one["given"] = author.given;
    authors.push_back(one);
  }
  if (!authors.empty()) item["author"] = authors;
  if (c.issued) item["issued"] = {{"date-parts", {{*c.issued}}}};
  add("title", c.title);
  add("container-title", c.container_title);
  add("volume", c.volume);
  add("page", c.page);
  add("DOI", c.doi);
  add("PMID", c.pmid);
  add("PMCID", c.pmcid);
  add("URL", c.url);
  add("note", unseen_note(study));
  return item;
}

json or_null(const std::optional<double>& value) { return value ? json(*value) : json(nullptr); }
json or_null(const std::optional<int>& value) { return value ? json(*value) : json(nullptr); }

json value_json(const PublishedValue& v) {
  return {{"group", v.group},
          {"kind", name(v.kind)},
          {"value", or_null(v.value)},
          {"error", or_null(v.error)},
          {"low", or_null(v.low)},
          {"high", or_null(v.high)},
          {"n", or_null(v.n)},
          {"events", or_null(v.events)},
          {"unit", v.unit},
          {"at", v.at}};
}

json finding_json(const Study& study, const Finding& f) {
  json values = json::array(), layers = json::array();
  for (const PublishedValue& value : f.values) values.push_back(value_json(value));
  for (const auto layer : f.layers) layers.push_back(roman(layer));
  return {{"id", f.id},
          {"statement", f.statement},
          {"measure", f.measure},
          {"during", name(f.during)},
          {"at", f.at},
          {"groups", f.groups},
          {"comparison", f.comparison},
          {"direction", name(f.change)},
          {"values", values},
          {"p", f.p},
          {"layers", layers},
          {"supports", name(f.supports)},
          {"assignment", name(f.assignment)},
          {"locator", f.locator},
          {"mark", name(f.mark)},
          {"verified", is_verified(study, f)},
          {"note", f.note}};
}

json study_json(const Chosen& chosen) {
  const Study& study = *chosen.study;
  json groups = json::array(), findings = json::array();
  for (const StudyGroup& g : study.groups)
    groups.push_back({{"id", g.id},
                      {"what", g.what},
                      {"n", or_null(g.n)},
                      {"condition", g.condition},
                      {"origin", name(g.origin)},
                      {"age_mean", or_null(g.age_mean)},
                      {"age_sd", or_null(g.age_sd)},
                      {"age_low", or_null(g.age_low)},
                      {"age_high", or_null(g.age_high)},
                      {"mirror_movements", name(g.mirror_movements)}});
  for (const Finding* finding : chosen.findings) findings.push_back(finding_json(study, *finding));
  return {{"id", study.id},           {"citation", item_of(study)}, {"design", name(study.design)},
          {"read", name(study.read)}, {"verified", study.verified}, {"bias", study.bias},
          {"groups", groups},         {"findings", findings}};
}

// ---- rows for metafor ----

// A cell of a CSV file (RFC 4180).
std::string cell(const std::string& text) {
  if (text.find_first_of(",\"\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

std::optional<double> deviation_of(const PublishedValue& value, const std::optional<int>& people) {
  if (value.kind == ValueKind::mean_sd) return value.error;
  if (value.kind == ValueKind::mean_se && value.error && people) return *value.error * std::sqrt(*people);
  return std::nullopt;
}

std::optional<int> people_of(const Study& study, const PublishedValue& value) {
  if (value.n) return value.n;
  const StudyGroup* group = find_group(study, value.group);
  return group ? group->n : std::nullopt;
}

std::string written(const std::optional<double>& value) { return value ? base::format_number(*value) : ""; }
std::string written(const std::optional<int>& value) { return value ? std::to_string(*value) : ""; }

struct Row {
  const Study* study;
  const Finding* finding;
  const PublishedValue *first, *second;
};

std::string row_of(const Row& row) {
  const auto n1 = people_of(*row.study, *row.first), n2 = people_of(*row.study, *row.second);
  const bool shares = row.first->kind == ValueKind::proportion;
  const auto sd1 = deviation_of(*row.first, n1), sd2 = deviation_of(*row.second, n2);
  std::optional<Effect> effect;
  try {
    if (shares && row.first->events && row.second->events && n1 && n2)
      effect = log_odds({*row.first->events, *n1}, {*row.second->events, *n2});
    else if (sd1 && sd2 && n1 && n2 && row.first->value && row.second->value)
      effect = standardised_difference({*row.first->value, *sd1, *n1}, {*row.second->value, *sd2, *n2});
  } catch (const base::Refusal&) {
    effect.reset();  // the row stays, without an effect
  }
  std::string layers, conditions;
  for (const auto layer : row.finding->layers) layers += (layers.empty() ? "" : "+") + std::string(roman(layer));
  for (const auto& id : conditions_of(*row.study, *row.finding)) conditions += (conditions.empty() ? "" : "+") + id;
  const auto none = std::optional<double>();
  std::string text;
  const auto add = [&](const std::string& value) { text += (text.empty() ? "" : ",") + cell(value); };
  for (const std::string& value : {row.study->id,
                                   row.finding->id,
                                   row.finding->measure,
                                   layers,
                                   conditions,
                                   row.first->group,
                                   row.second->group,
                                   row.first->at,
                                   row.first->unit,
                                   written(n1),
                                   written(shares ? none : row.first->value),
                                   written(sd1),
                                   written(n2),
                                   written(shares ? none : row.second->value),
                                   written(sd2),
                                   written(row.first->events),
                                   written(row.second->events),
                                   effect ? base::format_number(effect->value) : "",
                                   effect ? base::format_number(effect->variance) : "",
                                   std::string(!effect  ? ""
                                               : shares ? "OR"
                                                        : "SMD"),
                                   std::string(is_verified(*row.study, *row.finding) ? "true" : "false")})
    add(value);
  return text + "\n";
}

std::vector<Row> rows_of(const Chosen& chosen) {
  std::vector<Row> rows;
  for (const Finding* finding : chosen.findings) {
    const auto& values = finding->values;
    for (std::size_t i = 0; i < values.size(); ++i)
      for (std::size_t j = i + 1; j < values.size(); ++j) {
        const bool both_shares = values[i].kind == ValueKind::proportion && values[j].kind == ValueKind::proportion;
        const bool no_shares = values[i].kind != ValueKind::proportion && values[j].kind != ValueKind::proportion;
        if (values[i].group != values[j].group && values[i].at == values[j].at && values[i].unit == values[j].unit &&
            (both_shares || no_shares))
          rows.push_back({chosen.study, finding, &values[i], &values[j]});
      }
  }
  return rows;
}

}  // namespace

std::string bibtex(std::span<const Chosen> studies) {
  std::string text;
  for (const Chosen& chosen : studies) text += entry_of(*chosen.study) + "\n";
  return text;
}

std::string csl_json(std::span<const Chosen> studies) {
  json items = json::array();
  for (const Chosen& chosen : studies) items.push_back(item_of(*chosen.study));
  return items.dump(2) + "\n";
}

std::string studies_json(std::span<const Chosen> studies) {
  json all = json::array();
  for (const Chosen& chosen : studies) all.push_back(study_json(chosen));
  return json{{"studies", all}}.dump(2) + "\n";
}

std::string effects_csv(std::span<const Chosen> studies) {
  std::string text =
      "study_id,finding_id,measure,layers,condition,group1,group2,at,unit,n1i,m1i,sd1i,n2i,m2i,sd2i,ai,ci,yi,vi,yi_"
      "type,"
      "verified\n";
  for (const Chosen& chosen : studies)
    for (const Row& row : rows_of(chosen)) text += row_of(row);
  return text;
}

}  // namespace trilayer::literature
