#include "trilayer/measures/table_cells.hpp"

#include <algorithm>
#include <utility>

#include "trilayer/base/text.hpp"

namespace trilayer::measures {

std::string in_words(const Permitted& range, std::string_view unit) {
  const std::string of = unit == "1" ? "" : " " + std::string(unit);
  const std::string low = base::format_number(range.low), high = base::format_number(range.high);
  if (!range.low_itself) return "above " + low + (range.high == no_limit ? "" : " and at most " + high) + of;
  if (range.low == -no_limit) return "of at most " + high + of;
  if (range.high == no_limit) return "of at least " + low + of;
  return "from " + low + " to " + high + of;
}

Table cut_table(std::string_view text, const std::string& place) {
  Table table{place, {}, {}, {}};
  const std::string utf8 = base::to_utf8(text);
  std::size_t number = 0;
  for (const std::string& line : base::lines(utf8)) {
    ++number;
    if (base::trim(line).empty()) continue;
    auto cells = base::split(line, '\t');
    if (table.header.empty()) {
      for (auto& cell : cells) cell = std::string(base::trim(cell));
      table.header = std::move(cells);
      continue;
    }
    if (cells.size() != table.header.size())
      throw base::Refusal(
          "has " + std::to_string(cells.size()) + " cells, the header " + std::to_string(table.header.size()),
          place + ", line " + std::to_string(number),
          "separate cells by one tab each, and write n/a for what is not there");
    table.rows.push_back(std::move(cells));
    table.line_of.push_back(number);
  }
  return table;
}

void Row::refuse(std::string_view column, const std::string& problem, const std::string& advice) const {
  throw base::Refusal(
      problem, table_->place + ", line " + std::to_string(table_->line_of[row_]) + ", column " + std::string(column),
      advice);
}

bool Row::has(std::string_view column) const {
  return std::find(table_->header.begin(), table_->header.end(), column) != table_->header.end();
}

std::string Row::word(std::string_view column) const {
  const auto found = std::find(table_->header.begin(), table_->header.end(), column);
  if (found == table_->header.end()) return "";
  const auto& cell = table_->rows[row_][static_cast<std::size_t>(found - table_->header.begin())];
  const std::string text(base::trim(cell));
  return text == "n/a" ? "" : text;
}

std::optional<double> Row::number(std::string_view column, const Permitted& range, std::string_view unit) const {
  const std::string text = word(column);
  if (text.empty()) return std::nullopt;
  const auto value = base::parse_number(text);
  if (!value)
    refuse(
        column, "'" + text + "' is no number",
        "write the bare number with a decimal point" + (unit == "1" ? "" : ", in " + std::string(unit)) + ", or n/a");
  if (*value < range.low || *value > range.high || (!range.low_itself && *value == range.low))
    refuse(column, text + " is out of range", "write a number " + in_words(range, unit) + ", or n/a");
  return value;
}

}  // namespace trilayer::measures
