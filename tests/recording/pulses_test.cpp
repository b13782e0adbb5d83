#include "trilayer/recording/pulses.hpp"

#include <doctest/doctest.h>

#include <string>

#include "tests/recording/example.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/recording/markers.hpp"

using namespace trilayer;
using base::Milliseconds;
using base::Seconds;
using protocol::PulseRole;
using recording::parse_mapping;
using recording::place_pulses;

namespace {

recording::Mapping single(const std::string& code) {
  return parse_mapping("[pulses.\"" + code + "\"]\nhemisphere = \"left\"", "lab.toml");
}

recording::Mapping one_trigger_pair(const std::string& marks) {
  return parse_mapping("[pulses.S1]\nhemisphere = \"left\"\ntrigger_marks = \"" + marks +
                           "\"\nconditioning = { hemisphere = \"right\", interval_ms = 10 }",
                       "lab.toml");
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("each marker of the code becomes a trial with one test pulse") {
  auto made = tests::noise_recording({"LFDI"}, 10.0);
  tests::add_markers(made, "S255", 1.0, 2.0, 4);
  tests::add_markers(made, "S254", 1.01, 2.0, 4);
  place_pulses(made, single("S255"));
  REQUIRE(made.blocks.size() == 1);
  REQUIRE(made.blocks[0].trials.size() == 4);
  CHECK(made.blocks[0].condition.hemisphere == protocol::Hemisphere::left);
  for (std::size_t i = 0; i < 4; ++i) {
    const auto& trial = made.blocks[0].trials[i];
    CHECK(trial.anchor.time == made.markers[i].time);
    REQUIRE(trial.pulses.size() == 1);
    CHECK(trial.pulses[0].time == trial.anchor.time);
    CHECK(trial.pulses[0].hemisphere == protocol::Hemisphere::left);
  }
}

TEST_CASE("blanks in marker codes do not count") {
  auto made = tests::noise_recording({"LFDI"}, 10.0);
  tests::add_markers(made, "S  1", 1.0, 2.0, 3);
  place_pulses(made, single("S1"));
  CHECK(made.blocks.at(0).trials.size() == 3);
}

TEST_CASE("a code without a marker is refused with the codes there are and how often") {
  auto made = tests::noise_recording({"LFDI"}, 10.0);
  tests::add_markers(made, "S255", 1.5, 2.0, 4);
  tests::add_markers(made, "S254", 1.0, 3.0, 2);
  try {
    place_pulses(made, single("S1"));
    FAIL("not refused");
  } catch (const base::Refusal& caught) {
    CHECK(contains(caught.problem(), "'S1'"));
    CHECK(contains(caught.advice(), "'S255' (4, first at 1.500 s), 'S254' (2, first at 1.000 s)"));
  }
}

TEST_CASE("a mapping made for more recordings warns of the codes that this one lacks") {
  auto made = tests::noise_recording({"LFDI"}, 10.0);
  tests::add_markers(made, "S1", 1.0, 2.0, 3);
  place_pulses(made, parse_mapping("[pulses.S1]\nhemisphere=\"left\"\n[pulses.S2]\nhemisphere=\"right\"", "lab.toml"));
  CHECK(made.blocks.size() == 1);
  REQUIRE(made.warnings.size() == 1);
  CHECK(made.warnings[0].code == "marker_code_missing");
}

TEST_CASE("one trigger for a pair marks the pulse it is said to mark") {
  for (const auto& [marks, test_time] : {std::pair{"first_pulse", 1.01}, std::pair{"test_pulse", 1.0}}) {
    CAPTURE(marks);
    auto made = tests::noise_recording({"LFDI"}, 10.0);
    tests::add_markers(made, "S1", 1.0, 2.0, 3);
    place_pulses(made, one_trigger_pair(marks));
    const auto& trial = made.blocks.at(0).trials.at(0);
    CHECK(trial.anchor.time.value() == doctest::Approx(test_time));
    REQUIRE(trial.pulses.size() == 2);
    CHECK(trial.pulses[0].role == PulseRole::conditioning);
    CHECK(trial.pulses[0].hemisphere == protocol::Hemisphere::right);
    CHECK(trial.pulses[0].time.value() == doctest::Approx(test_time - 0.01));
    CHECK(trial.pulses[1].role == PulseRole::test);
    CHECK(trial.pulses[1].time == trial.anchor.time);
  }
}

TEST_CASE("one trigger for three pulses marks the first of them, or the test pulse") {
  for (const auto& [marks, test_time] : {std::pair{"first_pulse", 1.013}, std::pair{"test_pulse", 1.0}}) {
    CAPTURE(marks);
    auto made = tests::noise_recording({"LFDI"}, 10.0);
    tests::add_markers(made, "S1", 1.0, 2.0, 3);
    place_pulses(made, parse_mapping("[pulses.S1]\nhemisphere = \"left\"\ntrigger_marks = \"" + std::string(marks) +
                                         "\"\nconditioning = { hemisphere = \"left\", interval_ms = 3 }\n"
                                         "earlier = { hemisphere = \"right\", interval_ms = 13 }",
                                     "x"));
    const auto& trial = made.blocks.at(0).trials.at(0);
    REQUIRE(trial.pulses.size() == 3);
    CHECK(trial.pulses[0].hemisphere == protocol::Hemisphere::right);
    CHECK(trial.pulses[0].time.value() == doctest::Approx(test_time - 0.013));
    CHECK(trial.pulses[1].time.value() == doctest::Approx(test_time - 0.003));
    CHECK(trial.pulses[2].time.value() == doctest::Approx(test_time));
  }
  const std::string two_markers = "[pulses.S2]\nhemisphere = \"left\"\nconditioning = { marker = \"S3\" }\n";
  CHECK_THROWS_AS(parse_mapping(two_markers + "earlier = { interval_ms = 13 }", "x"), base::Refusal);
}

TEST_CASE("pulses to both hemispheres together are two test pulses of one trial") {
  auto made = tests::noise_recording({"LFDI"}, 10.0);
  tests::add_markers(made, "S1", 1.0, 2.0, 3);
  place_pulses(made, parse_mapping("[pulses.S1]\nhemisphere = \"left\"\nboth_hemispheres = true", "x"));
  const auto& trial = made.blocks.at(0).trials.at(0);
  REQUIRE(trial.pulses.size() == 2);
  CHECK(trial.pulses[0].hemisphere == protocol::Hemisphere::left);
  CHECK(trial.pulses[1].hemisphere == protocol::Hemisphere::right);
  CHECK(trial.pulses[1].time == trial.anchor.time);
}

TEST_CASE("a conditioning pulse alone is counted from where the test pulse would have come") {
  auto mapping = one_trigger_pair("first_pulse");
  mapping.pulses[0].condition.conditioning_alone = true;
  auto made = tests::noise_recording({"LFDI"}, 10.0);
  tests::add_markers(made, "S1", 1.0, 2.0, 3);
  place_pulses(made, mapping);
  const auto& trial = made.blocks.at(0).trials.at(0);
  REQUIRE(trial.pulses.size() == 1);
  CHECK(trial.pulses[0].role == PulseRole::conditioning);
  CHECK(trial.anchor.time.value() == doctest::Approx(1.01));
}

TEST_CASE("two markers a pair make a block for each interval and one for the test pulse alone") {
  auto made = tests::noise_recording({"LFDI"}, 40.0);
  tests::add_markers(made, "S2", 1.0, 3.0, 12);
  for (int i = 0; i < 12; ++i) {
    const double test = 1.0 + i * 3.0;
    const double scatter = i % 2 == 0 ? 0.0001 : -0.0001;  // of one sample
    if (i % 3 == 0) made.markers.push_back({Seconds(test - 0.003 + scatter), Seconds(0.0), "S3"});
    if (i % 3 == 1) made.markers.push_back({Seconds(test - 0.010 + scatter), Seconds(0.0), "S3"});
  }
  place_pulses(made, parse_mapping("[pulses.S2]\nhemisphere = \"left\"\nconditioning = { marker = \"S3\" }", "x"));
  REQUIRE(made.blocks.size() == 3);
  CHECK_FALSE(made.blocks[0].condition.conditioning);
  CHECK(made.blocks[1].condition.conditioning->interval.value() == doctest::Approx(3.0));
  CHECK(made.blocks[2].condition.conditioning->interval.value() == doctest::Approx(10.0));
  for (const auto& block : made.blocks) CHECK(block.trials.size() == 4);
  CHECK(made.blocks[1].id == "S2 after S3 by 3 ms");
  for (const auto& trial : made.blocks[1].trials) CHECK(trial.pulses.size() == 2);
  CHECK(made.warnings.empty());
}

TEST_CASE("conditioning markers without a test marker are left out and counted") {
  auto made = tests::noise_recording({"LFDI"}, 10.0);
  tests::add_markers(made, "S2", 1.0, 3.0, 2);
  tests::add_markers(made, "S3", 0.99, 3.0, 3);
  place_pulses(made, parse_mapping("[pulses.S2]\nhemisphere = \"left\"\nconditioning = { marker = \"S3\" }", "x"));
  REQUIRE(made.warnings.size() == 1);
  CHECK(made.warnings[0].code == "conditioning_pulse_without_test");
  CHECK(contains(made.warnings[0].text, "1 of 3"));
}

TEST_CASE("cues become trials of their task, with the intended hand") {
  auto made = tests::noise_recording({"LFDI"}, 10.0);
  tests::add_markers(made, "11", 1.0, 2.0, 3);
  tests::add_markers(made, "12", 2.0, 2.0, 3);
  place_pulses(made, parse_mapping("[cues]\n11 = { task = \"choice reaction\", intended = \"left\" }\n"
                                   "12 = { task = \"sustained contraction\", intended = \"right\", duration_ms = 800 }",
                                   "x"));
  REQUIRE(made.blocks.size() == 2);
  CHECK(made.blocks[0].condition.intended == protocol::Side::left);
  CHECK(made.blocks[0].trials[0].anchor.kind == protocol::AnchorKind::cue);
  CHECK(made.blocks[0].trials[0].pulses.empty());
  CHECK(made.blocks[1].trials[0].anchor.kind == protocol::AnchorKind::sustained);
  CHECK(made.blocks[1].trials[0].anchor.duration.value() == doctest::Approx(0.8));
}

TEST_CASE("a sustained contraction of unknown length is refused") {
  auto made = tests::noise_recording({"LFDI"}, 10.0);
  tests::add_markers(made, "7", 1.0, 2.0, 3);
  const auto mapping = parse_mapping("[cues.7]\ntask = \"sustained contraction\"\nintended = \"left\"", "x");
  CHECK_THROWS_AS(place_pulses(made, mapping), base::Refusal);
}

TEST_CASE("a shift moves every pulse and its trial, and leaves cues where they are") {
  auto made = tests::noise_recording({"LFDI"}, 10.0);
  tests::add_markers(made, "S1", 1.0, 2.0, 2);
  tests::add_markers(made, "11", 2.0, 2.0, 2);
  auto mapping = one_trigger_pair("test_pulse");
  mapping.cues = parse_mapping("[cues.11]\ntask = \"phasic movement\"\nintended = \"left\"", "x").cues;
  place_pulses(made, mapping);
  recording::shift_pulses(made, Milliseconds(-9.4));
  CHECK(made.blocks[0].trials[0].anchor.time.value() == doctest::Approx(0.9906));
  CHECK(made.blocks[0].trials[0].pulses[0].time.value() == doctest::Approx(0.9806));
  CHECK(made.blocks[0].trials[0].pulses[1].time.value() == doctest::Approx(0.9906));
  CHECK(made.blocks[1].trials[0].anchor.time == Seconds(2.0));
}

TEST_CASE("a pulse past the end, before the start or in a gap is refused with its time") {
  auto made = tests::noise_recording({"LFDI"}, 10.0);
  made.segments.push_back(made.segments[0]);
  made.segments[1].start = Seconds(15.0);
  const auto refused = [&](double time) {
    auto copy = made;
    tests::add_markers(copy, "S1", time, 1.0, 1);
    place_pulses(copy, single("S1"));
    try {
      recording::check_pulse_times(copy);
    } catch (const base::Refusal& caught) {
      return caught.problem();
    }
    return std::string();
  };
  CHECK(refused(0.0).empty());
  CHECK(refused(16.0).empty());
  CHECK(contains(refused(12.0), "12.0000 s, in a gap"));
  CHECK(contains(refused(25.0), "past the end"));
  CHECK(contains(refused(-0.5), "before its first sample"));
}

TEST_CASE("a long list of marker codes is cut and the rest counted") {
  auto made = tests::noise_recording({"LFDI"}, 1.0);
  for (int i = 0; i < 30; ++i) tests::add_markers(made, "code " + std::to_string(i), 0.0, 0.0, 1);
  CHECK(contains(recording::list_markers(made), "and 10 other codes"));
  CHECK(recording::list_markers(recording::Recording{}) == "none");
}
