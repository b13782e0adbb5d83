#include "trilayer/base/errors.hpp"

#include <doctest/doctest.h>

#include <string>

namespace trilayer::base {
namespace {

TEST_CASE("A refusal says what, where and what to do, together and apart") {
  const Refusal refusal("is empty", "data/a.edf", "export it again");
  CHECK(std::string(refusal.what()) == "data/a.edf: is empty\n  what to do: export it again");
  CHECK(refusal.problem() == "is empty");
  CHECK(refusal.place() == "data/a.edf");
  CHECK(refusal.advice() == "export it again");
}

TEST_CASE("A refusal without a place or advice leaves no empty part behind") {
  CHECK(std::string(Refusal("is empty", "", "").what()) == "is empty");
}

TEST_CASE("A broken promise is a bug of ours, a kept one nothing") {
  CHECK_THROWS_AS(require(false, "two and two"), Bug);
  CHECK_NOTHROW(require(true, "two and two"));
}

}  // namespace
}  // namespace trilayer::base
