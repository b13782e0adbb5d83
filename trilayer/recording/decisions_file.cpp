#include "trilayer/recording/decisions_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <nlohmann/json.hpp>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/recording/bids/bids.hpp"
#include "trilayer/recording/bids/names.hpp"
#include "trilayer/recording/pulse_table.hpp"

namespace trilayer::recording {
namespace {

namespace fs = std::filesystem;
using base::Refusal;

const std::vector<std::string> columns{"recording", "block", "trial", "time", "side",      "muscle", "measure",
                                       "decision",  "value", "who",   "when", "detectors", "why"};

// What is wrong with a decision, in which column, and what to do.
struct Fault {
  std::string column, problem, advice;
};

bool is_time(const std::string& text) {  // 2026-11-22T22:14:38Z
  constexpr std::string_view form = "dddd-dd-ddTdd:dd:ddZ";
  return text.size() == form.size() && std::equal(text.begin(), text.end(), form.begin(), [](char c, char f) {
           return f == 'd' ? std::isdigit(static_cast<unsigned char>(c)) != 0 : c == f;
         });
}

std::optional<Fault> fault_of(const Decision& d) {
  if (d.recording.empty()) return Fault{"recording", "names no recording", "write its file's name"};
  if (d.block.empty()) return Fault{"block", "names no block", "write the block's id (trilayer info lists them)"};
  if (d.trial < 1) return Fault{"trial", "is no trial", "write its position in the block, from 1"};
  if (d.side.has_value() == d.muscle.empty())
    return Fault{"side", "side and muscle are said only together", "say both, or neither for the whole trial"};
  if (!d.measure.empty() && d.measure != "cmep_latency" && d.measure != "csp_duration")
    return Fault{"measure", "a decision cannot be made on " + d.measure,
                 "cmep_latency and csp_duration can be decided on, or the muscle or trial as a whole: leave it empty"};
  if (!d.measure.empty() && !d.side)
    return Fault{"side", "a number of a trial is one muscle's", "say side and muscle too"};
  if (!d.measure.empty() && d.verdict == Verdict::reject)
    return Fault{"measure", "one number alone is not rejected",
                 "leave measure empty to reject the muscle in this trial, or move the marker"};
  if (d.side && d.measure.empty() && d.verdict == Verdict::moved)
    return Fault{"measure", "it is not said what moves",
                 "say measure cmep_latency or csp_duration, or leave side and muscle out to move the pulse"};
  if (d.value.has_value() != (d.verdict == Verdict::moved))
    return Fault{"value", "only a moved marker has a value, and it always has one", "write the ms it moved to"};
  const PermittedMove range = permitted_move(d.measure);
  if (d.value && !(*d.value >= range.from && *d.value <= range.to))
    return Fault{"value", fmt::format("{:g} ms is out of range", *d.value),
                 fmt::format("write a number from {:g} to {:g}", range.from, range.to)};
  if (d.who.empty() || d.who.size() > 8)
    return Fault{"who", "are no initials", "write one to eight letters: initials, not a name"};
  if (!is_time(d.when)) return Fault{"when", "is no time", "write it as 2026-11-22T22:14:38Z (UTC)"};
  if (d.why.empty()) return Fault{"why", "no reason is given", "write one: a decision without a reason is no decision"};
  return std::nullopt;
}

std::optional<Verdict> parse_verdict(const std::string& text) {
  for (const Verdict verdict : {Verdict::accept, Verdict::reject, Verdict::moved})
    if (text == name(verdict)) return verdict;
  return std::nullopt;
}

std::vector<std::string> cells_of(const Decision& d) {
  return {d.recording,
          d.block,
          std::to_string(d.trial),
          base::format_number(d.time.value(), 9),
          d.side ? std::string(protocol::name(*d.side)) : "",
          d.muscle,
          d.measure,
          std::string(name(d.verdict)),
          d.value ? base::format_number(*d.value, 6) : "",
          d.who,
          d.when,
          d.detectors,
          d.why};
}

Decision decision_in(const Table& table, std::size_t row) {
  const auto refuse = [&](const std::string& column, const std::string& problem, const std::string& advice) {
    throw Refusal(problem, fmt::format("{}, line {}, column {}", table.place, row + 2, column), advice);
  };
  const auto cell = [&](const char* column) { return table.cell(row, column); };
  Decision d;
  d.recording = cell("recording");
  d.block = cell("block");
  d.trial = static_cast<int>(std::clamp(base::parse_integer(cell("trial")).value_or(0), -1LL, 1'000'000LL));
  const auto time = base::parse_number(cell("time"));
  if (!time) refuse("time", "is no number", "write the trial's time in s");
  d.time = base::Seconds(*time);
  d.side = protocol::parse_side(cell("side"));
  if (!d.side && !cell("side").empty()) refuse("side", "is no side", "write left, right, or n/a for the whole trial");
  d.muscle = cell("muscle");
  d.measure = cell("measure");
  const auto verdict = parse_verdict(cell("decision"));
  if (!verdict) refuse("decision", "'" + cell("decision") + "' is no decision", "write accept, reject or moved");
  d.verdict = *verdict;
  d.value = base::parse_number(cell("value"));
  if (!d.value && !cell("value").empty()) refuse("value", "is no number", "write ms with a decimal point, or n/a");
  d.who = cell("who");
  d.when = cell("when");
  d.detectors = cell("detectors");
  d.why = cell("why");
  if (const auto fault = fault_of(d)) refuse(fault->column, fault->problem, fault->advice);
  return d;
}

Table table_at(const fs::path& file) {
  Table table = read_table(file);
  for (const std::string& column : columns)
    if (!table.has(column))
      throw Refusal("has no column " + column, table.place + ", line 1",
                    "head it as trilayer review does: " + fmt::format("{}", fmt::join(columns, ", ")));
  return table;
}

// BIDS asks every folder of derivatives to say what made it.
void describe_derivatives(const fs::path& file) {
  fs::path folder = file.parent_path();
  while (folder.filename() != "trilayer" && folder.has_relative_path()) folder = folder.parent_path();
  const fs::path page = folder / "dataset_description.json";
  if (folder.parent_path().filename() != "derivatives" || fs::exists(page)) return;
  nlohmann::ordered_json description{
      {"Name", "Decisions of people on single trials"}, {"BIDSVersion", "1.11.1"}, {"DatasetType", "derivative"}};
  description["GeneratedBy"] = nlohmann::ordered_json::array({{{"Name", "Trilayer"}}});
  base::write_file(page, description.dump(2) + "\n");
}

}  // namespace

PermittedMove permitted_move(std::string_view measure) {
  if (measure == "cmep_latency") return {1.0, 200.0};
  if (measure == "csp_duration") return {1.0, 1000.0};
  return {-100.0, 100.0};
}

fs::path decisions_file(const fs::path& opened, const std::string& recording) {
  const fs::path stem = fs::path(recording).stem();
  std::error_code error;
  if (!fs::is_directory(opened, error)) return opened.parent_path() / (stem.string() + ".decisions.tsv");
  fs::path folder = opened / "derivatives" / "trilayer";
  std::string base_name = stem.string();
  if (const auto name = bids::parse_name(recording)) {
    for (const char* entity : {"sub", "ses"})
      if (const auto label = name->entities.find(entity); label != name->entities.end())
        folder /= std::string(entity) + "-" + label->second;
    if (base_name.ends_with("_emg")) base_name.resize(base_name.size() - 4);
  }
  return folder / "emg" / (base_name + "_decisions.tsv");
}

std::vector<Decision> read_decisions(const fs::path& file) {
  std::error_code error;
  if (!fs::exists(file, error)) return {};
  const Table table = table_at(file);
  std::vector<Decision> all;
  for (std::size_t row = 0; row < table.rows.size(); ++row) all.push_back(decision_in(table, row));
  return all;
}

namespace {

void append(const fs::path& file, const Decision& decision) {
  std::error_code error;
  Table table{file.string(), columns, {}};
  if (fs::exists(file, error)) {
    static_cast<void>(read_decisions(file));  // what cannot be read is not added to
    table = table_at(file);
  }
  const std::vector<std::string> cells = cells_of(decision);
  std::vector<std::string> row(table.columns.size());
  for (std::size_t c = 0; c < columns.size(); ++c)
    row[static_cast<std::size_t>(std::ranges::find(table.columns, columns[c]) - table.columns.begin())] = cells[c];
  table.rows.push_back(std::move(row));
  base::write_file(file, to_text(table));
}

}  // namespace

void append_decision(const fs::path& file, const Decision& decision) {
  if (const auto fault = fault_of(decision)) throw Refusal(fault->problem, fault->column, fault->advice);
  const fs::path folder = fs::absolute(file).parent_path();
  std::error_code error;
  fs::create_directories(folder, error);
  base::while_locked(folder, [&] {
    append(file, decision);
    describe_derivatives(fs::absolute(file));
  });
}

}  // namespace trilayer::recording
