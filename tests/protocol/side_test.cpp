#include "trilayer/protocol/side.hpp"

#include <doctest/doctest.h>

namespace trilayer::protocol {
namespace {

TEST_CASE("The crossed tract of the left hemisphere drives the right hand, and the other way round") {
  CHECK(contralateral_side(Hemisphere::left) == Side::right);
  CHECK(contralateral_side(Hemisphere::right) == Side::left);
  CHECK(ipsilateral_side(Hemisphere::left) == Side::left);
  CHECK(ipsilateral_side(Hemisphere::right) == Side::right);
}

TEST_CASE("Relations between side and hemisphere undo one another") {
  for (const Side side : both_sides) {
    CHECK(contralateral_side(contralateral_hemisphere(side)) == side);
    CHECK(opposite(side) != side);
    CHECK(opposite(opposite(side)) == side);
  }
  for (const Hemisphere hemisphere : both_hemispheres) {
    CHECK(contralateral_hemisphere(contralateral_side(hemisphere)) == hemisphere);
    CHECK(ipsilateral_side(hemisphere) == contralateral_side(opposite(hemisphere)));
    CHECK(opposite(hemisphere) != hemisphere);
  }
}

TEST_CASE("A direction is named by its intended hand; the other hand mirrors") {
  CHECK(intended_side(Direction::left) == Side::left);
  CHECK(intended_side(Direction::right) == Side::right);
  CHECK(mirror_side(Direction::left) == Side::right);
  CHECK(mirror_side(Direction::right) == Side::left);
  for (const Side side : both_sides) CHECK(mirror_side(direction_mirrored_in(side)) == side);
}

TEST_CASE("Sides are read in the words people use, and in no others") {
  for (const char* text : {"left", "LEFT", "Left", "l", "L"}) CHECK(parse_side(text) == Side::left);
  for (const char* text : {"right", "R", "r"}) CHECK(parse_hemisphere(text) == Hemisphere::right);
  for (const char* text : {"", "links", "lef", "left ", "n/a", "1"}) {
    CHECK_FALSE(parse_side(text).has_value());
    CHECK_FALSE(parse_hemisphere(text).has_value());
  }
}

TEST_CASE("A value a side is found under its side") {
  BySide<int> values{1, 2};
  CHECK(values[Side::left] == 1);
  CHECK(values[Side::right] == 2);
  values[Side::left] = 5;
  CHECK(values == BySide<int>{5, 2});
}

}  // namespace
}  // namespace trilayer::protocol
