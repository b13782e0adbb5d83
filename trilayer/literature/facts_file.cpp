// From TOML to facts: every key is understood or refused, every check says enough to be judged, every link leads
// somewhere.
#include <algorithm>
#include <set>
#include <system_error>
#include <utility>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/base/hash.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/base/toml.hpp"
#include "trilayer/literature/facts.hpp"
#include "trilayer/literature/reading.hpp"

namespace trilayer::literature {
namespace {

using base::TomlTable;
using reading::is_id;
using reading::Key;
using reading::needed;
using reading::needed_flag;
using reading::needed_id;
using reading::needed_number;
using reading::word_of;

constexpr double largest = 1e6;

std::vector<Setting> settings_of(const TomlTable& table, Key key) {
  std::vector<Setting> settings;
  for (const std::string& text : table.texts(key)) {
    const auto parts = base::split(text, '=');
    const auto value = parts.size() == 2 ? base::parse_number(parts[1]) : std::nullopt;
    if (!value || !is_id(base::trim(parts[0])))
      table.refuse(key, "cannot hold \"" + text + "\"", "write \"name=number\", as in \"premotor_leak=0\"");
    settings.push_back({std::string(base::trim(parts[0])), *value});
  }
  return settings;
}

// ---- one table each ----

Group group_of(const TomlTable& table) {
  table.only(facts_keys().group);
  Group group{needed_id(table, "id"), needed(table, "what"), needed_number(table, "age_low", 0.0, 120.0),
              needed_number(table, "age_high", 0.0, 120.0), settings_of(table, "sets")};
  if (group.age_high < group.age_low) table.refuse("age_high", "is below age_low", "years, both inclusive");
  return group;
}

Fact fact_of(const TomlTable& table, const std::string& topic) {
  table.only(facts_keys().fact);
  return {needed_id(table, "id"),
          needed(table, "statement"),
          needed(table, "value"),
          needed(table, "n"),
          needed(table, "conditions"),
          needed(table, "source"),
          word_of(table, "mark", all_marks),
          topic};
}

void check_trend(const TomlTable& table, const Target& target) {
  const bool beside = target.trend == Trend::above || target.trend == Trend::below;
  if (beside != target.reference.has_value())
    table.refuse("reference", beside ? "is needed" : "has no place",
                 "above and below have a reference, a number; the other directions have none");
  if ((target.trend && !beside) != !target.over.empty())
    table.refuse("over", target.over.empty() ? "is needed" : "has no place",
                 "rises, falls, not_rises and not_falls name the circumstances in order; the others do not");
}

void check_limits(const TomlTable& table, const Target& target) {
  if (target.low && target.high && *target.high < *target.low)
    table.refuse("high", "is below low", "both are inclusive");
  if (target.width_without_source && !target.low && !target.high)
    table.refuse("width_without_source", "has no place", "it speaks of low and high");
  if (target.people_low && target.people_high && *target.people_high < *target.people_low)
    table.refuse("people_high", "is below people_low", "both are inclusive");
  const bool of_people = target.people_low || target.people_high;
  if (of_people == target.people_unit.empty())
    table.refuse("people_unit", of_people ? "is needed" : "has no place",
                 "it is the unit of people_low and people_high");
  if (of_people && target.unit != "share") table.refuse("unit", "must be \"share\"", "a share of people is 0 to 1");
}

Target target_of(const TomlTable& table, const Check& check) {
  table.only(facts_keys().target);
  Target target;
  target.quantity = needed_id(table, "quantity");
  target.unit = needed(table, "unit");
  target.low = table.number("low", -largest, largest);
  target.high = table.number("high", -largest, largest);
  if (table.has("direction")) target.trend = word_of(table, "direction", all_trends);
  target.reference = table.number("reference", -largest, largest);
  target.over = table.text("over").value_or("");
  target.width_without_source = table.flag("width_without_source").value_or(false);
  target.people_low = table.number("people_low", -largest, largest);
  target.people_high = table.number("people_high", -largest, largest);
  target.people_unit = table.text("people_unit").value_or("");
  target.group = table.text("group").value_or(check.group);
  target.against = table.text("against").value_or("");
  check_trend(table, target);
  check_limits(table, target);
  if (check.severity == Class::sign && !target.trend)
    table.refuse("", "has no direction", "every target of a SIGN check has one");
  if (check.severity != Class::report && !target.trend && !target.low && !target.high)
    table.refuse("", "accepts anything", "give low, high or a direction, or make the check a REPORT");
  return target;
}

void check_scope(const TomlTable& table, const Check& check) {
  if (check.in_scope != check.reason.empty())
    table.refuse("reason", check.in_scope ? "has no place" : "is needed",
                 "what is out of scope says what the model does not represent, what is in scope says nothing");
  if (check.severity == Class::sign && check.in_scope && check.ablation.empty())
    table.refuse("ablation", "is needed", "name the mechanism without which this SIGN must fail");
  if (!check.ablation_sets.empty() && check.ablation.empty())
    table.refuse("ablation", "is needed", "say in words what ablation_sets takes away");
  if (check.held_out && (!check.in_scope || check.severity == Class::report))
    table.refuse("held_out", "has no place", "a fit could only use checks in scope that are no REPORT");
}

Check check_of(const TomlTable& table, const std::string& topic) {
  table.only(facts_keys().check);
  Check check;
  check.id = needed_id(table, "id");
  check.title = needed(table, "title");
  check.protocol = needed(table, "protocol");
  check.severity = word_of(table, "class", all_classes);
  check.rests_on = table.texts("rests_on");
  check.basis = needed(table, "basis");
  check.mark = needed(table, "mark");
  check.verified = needed_flag(table, "verified");
  check.group = needed_id(table, "group");
  check.in_scope = needed_flag(table, "in_scope");
  check.reason = table.text("reason").value_or("");
  check.ablation = table.text("ablation").value_or("");
  check.ablation_sets = settings_of(table, "ablation_sets");
  check.held_out = table.flag("held_out").value_or(false);
  check.topic = topic;
  if (check.rests_on.empty()) table.refuse("rests_on", "names no fact", "write rests_on = [\"ISP-01\"]");
  for (const TomlTable& target : table.tables("targets")) check.targets.push_back(target_of(target, check));
  if (check.targets.empty()) table.refuse("targets", "are missing", "write targets = [ { quantity = \"...\", ... } ]");
  check_scope(table, check);
  return check;
}

// ---- all files together ----

// The tables of the checks are kept, so that a link that leads nowhere is refused where it stands.
struct Reading {
  Facts facts;
  std::vector<TomlTable> checks;
  std::set<std::string> ids;

  template <class T>
  void add(std::vector<T>& all, T one, const TomlTable& table) {
    if (!ids.insert(one.id).second)
      table.refuse("id", "occurs twice: \"" + one.id + "\"", "every group, fact and check has an id of its own");
    all.push_back(std::move(one));
  }
};

void read_file_into(Reading& reading, const FactsFile& file) {
  const TomlTable root = base::parse_toml(file.text, file.name);
  root.only({"group", "fact", "check"});
  const std::string topic = std::filesystem::path(file.name).stem().string();
  for (const TomlTable& table : root.tables("group")) reading.add(reading.facts.groups, group_of(table), table);
  for (const TomlTable& table : root.tables("fact")) reading.add(reading.facts.facts, fact_of(table, topic), table);
  for (const TomlTable& table : root.tables("check")) {
    reading.add(reading.facts.checks, check_of(table, topic), table);
    reading.checks.push_back(table);
  }
}

void check_group(const TomlTable& table, Key key, const std::string& id, const Facts& facts) {
  if (find_group(facts, id) != nullptr) return;
  std::string known;
  for (const Group& group : facts.groups) known += (known.empty() ? "" : ", ") + group.id;
  table.refuse(key, "names no group: \"" + id + "\"", "groups are " + (known.empty() ? "none" : known));
}

void check_links(const TomlTable& table, const Check& check, const Facts& facts) {
  for (const std::string& id : check.rests_on) {
    const Fact* fact = find_fact(facts, id);
    if (fact == nullptr) table.refuse("rests_on", "names no fact: \"" + id + "\"", "add the fact, or correct the id");
    if (check.verified && is_unseen(fact->mark))
      table.refuse(
          "verified",
          "cannot be true: it rests on " + id + ", which nobody has seen (" + std::string(name(fact->mark)) + ")",
          "write verified = false, or see the fact in print and change its mark");
  }
  check_group(table, "group", check.group, facts);
  const auto targets = table.tables("targets");
  for (std::size_t i = 0; i < check.targets.size(); ++i) {
    check_group(targets[i], "group", check.targets[i].group, facts);
    if (!check.targets[i].against.empty()) check_group(targets[i], "against", check.targets[i].against, facts);
  }
}

}  // namespace

const FactsKeys& facts_keys() {
  static const FactsKeys keys{{"id", "what", "age_low", "age_high", "sets"},
                              {"id", "statement", "value", "n", "conditions", "source", "mark"},
                              {"id", "title", "protocol", "class", "targets", "rests_on", "basis", "mark", "verified",
                               "group", "in_scope", "reason", "ablation", "ablation_sets", "held_out"},
                              {"quantity", "unit", "low", "high", "direction", "reference", "over",
                               "width_without_source", "people_low", "people_high", "people_unit", "group", "against"}};
  return keys;
}

Facts parse_facts(const std::vector<FactsFile>& files) {
  Reading reading;
  reading.facts.hash = base::fnv1a("");
  for (const FactsFile& file : files) {
    read_file_into(reading, file);
    reading.facts.hash = base::fnv1a(file.text, reading.facts.hash);
  }
  for (std::size_t i = 0; i < reading.checks.size(); ++i)
    check_links(reading.checks[i], reading.facts.checks[i], reading.facts);
  return std::move(reading.facts);
}

Facts load_facts(const std::filesystem::path& folder) {
  std::vector<std::filesystem::path> paths;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(folder, error))
    if (entry.path().extension() == ".toml") paths.push_back(entry.path());
  if (paths.empty())
    throw base::Refusal("there are no facts here", folder.string(),
                        "give a folder with *.toml files, as evidence/facts");
  std::sort(paths.begin(), paths.end());
  std::vector<std::string> texts;
  texts.reserve(paths.size());
  for (const auto& path : paths) texts.push_back(base::to_utf8(base::read_file(path, std::size_t{1} << 22)));
  std::vector<FactsFile> files;
  for (std::size_t i = 0; i < paths.size(); ++i) files.push_back({paths[i].filename().string(), texts[i]});
  return parse_facts(files);
}

}  // namespace trilayer::literature
