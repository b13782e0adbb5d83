#include "trilayer/measures/quality/trial_quality.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>

#include "trilayer/measures/measure.hpp"
#include "trilayer/phantom/phantom.hpp"
#include "trilayer/recording/trial_checks.hpp"

using namespace trilayer;
using measures::QualityFinding;
using measures::Severity;

namespace {

constexpr double rate = 5000.0;
constexpr std::size_t left = 0, right = 1;

// Twelve pulses to the left hemisphere at rest; the right hand answers.
recording::Session resting() {
  phantom::Phantom phantom;
  phantom::PhantomBlock block;
  block.plan.id = "b1";
  block.plan.condition.hemisphere = protocol::Hemisphere::left;
  block.plan.condition.hands = {{protocol::Contraction::rest, {}}, {protocol::Contraction::rest, {}}};
  block.plan.trials = 12;
  block.plan.interval = base::Seconds(1.5);
  block.hands.right.response = phantom::Response{};
  phantom.blocks = {block};
  return phantom::draw(phantom, 3);
}

// Changes the samples of one trial, `from` to `to` ms after its pulse: the function gets ms and the sample.
void change(recording::Session& session, std::size_t channel, std::size_t trial, double from, double to,
            const std::function<double(double, double)>& with) {
  auto& recording = session.recordings[0];
  const double anchor = recording.blocks[0].trials[trial].anchor.time.value();
  for (double ms = from; ms < to; ms += 1e3 / rate) {
    auto& sample =
        recording.segments[0].samples[channel][static_cast<std::size_t>(std::lround((anchor + ms / 1e3) * rate))];
    sample = static_cast<float>(with(ms, static_cast<double>(sample)));
  }
}

std::vector<QualityFinding> found(const recording::Session& session, std::string_view check) {
  auto all = measures::measure({session}, {}).quality;
  std::erase_if(all, [&](const QualityFinding& f) { return f.check != check; });
  return all;
}

// Exactly one finding, in the fourth trial of the right hand.
double only_number(const recording::Session& session, std::string_view check) {
  const auto all = found(session, check);
  REQUIRE(all.size() == 1);
  CHECK(all[0].trial == 4);
  CHECK(all[0].side == protocol::Side::right);
  CHECK(all[0].muscle == "FDI");
  CHECK(all[0].severity == Severity::flag);
  CHECK(!all[0].words.empty());
  return all[0].number.value_or(-1.0);
}

}  // namespace

TEST_CASE("clean trials raise no flag but an outlier of chance") {
  auto all = measures::measure({resting()}, {}).quality;
  std::erase_if(all, [](const QualityFinding& f) { return f.check == "background_outlier"; });
  CHECK(all.empty());
}

TEST_CASE("a response at the limit of the amplifier is flagged as clipped, a large one is not") {
  auto session = resting();
  change(session, right, 3, 15.0, 45.0, [](double, double v) { return 8.0 * v; });
  CHECK(found(session, "clipped").empty());
  change(session, right, 3, -1.0, 45.0, [](double, double v) { return std::clamp(v, -900.0, 900.0); });
  CHECK(only_number(session, "clipped") > 0.5);
}

TEST_CASE("few distinct values before the pulse are coarse") {
  auto session = resting();
  change(session, right, 3, -110.0, 0.0, [](double, double v) { return 4.0 * std::round(v / 4.0); });
  CHECK(only_number(session, "coarse") < 10.0);
}

TEST_CASE("hum before a single pulse is flagged with its size") {
  auto session = resting();
  change(session, right, 3, -110.0, 0.0,
         [](double ms, double v) { return v + 30.0 * std::sin(2.0 * std::numbers::pi * ms / 20.0); });
  CHECK(only_number(session, "hum") == doctest::Approx(60.0).epsilon(0.05));
}

TEST_CASE("EMG of a hand stated at rest is flagged, and the trial is used") {
  auto session = resting();
  for (std::size_t trial = 0; trial < 12; ++trial)
    change(session, left, trial, -110.0, 0.0, [](double, double v) { return 15.0 * v; });
  const auto results = measures::measure({session}, {});
  const auto flagged = found(session, "background");
  CHECK(flagged.size() == 12);
  for (const auto& m : results.measurements)
    if (m.key.measure == "background_emg") CHECK(m.trials == 12);
}

TEST_CASE("one trial with far more background than the others is an outlier") {
  auto session = resting();
  change(session, right, 3, -110.0, 0.0, [](double, double v) { return 4.0 * v; });
  const auto all = found(session, "background_outlier");
  CHECK(std::any_of(all.begin(), all.end(),
                    [](const auto& f) { return f.trial == 4 && f.side == protocol::Side::right; }));
}

TEST_CASE("a drifting baseline is flagged with how far it went") {
  auto session = resting();
  change(session, right, 3, -110.0, 0.0, [](double ms, double v) { return v + 2.0 * (ms + 110.0); });
  CHECK(only_number(session, "drift") == doctest::Approx(150.0).epsilon(0.1));  // 2 uV/ms over three quarters of 100 ms
}

TEST_CASE("a trial without the artefact that the others have is flagged") {
  auto session = resting();
  change(session, right, 3, -3.0, 8.0, [](double, double) { return 0.0; });
  CHECK(only_number(session, "artefact_missing") < 4.0);
}

TEST_CASE("an artefact away from the marker is flagged with the distance") {
  auto session = resting();
  auto& trial = session.recordings[0].blocks[0].trials[3];
  trial.anchor.time += base::Seconds(-0.004);
  trial.pulses[0].time = trial.anchor.time;
  const auto all = found(session, "marker_delay");
  CHECK(all.size() == 2);  // both hands
  for (const auto& f : all) {
    CHECK(f.trial == 4);
    CHECK(*f.number == doctest::Approx(4.0).epsilon(0.1));
  }
}

TEST_CASE("an artefact's long tail is flagged with its length") {
  auto session = resting();
  change(session, right, 3, 1.0, 14.9, [](double ms, double v) { return v + 800.0 * std::exp(-ms / 5.0); });
  CHECK(only_number(session, "artefact_tail") > 10.0);
}

TEST_CASE("one hand's EMG copied into the other is cross-talk in both") {
  auto session = resting();
  auto& samples = session.recordings[0].segments[0].samples;
  for (std::size_t i = 0; i < samples[left].size(); ++i)
    samples[left][i] = samples[left][i] * 0.2F + 0.8F * samples[right][i];
  const auto all = found(session, "cross_talk");
  CHECK(all.size() == 24);
}

TEST_CASE("measurements say how many trials were left out, and why") {
  auto session = resting();
  change(session, right, 3, -60.0, 0.0, [](double, double) { return 0.0; });
  change(session, right, 7, -60.0, 0.0, [](double, double) { return 0.0; });
  session.recordings[0].blocks[0].trials[0].excluded = "coughed";
  recording::check_trials(session.recordings[0]);
  const auto results = measures::measure({session}, {});
  for (const auto& m : results.measurements) {
    if (m.key.measure != "cmep_amplitude" || m.key.side != protocol::Side::right) continue;
    if (m.block.empty()) continue;
    CHECK(m.trials == 9);
    CHECK_MESSAGE(m.method.find("3 of 12 trials left out: coughed (1), gap (2)") != std::string::npos, m.method);
  }
  CHECK(found(session, "gap").size() == 2);
  CHECK(found(session, "excluded").size() == 1);
}

TEST_CASE("where every trial of a block is left out, what is missing names that") {
  auto session = resting();
  for (auto& trial : session.recordings[0].blocks[0].trials)
    trial.excluded = "rejected by AB on 2026-11-22: wrong coil";
  int missing = 0;
  for (const auto& m : measures::measure({session}, {}).measurements) {
    if (m.key.measure != "cmep_amplitude" || m.key.side != protocol::Side::right) continue;
    ++missing;
    CHECK(m.state == measures::State::missing);
    CHECK_MESSAGE(
        m.reason.find("12 of 12 trials left out: rejected by AB on 2026-11-22: wrong coil") != std::string::npos,
        m.reason);
  }
  CHECK(missing == 1);
}

TEST_CASE("the windows of the check are those of the detectors") {
  const recording::TrialCheckSettings check;
  const measures::Settings settings;
  CHECK(check.response_end == settings.response.to);
  CHECK(check.window_before.value() == -settings.shown.from.value());
  CHECK(check.window_after == settings.shown.to);
}

TEST_CASE("a person's marks take the place of the detector's") {
  auto session = resting();
  const auto before = measures::measure({session}, {});
  recording::Decision moved;
  moved.recording = session.recordings[0].name;
  moved.block = "b1";
  moved.trial = 4;
  moved.side = protocol::Side::right;
  moved.muscle = "FDI";
  moved.measure = "cmep_latency";
  moved.verdict = recording::Verdict::moved;
  moved.value = 23.5;
  session.recordings[0].decisions = {moved};
  const auto after = measures::measure({session}, {});
  REQUIRE(before.trials.size() == after.trials.size());
  for (std::size_t i = 0; i < after.trials.size(); ++i) {
    const auto& t = after.trials[i];
    const bool moves = t.trial == 4 && t.measure == "cmep_latency" && t.side == protocol::Side::right;
    if (moves)
      CHECK(t.value == 23.5);
    else
      CHECK(t.value == before.trials[i].value);
  }
}
