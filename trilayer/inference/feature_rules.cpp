#include "trilayer/inference/feature_rules.hpp"

#include <toml++/toml.h>

#include <array>
#include <set>
#include <utility>

#include "trilayer/base/errors.hpp"

extern "C" const char trilayer_features[], trilayer_features_end[];  // NOLINT: the embedded features.toml

namespace trilayer::inference {
namespace {

using Word = std::string_view;

constexpr std::array<std::pair<Word, Scale>, 3> scales{
    {{"linear", Scale::linear}, {"log", Scale::log}, {"logit", Scale::logit}}};
constexpr std::array<std::pair<Word, Conditioned>, 3> conditioneds{
    {{"none", Conditioned::none}, {"same", Conditioned::same_hemisphere}, {"other", Conditioned::other_hemisphere}}};
constexpr std::array<std::pair<Word, ContextField>, 1> context_fields{{{"age", ContextField::age}}};
constexpr std::array<std::pair<Word, Hands>, 5> hand_words{{{"any", Hands::any},
                                                            {"rest", Hands::rest},
                                                            {"measured_active", Hands::measured_active},
                                                            {"other_active", Hands::other_active},
                                                            {"both_active", Hands::both_active}}};

[[noreturn]] void wrong(const toml::table& row, const std::string& what) {
  throw base::Bug("features.toml line " + std::to_string(row.source().begin.line) + ": " + what);
}

std::optional<std::string> text(const toml::table& row, Word key) {
  if (!row.contains(key)) return std::nullopt;
  const auto value = row[key].value_exact<std::string>();
  if (!value) wrong(row, std::string(key) + " must be text");
  return value;
}

bool flag(const toml::table& row, Word key) {
  if (!row.contains(key)) return false;
  const auto value = row[key].value_exact<bool>();
  if (!value) wrong(row, std::string(key) + " must be true or false");
  return *value;
}

std::optional<Range> range(const toml::table& row, Word key) {
  if (!row.contains(key)) return std::nullopt;
  const toml::array* numbers = row[key].as_array();
  if (numbers == nullptr || numbers->size() != 3) wrong(row, std::string(key) + " must be [low, high, nominal]");
  Range range;
  std::size_t next = 0;
  for (double* place : {&range.low, &range.high, &range.nominal}) {
    const auto value = numbers->get(next++)->value<double>();
    if (!value) wrong(row, std::string(key) + " must be three numbers");
    *place = *value;
  }
  if (!(range.low < range.high) || !range.contains(range.nominal)) wrong(row, std::string(key) + " is no range");
  return range;
}

// A word of the table, or `otherwise` where the key is not there.
template <class T, std::size_t n>
T word(const toml::table& row, Word key, const std::array<std::pair<Word, T>, n>& known, T otherwise) {
  const auto said = text(row, key);
  if (!said) return otherwise;
  for (const auto& [name, value] : known)
    if (name == *said) return value;
  wrong(row, std::string(key) + " cannot be '" + *said + "'");
}

Scale scale_of_errors(const catalogue::Descriptor& measure) {
  switch (measure.scale) {
    case catalogue::ErrorScale::linear:
      return Scale::linear;
    case catalogue::ErrorScale::log:
      return Scale::log;
    case catalogue::ErrorScale::logit:
      return Scale::logit;
  }
  return Scale::linear;
}

void refuse_unknown_keys(const toml::table& row) {
  static const std::set<Word> known{"name",          "title",     "measure",
                                    "context",       "scale",     "conditioning",
                                    "interval",      "intensity", "conditioning_intensity",
                                    "any_intensity", "hands",     "both_hemispheres_together",
                                    "task",          "force",     "complexity"};
  for (const auto& [key, node] : row)
    if (!known.contains(key.str())) wrong(row, "no key '" + std::string(key.str()) + "'");
}

FeatureRule read_row(const toml::table& row) {
  refuse_unknown_keys(row);
  FeatureRule rule;
  rule.name = text(row, "name").value_or("");
  rule.title = text(row, "title").value_or("");
  if (rule.name.empty() || rule.title.empty()) wrong(row, "name and title are needed");
  if (row.contains("context")) {
    if (row.size() != 3) wrong(row, "context stands with name and title alone");
    rule.context = word(row, "context", context_fields, ContextField::age);
    return rule;
  }
  rule.measure = catalogue::find_descriptor(text(row, "measure").value_or(""));
  if (rule.measure == nullptr) wrong(row, "the catalogue has no such measure");
  rule.scale = word(row, "scale", scales, scale_of_errors(*rule.measure));
  rule.conditioned = word(row, "conditioning", conditioneds, Conditioned::none);
  rule.interval = range(row, "interval");
  rule.conditioning_intensity = range(row, "conditioning_intensity");
  rule.intensity = range(row, "intensity");
  rule.any_intensity = flag(row, "any_intensity");
  rule.hands = word(row, "hands", hand_words, Hands::any);
  rule.both_hemispheres_together = flag(row, "both_hemispheres_together");
  if (const auto task = text(row, "task")) {
    const auto known = protocol::parse_task(*task);
    if (!known) wrong(row, "no task '" + *task + "'");
    rule.task = *known;
  }
  rule.force = range(row, "force");
  if (const auto complexity = text(row, "complexity")) {
    rule.complexity = protocol::parse_complexity(*complexity);
    if (!rule.complexity) wrong(row, "no complexity '" + *complexity + "'");
  }
  if (rule.interval.has_value() != (rule.conditioned != Conditioned::none))
    wrong(row, "interval and conditioning belong together");
  return rule;
}

}  // namespace

FeatureRules parse_feature_rules(std::string_view toml) {
  FeatureRules rules;
  toml::table file;
  try {
    file = toml::parse(toml);
  } catch (const toml::parse_error& error) {
    throw base::Bug("features.toml: " + std::string(error.description()));
  }
  const toml::array* muscles = file["muscles"].as_array();
  const toml::array* rows = file["feature"].as_array();
  base::require(muscles != nullptr && rows != nullptr, "features.toml has no muscles or no [[feature]]");
  for (const toml::node& muscle : *muscles) rules.muscles.push_back(muscle.value<std::string>().value_or(""));
  std::set<std::string> names;
  for (const toml::node& row : *rows) {
    base::require(row.is_table(), "a [[feature]] of features.toml is no table");
    rules.rows.push_back(read_row(*row.as_table()));
    if (!names.insert(rules.rows.back().name).second) wrong(*row.as_table(), "the name stands twice");
  }
  return rules;
}

std::string_view features_text() {
  return {trilayer_features, static_cast<std::size_t>(trilayer_features_end - trilayer_features)};
}

const FeatureRules& feature_rules() {
  static const FeatureRules rules = parse_feature_rules(features_text());
  return rules;
}

}  // namespace trilayer::inference
