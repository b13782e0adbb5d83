// Pulses and conditions as rows of a table: the plain pulse table beside a recording and the columns of *_events.tsv
// are the same thing (docs/reference/events.md).
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "trilayer/base/warning.hpp"
#include "trilayer/protocol/block.hpp"

namespace trilayer::recording {

/// A tab-separated table: header and rows of equal length, UTF-8, "n/a" for what is not there.
struct Table {
  std::string place;  ///< of the file, for messages
  std::vector<std::string> columns;
  std::vector<std::vector<std::string>> rows;

  /// The cell of a row and column, empty where it is "n/a" or the column is not there.
  [[nodiscard]] std::string cell(std::size_t row, std::string_view column) const;
  [[nodiscard]] bool has(std::string_view column) const;
};

/// The warning `unknown_columns` where a column that is not read looks like one that is: begins as those of pulses and
/// tasks do, or is written almost alike. Other columns are a laboratory's own.
std::optional<base::Warning> unknown_columns(const Table& table);

/// Reads a table. Throws Refusal with the line where a row has other than the header's number of cells.
Table read_table(const std::filesystem::path& path);
std::string to_text(const Table& table);

/// Pulses and tasks of a table in blocks: rows with equal condition, and equal `block` where that column is there,
/// are one block; blocks come in the order of `block_number`, else of their first rows, trials in order of time.
/// Throws Refusal naming file, line and column where a cell cannot be used or columns contradict one another.
std::vector<protocol::Block> blocks_from_table(const Table& table);

/// True where a row is a trial; false where it is an event of another kind, which stays a marker.
/// Throws Refusal where its trial_type is not known but the row speaks of pulses.
bool is_trial(const Table& table, std::size_t row);

/// The inverse: one row a trial, in order of onset, with the columns that some trial needs.
/// blocks_from_table(table_from_blocks(b)) gives b, but for blocks without trials, which a table has no place for.
/// Throws Bug for trials whose pulses are not those of their block's condition, or out of order of time.
Table table_from_blocks(const std::vector<protocol::Block>& blocks);

}  // namespace trilayer::recording
