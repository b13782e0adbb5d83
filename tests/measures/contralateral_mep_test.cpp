// When the contralateral response begins, whether it is there, and what stands beside its size.
#include "trilayer/measures/contralateral_mep.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>
#include <vector>

#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/measure.hpp"
#include "trilayer/measures/published/trial.hpp"
#include "trilayer/measures/responses/response_onset.hpp"
#include "trilayer/phantom/phantom.hpp"

namespace trilayer::measures {
namespace {

using protocol::Side;

// One block of pulses to the left hemisphere; both hands with the same EMG.
phantom::Phantom pulses(int trials, double background_uv) {
  phantom::PhantomBlock block;
  block.plan.id = "a";
  block.plan.trials = trials;
  block.plan.interval = base::Seconds(1.2);
  block.plan.condition.hemisphere = protocol::Hemisphere::left;
  for (const Side side : protocol::both_sides) {
    block.hands[side].background = base::Microvolts(background_uv);
    block.plan.condition.hands[side].contraction =
        background_uv < 20.0 ? protocol::Contraction::rest : protocol::Contraction::active;
  }
  phantom::Phantom phantom;
  phantom.interval_spread = 0.1;
  phantom.blocks = {block};
  return phantom;
}

phantom::Response response(double onset_ms, double amplitude_mv) {
  phantom::Response response;
  response.onset = base::Milliseconds(onset_ms);
  response.amplitude = base::Millivolts(amplitude_mv);
  return response;
}

const Measurement& of(const Results& results, std::string_view measure, Side side) {
  for (const Measurement& m : results.measurements)
    if (m.key.measure == measure && m.key.side == side && m.block == "a") return m;
  FAIL("no measurement of " << measure);
  return results.measurements.front();
}

Results measured(const phantom::Phantom& phantom, std::uint64_t seed = 1) {
  return measure({phantom::draw(phantom, seed)}, Settings{});
}

// A wave that rises as `shape` tells, from column 600 on, on noise of 1 uV; 5 kHz.
template <class Shape>
std::vector<float> sweep(double size, Shape&& shape) {
  base::Stream stream(3);
  std::vector<float> trace(1500);
  for (std::size_t i = 0; i < trace.size(); ++i) {
    const double t = (static_cast<double>(i) - 600.0) / 5.0;  // ms
    trace[i] = static_cast<float>((t > 0.0 && t < 12.0 ? size * shape(t) : 0.0) + stream.normal());
  }
  return trace;
}

double found(const std::vector<float>& trace) {
  OnsetFinder finder(Settings{}, 5000.0);
  const Level quiet = level(finder.smoothed(trace), {0, 450});
  const auto onset = finder.find(trace, {575, 750}, quiet);
  REQUIRE(onset);
  return (onset->column - 600.0) / 5.0;
}

TEST_CASE("The onset is that of a smooth rise, of a straight one and of a step, each within what its shape hides") {
  CHECK(std::abs(found(sweep(1000.0, [](double t) { return std::sin(0.26 * t) * std::sin(0.52 * t); }))) < 0.15);
  CHECK(std::abs(found(sweep(1000.0, [](double t) { return std::sin(0.52 * t); }))) < 0.4);
  CHECK(std::abs(found(sweep(1000.0, [](double) { return 1.0; }))) < 0.6);
}

TEST_CASE("On EMG of 0.1 mV responses of 1.5 mV begin where they were drawn, within 0.3 ms in the median") {
  std::vector<double> errors;
  for (const double onset : {18.13, 20.37, 22.61, 25.07}) {
    auto drawn = pulses(25, 100.0);
    drawn.blocks[0].hands.right.response = response(onset, 1.5);
    for (const auto& t : measured(drawn, 11).trials)
      if (t.measure == "cmep_latency" && t.side == Side::right && t.value) errors.push_back(*t.value - onset);
  }
  CHECK(errors.size() > 90);
  MESSAGE("median error " << base::median(errors) << " ms, spread " << base::robust_deviation(errors) << " ms");
  CHECK(std::abs(base::median(errors)) < 0.3);
  CHECK(base::robust_deviation(errors) < 0.5);  // 0.3 over a thousand trials: trilayer benchmark detectors
}

TEST_CASE("Published methods find a clear response, each within its own bias") {
  const auto trace = sweep(1000.0, [](double t) { return std::sin(0.26 * t) * std::sin(0.52 * t); });
  std::vector<double> rectified(trace.size());
  for (std::size_t i = 0; i < trace.size(); ++i) rectified[i] = std::abs(static_cast<double>(trace[i]));
  const published::Trial trial{trace, 5000.0, 500, {0, 450}, {575, 750}, level(rectified, {0, 450})};
  for (const auto& method : published::onset_methods()) {
    CAPTURE(method.id);
    const auto onset = method.find(trial);
    REQUIRE(onset);
    const double late = (*onset - 600.0) / 5.0;
    const bool claims_at_once = method.id == "threshold_pooled" || method.id == "threshold_own";
    if (!claims_at_once) CHECK(std::abs(late) < 2.5);  // single samples of noise cross mean + 2 SD
    CHECK_FALSE(method.source.empty());
  }
}

TEST_CASE("A response is present where its window is larger than those before the pulse, and absent else") {
  auto drawn = pulses(20, 50.0);
  drawn.blocks[0].hands.right.response = response(21.0, 0.6);
  const auto results = measured(drawn);
  const Measurement& there = of(results, "cmep_presence", Side::right);
  CHECK(there.state == State::value);
  CHECK(*there.p_value < 0.001);
  const auto none = measured(pulses(20, 50.0), 4);
  const Measurement& absent = of(none, "cmep_presence", Side::right);
  CHECK(absent.state == State::absent);
  CHECK(*absent.smallest_detectable == doctest::Approx(0.3).epsilon(0.1));
}

TEST_CASE("Without a response the test of presence is positive in one block of twenty") {
  int alarms = 0;
  for (std::uint64_t seed = 0; seed < 200; ++seed)
    alarms += of(measured(pulses(12, 50.0), seed), "cmep_presence", Side::right).value ? 1 : 0;
  MESSAGE(alarms << " of 200");
  CHECK(alarms >= 2);
  CHECK(alarms <= 20);
}

TEST_CASE("The tests of presence of one recording share its false alarms, and an artefact's long tail raises none") {
  auto drawn = pulses(12, 50.0);
  drawn.artefact_tail = base::Microvolts(300.0);
  drawn.tail_constant = base::Milliseconds(8.0);
  for (const char* id : {"b", "c", "d"}) {
    drawn.blocks.push_back(drawn.blocks.front());
    drawn.blocks.back().plan.id = id;
  }
  int alarms = 0;
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    const auto results = measured(drawn, seed);
    alarms += std::any_of(results.measurements.begin(), results.measurements.end(),
                          [](const Measurement& m) { return m.key.measure == "cmep_presence" && m.value; });
  }
  MESSAGE(alarms << " of 100");
  CHECK(alarms <= 13);
}

TEST_CASE("A recording that begins with the pulses has no background, and none is made up") {
  const auto session = phantom::draw(pulses(12, 2.0), 1);
  recording::Session frames = session;
  auto& recording = frames.recordings[0];
  const recording::Segment whole = recording.segments.front();
  recording.segments.clear();
  const double rate = recording.channels[0].rate.value();
  for (const auto& trial : recording.blocks[0].trials) {  // from 5 ms before to 100 ms after each pulse
    const double from = std::floor((trial.anchor.time.value() - 0.005) * rate);
    recording::Segment frame;
    frame.start = whole.start + base::Seconds(from / rate);
    for (const auto& row : whole.samples)
      frame.samples.emplace_back(row.begin() + static_cast<std::ptrdiff_t>(from),
                                 row.begin() + static_cast<std::ptrdiff_t>(from + 0.105 * rate));
    recording.segments.push_back(std::move(frame));
  }
  const auto results = measure({frames}, Settings{});
  const Measurement& background = of(results, "background_emg", Side::right);
  CHECK(background.state == State::invalid);
  CHECK(background.reason.find("20 ms are needed") != std::string::npos);
}

TEST_CASE("Volts read as microvolts are warned of") {
  auto drawn = pulses(12, 2.0);
  drawn.blocks[0].hands.right.response = response(21.0, 1.5);
  auto session = phantom::draw(drawn, 1);
  const auto warned = [&] {
    const auto results = measure({session}, Settings{});
    return std::any_of(results.warnings.begin(), results.warnings.end(),
                       [](const auto& w) { return w.code == "impossible_voltage"; });
  };
  CHECK_FALSE(warned());
  for (auto& row : session.recordings[0].segments[0].samples)
    for (float& v : row) v *= 1000.0F;
  CHECK(warned());
}

TEST_CASE("An amplitude at the limit of the amplifier in most trials is at least what was measured") {
  auto drawn = pulses(12, 2.0);
  drawn.blocks[0].hands.right.response = response(21.0, 1.5);
  auto session = phantom::draw(drawn, 1);
  for (auto& row : session.recordings[0].segments[0].samples)
    for (float& v : row) v = std::clamp(v, -400.0F, 400.0F);
  const auto results = measure({session}, Settings{});
  const Measurement& m = of(results, "cmep_amplitude", Side::right);
  CHECK(m.state == State::at_least);
  CHECK(*m.value == doctest::Approx(0.8).epsilon(0.02));
  CHECK(m.reason.find("limit of the amplifier") != std::string::npos);
}

TEST_CASE("The shortest latency lies before the median, by what the onsets vary") {
  auto drawn = pulses(60, 3.0);
  drawn.blocks[0].hands.right.response = response(22.0, 1.0);
  drawn.blocks[0].hands.right.response->jitter = base::Milliseconds(0.8);
  const auto results = measured(drawn);
  const Measurement& shortest = of(results, "cmep_latency_shortest", Side::right);
  CHECK(*shortest.value == doctest::Approx(22.0 - 1.645 * 0.8).epsilon(0.025));
  CHECK(*shortest.standard_error > 0.05);
  CHECK(*of(results, "cmep_onset_disagreement", Side::right).value < 3.0);
  CHECK(of(measured(pulses(5, 3.0)), "cmep_latency_shortest", Side::right).state == State::unobtainable);
}

TEST_CASE("A response that has begun where the search begins has its latency at most there") {
  auto drawn = pulses(12, 3.0);
  drawn.blocks[0].hands.right.response = response(9.0, 2.0);
  const Measurement latency = of(measured(drawn), "cmep_latency", Side::right);
  CHECK(latency.state == State::at_most);
  CHECK(*latency.value == 15.0);
}

TEST_CASE("Where the background does not vary, nothing is said of how the response follows it") {
  auto drawn = pulses(20, 50.0);
  drawn.blocks[0].hands.right.response = response(21.0, 1.5);
  const auto results = measured(drawn);
  for (const char* id : {"cmep_background_slope", "cmep_other_background_slope"}) {
    const Measurement& slope = of(results, id, Side::right);
    if (slope.value)
      CHECK(std::abs(*slope.value) < 4.0 * *slope.standard_error);
    else
      CHECK(slope.reason.find("hardly varies") != std::string::npos);
  }
}

}  // namespace
}  // namespace trilayer::measures
