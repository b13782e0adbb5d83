#include "trilayer/protocol/contradiction.hpp"

namespace trilayer::protocol {
namespace {

bool reaches_a_side_of_the_body(const Condition& condition) {
  const auto reaches = [](Site site) { return site == Site::nerve || site == Site::root; };
  return reaches(condition.site) || (condition.conditioning && reaches(condition.conditioning->site)) ||
         (condition.earlier && reaches(condition.earlier->site));
}

std::optional<Contradiction> level_against_hand(Side side, const HandState& hand) {
  if (!hand.percent_of_maximum) return std::nullopt;
  const Denied what = side == Side::left ? Denied::level_left : Denied::level_right;
  const std::string of_hand = " of a " + std::string(name(side)) + " hand that ";
  if (hand.contraction == Contraction::active && *hand.percent_of_maximum == 0.0)
    return Contradiction{what, "is 0 %" + of_hand + "is said to be active",
                         "say a level above 0, or leave it out, or say that the hand rests"};
  if (hand.contraction == Contraction::rest && *hand.percent_of_maximum > 0.0)
    return Contradiction{what, "is above 0 %" + of_hand + "is said to rest",
                         "leave it out, or say that the hand is active"};
  return std::nullopt;
}

}  // namespace

std::optional<Contradiction> contradiction_in(const Condition& condition) {
  if (condition.stimulated_side && !reaches_a_side_of_the_body(condition))
    return Contradiction{Denied::stimulated_side, "is stated of pulses that reach neither a nerve nor a root",
                         "leave it out, or say which pulse was to a nerve or a root"};
  const std::string task = "say that the task was a contraction, a movement or a reaction";
  if (condition.task == Task::stimulation && (condition.intended || condition.both_intended))
    return Contradiction{Denied::intended, "names a hand that moves, but the task is stimulation",
                         "leave it out (which hand contracts is said as its contraction), or " + task};
  if (condition.task == Task::stimulation && condition.after_cue)
    return Contradiction{Denied::after_cue, "speaks of a signal to move, but the task is stimulation",
                         "leave it out, or " + task};
  for (const Side side : both_sides)
    if (auto found = level_against_hand(side, condition.hands[side])) return found;
  return std::nullopt;
}

}  // namespace trilayer::protocol
