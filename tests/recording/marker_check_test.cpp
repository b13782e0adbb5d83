#include "trilayer/recording/marker_check.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <numbers>
#include <string>

#include "tests/recording/example.hpp"
#include "tests/recordings.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/recording/formats/brainvision.hpp"
#include "trilayer/recording/pulses.hpp"

using namespace trilayer;
using recording::Recording;

namespace {

constexpr int trials = 20;

// Adds a wave of `length` ms that starts `at` seconds: `shape` gives microvolts for a phase from 0 to 1.
void add_wave(Recording& made, double at, double length, const std::function<double(double)>& shape) {
  for (std::size_t c = 0; c < made.channels.size(); ++c) {
    const double rate = made.channels[c].rate.value();
    auto& row = made.segments[0].samples[c];
    for (auto i = static_cast<std::size_t>(std::max(0.0, std::ceil(at * rate)));
         i < row.size() && static_cast<double>(i) / rate < at + length / 1e3; ++i)
      row[i] += static_cast<float>(shape((static_cast<double>(i) / rate - at) / (length / 1e3)));
  }
}

// Biphasic, as through an amplifier: 0.8 ms long.
void add_artefact(Recording& made, double at, double microvolts) {
  add_wave(made, at, 0.8, [=](double phase) { return microvolts * std::sin(2.0 * std::numbers::pi * phase); });
}

void add_response(Recording& made, double at, double microvolts) {
  add_wave(made, at, 14.0, [=](double phase) {
    return microvolts / 2.0 * std::sin(2.0 * std::numbers::pi * phase) * std::sin(std::numbers::pi * phase);
  });
}

double pulse_time(int trial) { return 1.0 + trial; }

// Twenty pulses a second apart; the marker comes with the pulse.
Recording pulses_at_rest(double rms = 2.0, double rate = 5000.0) {
  auto made = tests::noise_recording({"LFDI", "RFDI"}, 22.0, rate, rms);
  tests::add_markers(made, "S1", pulse_time(0), 1.0, trials);
  recording::place_pulses(made, recording::parse_mapping("[pulses.S1]\nhemisphere = \"left\"", "x"));
  return made;
}

}  // namespace

TEST_CASE("an artefact at the marker is seen and not mentioned") {
  for (const double rate : {2000.0, 5000.0, 20000.0}) {
    CAPTURE(rate);
    auto made = pulses_at_rest(2.0, rate);
    for (int i = 0; i < trials; ++i) add_artefact(made, pulse_time(i), 500.0);
    recording::check_markers(made);
    REQUIRE(made.marker_delay);
    CHECK(std::abs(made.marker_delay->value()) <= 1.0);
    CHECK(made.warnings.empty());
  }
}

TEST_CASE("a constant delay is reported with its figures and corrected on request only") {
  for (const double delay : {-9.4, -2.0, 1.5, 9.0}) {
    CAPTURE(delay);
    auto made = pulses_at_rest();
    for (int i = 0; i < trials; ++i) {
      add_artefact(made, pulse_time(i) + delay / 1e3, 300.0);
      add_response(made, pulse_time(i) + delay / 1e3 + 0.020, 2500.0);
    }
    const auto blocks = made.blocks;
    recording::check_markers(made);
    REQUIRE(made.marker_delay);
    CHECK(std::abs(made.marker_delay->value() - delay) <= 1.2);  // the steepest step is within the artefact
    REQUIRE(made.warnings.size() == 1);
    CHECK(made.warnings[0].code == "marker_delay");
    CHECK(made.warnings[0].text.find("20 of 20 pulses") != std::string::npos);
    CHECK(made.warnings[0].text.find("--marker-shift") != std::string::npos);
    CHECK(made.blocks == blocks);

    const base::Milliseconds seen = *made.marker_delay;
    made.warnings.clear();
    recording::shift_pulses(made, seen);
    recording::check_markers(made);
    CHECK(made.warnings.empty());
    CHECK(std::abs(made.marker_delay->value()) < 0.2);
  }
}

TEST_CASE("artefacts that jitter against the markers are refused") {
  auto made = pulses_at_rest();
  for (int i = 0; i < trials; ++i) add_artefact(made, pulse_time(i) + 0.002 * (i % 5 - 2), 500.0);
  CHECK_THROWS_AS(recording::check_markers(made), base::Refusal);
}

TEST_CASE("one sample of a slow recording is neither jitter nor delay") {
  for (const double rate : {500.0, 1000.0}) {
    CAPTURE(rate);
    auto made = pulses_at_rest(2.0, rate);
    for (int i = 0; i < trials; ++i)
      for (auto& row : made.segments[0].samples) {
        const auto at = static_cast<std::size_t>(std::llround(pulse_time(i) * rate)) + (i % 2 == 0 ? 0U : 1U);
        row[at] += 800.0F;
      }
    recording::check_markers(made);
    CHECK(made.warnings.empty());
  }
}

TEST_CASE("a pulse that a person moved says nothing of the marker") {
  auto made = pulses_at_rest();
  for (int i = 0; i < trials; ++i) add_artefact(made, pulse_time(i), 500.0);
  recording::Decision moved;
  moved.recording = made.name;
  moved.block = made.blocks[0].id;
  moved.trial = 4;
  moved.time = made.blocks[0].trials[3].anchor.time;
  moved.verdict = recording::Verdict::moved;
  moved.value = 10.0;
  moved.who = "AB";
  recording::apply_decisions(made, {moved}, "a.decisions.tsv", "");
  made.warnings.clear();
  CHECK_NOTHROW(recording::check_markers(made));
  CHECK(made.warnings.empty());
}

TEST_CASE("two stimulators with delays of their own are no jitter") {
  auto made = pulses_at_rest();
  made.blocks.push_back(made.blocks[0]);
  made.blocks[1].id = "nerve";
  made.blocks[1].condition.site = protocol::Site::nerve;
  auto& m1 = made.blocks[0].trials;
  auto& nerve = made.blocks[1].trials;
  m1.resize(trials / 2);
  nerve.erase(nerve.begin(), nerve.begin() + trials / 2);
  for (int i = 0; i < trials; ++i) add_artefact(made, pulse_time(i) + (i < trials / 2 ? 0.0 : 0.009), 500.0);
  CHECK_NOTHROW(recording::check_markers(made));
  REQUIRE(made.marker_delay);
  CHECK(std::abs(made.marker_delay->value()) < 1.0);
  CHECK(made.warnings.size() == 1);  // the nerve's
}

TEST_CASE("each hemisphere may have a stimulator with a delay of its own, but not with a jitter of its own") {
  auto made = pulses_at_rest();
  made.blocks.push_back(made.blocks[0]);
  made.blocks[1].id = "S2";
  made.blocks[1].condition.hemisphere = protocol::Hemisphere::right;
  auto& left = made.blocks[0].trials;
  auto& right = made.blocks[1].trials;
  constexpr int of_left = 12;
  left.resize(of_left);
  right.erase(right.begin(), right.begin() + of_left);
  SUBCASE("delays of their own") {
    for (int i = 0; i < trials; ++i) add_artefact(made, pulse_time(i) + (i < of_left ? 0.0 : 0.005), 500.0);
    CHECK_FALSE(recording::check_markers(made));
    REQUIRE(made.marker_delay);
    CHECK(std::abs(made.marker_delay->value() - 5.0) < 1.0);  // so that no latency is trusted
    REQUIRE(made.warnings.size() == 1);
    CHECK(made.warnings[0].text.find("of the right hemisphere") != std::string::npos);
    CHECK(made.warnings[0].text.find("--marker-shift") == std::string::npos);  // it would spoil the left
  }
  SUBCASE("one delay of both is corrected by one shift") {
    for (int i = 0; i < trials; ++i) add_artefact(made, pulse_time(i) + 0.005, 500.0);
    CHECK(recording::check_markers(made));
    REQUIRE(made.warnings.size() == 1);
    CHECK(made.warnings[0].text.find("--marker-shift 5") != std::string::npos);
  }
  SUBCASE("one of them jitters") {
    for (int i = 0; i < trials; ++i)
      add_artefact(made, pulse_time(i) + (i < of_left ? 0.0 : 0.005 + 0.003 * (i % 2)), 500.0);
    CHECK_THROWS_AS(recording::check_markers(made), base::Refusal);
  }
  SUBCASE("all pulses of one hemisphere, two delays") {
    made.blocks[1].condition.hemisphere = protocol::Hemisphere::left;
    for (int i = 0; i < trials; ++i) add_artefact(made, pulse_time(i) + (i < of_left ? 0.0 : 0.005), 500.0);
    CHECK_THROWS_AS(recording::check_markers(made), base::Refusal);
  }
}

TEST_CASE("without a visible artefact there is no verdict") {
  SUBCASE("resting EMG with mains hum") {
    auto made = pulses_at_rest();
    for (auto& row : made.segments[0].samples)
      for (std::size_t i = 0; i < row.size(); ++i)
        row[i] += static_cast<float>(50.0 * std::sin(2.0 * std::numbers::pi * 60.0 * static_cast<double>(i) / 5000.0));
    recording::check_markers(made);
    CHECK_FALSE(made.marker_delay);
  }
  SUBCASE("active EMG") {
    auto made = pulses_at_rest(200.0);
    recording::check_markers(made);
    CHECK_FALSE(made.marker_delay);
  }
  SUBCASE("a blanked artefact, and a response in the search window because the marker is late") {
    auto made = pulses_at_rest();
    for (int i = 0; i < trials; ++i) add_response(made, pulse_time(i) + 0.0096, 2500.0);
    recording::check_markers(made);
    CHECK_FALSE(made.marker_delay);
  }
  SUBCASE("no EMG at all: flat channels") {
    auto made = pulses_at_rest(0.0);
    recording::check_markers(made);
    CHECK_FALSE(made.marker_delay);
  }
  SUBCASE("artefacts in half of the trials only") {
    auto made = pulses_at_rest();
    for (int i = 0; i < trials; i += 2) add_artefact(made, pulse_time(i), 500.0);
    recording::check_markers(made);
    CHECK_FALSE(made.marker_delay);
  }
  SUBCASE("no pulses") {
    auto made = tests::noise_recording({"LFDI"}, 5.0);
    recording::check_markers(made);
    CHECK_FALSE(made.marker_delay);
  }
}

TEST_CASE("the artefact of the conditioning pulse is not taken for that of the test pulse") {
  for (const double interval : {3.0, 6.0, 10.0, 100.0})
    for (const double delay : {-9.4, -3.0, 0.0, 2.0, 9.0}) {
      CAPTURE(interval);
      CAPTURE(delay);
      auto made = tests::noise_recording({"LFDI", "RFDI"}, 22.0, 5000.0);
      for (int i = 0; i < trials; ++i) {
        const bool single = i % 4 == 0;
        tests::add_markers(made, single ? "S2" : "S1", pulse_time(i), 1.0, 1);
        add_artefact(made, pulse_time(i) + delay / 1e3, 300.0);
        if (!single) add_artefact(made, pulse_time(i) + (delay - interval) / 1e3, 900.0);
      }
      auto mapping = recording::parse_mapping(
          "[pulses.S1]\nhemisphere = \"left\"\ntrigger_marks = \"test_pulse\"\nconditioning = { interval_ms = 10 }\n"
          "[pulses.S2]\nhemisphere = \"left\"",
          "x");
      mapping.pulses[0].condition.conditioning->interval = base::Milliseconds(interval);
      recording::place_pulses(made, mapping);
      recording::check_markers(made);
      REQUIRE(made.marker_delay);
      CHECK(std::abs(made.marker_delay->value() - delay) <= 0.8);
    }
}

TEST_CASE("a trigger said to mark the wrong pulse of its pairs shows as a delay of their interval") {
  auto made = tests::noise_recording({"LFDI", "RFDI"}, 22.0, 5000.0);
  tests::add_markers(made, "S1", pulse_time(0), 1.0, trials);
  for (int i = 0; i < trials; ++i) {
    add_artefact(made, pulse_time(i), 500.0);
    add_artefact(made, pulse_time(i) + 0.010, 500.0);
  }
  recording::place_pulses(made, recording::parse_mapping("[pulses.S1]\nhemisphere = \"left\"\ntrigger_marks = "
                                                         "\"test_pulse\"\nconditioning = { interval_ms = 10 }",
                                                         "x"));
  recording::check_markers(made);
  REQUIRE(made.warnings.size() == 1);
  CHECK(std::abs(made.marker_delay.value().value() - 10.0) <= 0.8);
}

TEST_CASE("in the real recording the artefact comes 1.0 ms after S255 and 9.4 ms before S254") {
  const auto folder = tests::recordings();
  if (!folder) return;
  for (const auto& [code, delay, text] :
       {std::tuple{"S255", 1.0, "1.0 ms after"}, std::tuple{"S254", -9.4, "9.4 ms before"}}) {
    CAPTURE(code);
    auto made = recording::read_brainvision(*folder / "tms-analysis-toolbox/brainvision/Example Data 1.vhdr");
    made.warnings.clear();
    recording::place_pulses(made,
                            recording::parse_mapping("[pulses." + std::string(code) + "]\nhemisphere = \"left\"", "x"));
    recording::check_markers(made);
    REQUIRE(made.marker_delay);
    CHECK(std::abs(made.marker_delay->value() - delay) < 0.01);
    REQUIRE(made.warnings.size() == 1);
    CHECK(made.warnings[0].text.find(text) != std::string::npos);
    CHECK(made.warnings[0].text.find("20 of 20 pulses") != std::string::npos);
  }
}
