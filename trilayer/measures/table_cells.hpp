// The cells of a table that people may have written: every one is either understood or refused with its place.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "trilayer/base/errors.hpp"

namespace trilayer::measures {

constexpr double no_limit = std::numeric_limits<double>::infinity();

/// The numbers a cell may hold: from `low` (itself only where `low_itself`) to `high`.
struct Permitted {
  double low = -no_limit, high = no_limit;
  bool low_itself = true;
};

/// "from 0 to 1000 ms", "above 0 mV"
std::string in_words(const Permitted& range, std::string_view unit);

/// The table's text cut into cells, with where it came from.
struct Table {
  std::string place;
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
  std::vector<std::size_t> line_of;  ///< of each row, from 1
};

/// Cuts tab-separated text; empty lines are passed over. Throws Refusal where a row is not as long as the header.
Table cut_table(std::string_view text, const std::string& place);

/// One row, read by column name.
class Row {
 public:
  Row(const Table& table, std::size_t row) : table_(&table), row_(row) {}

  [[noreturn]] void refuse(std::string_view column, const std::string& problem, const std::string& advice) const;
  [[nodiscard]] bool has(std::string_view column) const;
  /// Empty for a cell that is empty or n/a, and for a column that is not there.
  [[nodiscard]] std::string word(std::string_view column) const;

  /// Nothing for an empty cell. Refuses what is no bare number, or is out of range.
  [[nodiscard]] std::optional<double> number(std::string_view column, const Permitted& range,
                                             std::string_view unit) const;

  /// What `parse` makes of the cell, nothing where it is empty. Refuses what `parse` does not know.
  template <class Parse>
  [[nodiscard]] auto parsed(std::string_view column, Parse&& parse, const std::string& words) const
      -> decltype(parse("")) {
    const std::string text = word(column);
    if (text.empty()) return std::nullopt;
    const auto value = parse(text);
    if (!value) refuse(column, "'" + text + "' is not known", "write one of: " + words);
    return value;
  }

 private:
  const Table* table_;
  std::size_t row_;
};

}  // namespace trilayer::measures
