#include <doctest/doctest.h>

#include <set>
#include <string>

#include "trilayer/base/text.hpp"
#include "trilayer/protocol/block.hpp"
#include "trilayer/protocol/condition.hpp"
#include "trilayer/protocol/pulse.hpp"

namespace trilayer::protocol {
namespace {

// Every value has a name of its own and is read back from it in any letter case.
template <class Value, class Parse>
void check_names(std::initializer_list<Value> values, Parse parse) {
  std::set<std::string> seen;
  for (const Value value : values) {
    const std::string text(name(value));
    CAPTURE(text);
    CHECK_FALSE(text.empty());
    CHECK(seen.insert(text).second);
    CHECK(parse(text) == value);
    CHECK(parse(base::lower(text)) == value);
  }
  CHECK_FALSE(parse("").has_value());
  CHECK_FALSE(parse("no such thing").has_value());
}

TEST_CASE("Names in files read back as what they name") {
  check_names({Site::m1, Site::premotor, Site::supplementary_motor, Site::root, Site::nerve, Site::sham}, parse_site);
  check_names({IntensityReference::maximum_stimulator_output, IntensityReference::resting_motor_threshold,
               IntensityReference::active_motor_threshold},
              parse_intensity_reference);
  check_names(
      {CurrentDirection::posterior_anterior, CurrentDirection::anterior_posterior, CurrentDirection::lateral_medial},
      parse_current_direction);
  check_names({Task::stimulation, Task::sustained_contraction, Task::phasic_movement, Task::choice_reaction,
               Task::simple_reaction},
              parse_task);
  check_names({Complexity::simple, Complexity::complex}, parse_complexity);
  check_names({Conflict::congruent, Conflict::incongruent}, parse_conflict);
}

TEST_CASE("An intensity is said with what it is a percentage of") {
  CHECK(to_text({120.0, IntensityReference::resting_motor_threshold}) == "120 %RMT");
  CHECK(to_text({62.5, IntensityReference::maximum_stimulator_output}) == "62.5 %MSO");
}

TEST_CASE("Every kind of anchor has a name of its own") {
  std::set<std::string_view> names;
  for (const auto kind : {AnchorKind::test_pulse, AnchorKind::cue, AnchorKind::emg_onset, AnchorKind::sustained})
    names.insert(name(kind));
  CHECK(names.size() == 4);
  CHECK_FALSE(names.contains(""));
}

}  // namespace
}  // namespace trilayer::protocol
