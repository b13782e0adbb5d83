#include "trilayer/recording/bids/context.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/recording/bids/json.hpp"

namespace trilayer::recording::bids {
namespace {

using Json = nlohmann::ordered_json;

struct TextField {
  std::string_view key;     ///< in SessionContext
  std::string_view column;  ///< of participants.tsv; empty: belongs to the session
  std::string Context::*field;
  std::string_view meaning;
};

constexpr std::array<TextField, 9> text_fields{{
    {"Sex", "sex", &Context::sex, "as stated"},
    {"Handedness", "handedness", &Context::handedness, "as stated"},
    {"Lesion", "lesion", &Context::lesion, "lesion of the brain or spinal cord, as stated"},
    {"Drugs", "", &Context::drugs, ""},
    {"Stimulator", "", &Context::stimulator, ""},
    {"Coil", "", &Context::coil, ""},
    {"CoilPosition", "", &Context::coil_position, ""},
    {"Waveform", "", &Context::waveform, ""},
    {"ConditioningCalibration", "", &Context::conditioning_calibration, ""},
}};

struct NumberField {
  std::string_view key, column;
  std::optional<double> Context::*field;
  double low, high;
  std::string_view unit, meaning;
};

constexpr std::array<NumberField, 2> number_fields{{
    {"Age", "age", &Context::age, 0.0, 130.0, "year", "age at the recording"},
    {"Height", "height", &Context::height, 30.0, 250.0, "cm", "height of the body"},
}};

std::string bare(const std::string& participant) { return participant.substr(0, participant.find('_')); }

// What all sessions of one participant state alike, and nothing of what belongs to a session.
Context common(const std::vector<const Session*>& sessions) {
  Context shared;
  const Context& first = sessions.front()->context;
  const auto alike = [&](const auto& same) {
    return std::ranges::all_of(sessions, [&](const Session* session) { return same(session->context); });
  };
  for (const TextField& text : text_fields)
    if (!text.column.empty() && alike([&](const Context& c) { return c.*text.field == first.*text.field; }))
      shared.*text.field = first.*text.field;
  for (const NumberField& number : number_fields)
    if (alike([&](const Context& c) { return c.*number.field == first.*number.field; }))
      shared.*number.field = first.*number.field;
  if (alike([&](const Context& c) { return c.affected_side == first.affected_side; }))
    shared.affected_side = first.affected_side;
  return shared;
}

Json threshold_object(const Threshold& threshold) {
  Json object;
  object["Hemisphere"] = protocol::name(threshold.hemisphere);
  object["Kind"] = threshold.active ? "AMT" : "RMT";
  object["PercentOutput"] = threshold.percent_output;
  if (threshold.standard_error) object["StandardError"] = *threshold.standard_error;
  if (!threshold.criterion.empty()) object["Criterion"] = threshold.criterion;
  return object;
}

[[noreturn]] void refuse(const std::string& key, const std::string& problem, const std::string& place,
                         const std::string& advice) {
  throw base::Refusal("SessionContext." + key + " " + problem, place, advice);
}

void check_keys(const Json& object, const std::vector<std::string_view>& known, const std::string& stem,
                const std::string& place) {
  std::string list;
  for (const std::string_view key : known) list += (list.empty() ? "" : ", ") + std::string(key);
  for (const auto& [key, ignored] : object.items())
    if (std::ranges::find(known, key) == known.end()) refuse(stem + key, "is not known", place, "known are: " + list);
}

double in_range(double value, double low, double high, const std::string& key, const std::string& place) {
  if (value < low || value > high)
    refuse(key, fmt::format("is {}", base::format_number(value)), place,
           fmt::format("write a number from {} to {}", low, high));
  return value;
}

template <class Parse>
auto parsed(const Json& object, const std::string& key, const std::string& place, std::string_view allowed,
            Parse&& parse) -> decltype(parse("")) {
  const std::string text = text_of(object, key, place);
  if (text.empty()) return std::nullopt;
  const auto value = parse(text);
  if (!value) refuse(key, "is '" + text + "'", place, "write one of: " + std::string(allowed));
  return value;
}

Threshold threshold_from(const Json& object, const std::string& place) {
  if (!object.is_object())
    refuse("Thresholds", "holds something that is no object", place, "write { \"Hemisphere\": ... }");
  check_keys(object, {"Hemisphere", "Kind", "PercentOutput", "StandardError", "Criterion"}, "Thresholds.", place);
  const auto hemisphere = parsed(object, "Hemisphere", place, "left, right", protocol::parse_hemisphere);
  const auto active = parsed(object, "Kind", place, "RMT, AMT", [](const std::string& text) -> std::optional<bool> {
    if (text == "RMT" || text == "AMT") return text == "AMT";
    return std::nullopt;
  });
  const auto percent = number_of(object, "PercentOutput", place);
  if (!hemisphere || !active || !percent)
    refuse("Thresholds", "lacks Hemisphere, Kind or PercentOutput", place, "state all three of every threshold");
  Threshold threshold{*hemisphere, *active, in_range(*percent, 1.0, 150.0, "Thresholds.PercentOutput", place),
                      number_of(object, "StandardError", place), text_of(object, "Criterion", place)};
  if (threshold.standard_error) in_range(*threshold.standard_error, 0.0, 150.0, "Thresholds.StandardError", place);
  return threshold;
}

}  // namespace

Table participants_table(const std::vector<Session>& sessions) {
  std::map<std::string, std::vector<const Session*>> people;
  for (const Session& session : sessions) people[bare(session.participant)].push_back(&session);
  Table table{
      "participants.tsv", {"participant_id", "age", "sex", "handedness", "height", "lesion", "affected_side"}, {}};
  for (const auto& [participant, theirs] : people) {
    const Context context = common(theirs);
    const auto number = [](const std::optional<double>& value) { return value ? fmt::format("{}", *value) : ""; };
    table.rows.push_back({"sub-" + participant, number(context.age), context.sex, context.handedness,
                          number(context.height), context.lesion,
                          context.affected_side ? std::string(protocol::name(*context.affected_side)) : ""});
  }
  return table;
}

Json participants_sidecar(const Table& table) {
  Json sidecar = Json::object();
  for (const std::string& column : table.columns) {
    for (const TextField& text : text_fields)
      if (text.column == column) sidecar[column]["Description"] = text.meaning;
    for (const NumberField& number : number_fields)
      if (number.column == column) sidecar[column] = {{"Description", number.meaning}, {"Units", number.unit}};
    if (column == "affected_side")
      sidecar[column] = {{"Description", "side of the body that is affected, as stated"},
                         {"Levels", {{"left", "left side"}, {"right", "right side"}}}};
  }
  return sidecar;
}

Context context_of(const Table& participants, const std::string& participant, const Json& sidecar,
                   std::vector<base::Warning>& warnings) {
  Context context;
  std::size_t row = 0;
  while (row < participants.rows.size() && base::trim(participants.cell(row, "participant_id")) != "sub-" + participant)
    ++row;
  if (row == participants.rows.size()) {
    if (!participants.columns.empty())
      warnings.push_back({"participant_not_listed", "sub-" + participant + " has a folder but no row",
                          std::filesystem::path(participants.place).filename().string()});
    return context;
  }
  const auto unread = [&](std::string_view column, const std::string& text) {
    warnings.push_back({"participant_value_not_read",
                        fmt::format("{} '{}' of sub-{} was not read", column, text, participant),
                        fmt::format("participants.tsv, line {}, column {}", row + 2, column)});
  };
  for (const TextField& text : text_fields)
    if (!text.column.empty()) context.*text.field = participants.cell(row, text.column);
  for (const NumberField& number : number_fields) {
    const std::string text = participants.cell(row, number.column);
    if (base::trim(text).empty()) continue;
    auto value = base::parse_number(text);
    const auto described = sidecar.find(std::string(number.column));
    const bool metres = number.column == "height" && described != sidecar.end() && described->is_object() &&
                        described->value("Units", Json()) == "m";
    if (value && metres) value = *value * 100.0;
    if (value && *value >= number.low && *value <= number.high) {
      context.*number.field = value;
    } else {
      unread(number.column, text);
    }
  }
  const std::string affected(base::trim(participants.cell(row, "affected_side")));
  context.affected_side = protocol::parse_side(affected);
  if (!affected.empty() && !context.affected_side) unread("affected_side", affected);
  return context;
}

Json session_context(const Context& context, const Context& participant) {
  Json object = Json::object();
  for (const NumberField& number : number_fields)
    if (context.*number.field && context.*number.field != participant.*number.field)
      object[std::string(number.key)] = *(context.*number.field);
  for (const TextField& text : text_fields)
    if (context.*text.field != participant.*text.field) object[std::string(text.key)] = context.*text.field;
  if (context.affected_side && context.affected_side != participant.affected_side)
    object["AffectedSide"] = protocol::name(*context.affected_side);
  if (context.current_direction) object["CurrentDirection"] = protocol::name(*context.current_direction);
  for (const Threshold& threshold : context.thresholds) object["Thresholds"].push_back(threshold_object(threshold));
  return object;
}

void add_session_context(Context& context, const Json& object, const std::string& place) {
  if (!object.is_object()) throw base::Refusal("SessionContext is no object", place, "write it as { \"Key\": value }");
  std::vector<std::string_view> known{"AffectedSide", "CurrentDirection", "Thresholds"};
  for (const TextField& text : text_fields) known.push_back(text.key);
  for (const NumberField& number : number_fields) known.push_back(number.key);
  check_keys(object, known, "", place);
  for (const TextField& text : text_fields)
    if (object.contains(text.key)) context.*text.field = text_of(object, text.key, place);
  for (const NumberField& number : number_fields)
    if (const auto value = number_of(object, number.key, place))
      context.*number.field = in_range(*value, number.low, number.high, std::string(number.key), place);
  if (const auto side = parsed(object, "AffectedSide", place, "left, right", protocol::parse_side))
    context.affected_side = side;
  if (const auto direction = parsed(object, "CurrentDirection", place, "PA, AP, LM", protocol::parse_current_direction))
    context.current_direction = direction;
  const auto thresholds = object.find("Thresholds");
  if (thresholds == object.end()) return;
  if (!thresholds->is_array()) refuse("Thresholds", "is no list", place, "write it as [ { ... }, { ... } ]");
  for (const Json& one : *thresholds) context.thresholds.push_back(threshold_from(one, place));
}

}  // namespace trilayer::recording::bids
