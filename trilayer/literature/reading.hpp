// What the readers of facts and of studies ask of a table: a word of a list, a text, a number, an id.
#pragma once

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "trilayer/base/text.hpp"
#include "trilayer/base/toml.hpp"

namespace trilayer::literature::reading {

using base::TomlTable;
using Key = std::string_view;

/// "present, absent, mixed"
template <class Enum, std::size_t n>
std::string list_of(const std::array<Enum, n>& all) {
  std::string allowed;
  for (const Enum one : all) allowed += (allowed.empty() ? "" : ", ") + std::string(name(one));
  return allowed;
}

/// A key whose text is the name of one of `all`; nothing where the key is not there. Throws Refusal.
template <class Enum, std::size_t n>
std::optional<Enum> word_if_any(const TomlTable& table, Key key, const std::array<Enum, n>& all) {
  const auto parse = [&](std::string_view said) -> std::optional<Enum> {
    const auto found = std::find_if(all.begin(), all.end(), [&](Enum one) { return name(one) == said; });
    return found == all.end() ? std::nullopt : std::optional(*found);
  };
  return table.word(key, parse, list_of(all));
}

/// The same where the key must be there. Throws Refusal.
template <class Enum, std::size_t n>
Enum word_of(const TomlTable& table, Key key, const std::array<Enum, n>& all) {
  if (const auto found = word_if_any(table, key, all)) return *found;
  table.refuse("", "has no " + std::string(key), std::string(key) + " is one of " + list_of(all));
}

/// A key that must be there. Throws Refusal.
std::string needed(const TomlTable& table, Key key);
bool needed_flag(const TomlTable& table, Key key);
double needed_number(const TomlTable& table, Key key, double low, double high);
std::string needed_id(const TomlTable& table, Key key);

/// Letters, digits, _ and -, at least one of them.
bool is_id(std::string_view text);

}  // namespace trilayer::literature::reading
