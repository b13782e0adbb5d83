#include "trilayer/recording/bids/events.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/recording/bids/segments.hpp"
#include "trilayer/recording/formats/edf.hpp"
#include "trilayer/recording/pulse_columns.hpp"

namespace trilayer::recording::bids {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view marker_type = "marker";
constexpr std::string_view segment_type = "segment_start";
// Times beside onset that count from the first sample stored.
constexpr std::array<std::string_view, 4> other_times{"tms_test_time", "tms_cond_time", "tms_other_time",
                                                      "anchor_time"};

const std::vector<ColumnMeaning>& own_columns() {
  static const std::vector<ColumnMeaning> columns{
      {"value", "code of the marker as the amplifier or its software wrote it", "", {}},
      {"epoch", "number of the segment the row is in, from 1", "", {}},
      {"acq_onset", "onset counted from the first sample of the recording, gaps between segments included", "s", {}},
  };
  return columns;
}

std::string exact(double value) { return fmt::format("{}", value); }

std::size_t column_of(Table& table, std::string_view name) {
  const auto found = std::ranges::find(table.columns, name);
  if (found != table.columns.end()) return static_cast<std::size_t>(found - table.columns.begin());
  table.columns.emplace_back(name);
  for (auto& row : table.rows) row.emplace_back("n/a");
  return table.columns.size() - 1;
}

void add_row(Table& table, const std::vector<std::pair<std::string_view, std::string>>& cells) {
  std::vector<std::size_t> places;
  for (const auto& [name, ignored] : cells) places.push_back(column_of(table, name));
  auto& row = table.rows.emplace_back(table.columns.size(), "n/a");
  for (std::size_t i = 0; i < cells.size(); ++i) row[places[i]] = cells[i].second;
}

std::string without_breaks(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return c == '\t' || c == '\n' || c == '\r'; }, ' ');
  return text;
}

// Rows as they are in the recording's clock, to the clock of the file; the recording's stays in acq_onset.
void change_clock(Table& table, const Recording& recording, const std::vector<StoredSegment>& segments) {
  const std::size_t onset_column = column_of(table, "onset");
  const std::size_t epoch_column = column_of(table, "epoch");
  const std::size_t true_column = column_of(table, "acq_onset");
  for (auto& row : table.rows) {
    const base::Seconds onset(*base::parse_number(row[onset_column]));
    const base::Seconds stored = time_in_edf(recording, onset);
    row[true_column] = row[onset_column];
    row[onset_column] = exact(stored.value());
    row[epoch_column] = std::to_string(segment_at(segments, onset) + 1);
    for (const std::string_view name : other_times) {
      if (!table.has(name)) continue;
      std::string& cell = row[column_of(table, name)];
      if (const auto time = base::parse_number(cell)) cell = exact(stored.value() + (*time - onset.value()));
    }
  }
}

void sort_by_onset(Table& table) {
  const std::size_t column = column_of(table, "onset");
  std::vector<std::pair<double, std::vector<std::string>>> rows;
  for (auto& row : table.rows) {
    const double onset = *base::parse_number(row[column]);
    rows.emplace_back(onset, std::move(row));
  }
  std::ranges::stable_sort(rows, {}, [](const auto& row) { return row.first; });
  table.rows.clear();
  for (auto& [ignored, row] : rows) table.rows.push_back(std::move(row));
}

[[noreturn]] void refuse(const Table& table, std::size_t row, std::string_view column, const std::string& problem,
                         const std::string& advice) {
  throw base::Refusal(problem, fmt::format("{}, line {}, column {}", table.place, row + 2, column), advice);
}

base::Seconds time_in(const Table& table, std::size_t row, std::string_view column) {
  const auto time = base::parse_number(table.cell(row, column));
  if (!time)
    refuse(table, row, column, "'" + table.cell(row, column) + "' is no time",
           "write a number of seconds with a decimal point");
  return base::Seconds(*time);
}

bool is_segment_row(const Table& table, std::size_t row) {
  return base::trim(table.cell(row, "trial_type")) == segment_type;
}

std::vector<StoredSegment> stated_segments(const Table& table) {
  std::vector<StoredSegment> segments;
  for (std::size_t r = 0; r < table.rows.size(); ++r)
    if (is_segment_row(table, r))
      segments.push_back({time_in(table, r, "onset"), time_in(table, r, "acq_onset"), base::Seconds(0.0),
                          fmt::format("{}, line {}", table.place, r + 2)});
  return segments;
}

// Epochs of equal length whose true starts nobody states: as if one followed the other.
std::vector<StoredSegment> equal_epochs(Recording& recording, base::Seconds length) {
  for (const Channel& channel : recording.channels)
    if (length.value() * channel.rate.value() < 1.0)
      throw base::Refusal("EpochLength is shorter than a sample of '" + channel.name + "'", recording.name,
                          "write the length of an epoch in s");
  const double count = std::floor(duration(recording) / length + 1e-6);
  std::vector<StoredSegment> segments;
  for (double i = 0.0; i < count; ++i) segments.push_back({length * i, length * i, base::Seconds(0.0), recording.name});
  recording.warnings.push_back(
      {"epoch_starts_unknown",
       fmt::format("the {} epochs are taken to follow one another without a gap: no events row of the type {} says "
                   "when they started",
                   segments.size(), segment_type),
       recording.name});
  return segments;
}

Marker marker_from(const Table& table, std::size_t row) {
  const std::string type(base::trim(table.cell(row, "trial_type")));
  const std::string value = table.cell(row, "value");
  Marker marker;
  marker.time = time_in(table, row, "onset");
  if (!table.cell(row, "duration").empty()) marker.duration = time_in(table, row, "duration");
  if (type.empty() && value.empty()) {
    marker.code = "event";
  } else if (type.empty() || type == marker_type) {
    marker.code = value;
  } else {
    marker.code = value.empty() ? type : type + "/" + value;
  }
  return marker;
}

// The table is the truth; annotations of the file that it does not hold are named, not mixed in.
void set_file_markers_aside(Recording& recording, const Table& table) {
  std::size_t missing = 0;
  for (const Marker& marker : recording.markers) {
    bool held = false;
    for (std::size_t r = 0; r < table.rows.size() && !held; ++r)
      held = std::abs((time_in(table, r, "onset") - marker.time).value()) < 1e-3;
    missing += held ? 0 : 1;
  }
  if (missing > 0)
    recording.warnings.push_back(
        {"annotations_not_used",
         fmt::format("{} of {} annotations of the data file have no row in the events table within 1 ms and were left "
                     "out",
                     missing, recording.markers.size()),
         recording.name});
  recording.markers.clear();
}

// The table in the recording's clock.
void restore_clock(Table& table, const std::vector<StoredSegment>& segments) {
  const bool stated = table.has("acq_onset");
  if (!stated && is_unbroken(segments)) return;
  const std::size_t onset_column = column_of(table, "onset");
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    const base::Seconds stored = time_in(table, r, "onset");
    const bool own = !table.cell(r, "acq_onset").empty();
    const base::Seconds onset = own ? time_in(table, r, "acq_onset") : from_stored(segments, stored);
    table.rows[r][onset_column] = exact(onset.value());
    for (const std::string_view name : other_times)
      if (!table.cell(r, name).empty())
        table.rows[r][column_of(table, name)] = exact((onset + (time_in(table, r, name) - stored)).value());
  }
}

}  // namespace

Table events_table(const Recording& recording) {
  Table table = table_from_blocks(recording.blocks);
  for (const Marker& marker : recording.markers)
    add_row(table, {{"onset", exact(marker.time.value())},
                    {"duration", exact(marker.duration.value())},
                    {"trial_type", std::string(marker_type)},
                    {"value", without_breaks(marker.code)}});
  const auto segments = stored_segments(recording);
  if (!is_unbroken(segments)) {
    Table starts = table;
    starts.rows.clear();
    for (const StoredSegment& segment : segments)
      add_row(starts, {{"onset", exact(segment.start.value())},
                       {"duration", exact(segment.length.value())},
                       {"trial_type", std::string(segment_type)}});
    std::ranges::move(table.rows, std::back_inserter(starts.rows));
    table = std::move(starts);
  }
  sort_by_onset(table);
  if (!is_unbroken(segments)) change_clock(table, recording, segments);
  return table;
}

Json events_sidecar(const Table& table) {
  std::vector<ColumnMeaning> meanings = pulse_columns();
  meanings.insert(meanings.end(), own_columns().begin(), own_columns().end());
  Json sidecar = Json::object();
  for (const std::string& column : table.columns)
    for (const ColumnMeaning& meaning : meanings) {
      if (meaning.name != column) continue;
      Json& entry = sidecar[column];
      entry["Description"] = meaning.meaning;
      if (!meaning.unit.empty()) entry["Units"] = meaning.unit;
      for (const auto& [word, text] : meaning.levels) entry["Levels"][std::string(word)] = text;
      if (column != "trial_type") continue;
      entry["Levels"][std::string(marker_type)] = "a marker of the file, its code in the column value";
      entry["Levels"][std::string(segment_type)] = "first sample of an unbroken stretch; duration is its length";
    }
  return sidecar;
}

void read_events(Recording& recording, Table table, const Epochs& epochs) {
  const base::Seconds end = duration(recording);
  for (std::size_t r = 0; r < table.rows.size(); ++r)
    if (const base::Seconds onset = time_in(table, r, "onset"); onset > end + base::Seconds(1e-6))
      refuse(table, r, "onset",
             fmt::format("is {} s, but the data file ends at {} s", base::format_number(onset.value(), 9),
                         base::format_number(end.value(), 9)),
             "the data file is cut short, or the table belongs to another one");
  set_file_markers_aside(recording, table);
  auto segments = stated_segments(table);
  if (segments.empty() && epochs.length) segments = equal_epochs(recording, *epochs.length);
  if (segments.empty()) {
    segments = stored_segments(recording);
  } else {
    split_segments(recording, segments);
  }
  restore_clock(table, segments);
  for (std::size_t r = 0; r < table.rows.size(); ++r)
    if (!is_segment_row(table, r) && !is_trial(table, r)) recording.markers.push_back(marker_from(table, r));
  std::ranges::stable_sort(recording.markers, {}, &Marker::time);
  recording.blocks = blocks_from_table(table);
}

}  // namespace trilayer::recording::bids
