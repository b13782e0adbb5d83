// Tables as text. What their columns mean stands in pulse_columns.cpp, rows to trials in pulse_table_read.cpp.
#include "trilayer/recording/pulse_table.hpp"

#include <algorithm>
#include <set>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/base/text.hpp"

namespace trilayer::recording {

std::string Table::cell(std::size_t row, std::string_view column) const {
  const auto found = std::ranges::find(columns, column);
  if (found == columns.end()) return "";
  const std::string& text = rows[row][static_cast<std::size_t>(found - columns.begin())];
  return base::lower(base::trim(text)) == "n/a" ? "" : text;
}

bool Table::has(std::string_view column) const { return std::ranges::find(columns, column) != columns.end(); }

Table read_table(const std::filesystem::path& path) {
  Table table;
  table.place = path.string();
  const std::string bytes = base::read_file(path);
  if (bytes.find('\0') != std::string::npos)
    throw base::Refusal("is not plain text but UTF-16 or no text at all", table.place,
                        "save it as tab-separated text in UTF-8 (in Excel: Text (tab delimited), not Unicode text)");
  if (bytes.find('\r') != std::string::npos && bytes.find('\n') == std::string::npos)
    throw base::Refusal("ends its lines as old Macintosh files do (carriage returns alone)", table.place,
                        "save it with the line ends of Windows or Linux");
  const auto lines = base::lines(base::to_utf8(bytes));
  if (std::ranges::all_of(lines, [](const std::string& line) { return base::trim(line).empty(); }))
    throw base::Refusal("holds nothing but blanks", table.place, "export it again, with a header line");
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::string place = table.place + ", line " + std::to_string(i + 1);
    auto cells = base::split(lines[i], '\t');
    if (i == 0) {
      for (const std::string& name : cells) table.columns.emplace_back(base::trim(name));
      const std::set<std::string> distinct(table.columns.begin(), table.columns.end());
      if (distinct.size() < table.columns.size() || distinct.contains(""))
        throw base::Refusal("two columns share a name, or one has none", place,
                            "give every column a name of its own, separated by one tab");
      continue;
    }
    if (base::trim(lines[i]).empty()) {
      if (i + 1 == lines.size()) break;
      throw base::Refusal("is an empty line", place, "take the line out");
    }
    if (cells.size() != table.columns.size())
      throw base::Refusal(
          "has " + std::to_string(cells.size()) + " cells where the header has " + std::to_string(table.columns.size()),
          place, "separate cells by one tab, and write n/a where there is nothing");
    table.rows.push_back(std::move(cells));
  }
  return table;
}

std::string to_text(const Table& table) {
  std::string text;
  const auto add_line = [&](const std::vector<std::string>& cells) {
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (cells[i].find_first_of("\t\r\n") != std::string::npos)
        throw base::Refusal("\"" + cells[i] + "\" holds a tab or a line break, which a table cannot", table.place,
                            "take it out of the text");
      text += (i == 0 ? "" : "\t") + (cells[i].empty() ? std::string("n/a") : cells[i]);
    }
    text += '\n';
  };
  add_line(table.columns);
  for (const auto& row : table.rows) add_line(row);
  return text;
}

}  // namespace trilayer::recording
