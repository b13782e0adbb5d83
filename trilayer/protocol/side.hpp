// Left and right, said so that they cannot be mixed up: of the body, of the brain, of the task.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

namespace trilayer::protocol {

/// The side of the body a muscle is on.
enum class Side { left, right };

/// The half of the brain a pulse stimulates.
enum class Hemisphere { left, right };

/// The direction of a unilateral task, named by its *intended* hand; the other hand is the mirror hand.
/// Every layer has one loading per direction.
enum class Direction { left, right };

constexpr std::array<Side, 2> both_sides{Side::left, Side::right};
constexpr std::array<Hemisphere, 2> both_hemispheres{Hemisphere::left, Hemisphere::right};

constexpr Side opposite(Side side) { return side == Side::left ? Side::right : Side::left; }
constexpr Hemisphere opposite(Hemisphere hemisphere) {
  return hemisphere == Hemisphere::left ? Hemisphere::right : Hemisphere::left;
}

/// The side of the body whose muscles the crossed tract of this hemisphere drives.
constexpr Side contralateral_side(Hemisphere hemisphere) {
  return hemisphere == Hemisphere::left ? Side::right : Side::left;
}
/// The side of the body on the same side as this hemisphere.
constexpr Side ipsilateral_side(Hemisphere hemisphere) { return opposite(contralateral_side(hemisphere)); }
constexpr Hemisphere contralateral_hemisphere(Side side) {
  return side == Side::left ? Hemisphere::right : Hemisphere::left;
}
constexpr Hemisphere ipsilateral_hemisphere(Side side) { return opposite(contralateral_hemisphere(side)); }

constexpr std::array<Direction, 2> both_directions{Direction::left, Direction::right};
constexpr Side intended_side(Direction direction) { return direction == Direction::left ? Side::left : Side::right; }
constexpr Side mirror_side(Direction direction) { return opposite(intended_side(direction)); }
/// The direction in which this side is the mirror hand.
constexpr Direction direction_mirrored_in(Side side) { return side == Side::left ? Direction::right : Direction::left; }

constexpr std::string_view name(Side side) { return side == Side::left ? "left" : "right"; }
constexpr std::string_view name(Hemisphere hemisphere) { return hemisphere == Hemisphere::left ? "left" : "right"; }
constexpr std::string_view name(Direction direction) { return direction == Direction::left ? "left" : "right"; }

/// The direction whose intended hand this hemisphere drives.
constexpr Direction direction_driven_by(Hemisphere hemisphere) {
  return hemisphere == Hemisphere::left ? Direction::right : Direction::left;
}
constexpr Direction opposite(Direction direction) {
  return direction == Direction::left ? Direction::right : Direction::left;
}

/// "left", "right", "L", "R" in any letter case; nothing for any other text.
std::optional<Side> parse_side(std::string_view text);
std::optional<Hemisphere> parse_hemisphere(std::string_view text);

/// One value for each side of the body.
template <class T>
struct BySide {
  T left{};
  T right{};

  constexpr T& operator[](Side side) { return side == Side::left ? left : right; }
  constexpr const T& operator[](Side side) const { return side == Side::left ? left : right; }
  friend bool operator==(const BySide&, const BySide&) = default;
};

/// One value for each hemisphere.
template <class T>
struct ByHemisphere {
  T left{};
  T right{};

  constexpr T& operator[](Hemisphere hemisphere) { return hemisphere == Hemisphere::left ? left : right; }
  constexpr const T& operator[](Hemisphere hemisphere) const { return hemisphere == Hemisphere::left ? left : right; }
  friend bool operator==(const ByHemisphere&, const ByHemisphere&) = default;
};

}  // namespace trilayer::protocol
