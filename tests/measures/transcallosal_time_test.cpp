// Transcallosal times by two definitions: errors of both parts, and what confounds them.
#include "trilayer/measures/transcallosal_time.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "trilayer/measures/measure.hpp"
#include "trilayer/measures/result.hpp"
#include "trilayer/phantom/phantom.hpp"

namespace trilayer::measures {
namespace {

using base::Milliseconds;
using protocol::Contraction;
using protocol::Hemisphere;
using protocol::Side;

// Pulses to one hemisphere while both hands contract: response and silence of the other side's hand, iSP of its own.
phantom::PhantomBlock pulses_to(Hemisphere hemisphere) {
  phantom::PhantomBlock block;
  block.plan.id = name(hemisphere);
  block.plan.trials = 20;
  block.plan.interval = base::Seconds(2.0);
  block.plan.condition.hemisphere = hemisphere;
  for (const Side side : protocol::both_sides) {
    block.plan.condition.hands[side].contraction = Contraction::active;
    block.hands[side].background = base::Microvolts(100.0);
  }
  phantom::Hand& crossed = block.hands[protocol::contralateral_side(hemisphere)];
  crossed.response = phantom::Response{Milliseconds(20.0), Milliseconds(0.5), base::Millivolts(3.0), 0.3};
  crossed.silence = phantom::Silence{Milliseconds(21.0), Milliseconds(150.0), Milliseconds(4.0), 1.0};
  block.hands[protocol::ipsilateral_side(hemisphere)].silence =
      phantom::Silence{Milliseconds(36.0), Milliseconds(60.0), Milliseconds(1.0), 0.7};
  return block;
}

const Measurement& one(const Results& results, std::string_view id, Side side, Hemisphere hemisphere) {
  const auto found = std::find_if(results.measurements.begin(), results.measurements.end(), [&](const auto& m) {
    return m.key.measure == id && m.key.side == side && m.key.hemisphere == hemisphere;
  });
  REQUIRE(found != results.measurements.end());
  return *found;
}

TEST_CASE("Both transcallosal times start from the same iSP onset, and carry the errors of both parts") {
  phantom::Phantom phantom;
  phantom.blocks = {pulses_to(Hemisphere::left), pulses_to(Hemisphere::right)};
  const auto results = measure({phantom::draw(phantom, 61)}, {});
  const Measurement& onset = one(results, "isp_onset", Side::left, Hemisphere::left);
  const Measurement& latency = one(results, "cmep_latency", Side::left, Hemisphere::right);
  const Measurement& tct = one(results, "tct", Side::left, Hemisphere::left);
  const Measurement& by_csp = one(results, "tct_csp", Side::left, Hemisphere::left);
  CHECK(tct.state == State::value);
  CHECK(*tct.value == doctest::Approx(*onset.value - *latency.value));
  CHECK(*tct.value == doctest::Approx(16.0).epsilon(0.1));
  CHECK(*tct.standard_error == doctest::Approx(std::hypot(*onset.standard_error, *latency.standard_error)));
  CHECK(by_csp.state == State::value);
  CHECK(*by_csp.value == doctest::Approx(36.0 - 34.5).epsilon(1.0));  // the response lasts until 35 ms
  CHECK(*by_csp.standard_error > *onset.standard_error);
}

TEST_CASE("What is said of the cMEP onset is said of the time counted from it; a marker that is off cancels") {
  phantom::Phantom phantom;
  phantom.blocks = {pulses_to(Hemisphere::left), pulses_to(Hemisphere::right)};
  auto session = phantom::draw(phantom, 61);
  const auto results = measure({session}, {});
  BlockChannel look;
  look.session = &session;
  look.recording = session.recordings.data();
  look.block = session.recordings[0].blocks.data();
  look.side = Side::left;
  look.muscle = "FDI";
  Measurement onset = one(results, "isp_onset", Side::left, Hemisphere::left);
  Measurement latency = one(results, "cmep_latency", Side::left, Hemisphere::right);
  const auto tct = [&] { return transcallosal_time(look, onset, {&look, latency, {}, {}}, {}).front(); };
  CHECK(tct().state == State::value);

  latency.state = State::at_most;
  latency.reason = "has begun where the search begins";
  CHECK(tct().state == State::at_least);
  CHECK_FALSE(tct().standard_error);
  onset.state = State::at_most;
  CHECK(tct().state == State::unobtainable);
  latency.state = State::value;
  CHECK(tct().state == State::at_most);

  onset.state = State::confounded;
  session.recordings[0].marker_delay = Milliseconds(5.0);
  onset.reason = marker_reason(session.recordings[0], {});
  CHECK(tct().state == State::value);
  onset.reason += "; an iMEP stands in the same sweeps";
  CHECK(tct().state == State::confounded);
  CHECK(tct().reason == "an iMEP stands in the same sweeps");
}

TEST_CASE("Where the other hemisphere was pulsed in another recording both times are confounded") {
  phantom::Phantom left, right;
  left.blocks = {pulses_to(Hemisphere::left)};
  right.blocks = {pulses_to(Hemisphere::right)};
  auto session = phantom::draw(left, 62);
  session.recordings.push_back(phantom::draw(right, 62).recordings.front());
  session.recordings.back().name = "the other one";
  const auto results = measure({session}, {});
  for (const char* id : {"tct", "tct_csp"}) {
    CAPTURE(id);
    const Measurement& m = one(results, id, Side::left, Hemisphere::left);
    CHECK(m.state == State::confounded);
    CHECK(m.value.has_value());
    CHECK(m.reason.find("the other one") != std::string::npos);
  }
}

}  // namespace
}  // namespace trilayer::measures
