// The columns of a pulse table and what they mean, once for reader, writer and sidecar (docs/reference/events.md).
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace trilayer::recording {

/// A column, what it means, its unit (empty: none) and the words it may hold with their meaning (empty: any text or
/// number).
struct ColumnMeaning {
  std::string_view name;
  std::string_view meaning;
  std::string_view unit;
  std::vector<std::pair<std::string_view, std::string_view>> levels;
};

/// Every column of a pulse table, in the order in which they are written.
const std::vector<ColumnMeaning>& pulse_columns();

/// The words a column may hold, as a list for messages: "rest, active". Throws Bug for a column without levels.
std::string allowed_words(std::string_view column);

}  // namespace trilayer::recording
