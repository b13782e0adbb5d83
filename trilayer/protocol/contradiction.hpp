// What cannot be true of one condition at once, wherever it is stated.
#pragma once

#include <optional>
#include <string>

#include "trilayer/protocol/condition.hpp"

namespace trilayer::protocol {

/// The statement that another one denies; who reads it knows under which key or in which column it stands.
enum class Denied { stimulated_side, intended, after_cue, level_left, level_right };

struct Contradiction {
  Denied what = Denied::stimulated_side;
  std::string problem;
  std::string advice;  ///< without names of keys or columns
};

/// The first contradiction: a side of the body without a pulse to a nerve or root; an intended hand, or a signal to
/// move, of stimulation, in which nobody moves; a level of contraction that contradicts what the hand was told (0 % of
/// an active hand, more than 0 % at rest). Nothing where all can be true.
std::optional<Contradiction> contradiction_in(const Condition& condition);

}  // namespace trilayer::protocol
