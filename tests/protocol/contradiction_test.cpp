#include "trilayer/protocol/contradiction.hpp"

#include <doctest/doctest.h>

using namespace trilayer::protocol;

TEST_CASE("A side of the body is stimulated only where some pulse reaches a nerve or a root") {
  Condition condition;
  condition.stimulated_side = Side::left;
  REQUIRE(contradiction_in(condition));
  CHECK(contradiction_in(condition)->what == Denied::stimulated_side);
  condition.conditioning =
      Conditioning{std::nullopt, Site::nerve, std::nullopt, trilayer::base::Milliseconds(20.0), ""};
  CHECK_FALSE(contradiction_in(condition));
}

TEST_CASE("In stimulation no hand is meant to move, and no signal tells it to") {
  Condition condition;
  condition.intended = Side::left;
  REQUIRE(contradiction_in(condition));
  CHECK(contradiction_in(condition)->what == Denied::intended);
  condition.task = Task::choice_reaction;
  condition.after_cue = trilayer::base::Milliseconds(60.0);
  CHECK_FALSE(contradiction_in(condition));
  condition.task = Task::stimulation;
  condition.intended.reset();
  REQUIRE(contradiction_in(condition));
  CHECK(contradiction_in(condition)->what == Denied::after_cue);
}

TEST_CASE("A hand is not active at 0 % nor at rest above it; unstated hands may have any level") {
  Condition condition;
  condition.hands.right = {Contraction::active, 0.0};
  REQUIRE(contradiction_in(condition));
  CHECK(contradiction_in(condition)->what == Denied::level_right);
  condition.hands.right = {Contraction::active, 5.0};
  condition.hands.left = {Contraction::rest, 0.0};
  CHECK_FALSE(contradiction_in(condition));
  condition.hands.left = {Contraction::rest, 5.0};
  REQUIRE(contradiction_in(condition));
  CHECK(contradiction_in(condition)->what == Denied::level_left);
  condition.hands.left.contraction = Contraction::unstated;
  CHECK_FALSE(contradiction_in(condition));
}
