#include "trilayer/protocol/condition.hpp"

#include "trilayer/base/text.hpp"

namespace trilayer::protocol {

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
    case Task::simple_reaction:
      return "simple reaction";
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

std::string_view name(Conflict conflict) {
  switch (conflict) {
    case Conflict::unstated:
      return "unstated";
    case Conflict::congruent:
      return "congruent";
    case Conflict::incongruent:
      return "incongruent";
  }
  return "";
}

std::optional<Task> parse_task(std::string_view text) {
  for (const Task task : {Task::stimulation, Task::sustained_contraction, Task::phasic_movement, Task::choice_reaction,
                          Task::simple_reaction})
    if (name(task) == base::lower(text)) return task;
  return std::nullopt;
}

std::optional<Complexity> parse_complexity(std::string_view text) {
  for (const Complexity complexity : {Complexity::simple, Complexity::complex})
    if (name(complexity) == base::lower(text)) return complexity;
  return std::nullopt;
}

std::optional<Conflict> parse_conflict(std::string_view text) {
  for (const Conflict conflict : {Conflict::congruent, Conflict::incongruent})
    if (name(conflict) == base::lower(text)) return conflict;
  return std::nullopt;
}

}  // namespace trilayer::protocol
