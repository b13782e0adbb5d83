#include "trilayer/recording/bids/names.hpp"

#include <algorithm>
#include <cctype>

#include "trilayer/base/text.hpp"

namespace trilayer::recording::bids {
namespace {

namespace fs = std::filesystem;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A run of digits as a number without leading zeros, else one character.
std::string_view next_piece(std::string_view& text) {
  std::size_t length = 1;
  if (is_digit(text.front()))
    while (length < text.size() && is_digit(text[length])) ++length;
  std::string_view piece = text.substr(0, length);
  text.remove_prefix(length);
  while (piece.size() > 1 && piece.front() == '0') piece.remove_prefix(1);
  return piece;
}

bool applies(const Name& name, const Name& data) {
  return std::ranges::all_of(name.entities, [&](const auto& entity) {
    const auto own = data.entities.find(entity.first);
    return own != data.entities.end() && own->second == entity.second;
  });
}

}  // namespace

bool is_label(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+';
  });
}

std::optional<Name> parse_name(std::string_view file) {
  Name name;
  const auto dot = file.find('.');
  if (dot != std::string_view::npos) name.extension = file.substr(dot);
  auto parts = base::split(file.substr(0, dot), '_');
  name.suffix = parts.back();
  parts.pop_back();
  if (!is_label(name.suffix)) return std::nullopt;
  for (const std::string& part : parts) {
    const auto dash = part.find('-');
    if (dash == std::string::npos || !is_label(part.substr(0, dash)) || !is_label(part.substr(dash + 1)))
      return std::nullopt;
    if (!name.entities.emplace(part.substr(0, dash), part.substr(dash + 1)).second) return std::nullopt;
  }
  return name;
}

bool comes_before(const std::string& a, const std::string& b) {
  std::string_view x = a, y = b;
  while (!x.empty() && !y.empty()) {
    const bool numbers = is_digit(x.front()) && is_digit(y.front());
    const std::string_view p = next_piece(x), q = next_piece(y);
    if (p == q) continue;
    if (numbers && p.size() != q.size()) return p.size() < q.size();
    return p < q;
  }
  if (x.empty() != y.empty()) return x.empty();
  return a < b;
}

std::vector<fs::path> applicable(const fs::path& root, const fs::path& data, std::string_view suffix,
                                 std::string_view extension) {
  const auto data_name = parse_name(data.filename().string());
  if (!data_name) return {};
  std::vector<fs::path> folders;
  for (fs::path folder = data.parent_path();; folder = folder.parent_path()) {
    folders.insert(folders.begin(), folder);
    if (folder == root || folder == folder.parent_path()) break;
  }
  std::vector<fs::path> found;
  for (const fs::path& folder : folders) {
    std::vector<std::pair<std::size_t, fs::path>> here;
    for (const auto& entry : fs::directory_iterator(folder)) {
      const auto name = parse_name(entry.path().filename().string());
      if (name && name->suffix == suffix && name->extension == extension && applies(*name, *data_name))
        here.emplace_back(name->entities.size(), entry.path());
    }
    std::ranges::sort(here);
    for (auto& [ignored, path] : here) found.push_back(std::move(path));
  }
  return found;
}

}  // namespace trilayer::recording::bids
