// The table of parameters: what each is, its unit, value, range and spread between people, and where that comes from.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "trilayer/model/participant.hpp"

namespace trilayer::model {

/// How a parameter varies between people: not at all, normal, or log-normal (spread is then the SD of its logarithm).
enum class Spread { none, normal, log_normal };

/// One row. A parameter of hemispheres or hands has the same row for left and right.
struct Parameter {
  std::string_view name;  ///< as in files: "callosal_delay"
  std::string_view unit;  ///< "ms", "mV", "1" ...
  double value = 0.0;     ///< median of healthy adults
  double low = 0.0;       ///< permitted, inclusive
  double high = 0.0;
  Spread law = Spread::none;
  double spread = 0.0;  ///< between people
  std::variant<double PersonParameters::*, double HemisphereParameters::*, double HandParameters::*> member;
  std::string_view what;
  std::string_view
      source;  ///< with its mark: [V] seen, [M] from memory, [prototype] hand-tuned for the prototype, [project]
};

std::span<const Parameter> parameters();

/// The row of a name, or null.
const Parameter* find_parameter(std::string_view name);

/// Whether the parameter has a value for each side.
bool is_sided(const Parameter& parameter);

/// A participant in whom every parameter has the table's value and every loading is 0: a healthy adult.
Participant median_participant();

/// Its value in a participant; `side` is the hemisphere's or the hand's and is ignored for parameters of the person.
double& value_of(Participant& participant, const Parameter& parameter, protocol::Side side);
double value_of(const Participant& participant, const Parameter& parameter, protocol::Side side);

}  // namespace trilayer::model
