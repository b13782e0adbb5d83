// What a phantom states is what a file would state.
#include <doctest/doctest.h>

#include "tests/phantom/phantoms.hpp"
#include "trilayer/base/errors.hpp"

namespace trilayer::phantom {
namespace {

using base::Milliseconds;
using protocol::Hemisphere;
using protocol::PulseRole;
using protocol::Site;

const protocol::Block& first_block(const recording::Session& session) { return session.recordings.at(0).blocks.at(0); }

TEST_CASE("A single pulse is stated with its hemisphere and intensity, at the anchor") {
  auto block = pulses("a", 4);
  block.plan.condition.intensity = protocol::Intensity{120.0, protocol::IntensityReference::resting_motor_threshold};
  const auto stated = first_block(draw(silent(block), 1));
  CHECK(stated.id == "a");
  CHECK(stated.condition == block.plan.condition);
  REQUIRE(stated.trials.size() == 4);
  for (const auto& trial : stated.trials) {
    CHECK(trial.anchor.kind == protocol::AnchorKind::test_pulse);
    REQUIRE(trial.pulses.size() == 1);
    CHECK(trial.pulses[0].time == trial.anchor.time);
    CHECK(trial.pulses[0].role == PulseRole::test);
    CHECK(trial.pulses[0].hemisphere == Hemisphere::left);
    CHECK(trial.pulses[0].intensity == block.plan.condition.intensity);
  }
}

TEST_CASE("A pair is stated as two pulses, the conditioning one first by its interval") {
  auto block = pulses("a", 1);
  block.plan.condition.conditioning =
      protocol::Conditioning{Hemisphere::right, Site::premotor, {}, Milliseconds(10.0), "1 mV"};
  const auto stated = first_block(draw(silent(block), 1));
  const auto& trial = stated.trials.at(0);
  REQUIRE(trial.pulses.size() == 2);
  CHECK(trial.pulses[0].role == PulseRole::conditioning);
  CHECK(trial.pulses[0].hemisphere == Hemisphere::right);
  CHECK(trial.pulses[0].site == Site::premotor);
  CHECK((trial.pulses[1].time - trial.pulses[0].time).value() == doctest::Approx(0.010));

  block.plan.condition.conditioning_alone = true;
  const auto alone = first_block(draw(silent(block), 1)).trials.at(0);
  REQUIRE(alone.pulses.size() == 1);
  CHECK(alone.pulses[0] == trial.pulses[0]);
  CHECK(alone.anchor.time == trial.anchor.time);  // still counted from where the test pulse would be
}

TEST_CASE("Pulses to both hemispheres together are stated as two test pulses at one time") {
  auto block = pulses("a", 1);
  block.plan.condition.both_hemispheres_together = true;
  const auto trial = first_block(draw(silent(block), 1)).trials.at(0);
  REQUIRE(trial.pulses.size() == 2);
  CHECK(trial.pulses[0].time == trial.pulses[1].time);
  CHECK(trial.pulses[0].hemisphere != trial.pulses[1].hemisphere);
}

TEST_CASE("A voluntary task has no pulse, and anchors that say what they are and how long it lasts") {
  auto block = pulses("a", 2);
  block.plan.condition.hemisphere.reset();
  block.plan.task_duration = base::Seconds(1.0);
  block.plan.condition.task = protocol::Task::sustained_contraction;
  auto trial = first_block(draw(silent(block), 1)).trials.at(0);
  CHECK(trial.pulses.empty());
  CHECK(trial.anchor.kind == protocol::AnchorKind::sustained);
  CHECK(trial.anchor.duration == base::Seconds(1.0));
  block.plan.condition.task = protocol::Task::phasic_movement;
  CHECK(first_block(draw(silent(block), 1)).trials.at(0).anchor.kind == protocol::AnchorKind::cue);
}

TEST_CASE("Anchors keep their interval, or come later by the spread allowed") {
  Phantom phantom = silent(pulses("a", 50));
  const auto even = draw(phantom, 1);
  phantom.interval_spread = 0.2;
  const auto uneven = draw(phantom, 1);
  bool some_late = false;
  for (std::size_t trial = 0; trial < 50; ++trial) {
    const double planned = first_block(even).trials[trial].anchor.time.value();
    CHECK(planned == doctest::Approx(1.2 + 1.5 * static_cast<double>(trial)));
    const double late = first_block(uneven).trials[trial].anchor.time.value() - planned;
    CHECK(late >= 0.0);
    CHECK(late <= 0.2 * 1.5 + 1e-3);
    some_late = some_late || late > 0.1;
  }
  CHECK(some_late);
}

TEST_CASE("The recording is whole: both sides, one segment, a marker an anchor") {
  Phantom phantom = silent(pulses("a", 3));
  phantom.blocks.push_back(pulses("b", 2));
  phantom.muscle = "APB";
  const auto session = draw(phantom, 1);
  const auto& recording = session.recordings.at(0);
  CHECK_NOTHROW(recording::check_consistent(recording));
  CHECK(recording.segments.size() == 1);
  CHECK(recording.markers.size() == 5);
  CHECK(recording.markers.back().code == "b");
  CHECK(find_channel(recording, protocol::Side::left, "APB") == 0u);
  CHECK(find_channel(recording, protocol::Side::right, "APB") == 1u);
  CHECK(recording.warnings.empty());
}

TEST_CASE("A phantom that cannot be is a bug of whoever made it") {
  Phantom phantom = silent(pulses("a", 1));
  phantom.blocks.push_back(pulses("a", 2));
  CHECK_THROWS_AS(draw(phantom, 1), base::Bug);  // two blocks of one id
  phantom = silent(pulses("a", 0));
  CHECK_THROWS_AS(draw(phantom, 1), base::Bug);  // no trials
  phantom = silent(pulses("a", 1));
  phantom.blocks[0].hands.left.response = Response{};
  phantom.blocks[0].hands.left.response->share = 1.5;
  CHECK_THROWS_AS(draw(phantom, 1), base::Bug);
  phantom = silent(pulses("a", 1));
  phantom.blocks[0].hands.left.silence = Silence{Milliseconds(60.0), Milliseconds(30.0), Milliseconds(0.0), 1.0};
  CHECK_THROWS_AS(draw(phantom, 1), base::Bug);
}

TEST_CASE("A phantom without blocks is an empty recording") {
  const auto session = draw(Phantom{}, 1);
  CHECK(hand(session, protocol::Side::left).empty());
  CHECK(session.recordings.at(0).blocks.empty());
}

}  // namespace
}  // namespace trilayer::phantom
