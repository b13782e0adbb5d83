#include "trilayer/recording/markers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

namespace trilayer::recording {

std::string plain_code(std::string_view code) {
  std::string plain;
  for (const char c : code)
    if (c != ' ' && c != '\t') plain += c;
  return plain;
}

std::vector<MarkerCount> count_markers(const Recording& recording) {
  std::vector<MarkerCount> counts;
  std::unordered_map<std::string, std::size_t> place;
  for (const Marker& marker : recording.markers) {
    const auto [found, fresh] = place.try_emplace(plain_code(marker.code), counts.size());
    if (fresh) counts.push_back({marker.code, 0, marker.time});
    MarkerCount& row = counts[found->second];
    ++row.count;
    row.first = std::min(row.first, marker.time);
  }
  const auto more = [](const MarkerCount& a, const MarkerCount& b) { return a.count > b.count; };
  std::stable_sort(counts.begin(), counts.end(), more);
  return counts;
}

std::string list_markers(const Recording& recording, std::size_t limit) {
  const auto counts = count_markers(recording);
  if (counts.empty()) return "none";
  std::string text;
  for (std::size_t i = 0; i < std::min(limit, counts.size()); ++i)
    text += fmt::format("{}'{}' ({}, first at {:.3f} s)", i == 0 ? "" : ", ", counts[i].code, counts[i].count,
                        counts[i].first.value());
  if (counts.size() > limit) text += fmt::format(", and {} other codes", counts.size() - limit);
  return text;
}

}  // namespace trilayer::recording
