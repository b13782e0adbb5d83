// The phantom behind `trilayer demo`. Sizes and times are those of a healthy adult's FDI as published norms have them
// (cMEP latency 20 to 22 ms, CSP about 150 ms, TCT about 12 ms), rounded, but for three things that the report should
// find: a fast iMEP in the left hand from the left hemisphere, no iSP in that hand, and mirror EMG in that hand; next
// to none in the right hand: all of it bears on the direction whose intended hand is the right one.
#include <string>
#include <utility>

#include "trilayer/phantom/phantom.hpp"

namespace trilayer::phantom {
namespace {

using base::Microvolts;
using base::Milliseconds;
using base::Millivolts;
using base::Seconds;
using protocol::Condition;
using protocol::Contraction;
using protocol::Hemisphere;
using protocol::Intensity;
using protocol::IntensityReference;
using protocol::Side;

constexpr Intensity test_intensity{120.0, IntensityReference::resting_motor_threshold};
constexpr double contraction_percent = 30.0;  // of maximum, in blocks with steady contraction
constexpr Microvolts rest_emg{2.0};
constexpr Microvolts contraction_emg{80.0};

Condition single_pulse(Hemisphere hemisphere, bool left_active, bool right_active) {
  Condition condition;
  condition.hemisphere = hemisphere;
  condition.intensity = test_intensity;
  for (const Side side : protocol::both_sides) {
    const bool active = side == Side::left ? left_active : right_active;
    condition.hands[side].contraction = active ? Contraction::active : Contraction::rest;
    if (active) condition.hands[side].percent_of_maximum = contraction_percent;
  }
  return condition;
}

bool is_active(const Condition& condition, Side side) {
  return condition.hands[side].contraction == Contraction::active;
}

// A response as most of them are: crossed, earlier and larger in contraction.
Response crossed_response(bool active) {
  if (active) return {Milliseconds(20.0), Milliseconds(0.3), Millivolts(3.5), 0.25, Milliseconds(14.0), 1.0};
  return {Milliseconds(21.8), Milliseconds(0.4), Millivolts(1.2), 0.5, Milliseconds(13.0), 1.0};
}

// The ipsilateral finding: as fast as the crossed response, small.
Response fast_ipsilateral_response(bool active) {
  if (active) return {Milliseconds(20.8), Milliseconds(0.4), Millivolts(0.5), 0.4, Milliseconds(12.0), 0.95};
  return {Milliseconds(22.6), Milliseconds(0.5), Millivolts(0.12), 0.5, Milliseconds(12.0), 0.6};
}

PhantomBlock stimulation(std::string id, Condition condition, int trials) {
  PhantomBlock block;
  const Side crossed = contralateral_side(*condition.hemisphere);
  for (const Side side : protocol::both_sides) {
    Hand& hand = block.hands[side];
    const bool active = is_active(condition, side);
    hand.background = active ? contraction_emg : rest_emg;
    if (side == crossed) {
      hand.response = crossed_response(active);
      if (active) hand.silence = Silence{Milliseconds(21.0), Milliseconds(172.0), Milliseconds(6.0), 1.0};
    } else if (*condition.hemisphere == Hemisphere::left) {
      hand.response = fast_ipsilateral_response(active);  // and no silence follows: the missing iSP
    } else if (active) {
      hand.silence = Silence{Milliseconds(33.0), Milliseconds(62.0), Milliseconds(1.0), 0.7};
    }
  }
  block.plan = {std::move(id), std::move(condition), trials, Seconds(2.0), Seconds(0.0)};
  return block;
}

// A pair at rest whose conditioning pulse multiplies the test response by `ratio`.
PhantomBlock pair(std::string id, Hemisphere test, Hemisphere conditioning, double conditioning_percent,
                  Milliseconds interval, double ratio) {
  Condition condition = single_pulse(test, false, false);
  protocol::Conditioning first;
  first.hemisphere = conditioning;
  first.intensity = Intensity{conditioning_percent, IntensityReference::resting_motor_threshold};
  first.interval = interval;
  condition.conditioning = first;
  PhantomBlock block = stimulation(std::move(id), std::move(condition), 15);
  for (const Side side : protocol::both_sides)
    if (auto& response = block.hands[side].response) response->amplitude = response->amplitude * ratio;
  return block;
}

PhantomBlock sustained(std::string id, Side intended, double mirror_percent, Milliseconds mirror_lag) {
  PhantomBlock block;
  Condition condition;
  condition.task = protocol::Task::sustained_contraction;
  condition.intended = intended;
  condition.force_percent = 40.0;
  block.plan = {std::move(id), condition, 10, Seconds(3.6), Seconds(2.0)};
  Hand& active = block.hands[intended];
  active.background = rest_emg;
  active.task_emg = Microvolts(150.0);
  Hand& mirror = block.hands[opposite(intended)];
  mirror.background = rest_emg;
  mirror.task_emg = active.task_emg * (mirror_percent / 100.0);
  mirror.task_onset = mirror_lag;
  return block;
}

}  // namespace

Phantom demo_phantom() {
  using enum Hemisphere;
  Phantom phantom;
  phantom.participant = "demo";
  phantom.interval_spread = 0.1;
  phantom.blocks = {
      stimulation("rest-left", single_pulse(left, false, false), 20),
      stimulation("rest-right", single_pulse(right, false, false), 20),
      stimulation("both-active-left", single_pulse(left, true, true), 20),
      stimulation("both-active-right", single_pulse(right, true, true), 20),
      stimulation("one-active-left", single_pulse(left, true, false), 20),
      stimulation("one-active-right", single_pulse(right, false, true), 20),
      pair("sici-left", left, left, 80.0, Milliseconds(3.0), 0.4),
      pair("icf-left", left, left, 80.0, Milliseconds(12.0), 1.5),
      pair("lici-left", left, left, 120.0, Milliseconds(100.0), 0.35),
      pair("ihi10-right-to-left", left, right, 120.0, Milliseconds(10.0), 0.55),
      pair("ihi40-right-to-left", left, right, 120.0, Milliseconds(40.0), 0.65),
      pair("ihi10-left-to-right", right, left, 120.0, Milliseconds(10.0), 0.55),
      pair("ihi40-left-to-right", right, left, 120.0, Milliseconds(40.0), 0.65),
      sustained("contract-left", Side::left, 1.0, Milliseconds(30.0)),
      sustained("contract-right", Side::right, 20.0, Milliseconds(10.0)),
  };
  return phantom;
}

}  // namespace trilayer::phantom
