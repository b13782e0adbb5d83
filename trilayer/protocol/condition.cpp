#include "trilayer/protocol/condition.hpp"

#include "trilayer/base/text.hpp"

namespace trilayer::protocol {
namespace {

// Where the conditioning pulse was given, seen from the test pulse; nothing where it was the same hemisphere.
std::string conditioning_place(const Condition& condition) {
  const auto& first = condition.conditioning->hemisphere;
  const auto& test = condition.hemisphere;
  if (first == test) return "";
  if (!first) return " from an unstated hemisphere";
  return test ? " from the other hemisphere" : " from the " + std::string(name(*first)) + " hemisphere";
}

std::string pair_text(const Condition& condition) {
  const Conditioning& first = *condition.conditioning;
  std::string text = condition.conditioning_alone ? "conditioning pulse alone, " : "paired ";
  text += base::format_number(first.interval.value()) + " ms" + conditioning_place(condition);
  if (first.site != Site::m1) text += " from " + std::string(name(first.site));
  if (first.intensity) text += ", " + to_text(*first.intensity);
  if (condition.intensity) text += (first.intensity ? " then " : ", test ") + to_text(*condition.intensity);
  if (!first.calibration.empty()) text += " (" + first.calibration + ")";
  if (condition.both_hemispheres_together) text += ", both hemispheres together";
  return text;
}

// What was given; nothing where there was no pulse.
std::string pulses_text(const Condition& condition) {
  if (condition.conditioning) return pair_text(condition);
  const bool pulsed = condition.hemisphere || condition.task == Task::stimulation || condition.intensity ||
                      condition.both_hemispheres_together || condition.site != Site::m1;
  if (!pulsed) return "";
  std::string text = condition.both_hemispheres_together ? "both hemispheres together" : "single pulse";
  if (condition.intensity) text += ", " + to_text(*condition.intensity);
  return text;
}

std::string hand_text(Side side, const HandState& hand) {
  std::string text = std::string(name(side)) + " " + std::string(name(hand.contraction));
  if (hand.percent_of_maximum) text += " at " + base::format_number(*hand.percent_of_maximum) + " %";
  return text;
}

std::string hands_text(const Condition& condition) {
  const HandState unstated{};
  const HandState rest{Contraction::rest, std::nullopt};
  if (condition.hands.left == unstated && condition.hands.right == unstated) return "";
  if (condition.hands.left == rest && condition.hands.right == rest) return ", rest";
  std::string text;
  for (const Side side : both_sides)
    if (condition.hands[side] != unstated) text += ", " + hand_text(side, condition.hands[side]);
  return text;
}

}  // namespace

std::string label(const Condition& condition) {
  std::string text = pulses_text(condition);
  if (condition.site != Site::m1) text += ", " + std::string(name(condition.site));
  if (condition.task != Task::stimulation) text += (text.empty() ? "" : ", ") + std::string(name(condition.task));
  if (condition.intended) text += ", intended " + std::string(name(*condition.intended));
  if (condition.force_percent) text += ", " + base::format_number(*condition.force_percent) + " % force";
  if (condition.complexity != Complexity::unstated) text += ", " + std::string(name(condition.complexity));
  return text + hands_text(condition);
}

std::string_view name(Contraction contraction) {
  switch (contraction) {
    case Contraction::unstated:
      return "unstated";
    case Contraction::rest:
      return "rest";
    case Contraction::active:
      return "active";
  }
  return "";
}

std::string_view name(Task task) {
  switch (task) {
    case Task::stimulation:
      return "stimulation";
    case Task::sustained_contraction:
      return "sustained contraction";
    case Task::phasic_movement:
      return "phasic movement";
    case Task::choice_reaction:
      return "choice reaction";
  }
  return "";
}

std::string_view name(Complexity complexity) {
  switch (complexity) {
    case Complexity::unstated:
      return "unstated";
    case Complexity::simple:
      return "simple";
    case Complexity::complex:
      return "complex";
  }
  return "";
}

std::optional<Task> parse_task(std::string_view text) {
  for (const Task task : {Task::stimulation, Task::sustained_contraction, Task::phasic_movement, Task::choice_reaction})
    if (name(task) == base::lower(text)) return task;
  return std::nullopt;
}

std::optional<Complexity> parse_complexity(std::string_view text) {
  for (const Complexity complexity : {Complexity::simple, Complexity::complex})
    if (name(complexity) == base::lower(text)) return complexity;
  return std::nullopt;
}

}  // namespace trilayer::protocol
