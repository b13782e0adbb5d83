#include "trilayer/recording/trial_checks.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "tests/recording/example.hpp"
#include "trilayer/recording/pulse_scan.hpp"
#include "trilayer/recording/pulses.hpp"

using namespace trilayer;
using recording::Recording;

namespace {

constexpr int trials = 10;
constexpr double rate = 5000.0;

double pulse_time(int trial) { return 1.0 + 1.5 * trial; }

// Ten pulses 1.5 s apart, EMG of `rms` uV on both sides, an artefact of 800 uV at each pulse.
Recording pulses(double rms = 3.0) {
  auto made = tests::noise_recording({"LFDI", "RFDI"}, 18.0, rate, rms);
  for (std::size_t c = 0; c < 2; ++c) {
    made.channels[c].side = c == 0 ? protocol::Side::left : protocol::Side::right;
    made.channels[c].muscle = "FDI";
  }
  tests::add_markers(made, "S1", pulse_time(0), 1.5, trials);
  recording::place_pulses(made, recording::parse_mapping("[pulses.S1]\nhemisphere = \"left\"", "x"));
  return made;
}

void change(Recording& made, std::size_t channel, double from, double to,
            const std::function<double(double, double)>& with) {
  auto& row = made.segments[0].samples[channel];
  for (auto i = static_cast<std::size_t>(std::lround(from * rate));
       i < static_cast<std::size_t>(std::lround(to * rate)); ++i)
    row[i] = static_cast<float>(with((static_cast<double>(i) / rate - from) * 1e3, static_cast<double>(row[i])));
}

void add_artefact(Recording& made, double at) {
  for (std::size_t c = 0; c < 2; ++c)
    change(made, c, at, at + 0.001, [](double ms, double v) { return v + 800.0 * std::exp(-ms / 0.3); });
}

Recording with_artefacts(double rms = 3.0) {
  Recording made = pulses(rms);
  for (int t = 0; t < trials; ++t) add_artefact(made, pulse_time(t));
  return made;
}

// The checks that excluded something, "trial/channel/check" each.
std::vector<std::string> excluded(const Recording& made) {
  std::vector<std::string> all;
  const auto& block = made.blocks.at(0);
  for (std::size_t t = 0; t < block.trials.size(); ++t) {
    if (!block.trials[t].excluded.empty()) all.push_back(std::to_string(t + 1) + "/trial");
    for (const auto& e : block.trials[t].excluded_channels)
      all.push_back(std::to_string(t + 1) + "/" + std::to_string(e.channel) + "/" + e.check);
  }
  return all;
}

using Found = std::vector<std::string>;

bool warned(const Recording& made, std::string_view code) {
  return std::any_of(made.warnings.begin(), made.warnings.end(), [&](const auto& w) { return w.code == code; });
}

}  // namespace

TEST_CASE("no EMG, however strong, is excluded") {
  for (const double rms : {0.5, 5.0, 500.0}) {
    CAPTURE(rms);
    Recording made = with_artefacts(rms);
    recording::check_trials(made);
    recording::find_unmarked_pulses(made);
    CHECK(excluded(made) == Found{});
    CHECK(!warned(made, "trials_excluded"));
  }
}

TEST_CASE("zeros in place of a signal are a gap, in that channel and trial only") {
  Recording made = with_artefacts();
  change(made, 1, pulse_time(2) - 0.105, pulse_time(2) - 0.06, [](double, double) { return 0.0; });
  change(made, 0, pulse_time(4) + 0.02, pulse_time(4) + 0.2, [](double, double) { return 0.0; });
  recording::check_trials(made);
  CHECK(excluded(made) == Found{"3/1/gap", "5/0/gap"});
  CHECK(made.blocks[0].trials[2].excluded_channels[0].number == doctest::Approx(45.0).epsilon(0.02));
  CHECK(warned(made, "trials_excluded"));
}

TEST_CASE("trials at the edges, of which less is recorded than of most, are left out with what there is") {
  Recording made = with_artefacts();
  auto& all = made.blocks[0].trials;
  all[0].anchor.time = all[0].pulses[0].time = base::Seconds(0.05);
  const double end = static_cast<double>(made.segments[0].samples[0].size()) / made.channels[0].rate.value();
  all[static_cast<std::size_t>(trials - 1)].anchor.time = base::Seconds(end - 0.03);
  all[static_cast<std::size_t>(trials - 1)].pulses[0].time = base::Seconds(end - 0.03);
  recording::check_trials(made);
  const std::string last = std::to_string(trials);
  CHECK(excluded(made) == Found{"1/0/short", "1/1/short", last + "/0/short", last + "/1/short"});
  CHECK(all[0].excluded_channels[0].why.find("holds 50 ms before") != std::string::npos);
  CHECK(all.back().excluded_channels[0].why.find("ends 30 ms after the pulse; 50 ms are needed") != std::string::npos);
  CHECK(warned(made, "trials_excluded"));
}

TEST_CASE("frames that are equal but for pulses between two samples are all used") {
  Recording made = with_artefacts();
  const recording::Segment whole = made.segments[0];
  made.segments.clear();
  for (int t = 0; t < trials; ++t) {  // from 20 ms before to 100 ms after each pulse
    recording::Segment frame;
    const auto from = static_cast<std::ptrdiff_t>((pulse_time(t) - 0.02) * rate);
    frame.start = base::Seconds(static_cast<double>(from) / rate);
    for (const auto& row : whole.samples)
      frame.samples.emplace_back(row.begin() + from, row.begin() + from + static_cast<std::ptrdiff_t>(0.12 * rate));
    made.segments.push_back(std::move(frame));
    auto& trial = made.blocks[0].trials[static_cast<std::size_t>(t)];
    const base::Seconds off(t == 3 ? -0.04e-3 : 0.0);  // a fifth of a sample
    trial.anchor.time = made.segments.back().start + base::Seconds(0.02) + off;
    trial.pulses[0].time = trial.anchor.time;
  }
  recording::check_trials(made);
  CHECK(excluded(made) == Found{});
}

TEST_CASE("a hold of 12 ms round the pulse, as some amplifiers make it, is no gap") {
  Recording made = with_artefacts();
  for (int t = 0; t < trials; ++t)
    change(made, 1, pulse_time(t) - 0.001, pulse_time(t) + 0.011, [](double, double) { return 1.5; });
  recording::check_trials(made);
  CHECK(excluded(made) == Found{});
}

TEST_CASE("coarse steps with long stretches of one value are no gap") {
  Recording made = with_artefacts(1.0);
  for (auto& sample : made.segments[0].samples[1]) sample = 5.0F * std::round(sample / 5.0F);
  recording::check_trials(made);
  CHECK(excluded(made) == Found{});
}

TEST_CASE("an amplifier at its limit for 10 ms is blocked") {
  Recording made = with_artefacts();
  change(made, 1, pulse_time(2) + 0.001, pulse_time(2) + 0.019, [](double, double) { return 3000.0; });
  recording::check_trials(made);
  CHECK(excluded(made) == Found{"3/1/blocked"});
}

TEST_CASE("a channel that stands still during one trial is dead there") {
  Recording made = with_artefacts();
  change(made, 0, pulse_time(2) - 0.2, pulse_time(2) + 0.5, [](double, double) { return 4.0; });
  recording::check_trials(made);
  CHECK(excluded(made) == Found{"3/0/dead"});
}

TEST_CASE(
    "a jump between two samples where frames were stitched together is found, a response and an artefact are none") {
  Recording made = with_artefacts();
  for (int t = 0; t < trials; ++t)
    change(made, 1, pulse_time(t) + 0.02, pulse_time(t) + 0.035,
           [](double ms, double v) { return v + 2000.0 * std::sin(2.0 * 3.14159265 * ms / 15.0); });
  change(made, 1, pulse_time(2) - 0.05, pulse_time(3) - 0.5, [](double, double v) { return v + 300.0; });
  recording::check_trials(made);
  CHECK(excluded(made) == Found{"3/1/jump"});
}

TEST_CASE("a hole in all channels leaves a task's trial out") {
  Recording made = with_artefacts();
  auto& trial = made.blocks[0].trials[5];
  trial.pulses.clear();
  trial.anchor.kind = protocol::AnchorKind::cue;
  change(made, 0, pulse_time(5) + 0.2, pulse_time(5) + 0.4, [](double, double) { return 0.0; });
  recording::check_trials(made);
  CHECK(excluded(made) == Found{});
  change(made, 1, pulse_time(5) + 0.2, pulse_time(5) + 0.4, [](double, double) { return 0.0; });
  recording::check_trials(made);
  CHECK(excluded(made) == Found{"6/trial"});
}

TEST_CASE("a second artefact after the pulse, without a marker, excludes the trial; one far from any trial is told") {
  Recording made = with_artefacts();
  add_artefact(made, pulse_time(3) + 0.03);
  add_artefact(made, pulse_time(7) - 0.1);
  add_artefact(made, pulse_time(5) + 0.7);
  recording::find_unmarked_pulses(made);
  CHECK(excluded(made) == Found{"4/trial", "8/trial"});
  // True to one sample: its steepest step starts one before it.
  CHECK(made.blocks[0].trials[3].excluded == "a pulse without a marker came 29.8 ms after the test pulse");
  CHECK(warned(made, "unmarked_pulses"));
}

TEST_CASE("responses are no unmarked pulses, however steep") {
  Recording made = with_artefacts();
  for (int t = 0; t < trials; ++t)
    for (std::size_t c = 0; c < 2; ++c)
      change(made, c, pulse_time(t) + 0.02, pulse_time(t) + 0.03,
             [](double ms, double v) { return v + 4000.0 * std::sin(2.0 * 3.14159265 * ms / 10.0); });
  recording::find_unmarked_pulses(made);
  CHECK(excluded(made) == Found{});
}

TEST_CASE("where no artefact stands out nothing is searched") {
  Recording made = pulses();
  add_artefact(made, pulse_time(3) + 0.03);
  recording::find_unmarked_pulses(made);
  CHECK(excluded(made) == Found{});
}

TEST_CASE("in frames too short to show the EMG before a pulse, responses are no unmarked pulses") {
  Recording made = with_artefacts(3.0);
  const recording::Segment whole = made.segments[0];
  made.segments.clear();
  for (int t = 0; t < trials; ++t) {  // from 50 ms before to 100 ms after each pulse, a steep response in it
    recording::Segment frame;
    const auto from = static_cast<std::ptrdiff_t>((pulse_time(t) - 0.05) * rate);
    frame.start = base::Seconds(static_cast<double>(from) / rate);
    for (const auto& row : whole.samples)
      frame.samples.emplace_back(row.begin() + from, row.begin() + from + static_cast<std::ptrdiff_t>(0.15 * rate));
    for (auto& row : frame.samples)
      for (std::size_t i = 0; i < 15; ++i) row[350 + i] += 1500.0F * std::sin(0.4F * static_cast<float>(i));
    made.segments.push_back(std::move(frame));
  }
  recording::find_unmarked_pulses(made);
  CHECK(excluded(made) == Found{});
  CHECK(!warned(made, "unmarked_pulses"));
}

TEST_CASE("what a person accepted no check excludes") {
  Recording made = with_artefacts();
  change(made, 1, pulse_time(2) - 0.105, pulse_time(2) - 0.06, [](double, double) { return 0.0; });
  add_artefact(made, pulse_time(3) + 0.03);
  for (const int trial : {3, 4}) {
    recording::Decision accepted;
    accepted.recording = made.name;
    accepted.block = made.blocks[0].id;
    accepted.trial = trial;
    accepted.verdict = recording::Verdict::accept;
    made.decisions.push_back(accepted);
  }
  recording::find_unmarked_pulses(made);
  recording::check_trials(made);
  CHECK(excluded(made) == Found{});
}
