// What must hold for any recording: scaling, shift in time, exchange of sides, number of threads.
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "trilayer/measures/detectors.hpp"
#include "trilayer/measures/measure.hpp"
#include "trilayer/phantom/phantom.hpp"

using namespace trilayer;
using measures::Measurement;

namespace {

phantom::Phantom small_phantom() {
  phantom::Phantom phantom;
  phantom.resolution = base::Microvolts(0.0);
  for (const auto hemisphere : protocol::both_hemispheres) {
    phantom::PhantomBlock block;
    block.plan.id = name(hemisphere);
    block.plan.trials = 12;
    block.plan.interval = base::Seconds(1.5);
    block.plan.condition.hemisphere = hemisphere;
    for (const auto side : protocol::both_sides) {
      block.plan.condition.hands[side].contraction = protocol::Contraction::active;
      block.hands[side].background = base::Microvolts(80.0);
      if (protocol::contralateral_side(hemisphere) == side) {
        block.hands[side].response = phantom::Response{};
        block.hands[side].silence = phantom::Silence{base::Milliseconds(21.0), base::Milliseconds(140.0)};
      } else {
        block.hands[side].silence = phantom::Silence{};
      }
    }
    phantom.blocks.push_back(block);
  }
  return phantom;
}

recording::Session drawn() { return phantom::draw(small_phantom(), 11); }

std::vector<Measurement> measured(const recording::Session& session, int jobs = 1) {
  return measures::measure({session}, {}, jobs).measurements;
}

protocol::Pulse exchanged(protocol::Pulse pulse) {
  if (pulse.hemisphere) pulse.hemisphere = opposite(*pulse.hemisphere);
  return pulse;
}

// The same person in a mirror: left is right.
recording::Session exchange_sides(recording::Session session) {
  for (auto& recording : session.recordings) {
    for (auto& channel : recording.channels)
      if (channel.side) channel.side = opposite(*channel.side);
    for (auto& block : recording.blocks) {
      if (block.condition.hemisphere) block.condition.hemisphere = opposite(*block.condition.hemisphere);
      std::swap(block.condition.hands.left, block.condition.hands.right);
      for (auto& trial : block.trials)
        for (auto& pulse : trial.pulses) pulse = exchanged(pulse);
    }
  }
  return session;
}

const Measurement* find(const std::vector<Measurement>& all, const Measurement& like) {
  const auto found = std::find_if(all.begin(), all.end(),
                                  [&](const Measurement& m) { return m.key == like.key && m.block == like.block; });
  return found == all.end() ? nullptr : &*found;
}

// In the unit of a measure, how does it change when all samples are doubled?
double factor_of_doubling(const Measurement& m) {
  const auto& unit = catalogue::descriptor(m.key.measure).unit;
  return unit == "mV" || unit == "uV" || unit == "mV*ms" ? 2.0 : unit == "ms/mV" ? 0.5 : 1.0;
}

}  // namespace

TEST_CASE("twice the signal gives twice every size and the same times, ratios and shares") {
  auto session = drawn();
  const auto once = measured(session);
  for (auto& row : session.recordings[0].segments[0].samples)
    for (float& v : row) v *= 2.0F;
  const auto twice = measured(session);
  int compared = 0;
  for (const Measurement& m : once) {
    CAPTURE(m.key.measure);
    const Measurement* other = find(twice, m);
    REQUIRE(other != nullptr);
    CHECK(other->state == m.state);
    if (!m.value || !other->value) continue;
    CHECK(*other->value == doctest::Approx(factor_of_doubling(m) * *m.value).epsilon(1e-5));
    ++compared;
  }
  CHECK(compared > 20);
}

TEST_CASE("the recording's clock does not matter: a later start changes nothing") {
  auto session = drawn();
  const auto before = measured(session);
  const base::Seconds shift(10.0);
  auto& recording = session.recordings[0];
  for (auto& segment : recording.segments) segment.start += shift;
  for (auto& block : recording.blocks)
    for (auto& trial : block.trials) {
      trial.anchor.time += shift;
      for (auto& pulse : trial.pulses) pulse.time += shift;
    }
  CHECK(measured(session) == before);
}

TEST_CASE("in a mirror every left measurement becomes the right one, to the last bit") {
  const auto session = drawn();
  const auto mirrored = measured(exchange_sides(session));
  for (Measurement m : measured(session)) {
    m.key.side = opposite(*m.key.side);
    if (m.key.hemisphere) m.key.hemisphere = opposite(*m.key.hemisphere);
    if (m.state == measures::State::missing) continue;  // its reason names the side
    // The condition's words name the contracting hands; both contract here, so they are the same.
    const Measurement* other = find(mirrored, m);
    REQUIRE(other != nullptr);
    CHECK(other->value == m.value);
    CHECK(other->standard_error == m.standard_error);
    CHECK(other->p_value == m.p_value);
    CHECK(other->state == m.state);
  }
}

TEST_CASE("one thread or four: the same results in the same order") {
  const auto session = drawn();
  CHECK(measured(session, 1) == measured(session, 4));
}

TEST_CASE("every measure that has a detector is there for both sides, or its reason is") {
  const auto all = measured(drawn());
  for (const auto& measure : catalogue::measures())
    for (const auto side : protocol::both_sides) {
      CAPTURE(measure.id);
      if (measures::detector_of(measure.id) == nullptr) continue;  // people enter it
      const auto found = std::find_if(all.begin(), all.end(), [&](const Measurement& m) {
        return m.key.measure == measure.id && m.key.side == side;
      });
      REQUIRE(found != all.end());
      CHECK((found->state == measures::State::value || !found->reason.empty()));
    }
}

TEST_CASE("a hand that was not recorded is missing with that reason, and no bilateral measure pretends otherwise") {
  auto session = drawn();
  auto& recording = session.recordings[0];
  const std::size_t right = recording.channels[0].side == protocol::Side::right ? 0 : 1;
  recording.channels.erase(recording.channels.begin() + static_cast<std::ptrdiff_t>(right));
  for (auto& segment : recording.segments)
    segment.samples.erase(segment.samples.begin() + static_cast<std::ptrdiff_t>(right));
  for (const Measurement& m : measured(session))
    if (m.key.side == protocol::Side::right) {
      CHECK(m.state == measures::State::missing);
      CHECK(m.reason == "the right FDI was not recorded");
    }
}

TEST_CASE("pulses whose hemisphere nobody stated give no sided measure, and say so") {
  auto session = drawn();
  for (auto& block : session.recordings[0].blocks) {
    block.condition.hemisphere.reset();
    for (auto& trial : block.trials)
      for (auto& pulse : trial.pulses) pulse.hemisphere.reset();
  }
  bool said = false;
  for (const Measurement& m : measured(session)) {
    if (m.key.measure == "background_emg" || m.key.measure.starts_with("mirror")) continue;
    CHECK(m.state == measures::State::missing);
    said = said || m.reason == "it is not stated which hemisphere the pulses stimulated";
  }
  CHECK(said);
}

TEST_CASE("a marker known to be off by more than 2 ms confounds latencies and keeps their values") {
  auto session = drawn();
  session.recordings[0].marker_delay = base::Milliseconds(-9.4);
  for (const Measurement& m : measured(session))
    if (m.key.measure == "cmep_latency") {
      CHECK(m.state == measures::State::confounded);
      CHECK(m.value.has_value());
      CHECK(m.reason.find("9.4 ms before") != std::string::npos);
    }
}
