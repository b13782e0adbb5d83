#include "trilayer/measures/measures_table.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/measures/detectors.hpp"
#include "trilayer/measures/table_cells.hpp"

namespace trilayer::measures {
namespace {

using catalogue::Descriptor;
using catalogue::Relation;

constexpr std::array columns{
    "measure", "condition", "block", "side",   "muscle", "hemisphere",  "value",     "standard_error",      "scale",
    "trials",  "unit",      "state", "reason", "method", "participant", "recording", "smallest_detectable", "p_value",
    "layers",  "direction"};
constexpr std::array needed{"measure", "condition", "side", "value"};
constexpr std::string_view unlabelled = "table";  // the participant of a table without a column for them
constexpr std::string_view usual_muscle = "FDI";  // of a table without a column for muscles

std::string joined(const auto& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + std::string(word);
  return text;
}

std::string catalogue_ids() {
  std::vector<std::string_view> ids;
  for (const Descriptor& measure : catalogue::measures()) ids.push_back(measure.id);
  return joined(ids);
}

std::string state_words() {
  std::string text;
  for (const State state : {State::value, State::absent, State::at_least, State::at_most, State::confounded,
                            State::unobtainable, State::missing, State::invalid})
    text += (text.empty() ? "" : ", ") + std::string(name(state));
  return text;
}

Permitted range_of(const Descriptor& measure) {
  const catalogue::Limits limits = catalogue::permitted(measure);
  return {limits.low, limits.high, limits.low > 0.0 || measure.scale != catalogue::ErrorScale::log};
}

void check_header(const Table& table) {
  const auto has = [&](std::string_view column) {
    return std::find(table.header.begin(), table.header.end(), column) != table.header.end();
  };
  std::set<std::string> seen;
  for (const auto& column : table.header)
    if (!seen.insert(column).second)
      throw base::Refusal("the column " + column + " is there twice", table.place + ", line 1", "keep one of the two");
  for (const char* column : needed)
    if (!has(column))
      throw base::Refusal("there is no column " + std::string(column), table.place + ", line 1",
                          "a measures table is tab-separated and has at least the columns " + joined(needed));
  if (table.rows.empty())
    throw base::Refusal("the table has a header and no rows", table.place, "write one row a measurement");
}

void warn_of_columns(const Table& table, std::vector<base::Warning>& warnings) {
  for (const auto& column : table.header)
    if (std::find(columns.begin(), columns.end(), column) == columns.end())
      warnings.push_back(
          {"unknown_column", "the column '" + column + "' is not known and was not read", table.place + ", line 1"});
}

void check_unit_and_scale(const Row& row, const Descriptor& measure) {
  const auto same = [&](const char* column, std::string_view ours, const std::string& advice) {
    if (const std::string stated = row.word(column); !stated.empty() && stated != ours)
      row.refuse(column, "is '" + stated + "', but " + std::string(measure.id) + " has '" + std::string(ours) + "'",
                 advice);
  };
  same("unit", measure.unit, "convert value and error, and write the unit of the catalogue");
  same("scale", catalogue::name(measure.scale),
       "convert the standard error: on 'log' it is that of the natural logarithm of the value, on 'logit' that of the "
       "log odds");
}

// A hemisphere that the table states is checked against the measure's definition; in a table without that column the
// definition says which it is.
std::optional<protocol::Hemisphere> hemisphere(const Row& row, const Descriptor& measure,
                                               std::optional<protocol::Side> side) {
  const auto stated = row.parsed("hemisphere", protocol::parse_hemisphere, "left, right");
  const bool crossed = measure.relation == Relation::contralateral;
  if (!side || (!crossed && measure.relation != Relation::ipsilateral)) return stated;
  const auto defined = crossed ? protocol::contralateral_hemisphere(*side) : protocol::ipsilateral_hemisphere(*side);
  if (stated && *stated != defined)
    row.refuse("hemisphere",
               std::string(measure.id) + " of the " + std::string(protocol::name(*side)) +
                   " side is defined by a pulse to the " + std::string(protocol::name(defined)) +
                   " hemisphere, not the " + std::string(protocol::name(*stated)),
               "correct side or hemisphere: the hemisphere is that of the test pulse, the side that of the muscle");
  return row.has("hemisphere") ? stated : defined;
}

State state(const Row& row) {
  if (const auto stated = row.parsed("state", parse_state, state_words())) return *stated;
  if (row.word("value").empty())
    row.refuse("value", "the row has neither a value nor a state",
               "write a number, or in a column state why there is none: " + state_words());
  return State::value;
}

void check_number(const Row& row, const Measurement& m) {
  const bool wanted = m.state == State::value || m.state == State::at_least || m.state == State::at_most ||
                      m.state == State::confounded;
  if (wanted && !m.value)
    row.refuse("value", "the state is '" + std::string(name(m.state)) + "', but there is no value",
               "write the number, or one of the states without one: absent, unobtainable, missing, invalid");
  if (!wanted && m.value)
    row.refuse("value", "the state is '" + std::string(name(m.state)) + "', but there is a value",
               "write n/a, or one of the states with a number: value, at_least, at_most, confounded");
  if (!m.value && m.standard_error) row.refuse("standard_error", "there is an error and no value", "write n/a");
  if (m.state != State::absent && m.smallest_detectable)
    row.refuse("smallest_detectable", "is given, but the state is not absent", "write n/a, or absent in state");
}

int trials(const Row& row) {
  const double number = row.number("trials", {0.0, 1e6, true}, "1").value_or(0.0);
  if (std::floor(number) != number)
    row.refuse("trials", "is no whole number", "write how many trials were used, or n/a");
  return static_cast<int>(number);
}

Measurement measurement(const Row& row, const Descriptor& measure) {
  Measurement m;
  check_unit_and_scale(row, measure);
  m.state = state(row);
  m.key.measure = std::string(measure.id);
  m.key.condition = row.word("condition");
  m.key.side = row.parsed("side", protocol::parse_side, "left, right");
  if (!m.key.side && m.state != State::missing)
    row.refuse("side", "nothing says which side was measured", "write left or right: the side of the muscle");
  m.key.muscle = row.has("muscle") ? row.word("muscle") : std::string(usual_muscle);
  m.key.hemisphere = hemisphere(row, measure, m.key.side);
  m.participant = row.has("participant") ? row.word("participant") : std::string(unlabelled);
  m.recording = row.word("recording");
  m.block = row.word("block");
  m.value = row.number("value", range_of(measure), measure.unit);
  m.standard_error = row.number("standard_error", {0.0, no_limit, true}, "1");
  m.smallest_detectable = row.number("smallest_detectable", {0.0, range_of(measure).high, false}, measure.unit);
  m.p_value = row.number("p_value", {0.0, 1.0, true}, "1");
  m.trials = trials(row);
  m.reason = row.word("reason");
  m.method = row.word("method");
  check_number(row, m);
  if (m.reason.empty() && m.state != State::value) m.reason = "the table says so, without a reason";
  return m;
}

/// Something unknown, and the lines it stands in.
using Unknown = std::map<std::string, std::vector<std::size_t>>;

void warn_of(const Unknown& unknown, const std::string& code, const std::string& why, const std::string& place,
             std::vector<base::Warning>& warnings) {
  for (const auto& [word, lines] : unknown)
    warnings.push_back(
        {code, "'" + word + "' " + why + " (" + std::to_string(lines.size()) + (lines.size() == 1 ? " row)" : " rows)"),
         place + ", line " + std::to_string(lines.front())});
}

}  // namespace

bool is_measures_table(std::string_view text) {
  const auto header = base::split(base::trim(text.substr(0, text.find('\n'))), '\t');
  return std::any_of(header.begin(), header.end(),
                     [](const std::string& cell) { return base::trim(base::to_utf8(cell)) == "measure"; });
}

Results parse_measurements(std::string_view text, const std::string& place) {
  const Table table = cut_table(text, place);
  check_header(table);
  Results results;
  warn_of_columns(table, results.warnings);
  if (std::find(table.header.begin(), table.header.end(), "muscle") == table.header.end())
    results.warnings.push_back(
        {"muscle_not_stated",
         "the table has no column muscle: everything is taken as measured in " + std::string(usual_muscle), place});
  Unknown measures_nobody_knows, conditions_nobody_knows;
  std::map<std::tuple<std::string, std::string, std::string, Key>, std::size_t> lines;
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    const Row row(table, r);
    const std::string id = row.word("measure");
    if (id.empty()) row.refuse("measure", "the row names no measure", "write the id of a measure");
    const Descriptor* measure = catalogue::find_descriptor(id);
    if (measure == nullptr) {
      measures_nobody_knows[id].push_back(table.line_of[r]);
      continue;
    }
    Measurement m = measurement(row, *measure);
    const auto [first, is_new] = lines.insert({{m.participant, m.recording, m.block, m.key}, table.line_of[r]});
    if (!is_new)
      row.refuse("measure",
                 id + " stands in line " + std::to_string(first->second) +
                     " already, for the same participant, condition, side, muscle and hemisphere",
                 "keep one of the two, or name their blocks or recordings in columns");
    const bool needs_none = m.key.condition.empty() && detector_of(id) == nullptr;  // an image of a person at rest
    if (m.state != State::missing && !needs_none && !protocol::parse_label(m.key.condition, m.key.hemisphere))
      conditions_nobody_knows[m.key.condition].push_back(table.line_of[r]);
    results.measurements.push_back(std::move(m));
  }
  warn_of(measures_nobody_knows, "unknown_measure", "is no measure of the catalogue and was not read", place,
          results.warnings);
  warn_of(conditions_nobody_knows, "unknown_condition",
          "is no condition in the program's words: it is kept and shown, but no answer rests on it", place,
          results.warnings);
  if (results.measurements.empty())
    throw base::Refusal("no row names a measure of the catalogue", place,
                        "write in the column measure one of: " + catalogue_ids());
  return results;
}

Results read_measurements(const std::filesystem::path& file) {
  return parse_measurements(base::read_file(file), file.string());
}

std::vector<ParticipantMeasurements> by_participant(const std::vector<Measurement>& measurements) {
  std::vector<ParticipantMeasurements> people;
  for (const Measurement& m : measurements) {
    auto found = std::find_if(people.begin(), people.end(),
                              [&](const auto& person) { return person.participant == m.participant; });
    if (found == people.end()) found = people.insert(people.end(), {m.participant, {}});
    found->measurements.push_back(m);
  }
  return people;
}

}  // namespace trilayer::measures
