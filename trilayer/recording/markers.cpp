#include "trilayer/recording/markers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <vector>

namespace trilayer::recording {

std::string plain_code(std::string_view code) {
  std::string plain;
  for (const char c : code)
    if (c != ' ' && c != '\t') plain += c;
  return plain;
}

std::string list_markers(const Recording& recording, std::size_t limit) {
  struct Row {
    std::string code;
    std::size_t count;
    double first;
  };
  std::vector<Row> rows;
  std::unordered_map<std::string, std::size_t> place;
  for (const Marker& marker : recording.markers) {
    const auto [found, fresh] = place.try_emplace(plain_code(marker.code), rows.size());
    if (fresh) rows.push_back({marker.code, 0, marker.time.value()});
    Row& row = rows[found->second];
    ++row.count;
    row.first = std::min(row.first, marker.time.value());
  }
  if (rows.empty()) return "none";
  std::stable_sort(rows.begin(), rows.end(), [](const Row& a, const Row& b) { return a.count > b.count; });
  std::string text;
  for (std::size_t i = 0; i < std::min(limit, rows.size()); ++i)
    text +=
        fmt::format("{}'{}' ({}, first at {:.3f} s)", i == 0 ? "" : ", ", rows[i].code, rows[i].count, rows[i].first);
  if (rows.size() > limit) text += fmt::format(", and {} other codes", rows.size() - limit);
  return text;
}

}  // namespace trilayer::recording
