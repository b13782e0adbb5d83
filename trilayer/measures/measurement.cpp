#include "trilayer/measures/measurement.hpp"

#include <array>
#include <cmath>
#include <utility>

#include "trilayer/base/errors.hpp"

namespace trilayer::measures {
namespace {

constexpr std::array<std::pair<State, std::string_view>, 8> state_names{{
    {State::value, "value"},
    {State::absent, "absent"},
    {State::at_least, "at_least"},
    {State::at_most, "at_most"},
    {State::confounded, "confounded"},
    {State::unobtainable, "unobtainable"},
    {State::missing, "missing"},
    {State::invalid, "invalid"},
}};

bool carries_number(State state) {
  return state == State::value || state == State::at_least || state == State::at_most || state == State::confounded;
}

bool finite(const std::optional<double>& number) { return !number || std::isfinite(*number); }

}  // namespace

std::string_view name(State state) {
  for (const auto& [known, text] : state_names)
    if (known == state) return text;
  return "";
}

std::string_view name(Severity severity) { return severity == Severity::flag ? "flag" : "exclude"; }

std::optional<State> parse_state(std::string_view text) {
  for (const auto& [state, known] : state_names)
    if (known == text) return state;
  return std::nullopt;
}

void check_promises(const Measurement& m) {
  using base::require;
  catalogue::descriptor(m.key.measure);
  require(m.value.has_value() == carries_number(m.state),
          "a number where the state has none, or none where it has one");
  require(finite(m.value) && finite(m.standard_error) && finite(m.smallest_detectable) && finite(m.p_value),
          "a measurement with a number that is not finite");
  require(!m.standard_error || (m.value && *m.standard_error >= 0.0), "a standard error without a value, or negative");
  require(m.state == State::value || !m.reason.empty(), "a measurement without its reason");
  require(!m.smallest_detectable || m.state == State::absent, "a smallest effect although something was found");
}

}  // namespace trilayer::measures
