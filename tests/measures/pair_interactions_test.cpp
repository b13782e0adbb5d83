#include "trilayer/measures/pairs/pair_interactions.hpp"

#include <doctest/doctest.h>

#include "tests/measures/pairs_by_hand.hpp"

namespace trilayer::measures {
namespace {

using namespace tests;
using protocol::Contraction;

std::vector<double> around(double microvolts) { return {microvolts / 2.0, microvolts, microvolts * 2.0}; }

// ln 2 over three trials a block: the standard error of each block's mean of logarithms.
const double of_block = std::log(2.0) / std::sqrt(3.0);

std::vector<Measurement> interactions(const ByHand& hand) {
  auto found = pair_interactions(hand.pairs(), hand.channels, Settings{});
  for (const Measurement& m : found) check_promises(m);
  return found;
}

// The left M1 is tested by the right hand; the left hand is the other one.
Condition with_other_hand(Condition condition, Contraction contraction) {
  condition.hands.right.contraction = Contraction::rest;
  condition.hands.left.contraction = contraction;
  return condition;
}

Condition ihi(const std::string& calibration, double percent = 120.0, double interval = 10.0) {
  Condition condition = pair(interval, resting_threshold(percent), Hemisphere::right);
  condition.conditioning->calibration = calibration;
  return condition;
}

ByHand task(const Condition& at_rest, const Condition& active) {
  ByHand hand;
  hand.add("test-rest", with_other_hand(single(), Contraction::rest), around(1000.0));
  hand.add("ihi-rest", with_other_hand(at_rest, Contraction::rest), around(800.0));
  hand.add("test-active", with_other_hand(single(), Contraction::active), around(2000.0));
  hand.add("ihi-active", with_other_hand(active, Contraction::active), around(800.0));
  return hand;
}

TEST_CASE("IHI in the task is held against IHI at rest of the same interval and calibration") {
  const auto found = interactions(task(ihi("1 mV", 130.0), ihi("1 mV", 115.0)));
  REQUIRE(found.size() == 1);
  CHECK(found[0].key.measure == "ihi_task_change");
  CHECK(found[0].state == State::value);
  CHECK(*found[0].value == doctest::Approx(0.5));  // 0.4 over 0.8
  CHECK(*found[0].standard_error == doctest::Approx(2.0 * of_block));
  CHECK(found[0].block == "ihi-active+ihi-rest");
  CHECK(found[0].method.find("calibrated alike (1 mV)") != std::string::npos);
}

TEST_CASE("Calibrations are never mixed, nor intervals, nor strengths without a calibration") {
  CHECK(interactions(task(ihi("1 mV"), ihi("fixed %RMT"))).empty());
  CHECK(interactions(task(ihi("1 mV"), ihi(""))).empty());
  CHECK(interactions(task(ihi("", 130.0), ihi("", 115.0))).empty());
  CHECK(interactions(task(ihi("1 mV", 120.0, 10.0), ihi("1 mV", 120.0, 40.0))).empty());
  REQUIRE(interactions(task(ihi(""), ihi(""))).size() == 1);
  CHECK(interactions(task(ihi(""), ihi("")))[0].method.find("how it was set is not stated") != std::string::npos);
}

TEST_CASE("A bound of IHI in the task bounds the change from above, one at rest from below") {
  ByHand hand = task(ihi("1 mV"), ihi("1 mV"));
  for (TrialResponse& response : hand.channels[3].responses) response.clean_peak_to_peak = 20.0;
  CHECK(interactions(hand)[0].state == State::at_most);
  CHECK(*interactions(hand)[0].value == doctest::Approx(0.025 / 0.8));
  for (TrialResponse& response : hand.channels[1].responses) response.clean_peak_to_peak = 20.0;
  CHECK(interactions(hand)[0].state == State::unobtainable);
  hand.channels[3].responses = hand.channels[2].responses;
  CHECK(interactions(hand)[0].state == State::at_least);
  for (TrialResponse& response : hand.channels[2].responses) response.clean_peak_to_peak = 20.0;
  CHECK(interactions(hand)[0].state == State::unobtainable);
  CHECK(interactions(hand)[0].reason.find("the other hand active: the unconditioned test response is too small") !=
        std::string::npos);
}

ByHand three_pulses() {
  Condition triple = pair(3.0, below_threshold);
  triple.earlier =
      protocol::Conditioning{Hemisphere::right, protocol::Site::m1, above_threshold, base::Milliseconds(13.0), ""};
  ByHand hand;
  hand.add("test", single(), around(2000.0));
  hand.add("sici", pair(3.0, below_threshold), around(800.0));
  hand.add("ihi", pair(13.0, above_threshold, Hemisphere::right), around(1000.0));
  hand.add("triple", triple, around(900.0));
  return hand;
}

TEST_CASE("SICI under IHI is three pulses over the IHI pair, and is held against SICI alone") {
  const auto found = interactions(three_pulses());
  REQUIRE(found.size() == 1);
  CHECK(found[0].key.measure == "ihi_on_sici");
  CHECK(found[0].key.condition.starts_with("triple 13 ms from the other hemisphere at 120 %RMT, then paired 3 ms"));
  CHECK(found[0].state == State::value);
  CHECK(*found[0].value == doctest::Approx(0.9 / 0.4));
  CHECK(*found[0].standard_error == doctest::Approx(2.0 * of_block));
  CHECK(found[0].method.find("IHI ratio 0.5") != std::string::npos);
}

TEST_CASE("Three pulses without the IHI pair of the same interval say what is lacking") {
  ByHand hand = three_pulses();
  hand.blocks[2].condition.conditioning->interval = base::Milliseconds(10.0);
  REQUIRE(interactions(hand).size() == 1);
  CHECK(interactions(hand)[0].state == State::missing);
  CHECK(interactions(hand)[0].reason.find("no block of the IHI pair") != std::string::npos);
}

Condition reaction(Condition condition, double after_cue, Side intended) {
  condition.task = protocol::Task::choice_reaction;
  condition.after_cue = base::Milliseconds(after_cue);
  condition.intended = intended;
  return condition;
}

Condition premotor() {
  Condition condition = pair(8.0, resting_threshold(110.0), Hemisphere::right);
  condition.conditioning->site = protocol::Site::premotor;
  return condition;
}

TEST_CASE("The premotor switch compares the hands that are to move over all times after the cue") {
  ByHand hand;
  for (const double time : {75.0, 100.0})
    for (const Side intended : {Side::left, Side::right}) {
      const std::string id = std::to_string(static_cast<int>(time)) + std::string(name(intended));
      hand.add("test" + id, reaction(single(), time, intended), around(1000.0));
      // Facilitated at 75 ms where the measured right hand is to move, inhibited at 100 ms where the left one is.
      const bool facilitated = time == 75.0 && intended == Side::right;
      const bool inhibited = time == 100.0 && intended == Side::left;
      hand.add("pmd" + id, reaction(premotor(), time, intended),
               around(facilitated ? 1200.0
                      : inhibited ? 800.0
                                  : 1000.0));
    }
  const auto found = interactions(hand);
  REQUIRE(found.size() == 1);
  CHECK(found[0].key.measure == "premotor_switch");
  CHECK(found[0].key.condition.find("after the cue") == std::string::npos);
  CHECK(*found[0].value == doctest::Approx(std::sqrt(1.2 / 0.8)));
  CHECK(*found[0].standard_error == doctest::Approx(of_block * std::sqrt(8.0) / 2.0));
  CHECK(found[0].method.find("75 ms (1.2 over 1), 100 ms (1 over 0.8) after the cue") != std::string::npos);
}

TEST_CASE("Premotor pairs of one hand to move have no switch") {
  ByHand hand;
  hand.add("test", reaction(single(), 75.0, Side::right), around(1000.0));
  hand.add("pmd", reaction(premotor(), 75.0, Side::right), around(1000.0));
  CHECK(interactions(hand).empty());
}

}  // namespace
}  // namespace trilayer::measures
