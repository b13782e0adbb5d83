// Thresholds are found by pulses and responses; where there are none, the stimulator's output is the limit.
#include "trilayer/model/thresholds.hpp"

#include <doctest/doctest.h>

#include <algorithm>

#include "tests/model/virtual_lab.hpp"
#include "trilayer/model/simulate.hpp"
#include "trilayer/protocol/protocol_file.hpp"

namespace trilayer::model {
namespace {

using protocol::Hemisphere;
using protocol::IntensityReference;

constexpr const char* two_pulses = R"(name = "small"
title = "One pulse to each hemisphere"
muscles = ["FDI"]
[[block]]
id = "rest"
trials = 1
hemisphere = "left"
intensity = "120 %RMT"
contraction = "rest"
exchange_sides = true
)";

AllThresholds thresholds_of(const Participant& participant, IntensityReference reference) {
  protocol::Protocol protocol;
  protocol.blocks.resize(1);
  protocol.blocks[0].condition.intensity = protocol::Intensity{120.0, reference};
  return determine_thresholds(body_of(participant), protocol, 0.1);
}

TEST_CASE("A threshold twice as high is found twice as high, on its own side") {
  Participant p = loaded();
  p.hemisphere.left.threshold = 40.0;
  p.hemisphere.right.threshold = 80.0;
  const auto found = thresholds_of(p, IntensityReference::resting_motor_threshold);
  REQUIRE(found.left.resting);
  REQUIRE(found.right.resting);
  CHECK(*found.left.resting == doctest::Approx(40.0).epsilon(0.15));
  CHECK(*found.right.resting / *found.left.resting == doctest::Approx(2.0).epsilon(0.1));
  CHECK_FALSE(found.left.active);  // nobody asked
}

TEST_CASE("The active threshold is below the resting one, as in people 0.7 to 0.93 of it") {
  const double resting = *thresholds_of(loaded(), IntensityReference::resting_motor_threshold).left.resting;
  const double active = *thresholds_of(loaded(), IntensityReference::active_motor_threshold).left.active;
  CHECK(active / resting > 0.65);
  CHECK(active / resting < 0.97);
}

TEST_CASE("A destroyed tract has no threshold; its pulses are given in %MSO, and the recording says so") {
  Participant p = loaded();
  p.hemisphere.left.integrity = 0.0;
  const auto session = simulate(p, protocol::parse_protocol(two_pulses, "small.toml"), 1);
  REQUIRE(session.context.thresholds.size() == 1);
  CHECK(session.context.thresholds[0].hemisphere == Hemisphere::right);
  const auto& recording = session.recordings[0];
  for (const protocol::Block& block : recording.blocks) {
    const bool is_damaged = block.condition.hemisphere == Hemisphere::left;
    CAPTURE(block.id);
    REQUIRE(block.condition.intensity);
    CHECK((block.condition.intensity->reference == IntensityReference::maximum_stimulator_output) == is_damaged);
    if (is_damaged) CHECK(block.condition.intensity->percent == 100.0);  // 120 % of an unknown threshold: all there is
    CHECK(block.trials[0].pulses[0].intensity == block.condition.intensity);
  }
  const auto& warnings = recording.warnings;
  CHECK(std::count_if(warnings.begin(), warnings.end(),
                      [](const base::Warning& w) { return w.code == "stimulator_ceiling"; }) == 1);
}

TEST_CASE("A healthy person's session has no such warning") {
  const auto session = simulate(loaded(), protocol::parse_protocol(two_pulses, "small.toml"), 1);
  CHECK(session.context.thresholds.size() == 2);
  CHECK(session.recordings[0].warnings.empty());
}

TEST_CASE("An intensity above the stimulator's output is given as full output") {
  const protocol::Intensity strong{150.0, IntensityReference::resting_motor_threshold};
  CHECK(deliverable(strong, {60.0, std::nullopt}) == strong);
  CHECK(output_percent(strong, {60.0, std::nullopt}) == doctest::Approx(90.0));
  const auto given = deliverable(strong, {80.0, std::nullopt});
  CHECK(given.reference == IntensityReference::maximum_stimulator_output);
  CHECK(given.percent == 100.0);
  const protocol::Intensity weak{70.0, IntensityReference::active_motor_threshold};
  CHECK(deliverable(weak, {80.0, std::nullopt}) ==
        protocol::Intensity{70.0, IntensityReference::maximum_stimulator_output});
}

}  // namespace
}  // namespace trilayer::model
