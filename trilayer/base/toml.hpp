// TOML files that people write: asked key by key, and whatever is wrong refused with file and line.
#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace trilayer::base {

/// One table of a TOML file. Every question either is answered or throws Refusal with file, line and what is allowed;
/// a key that is not there is no mistake here.
class TomlTable {
 public:
  [[nodiscard]] bool has(std::string_view key) const;
  [[nodiscard]] std::vector<std::string> keys() const;  ///< in alphabetical order

  /// Refuses every key but these, naming the nearest of them.
  void only(std::initializer_list<std::string_view> known) const;
  void only(const std::vector<std::string_view>& known) const;

  [[nodiscard]] std::optional<std::string> text(std::string_view key) const;
  [[nodiscard]] std::optional<bool> flag(std::string_view key) const;
  [[nodiscard]] std::optional<double> number(std::string_view key, double low, double high) const;  ///< both inclusive
  [[nodiscard]] std::optional<int> whole(std::string_view key, int low, int high) const;            ///< both inclusive
  [[nodiscard]] std::vector<std::string> texts(std::string_view key) const;                         ///< ["a", "b"]
  [[nodiscard]] std::optional<TomlTable> below(std::string_view key) const;  ///< [key] or key = { ... }
  [[nodiscard]] std::vector<TomlTable> tables(std::string_view key) const;   ///< [[key]]
  [[nodiscard]] bool is_table(std::string_view key) const;

  /// A text that `parse` turns into a value; `allowed` lists those it knows.
  template <class Parse>
  auto word(std::string_view key, Parse parse, std::string_view allowed) const -> decltype(parse(std::string_view())) {
    const auto said = text(key);
    if (!said) return std::nullopt;
    if (auto found = parse(std::string_view(*said))) return found;
    refuse(key, "cannot be \"" + *said + "\"", "allowed: " + std::string(allowed));
  }

  /// "FILE line 12" of a key, or of the table where the key is not there.
  [[nodiscard]] std::string place(std::string_view key = "") const;
  /// Throws Refusal("'table.key' problem", place, advice); without a key, of the table as a whole.
  [[noreturn]] void refuse(std::string_view key, const std::string& problem, const std::string& advice) const;

 private:
  friend TomlTable parse_toml(std::string_view text, const std::string& place);
  struct File;
  TomlTable(std::shared_ptr<const File> file, const void* table, std::string name);
  [[nodiscard]] std::string full(std::string_view key) const;

  std::shared_ptr<const File> file_;
  const void* table_;  ///< a table of the parsing library, which stays in toml.cpp
  std::string name_;   ///< in messages: "block 3", "parameters.left"; empty for the whole file
};

/// The whole file as a table. Throws Refusal with the line where it is no TOML.
TomlTable parse_toml(std::string_view text, const std::string& place);

}  // namespace trilayer::base
