#include "trilayer/base/toml.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <utility>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/text.hpp"

namespace trilayer::base {

struct TomlTable::File {
  toml::table root;
  std::string place;
};

namespace {

const toml::table& as_table(const void* table) { return *static_cast<const toml::table*>(table); }

std::string line_of(const std::string& file, const toml::node& node) {
  const auto line = node.source().begin.line;
  return line == 0 ? file : file + " line " + std::to_string(line);
}

std::string joined(const std::vector<std::string_view>& words) {
  std::string text;
  for (const auto word : words) text += (text.empty() ? "" : ", ") + std::string(word);
  return text;
}

// Tables within tables: the parsing library bounds only values within values, and takes apart what it read by calling
// itself. Comments may have as many points as they like.
void refuse_deep_keys(std::string_view text, const std::string& place) {
  constexpr std::ptrdiff_t most = 100;
  std::size_t number = 0;
  for (const std::string& line : lines(text)) {
    ++number;
    if (trim(line).starts_with('#') || std::count(line.begin(), line.end(), '.') <= most) continue;
    throw Refusal("has more than " + std::to_string(most) + " points, so its keys could be too deep",
                  place + " line " + std::to_string(number), "break the line, or take points out of it");
  }
}

}  // namespace

TomlTable::TomlTable(std::shared_ptr<const File> file, const void* table, std::string name)
    : file_(std::move(file)), table_(table), name_(std::move(name)) {}

bool TomlTable::has(std::string_view key) const { return as_table(table_).contains(key); }

bool TomlTable::is_table(std::string_view key) const {
  const toml::node* node = as_table(table_).get(key);
  return node != nullptr && node->is_table();
}

std::vector<std::string> TomlTable::keys() const {
  std::vector<std::string> all;
  for (const auto& [key, node] : as_table(table_)) all.emplace_back(key.str());
  return all;
}

std::string TomlTable::full(std::string_view key) const {
  if (key.empty()) return name_;
  return name_.empty() ? std::string(key) : name_ + "." + std::string(key);
}

std::string TomlTable::place(std::string_view key) const {
  const toml::node* node = key.empty() ? nullptr : as_table(table_).get(key);
  return line_of(file_->place, node != nullptr ? *node : as_table(table_));
}

void TomlTable::refuse(std::string_view key, const std::string& problem, const std::string& advice) const {
  const std::string subject = full(key).empty() ? "the file" : "'" + full(key) + "'";
  throw Refusal(subject + " " + problem, place(key), advice);
}

void TomlTable::only(std::initializer_list<std::string_view> known) const {
  only(std::vector<std::string_view>(known));
}

void TomlTable::only(const std::vector<std::string_view>& known) const {
  for (const auto& [key, node] : as_table(table_)) {
    if (std::find(known.begin(), known.end(), key.str()) != known.end()) continue;
    const std::string_view near = nearest(key.str(), known);
    throw Refusal("'" + full(key.str()) + "' is not known", line_of(file_->place, node),
                  near.empty() ? "allowed here: " + joined(known) : "did you mean '" + std::string(near) + "'?");
  }
}

std::optional<std::string> TomlTable::text(std::string_view key) const {
  const toml::node* node = as_table(table_).get(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* value = node->as_string()) return value->get();
  refuse(key, "must be text", "write it in quotes: " + std::string(key) + " = \"...\"");
}

std::optional<bool> TomlTable::flag(std::string_view key) const {
  const toml::node* node = as_table(table_).get(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* value = node->as_boolean()) return value->get();
  refuse(key, "must be true or false", "write true or false, without quotes");
}

std::optional<double> TomlTable::number(std::string_view key, double low, double high) const {
  const toml::node* node = as_table(table_).get(key);
  if (node == nullptr) return std::nullopt;
  const std::string allowed = "a number from " + format_number(low) + " to " + format_number(high) + ", without quotes";
  if (!node->is_number()) refuse(key, "must be a number", allowed);
  const double value = node->value<double>().value_or(low - 1.0);
  if (!(value >= low && value <= high)) refuse(key, "is out of range: " + format_number(value), allowed);
  return value;
}

std::optional<int> TomlTable::whole(std::string_view key, int low, int high) const {
  const toml::node* node = as_table(table_).get(key);
  if (node == nullptr) return std::nullopt;
  const std::string allowed = "a whole number from " + std::to_string(low) + " to " + std::to_string(high);
  const auto* value = node->as_integer();
  if (value == nullptr) refuse(key, "must be a whole number", allowed);
  if (value->get() < low || value->get() > high)
    refuse(key, "is out of range: " + std::to_string(value->get()), allowed);
  return static_cast<int>(value->get());
}

std::vector<std::string> TomlTable::texts(std::string_view key) const {
  const toml::node* node = as_table(table_).get(key);
  if (node == nullptr) return {};
  const std::string advice = "write " + std::string(key) + " = [\"...\", \"...\"]";
  if (!node->is_array()) refuse(key, "must be a list of texts", advice);
  std::vector<std::string> all;
  for (const toml::node& entry : *node->as_array()) {
    const auto* value = entry.as_string();
    if (value == nullptr) refuse(key, "must be a list of texts", advice);
    all.push_back(value->get());
  }
  return all;
}

std::optional<TomlTable> TomlTable::below(std::string_view key) const {
  const toml::node* node = as_table(table_).get(key);
  if (node == nullptr) return std::nullopt;
  if (const auto* table = node->as_table()) return TomlTable(file_, table, full(key));
  refuse(key, "must be a table", "write [" + full(key) + "] with its keys below, or { ... } with its keys inside");
}

std::vector<TomlTable> TomlTable::tables(std::string_view key) const {
  const toml::node* node = as_table(table_).get(key);
  if (node == nullptr) return {};
  if (!node->is_array_of_tables())
    refuse(key, "must be a list of tables", "write [[" + full(key) + "]] above the keys of each");
  std::vector<TomlTable> all;
  for (const toml::node& entry : *node->as_array())
    all.push_back(TomlTable(file_, entry.as_table(), full(key) + " " + std::to_string(all.size() + 1)));
  return all;
}

TomlTable parse_toml(std::string_view text, const std::string& place) {
  refuse_deep_keys(text, place);
  try {
    auto file = std::make_shared<TomlTable::File>(TomlTable::File{toml::parse(text), place});
    const void* root = &file->root;
    return {std::move(file), root, ""};
  } catch (const toml::parse_error& error) {
    throw Refusal("no TOML: " + std::string(error.description()),
                  place + " line " + std::to_string(error.source().begin.line),
                  "https://toml.io shows how such files are written");
  }
}

}  // namespace trilayer::base
