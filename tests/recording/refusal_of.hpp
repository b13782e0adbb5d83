// What a call refuses, as a whole message; fails the test where it does not.
#pragma once

#include <doctest/doctest.h>

#include <string>

#include "trilayer/base/errors.hpp"

namespace trilayer::tests {

template <class Call>
std::string refusal_of(Call&& call) {
  try {
    call();
  } catch (const base::Refusal& refusal) {
    CHECK_MESSAGE(!refusal.advice().empty(), "a refusal says what to do");
    CHECK_MESSAGE(!refusal.place().empty(), "a refusal says where");
    return refusal.what();
  }
  FAIL("nothing was refused");
  return {};
}

}  // namespace trilayer::tests
