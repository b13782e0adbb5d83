// Pulses and conditions as rows of a table: the plain pulse table beside a recording and the columns of *_events.tsv
// are the same thing (docs/reference/events.md).
#pragma once

#include <filesystem>
#include <string>
#include <vector>

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

/// Reads a table. Throws Refusal with the line where a row has other than the header's number of cells.
Table read_table(const std::filesystem::path& path);
std::string to_text(const Table& table);

/// Pulses and tasks of a table in blocks: rows with equal condition, and equal `block` where that column is there,
/// are one block. Throws Refusal naming file, row and column where a cell cannot be used.
std::vector<protocol::Block> blocks_from_table(const Table& table);

/// The inverse: one row a trial, in order of time. blocks_from_table(table_from_blocks(b)) gives b.
Table table_from_blocks(const std::vector<protocol::Block>& blocks);

}  // namespace trilayer::recording
