#include "trilayer/protocol/side.hpp"

#include <algorithm>
#include <cctype>
#include <string>

namespace trilayer::protocol {

std::optional<Side> parse_side(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  if (lower == "left" || lower == "l") return Side::left;
  if (lower == "right" || lower == "r") return Side::right;
  return std::nullopt;
}

std::optional<Hemisphere> parse_hemisphere(std::string_view text) {
  const auto side = parse_side(text);
  if (!side) return std::nullopt;
  return *side == Side::left ? Hemisphere::left : Hemisphere::right;
}

}  // namespace trilayer::protocol
