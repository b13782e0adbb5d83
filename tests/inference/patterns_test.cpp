// What laboratories have: each pattern holds what its name says.
#include "trilayer/inference/patterns.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string_view>

#include "trilayer/protocol/protocol_file.hpp"

namespace trilayer::inference {
namespace {

const Pattern& pattern(std::string_view name) {
  const auto& all = named_patterns();
  const auto found = std::find_if(all.begin(), all.end(), [&](const NamedPattern& p) { return p.name == name; });
  REQUIRE(found != all.end());
  return found->has;
}

std::size_t place_of(std::string_view name, protocol::Direction direction) {
  const auto& names = feature_names();
  for (std::size_t f = 0; f < names.size(); ++f)
    if (names[f].name == name && names[f].direction == direction) return f;
  FAIL("no such feature");
  return 0;
}

TEST_CASE("There are the eight patterns that answers are calibrated for") {
  std::string names;
  for (const auto& p : named_patterns()) names += p.name + " ";
  CHECK(names == "full clinical no_ihi resting single_pulses mirror_emg emg_only one_hemisphere ");
}

TEST_CASE("Each pattern holds what its name says") {
  using protocol::Direction;
  const auto has = [](std::string_view in, std::string_view feature, Direction d = Direction::right) {
    return pattern(in)[place_of(feature, d)];
  };
  CHECK(has("full", "ihi_10"));
  CHECK(!has("no_ihi", "ihi_10"));
  CHECK(!has("no_ihi", "ihi_40"));
  CHECK(has("no_ihi", "sici"));
  CHECK(has("resting", "ihi_10"));
  CHECK(!has("resting", "isp_area"));
  CHECK(!has("resting", "mirror_emg_ratio_middle"));
  CHECK(has("single_pulses", "csp_duration"));
  CHECK(!has("single_pulses", "sici"));
  CHECK(!has("single_pulses", "csp_duration_both_pulsed"));
  CHECK(has("mirror_emg", "mirror_emg_ratio_middle"));
  CHECK(!has("mirror_emg", "mirror_emg_ratio_choice"));
  CHECK(!has("mirror_emg", "cmep_amplitude_120"));
  CHECK(has("emg_only", "mirror_emg_ratio_choice"));
  // The left hemisphere drives the right hand, the mirror hand of intended left, and projects to the left one itself.
  CHECK(has("one_hemisphere", "cmep_amplitude_120", Direction::left));
  CHECK(!has("one_hemisphere", "cmep_amplitude_120", Direction::right));
  CHECK(has("one_hemisphere", "imep_presence_120", Direction::right));
  CHECK(!has("one_hemisphere", "imep_presence_120", Direction::left));
  CHECK(!has("one_hemisphere", "ihi_10", Direction::left));
  for (const auto& p : named_patterns()) CHECK(p.has[place_of("age", Direction::left)]);
}

TEST_CASE("A session seen through a pattern has the rest missing and nothing else changed") {
  FeatureRow row(feature_names().size());
  for (std::size_t f = 0; f < row.size(); ++f) row[f] = {measures::State::value, static_cast<double>(f), 0.5, 7};
  const FeatureRow seen = seen_through(row, pattern("resting"));
  for (std::size_t f = 0; f < row.size(); ++f) {
    CHECK((seen[f].state == measures::State::missing) == !pattern("resting")[f]);
    if (pattern("resting")[f]) CHECK(seen[f].value == row[f].value);
  }
}

TEST_CASE("Measures of the same trials share their circumstances") {
  const auto& numbers = circumstances();
  const auto of = [&](std::string_view name) { return numbers[place_of(name, protocol::Direction::left) / 2]; };
  CHECK(of("isp_onset") == of("isp_area"));
  CHECK(of("imep_presence_120") == of("cmep_amplitude_120"));
  CHECK(of("ihi_10") != of("ihi_40"));
  CHECK(of("mirror_emg_ratio_low") == of("mirror_emg_lag_low"));
  CHECK(of("mirror_emg_ratio_low") != of("mirror_emg_ratio_high"));
}

}  // namespace
}  // namespace trilayer::inference
