#include "trilayer/literature/studies_parts.hpp"

#include <algorithm>

namespace trilayer::literature::reading {
namespace {

constexpr double largest = 1e6;
constexpr int most_people = 1000000;
constexpr std::string_view not_seen = "not seen";

bool is_all_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

Author author_of(const TomlTable& table) {
  table.only(study_keys().author);
  return {needed(table, "family"), said(table, "given")};
}

void check_identifiers(const TomlTable& table, const Citation& citation) {
  if (!citation.doi.empty() && (!citation.doi.starts_with("10.") || citation.doi.find('/') == std::string::npos ||
                                citation.doi.find(' ') != std::string::npos))
    table.refuse("DOI", "cannot be \"" + citation.doi + "\"", "as in 10.1113/jphysiol.1991.sp018706, without https://");
  if (!citation.pmid.empty() && !is_all_digits(citation.pmid))
    table.refuse("PMID", "cannot be \"" + citation.pmid + "\"", "digits, as in \"1804962\"");
  if (!citation.pmcid.empty() && !(citation.pmcid.starts_with("PMC") && is_all_digits(citation.pmcid.substr(3))))
    table.refuse("PMCID", "cannot be \"" + citation.pmcid + "\"", "PMC and digits, as in \"PMC2440822\"");
}

void check_group_terms(const TomlTable& table, const StudyGroup& group, const StudyTerms& terms) {
  for (const std::string& term : group.terms) {
    const bool known = std::any_of(terms.conditions.begin(), terms.conditions.end(), [&](const HealthCondition& one) {
      return std::find(one.terms.begin(), one.terms.end(), term) != one.terms.end();
    });
    if (!known)
      table.refuse("terms", "cannot hold \"" + term + "\"",
                   "HPO, OMIM and ORPHA ids that a condition of conditions.toml has: those that were verified");
  }
}

void need(const TomlTable& table, const PublishedValue& value, bool there, Key key) {
  if (!there)
    table.refuse("", "has no " + std::string(key), "a " + std::string(name(value.kind)) + " has " + std::string(key));
}

void check_numbers(const TomlTable& table, const PublishedValue& value) {
  using enum ValueKind;
  const bool interval = value.kind == mean_ci || value.kind == median_iqr || value.kind == range;
  const bool spread = value.kind == mean_sd || value.kind == mean_se;
  const bool share = value.kind == proportion;
  if (!share && value.kind != range) need(table, value, value.value.has_value(), "value");
  if (spread) need(table, value, value.error.has_value(), "error");
  if (interval) need(table, value, value.low && value.high, "low and high");
  if (share && !value.value) need(table, value, value.events && value.n, "events and n");
  if (!share && value.kind != correlation) need(table, value, !value.unit.empty(), "unit");
  if (value.error && (!spread || *value.error <= 0.0))
    table.refuse("error", spread ? "must be above 0" : "has no place", "it is the spread of a mean_sd or mean_se");
  if ((value.low || value.high) && !interval)
    table.refuse(value.low ? "low" : "high", "has no place", "only a mean_ci, median_iqr or range has limits");
  if (interval &&
      (*value.high < *value.low || (value.value && (*value.value < *value.low || *value.value > *value.high))))
    table.refuse("low", "and high do not enclose the value", "low <= value <= high");
  if (value.events && !share) table.refuse("events", "has no place", "only a proportion counts events");
  if (value.events && value.n && *value.events > *value.n)
    table.refuse("events", "are more than n", "events of n people");
  if (share && value.value && (*value.value < 0.0 || *value.value > 1.0))
    table.refuse("value", "is no share", "a proportion is from 0 to 1");
  if (value.kind == correlation && (*value.value < -1.0 || *value.value > 1.0))
    table.refuse("value", "is no correlation", "from -1 to 1");
}

PublishedValue value_of(const TomlTable& table, const std::vector<StudyGroup>& groups) {
  table.only(study_keys().value);
  PublishedValue value;
  value.group = needed_id(table, "group");
  const auto group = std::find_if(groups.begin(), groups.end(), [&](const auto& one) { return one.id == value.group; });
  if (group == groups.end())
    table.refuse("group", "names no group of this study: \"" + value.group + "\"", "add the group, or correct the id");
  value.kind = word_of(table, "kind", all_value_kinds);
  value.value = table.number("value", -largest, largest);
  value.error = table.number("error", -largest, largest);
  value.low = table.number("low", -largest, largest);
  value.high = table.number("high", -largest, largest);
  value.n = table.whole("n", 1, most_people);
  if (!value.n && value.kind != ValueKind::correlation) value.n = group->n;
  value.events = table.whole("events", 0, most_people);
  value.unit = said(table, "unit");
  value.at = said(table, "at");
  check_numbers(table, value);
  return value;
}

void check_measure(const TomlTable& table, const Finding& finding, const Circumstances& with) {
  const catalogue::Descriptor* measure = catalogue::find_descriptor(finding.measure);
  if (measure == nullptr && find_other_measure(with.terms, finding.measure) == nullptr) {
    std::vector<std::string_view> known;
    for (const auto& one : catalogue::measures()) known.push_back(one.id);
    for (const auto& one : with.terms.measures) known.push_back(one.id);
    const std::string near(base::nearest(finding.measure, known));
    table.refuse("measure", "is no measure: \"" + finding.measure + "\"",
                 (near.empty() ? "" : "nearest is \"" + near + "\"; ") +
                     std::string("take one of the catalogue of measures or of other_measures.toml"));
  }
  const bool pulse = measure != nullptr && (measure->relation == catalogue::Relation::contralateral ||
                                            measure->relation == catalogue::Relation::ipsilateral);
  if (pulse && with.study.citation.issued.value_or(last_year) < first_year_of_magnetic_stimulation)
    table.refuse("measure",
                 "needs a magnetic pulse, and the study is of " + std::to_string(*with.study.citation.issued),
                 "magnetic stimulation of the cortex is of 1985: correct the year or the measure");
}

std::vector<catalogue::Layer> layers_of(const TomlTable& table) {
  using catalogue::Layer;
  std::vector<Layer> layers;
  for (const std::string& word : table.texts("layers")) {
    const auto layer = word == "I"     ? std::optional(Layer::corticospinal)
                       : word == "II"  ? std::optional(Layer::transcallosal)
                       : word == "III" ? std::optional(Layer::supraspinal)
                                       : std::nullopt;
    if (!layer || std::find(layers.begin(), layers.end(), *layer) != layers.end())
      table.refuse("layers", "cannot hold \"" + word + "\"", "I, II and III, each once; an empty list for none");
    layers.push_back(*layer);
  }
  return layers;
}

void check_p(const TomlTable& table, const Finding& finding) {
  if (finding.p.empty()) return;
  const std::string_view digits =
      std::string_view(finding.p).substr(std::min(finding.p.find_first_not_of("<=>"), finding.p.size()));
  const auto number = base::parse_number(digits);
  if (!number || *number < 0.0 || *number > 1.0)
    table.refuse("p", "cannot be \"" + finding.p + "\"", "as printed, \"0.01\" or \"<0.001\"");
}

void check_seen(const TomlTable& table, const Finding& finding, const Circumstances& with) {
  const bool seen = was_seen(finding.mark);
  if (seen && finding.locator == not_seen)
    table.refuse("locator", "cannot be \"not seen\" of what is marked " + std::string(name(finding.mark)),
                 "say where it stands: \"abstract\", \"Table 2\"");
  if (!seen && finding.locator != not_seen)
    table.refuse("locator", "must be \"not seen\" of what is marked " + std::string(name(finding.mark)),
                 "or see it in print and change the mark");
  if (!seen && (!finding.values.empty() || !finding.p.empty()))
    table.refuse(finding.values.empty() ? "p" : "values",
                 "have no place in what nobody has seen (" + std::string(name(finding.mark)) + ")",
                 "numbers come from a source that was read");
  if (seen && with.study.read == Read::memory)
    table.refuse("mark", "cannot be " + std::string(name(finding.mark)) + ": nothing of this study was read",
                 "correct `read` of the study or the mark");
}

}  // namespace

bool was_seen(Mark mark) { return mark == Mark::seen || mark == Mark::second_hand; }

std::string said(const TomlTable& table, Key key) {
  const auto text = table.text(key);
  if (text && base::trim(*text).empty()) table.refuse(key, "is empty", "leave the key out where nothing is known");
  return text.value_or("");
}

Citation citation_of(const TomlTable& table) {
  table.only(study_keys().citation);
  Citation citation;
  citation.type = needed(table, "type");
  for (const TomlTable& author : table.tables("authors")) citation.authors.push_back(author_of(author));
  citation.authors_complete = table.flag("authors_complete").value_or(false);
  citation.issued = table.whole("issued", first_year, last_year);
  citation.title = said(table, "title");
  citation.container_title = said(table, "container_title");
  citation.volume = said(table, "volume");
  citation.page = said(table, "page");
  citation.doi = said(table, "DOI");
  citation.pmid = said(table, "PMID");
  citation.pmcid = said(table, "PMCID");
  citation.url = said(table, "URL");
  citation.mark = word_of(table, "mark", all_marks);
  citation.from_memory = table.texts("from_memory");
  check_identifiers(table, citation);
  for (const std::string& key : citation.from_memory)
    if (!table.has(key) || key == "mark" || key == "type")
      table.refuse("from_memory", "names \"" + key + "\", which this citation does not have",
                   "name keys of the citation whose content nobody has seen");
  return citation;
}

StudyGroup study_group_of(const TomlTable& table, const StudyTerms& terms) {
  table.only(study_keys().group);
  StudyGroup group;
  group.id = needed_id(table, "id");
  group.what = needed(table, "what");
  group.n = table.whole("n", 1, most_people);
  group.condition = needed_id(table, "condition");
  const HealthCondition* condition = find_condition(terms, group.condition);
  if (condition == nullptr)
    table.refuse("condition", "is no condition: \"" + group.condition + "\"",
                 "take one of conditions.toml, or add it there");
  group.origin = condition->origin;
  group.age_mean = table.number("age_mean", 0.0, 120.0);
  group.age_sd = table.number("age_sd", 0.0, 60.0);
  group.age_low = table.number("age_low", 0.0, 120.0);
  group.age_high = table.number("age_high", 0.0, 120.0);
  group.terms = table.texts("terms");
  group.mirror_movements = word_if_any(table, "mirror_movements", all_mirrorings).value_or(Mirroring::not_reported);
  if (group.age_low && group.age_high && *group.age_high < *group.age_low)
    table.refuse("age_high", "is below age_low", "years, both inclusive");
  check_group_terms(table, group, terms);
  return group;
}

StudyProtocol protocol_of(const TomlTable& table) {
  table.only(study_keys().protocol);
  StudyProtocol protocol{said(table, "muscles"),   said(table, "stimulator"), said(table, "coil"),
                         said(table, "intensity"), said(table, "intervals"),  said(table, "contraction"),
                         said(table, "task"),      said(table, "trials"),     table.texts("cs_calibration")};
  for (const std::string& word : protocol.cs_calibration)
    if (word != "fixed_percent_rmt" && word != "matched_mep" && word != "fixed_percent_mso")
      table.refuse("cs_calibration", "cannot hold \"" + word + "\"",
                   "allowed: fixed_percent_rmt, matched_mep, fixed_percent_mso");
  return protocol;
}

Finding finding_of(const TomlTable& table, const Circumstances& with) {
  table.only(study_keys().finding);
  Finding finding;
  finding.id = needed(table, "id");
  if (!finding.id.starts_with(with.study.id + ".") || !is_all_digits(finding.id.substr(with.study.id.size() + 1)))
    table.refuse("id", "cannot be \"" + finding.id + "\"", "the study's id, a point and a number, as in \"A10.1\"");
  finding.statement = needed(table, "statement");
  finding.measure = needed_id(table, "measure");
  check_measure(table, finding, with);
  finding.during = word_of(table, "during", all_durings);
  finding.at = said(table, "at");
  finding.groups = table.texts("groups");
  for (const std::string& id : finding.groups)
    if (find_group(with.study, id) == nullptr)
      table.refuse("groups", "names no group of this study: \"" + id + "\"", "add the group, or correct the id");
  finding.comparison = said(table, "comparison");
  finding.change = word_of(table, "direction", all_changes);
  for (const TomlTable& value : table.tables("values")) finding.values.push_back(value_of(value, with.study.groups));
  finding.p = said(table, "p");
  finding.layers = layers_of(table);
  finding.supports = word_of(table, "supports", all_supports);
  finding.assignment = word_of(table, "assignment", all_assignments);
  finding.locator = needed(table, "locator");
  finding.mark = word_of(table, "mark", all_marks);
  finding.note = said(table, "note");
  if (finding.layers.empty() && finding.supports != Support::neutral)
    table.refuse("supports", "must be neutral where no layer is named", "name the layers, or write neutral");
  check_p(table, finding);
  check_seen(table, finding, with);
  return finding;
}

}  // namespace trilayer::literature::reading
