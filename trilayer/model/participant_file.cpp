#include "trilayer/model/participant_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <vector>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/base/toml.hpp"
#include "trilayer/model/parameters.hpp"

namespace trilayer::model {
namespace {

using base::TomlTable;
using protocol::Side;

// A label as data sets take it: it becomes a file's name.
std::optional<std::string> parse_label(std::string_view text) {
  const bool fits = !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](unsigned char c) {
    return c < 128 && std::isalnum(c) != 0;
  });
  return fits ? std::optional(std::string(text)) : std::nullopt;
}

// "corticospinal.right" = 0.6, or right = 0.6 below [loadings.corticospinal]; each of the six once.
void read_loadings(const TomlTable& table, Loadings& loadings) {
  std::vector<std::string> names;
  for (const LoadingName loading : all_loadings) names.push_back(name(loading));
  std::vector<std::string_view> known(names.begin(), names.end());
  for (const Layer layer : all_layers) known.push_back(name(layer));
  table.only(known);
  for (const Layer layer : all_layers) {
    const auto inner = table.below(name(layer));
    if (inner) inner->only({"left", "right"});
    for (const auto direction : protocol::both_directions) {
      const LoadingName loading{layer, direction};
      const auto whole = table.number(name(loading), 0.0, 1.0);
      const auto nested = inner ? inner->number(name(direction), 0.0, 1.0) : std::nullopt;
      if (whole && nested) inner->refuse(name(direction), "is stated twice", "state every loading once");
      if (whole || nested) loadings[loading] = whole ? *whole : *nested;
    }
  }
}

// Sets those of the sides given here; a parameter of the whole person only where both are.
void read_parameters(const TomlTable& table, const std::vector<Side>& sides, Participant& participant) {
  const bool whole_person = sides.size() == 2;
  std::vector<std::string_view> known;
  for (const Parameter& parameter : parameters()) known.push_back(parameter.name);
  if (whole_person) known.insert(known.end(), {"left", "right"});
  table.only(known);
  for (const Parameter& parameter : parameters()) {
    const auto value = table.number(parameter.name, parameter.low, parameter.high);
    if (!value) continue;
    if (!is_sided(parameter) && !whole_person)
      table.refuse(parameter.name, "has no side", "write it below [parameters]");
    for (const Side side : sides) value_of(participant, parameter, side) = *value;
  }
}

// Every parameter with each of its sides; a parameter of the whole person comes once, without one.
template <class Visit>
void for_each_value(const Participant& participant, Visit visit) {
  for (const Parameter& parameter : parameters()) {
    if (!is_sided(parameter)) visit(parameter, std::optional<Side>(), value_of(participant, parameter, Side::left));
    if (!is_sided(parameter)) continue;
    for (const Side side : protocol::both_sides)
      visit(parameter, std::optional(side), value_of(participant, parameter, side));
  }
}

}  // namespace

Participant parse_participant(std::string_view toml, const std::string& place) {
  const TomlTable file = base::parse_toml(toml, place);
  file.only({"label", "age", "height", "generator", "loadings", "parameters"});
  Participant participant = median_participant();
  if (const auto label = file.word("label", parse_label, "1 to 64 letters and digits, without \"sub-\""))
    participant.label = *label;
  participant.age = file.number("age", 0.0, 120.0);
  participant.height = file.number("height", 30.0, 260.0);
  if (const auto generator =
          file.word("generator", parse_layer_three, "gated_share, additive, activation_threshold or neural_field"))
    participant.generator = *generator;
  if (const auto loadings = file.below("loadings")) read_loadings(*loadings, participant.loadings);
  const auto parameters = file.below("parameters");
  if (!parameters) return participant;
  read_parameters(*parameters, {Side::left, Side::right}, participant);
  for (const Side side : protocol::both_sides)
    if (const auto own = parameters->below(name(side))) read_parameters(*own, {side}, participant);
  return participant;
}

Participant read_participant(const std::filesystem::path& file) {
  return parse_participant(base::to_utf8(base::read_file(file, std::size_t{1} << 20)), file.filename().string());
}

std::string to_toml(const Participant& participant) {
  std::string text = fmt::format("label = \"{}\"\n", participant.label);
  if (participant.age) text += fmt::format("age = {}\n", *participant.age);
  if (participant.height) text += fmt::format("height = {}\n", *participant.height);
  if (participant.generator != LayerThree::gated_share)
    text += fmt::format("generator = \"{}\"\n", name(participant.generator));
  text += "\n[loadings]\n";
  for (const LoadingName loading : all_loadings)
    text += fmt::format("\"{}\" = {}\n", name(loading), participant.loadings[loading]);
  const auto table_of = [&](std::string_view head, std::optional<Side> wanted) {
    std::string rows;
    for_each_value(participant, [&](const Parameter& parameter, std::optional<Side> side, double value) {
      if (side == wanted && value != parameter.value) rows += fmt::format("{} = {}\n", parameter.name, value);
    });
    if (!rows.empty()) text += fmt::format("\n[{}]\n{}", head, rows);
  };
  table_of("parameters", std::nullopt);
  table_of("parameters.left", Side::left);
  table_of("parameters.right", Side::right);
  return text;
}

std::string truth_table(const Participant& participant) {
  std::string text = "participant\tkind\tname\tside\tvalue\tunit\n";
  const auto row = [&](std::string_view kind, std::string_view what, std::string_view side, double value,
                       std::string_view unit) {
    text += fmt::format("{}\t{}\t{}\t{}\t{}\t{}\n", participant.label, kind, what, side, value, unit);
  };
  for (const LoadingName loading : all_loadings)
    row("loading", name(loading.layer), name(loading.direction), participant.loadings[loading], "1");
  if (participant.age) row("covariate", "age", "n/a", *participant.age, "years");
  if (participant.height) row("covariate", "height", "n/a", *participant.height, "cm");
  for_each_value(participant, [&](const Parameter& parameter, std::optional<Side> side, double value) {
    row("parameter", parameter.name, side ? name(*side) : "n/a", value, parameter.unit);
  });
  return text;
}

}  // namespace trilayer::model
