#include "trilayer/literature/reading.hpp"

namespace trilayer::literature::reading {

std::string needed(const TomlTable& table, Key key) {
  const auto said = table.text(key);
  if (!said) table.refuse("", "has no " + std::string(key), "add " + std::string(key) + " = \"...\"");
  if (base::trim(*said).empty()) table.refuse(key, "is empty", "say it, or \"-\" where there is nothing to be said");
  return *said;
}

bool needed_flag(const TomlTable& table, Key key) {
  const auto said = table.flag(key);
  if (!said) table.refuse("", "has no " + std::string(key), "add " + std::string(key) + " = true or false");
  return *said;
}

double needed_number(const TomlTable& table, Key key, double low, double high) {
  const auto said = table.number(key, low, high);
  if (!said)
    table.refuse("", "has no " + std::string(key),
                 "add it, a number from " + base::format_number(low) + " to " + base::format_number(high));
  return *said;
}

bool is_id(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

std::string needed_id(const TomlTable& table, Key key) {
  std::string id = needed(table, key);
  if (!is_id(id)) table.refuse(key, "cannot be \"" + id + "\"", "letters, digits, _ and -");
  return id;
}

}  // namespace trilayer::literature::reading
