// Task recordings drawn with known RMS and onsets of both hands.
#include "trilayer/measures/mirror_emg.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <numbers>

#include "trilayer/base/random.hpp"
#include "trilayer/base/statistics.hpp"
#include "trilayer/base/student.hpp"
#include "trilayer/measures/task_emg.hpp"

namespace trilayer::measures {
namespace {

using protocol::AnchorKind;
using protocol::Side;

// One muscle on both sides; in every trial the right hand is the intended one unless said otherwise.
struct Drawing {
  int trials = 10;
  double rate = 2000.0;
  double rest = 3.0;        // uV RMS of both hands throughout
  double intended = 300.0;  // uV RMS added in the task
  double mirror = 30.0;     // uV RMS added in the task
  double lag = 0.0;         // ms, mirror after intended
  double copied = 0.0;      // share of the intended hand's amplitude that leaks into the mirror channel
  double wander = 0.0;      // SD of ln of the resting level, wandering over about a second
  double drift = 0.0;       // uV of movement artefact at 1 Hz in the mirror hand, in the task only
  double hum = 0.0;         // uV amplitude of a 50 Hz sine in both channels
  double scale = 1.0;       // of all samples
  AnchorKind kind = AnchorKind::sustained;
  Side side = Side::right;  // intended
  double onset = 0.0;       // s after the anchor
  double length = 3.0;      // s of the task
};

constexpr double spacing = 6.0;  // s between anchors

// Coloured noise of RMS 1: a resonance near 80 Hz, as in surface EMG.
class Emg {
 public:
  Emg(std::uint64_t seed, std::uint32_t which, double rate) : stream_(seed, which) {
    const double radius = std::exp(-2.0 * std::numbers::pi * 60.0 / rate);
    const double turn = 2.0 * std::numbers::pi * 80.0 / rate;
    a1_ = 2.0 * radius * std::cos(turn);
    a2_ = -radius * radius;
    const double variance = (1.0 - a2_) / ((1.0 + a2_) * ((1.0 - a2_) * (1.0 - a2_) - a1_ * a1_));
    gain_ = 1.0 / std::sqrt(variance);
    for (int i = 0; i < 1000; ++i) next();
  }
  double next() {
    const double value = a1_ * one_ + a2_ * two_ + gain_ * stream_.normal();
    two_ = one_;
    return one_ = value;
  }

 private:
  base::Stream stream_;
  double a1_, a2_, gain_, one_ = 0.0, two_ = 0.0;
};

recording::Session draw(const Drawing& d, std::uint64_t seed) {
  recording::Session session;
  session.participant = "drawn";
  recording::Recording recording;
  recording.name = "task";
  for (const Side side : protocol::both_sides) {
    recording::Channel channel;
    channel.name = std::string(name(side)) + " FDI";
    channel.rate = base::Hertz(d.rate);
    channel.side = side;
    channel.muscle = "FDI";
    recording.channels.push_back(channel);
  }
  protocol::Block block;
  block.id = "squeeze";
  block.condition.task = protocol::Task::sustained_contraction;
  block.condition.intended = d.side;
  for (int i = 0; i < d.trials; ++i) {
    protocol::Trial trial;
    const bool timed = d.kind == AnchorKind::sustained;
    trial.anchor = {d.kind, base::Seconds(2.0 + spacing * i), base::Seconds(timed ? d.length : 0.0)};
    block.trials.push_back(trial);
  }
  recording.blocks.push_back(block);

  const auto count = static_cast<std::size_t>((2.0 + spacing * d.trials) * d.rate);
  std::vector<float> intended(count), mirror(count);
  Emg rest_a(seed, 1, d.rate), rest_b(seed, 2, d.rate), task_a(seed, 3, d.rate), task_b(seed, 4, d.rate);
  base::Stream levels(seed, 5);
  double wandering = 0.0;
  const double keep = std::exp(-1.0 / d.rate);  // correlated over a second
  for (std::size_t i = 0; i < count; ++i) {
    const double t = static_cast<double>(i) / d.rate;
    const double since = std::fmod(t - 2.0 + spacing, spacing) - d.onset;
    const bool after_first = t >= 2.0;
    const auto active = [&](double late) { return after_first && since >= late && since < d.length; };
    wandering = keep * wandering + std::sqrt(1.0 - keep * keep) * levels.normal();
    const double level = d.rest * std::exp(d.wander * wandering);
    const double hum = d.hum * std::sin(2.0 * std::numbers::pi * 50.01 * t);
    const double squeeze = active(0.0) ? d.intended * task_a.next() : 0.0;
    const double mirrored = active(d.lag * 1e-3) ? d.mirror * task_b.next() : 0.0;
    const double moved = active(0.0) ? d.drift * std::sin(2.0 * std::numbers::pi * since) : 0.0;
    intended[i] = static_cast<float>(d.scale * (squeeze + d.rest * rest_a.next() + hum));
    mirror[i] = static_cast<float>(d.scale * (mirrored + level * rest_b.next() + d.copied * squeeze + hum + moved));
  }
  recording::Segment segment;
  segment.samples = d.side == Side::right ? std::vector{mirror, intended} : std::vector{intended, mirror};
  recording.segments.push_back(std::move(segment));
  session.recordings.push_back(std::move(recording));
  return session;
}

MirrorEmg measure(const recording::Session& session, const Settings& settings = {}, bool remove_hum = false) {
  const auto& recording = session.recordings[0];
  std::vector<std::optional<Hum>> hum(recording.channels.size());
  if (remove_hum)
    for (auto& channel : hum) channel = Hum{50.0, {1}, 0.0};
  MirrorEmg result;
  for (const TaskLook& look : task_looks(session, recording, hum, settings)) {
    if (look.block != recording.blocks.data()) continue;
    const MirrorEmg one = mirror_emg(look, mirror_amount(look, settings), settings);
    result.measurements.insert(result.measurements.end(), one.measurements.begin(), one.measurements.end());
    result.trials.insert(result.trials.end(), one.trials.begin(), one.trials.end());
    result.detections.insert(result.detections.end(), one.detections.begin(), one.detections.end());
  }
  for (const Measurement& m : result.measurements) check_promises(m);
  return result;
}

const Measurement& find(const MirrorEmg& result, std::string_view id) {
  for (const Measurement& m : result.measurements)
    if (m.key.measure == id) return m;
  FAIL("not measured: " << std::string(id));
  return result.measurements.front();
}

TEST_CASE("The ratio is that of the EMG added in the task, whatever the resting noise") {
  for (const double rest : {1.0, 10.0, 30.0}) {
    Drawing d;
    d.rest = rest;
    const auto result = measure(draw(d, 1));
    const Measurement& m = find(result, "mirror_emg_ratio");
    CAPTURE(rest);
    CAPTURE(*m.standard_error);
    CHECK(m.state == State::value);
    CHECK(*m.value == doctest::Approx(10.0).epsilon(0.05));
    CHECK(*m.standard_error < 0.06);
    CHECK(*m.p_value < 1e-4);
    CHECK(m.trials == 10);
    CHECK(m.key.side == Side::left);  // the mirror hand
    CHECK_FALSE(m.key.hemisphere);
  }
}

TEST_CASE("Every trial has its own ratio and lag, with the trial's place in its block") {
  Drawing d;
  d.trials = 4;
  auto session = draw(d, 2);
  session.recordings[0].blocks[0].trials[1].excluded = "moved";
  const auto result = measure(session);
  REQUIRE(result.trials.size() == 6);
  CHECK(result.trials[0].trial == 1);
  CHECK(result.trials[2].trial == 3);
  CHECK(result.trials[2].time == doctest::Approx(14.0));
  CHECK(*result.trials[0].value == doctest::Approx(10.0).epsilon(0.15));
  CHECK(result.trials[1].measure == "mirror_emg_lag");
  REQUIRE(result.detections.size() == 2);
  CHECK(result.detections[0].from_ms == doctest::Approx(300.0));
}

TEST_CASE("The lag is the mirror hand's onset minus the intended hand's, also where the mirror EMG is weak") {
  for (const double lag : {-60.0, 0.0, 40.0}) {
    for (const double mirror : {300.0, 30.0}) {
      Drawing d;
      d.kind = AnchorKind::cue;
      d.onset = 0.3;
      d.length = 0.6;
      d.mirror = mirror;
      d.lag = lag;
      d.trials = 20;
      const auto result = measure(draw(d, 3));
      const Measurement& m = find(result, "mirror_emg_lag");
      CAPTURE(lag);
      CAPTURE(mirror);
      CHECK(m.state == State::value);
      CHECK(m.trials == 20);
      REQUIRE(m.standard_error);
      MESSAGE("lag " << lag << " ms, mirror " << mirror << " uV: " << *m.value << " +- " << *m.standard_error);
      CHECK(std::abs(*m.value - lag) < 1.5);
      CHECK(*m.standard_error < 2.0);
    }
  }
}

TEST_CASE("Scaling all samples leaves ratio and lag, exchanging the hands exchanges the side of the key") {
  Drawing d;
  d.kind = AnchorKind::cue;
  d.onset = 0.3;
  d.lag = 20.0;
  const auto plain = measure(draw(d, 4));
  Drawing scaled = d, exchanged = d;
  scaled.scale = 4.0;
  exchanged.side = Side::left;
  for (const char* id : {"mirror_emg_ratio", "mirror_emg_lag"}) {
    const Measurement a = find(plain, id);
    const Measurement b = find(measure(draw(scaled, 4)), id);
    const Measurement c = find(measure(draw(exchanged, 4)), id);
    CHECK(*b.value == doctest::Approx(*a.value).epsilon(1e-5));
    CHECK(*c.value == doctest::Approx(*a.value).epsilon(1e-9));
    CHECK(a.key.side == Side::left);
    CHECK(c.key.side == Side::right);
  }
}

TEST_CASE("A hand that stays at rest is absent, with the ratio that would have been seen") {
  Drawing d;
  d.mirror = 0.0;
  const Measurement m = find(measure(draw(d, 5)), "mirror_emg_ratio");
  CHECK(m.state == State::absent);
  CHECK(*m.smallest_detectable > 0.0);
  CHECK(*m.smallest_detectable < 2.0);
}

TEST_CASE("Where even as much EMG as in the intended hand would not have been found, the ratio is not called absent") {
  Drawing d;
  d.mirror = 0.0;
  d.trials = 3;
  d.wander = 1.0;
  d.intended = 10.0;
  const Measurement m = find(measure(draw(d, 5)), "mirror_emg_ratio");
  CHECK(m.state == State::unobtainable);
  CHECK(m.reason.find("would not have been found") != std::string::npos);
}

TEST_CASE("Where there is no mirror EMG its lag is unobtainable, and says why, whatever onsets were found") {
  Drawing d;
  d.mirror = 0.0;
  const Measurement m = find(measure(draw(d, 5)), "mirror_emg_lag");
  CHECK(m.state == State::unobtainable);
  CHECK(m.reason.find("does not rise above rest") != std::string::npos);
  CHECK(m.reason.find("of 10 trials have an onset in both hands") != std::string::npos);
}

TEST_CASE("A resting hand whose EMG wanders is called present once in twenty times") {
  constexpr int repeats = 400;
  for (const double wander : {0.0, 0.5}) {
    for (const int trials : {4, 10}) {
      int present = 0;
      for (std::uint64_t seed = 0; seed < repeats; ++seed) {
        Drawing d;
        d.rate = 500.0;
        d.mirror = 0.0;
        d.wander = wander;
        d.trials = trials;
        present += find(measure(draw(d, 1000 + seed)), "mirror_emg_ratio").state == State::value ? 1 : 0;
      }
      CAPTURE(wander);
      CAPTURE(trials);
      MESSAGE("false alarms with wander " << wander << ", " << trials << " trials: " << present << " of " << repeats);
      const auto share = base::wilson(present, repeats, 0.999);
      CHECK(share.low <= 0.05);
      CHECK(present < 0.08 * repeats);
    }
  }
}

TEST_CASE("EMG of the smallest detectable ratio is found about four times in five") {
  constexpr int repeats = 150;
  Drawing d;
  d.rate = 500.0;
  std::vector<double> detectable;
  for (std::uint64_t seed = 0; seed < repeats; ++seed) {
    d.mirror = 0.0;
    const Measurement m = find(measure(draw(d, 5000 + seed)), "mirror_emg_ratio");
    if (m.state == State::absent) detectable.push_back(*m.smallest_detectable);
  }
  d.mirror = base::median(detectable) * 1e-2 * d.intended;
  int found = 0;
  for (std::uint64_t seed = 0; seed < repeats; ++seed)
    found += find(measure(draw(d, 7000 + seed)), "mirror_emg_ratio").state == State::value ? 1 : 0;
  MESSAGE("found " << found << " of " << repeats);
  CHECK(found > 0.68 * repeats);
  CHECK(found < 0.92 * repeats);
}

TEST_CASE("Nineteen in twenty intervals of the ratio hold the truth") {
  constexpr int repeats = 300;
  int inside = 0;
  for (std::uint64_t seed = 0; seed < repeats; ++seed) {
    Drawing d;
    d.rate = 500.0;
    const Measurement m = find(measure(draw(d, 9000 + seed)), "mirror_emg_ratio");
    inside += std::abs(std::log(*m.value / 10.0)) <= 1.96 * *m.standard_error ? 1 : 0;
  }
  MESSAGE("inside: " << inside << " of " << repeats);
  CHECK(inside >= 0.90 * repeats);
  CHECK(inside <= 0.98 * repeats);
}

TEST_CASE("Without a contraction of the intended hand there is nothing to compare with") {
  Drawing d;
  d.intended = 2.0;
  const auto result = measure(draw(d, 6));
  CHECK(find(result, "mirror_emg_ratio").state == State::invalid);
  CHECK(find(result, "mirror_emg_lag").state == State::invalid);
  CHECK(find(result, "mirror_emg_ratio").reason.find("no contraction") != std::string::npos);
}

TEST_CASE("A copy of the other hand's EMG is confounded, own EMG is not") {
  Drawing d;
  CHECK(find(measure(draw(d, 7)), "mirror_emg_ratio").state == State::value);
  d.mirror = 0.0;
  d.copied = 0.02;
  const auto result = measure(draw(d, 7));
  CHECK(find(result, "mirror_emg_ratio").state == State::confounded);
  CHECK(*find(result, "mirror_emg_ratio").value == doctest::Approx(2.0).epsilon(0.1));
  CHECK(find(result, "mirror_emg_ratio").reason.find("cross-talk") != std::string::npos);
}

TEST_CASE("Hum and slow movement artefact are not mirror EMG") {
  Drawing d;
  d.mirror = 0.0;
  d.hum = 100.0;
  d.drift = 30.0;
  CHECK(find(measure(draw(d, 8), {}, true), "mirror_emg_ratio").state == State::absent);
  d.mirror = 30.0;
  CHECK(*find(measure(draw(d, 8), {}, true), "mirror_emg_ratio").value == doctest::Approx(10.0).epsilon(0.07));
}

TEST_CASE("What cannot be read says why") {
  Drawing d;
  d.trials = 2;
  CHECK(find(measure(draw(d, 9)), "mirror_emg_ratio").state == State::invalid);
  d.trials = 4;
  auto session = draw(d, 9);
  session.recordings[0].channels[0].muscle = "APB";
  const auto result = measure(session);
  REQUIRE(result.measurements.size() == 4);
  for (const auto& m : result.measurements) CHECK(m.state == State::missing);

  session = draw(d, 9);
  std::fill(session.recordings[0].segments[0].samples[0].begin(), session.recordings[0].segments[0].samples[0].end(),
            0.0F);
  CHECK(find(measure(session), "mirror_emg_ratio").reason.find("flat") != std::string::npos);
}

TEST_CASE("Blocks with pulses or without an intended hand are not task blocks") {
  Drawing d;
  d.trials = 4;
  auto session = draw(d, 10);
  session.recordings[0].blocks[0].condition.intended.reset();
  CHECK(measure(session).measurements.empty());
  session = draw(d, 10);
  session.recordings[0].blocks[0].condition.hemisphere = protocol::Hemisphere::left;
  CHECK(measure(session).measurements.empty());
  session = draw(d, 10);
  session.recordings[0].blocks[0].trials[0].pulses.emplace_back();
  CHECK(measure(session).measurements.empty());
}

TEST_CASE("Several task blocks of a recording share the false-alarm rate") {
  Drawing d;
  auto session = draw(d, 11);
  auto second = session.recordings[0].blocks[0];
  second.id = "other";
  second.trials.clear();
  session.recordings[0].blocks.push_back(second);
  CHECK(find(measure(session), "mirror_emg_ratio").method.find("level 0.0253") != std::string::npos);
}

TEST_CASE("The resting window leaves out an earlier trial that still goes on") {
  Drawing d;
  d.trials = 3;
  auto session = draw(d, 12);
  auto& block = session.recordings[0].blocks[0];
  for (auto& trial : block.trials) trial.anchor.duration = base::Seconds(5.3);
  const auto trials = task_trials(session.recordings[0], block, Settings{});
  REQUIRE(trials.size() == 3);
  CHECK((trials[0].anchor - trials[0].rest_from).value() == doctest::Approx(1.0));
  CHECK((trials[1].anchor - trials[1].rest_from).value() == doctest::Approx(0.5));  // 5.3 s and 0.2 s of relaxation
  CHECK((trials[0].task_to - trials[0].anchor).value() == doctest::Approx(5.3));
  for (auto& trial : block.trials) trial.anchor.duration = base::Seconds(5.8);
  CHECK(task_trials(session.recordings[0], block, Settings{}).size() == 1);
}

}  // namespace
}  // namespace trilayer::measures
