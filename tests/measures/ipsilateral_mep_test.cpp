// The iMEP of phantoms whose responses lie where they are told to: onsets against equally small cMEPs, classes of
// paths, thresholds, the artefact's tail, and few trials.
#include "trilayer/measures/ipsilateral_mep.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>
#include <tuple>
#include <vector>

#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/measure.hpp"
#include "trilayer/measures/responses/imep_onset.hpp"
#include "trilayer/phantom/phantom.hpp"

namespace trilayer::measures {
namespace {

using base::Milliseconds;
using protocol::Contraction;
using protocol::Hemisphere;
using protocol::Side;

constexpr double cmep_onset = 20.4;

phantom::Response response(double onset, double microvolts) {
  phantom::Response response;
  response.onset = Milliseconds(onset);
  response.amplitude = base::Millivolts(microvolts * 1e-3);
  return response;
}

phantom::PhantomBlock pulses(const std::string& id, Hemisphere hemisphere, double background, int trials = 20) {
  phantom::PhantomBlock block;
  block.plan.id = id;
  block.plan.trials = trials;
  block.plan.interval = base::Seconds(2.0);
  block.plan.condition.hemisphere = hemisphere;
  for (const Side side : protocol::both_sides) {
    block.plan.condition.hands[side].contraction = background >= 30.0 ? Contraction::active : Contraction::rest;
    block.hands[side].background = base::Microvolts(background);
  }
  return block;
}

// Pulses of both hemispheres; the left hand answers its own one's with 1.5 mV and the left one's with an iMEP.
phantom::Phantom with_imep(double microvolts, double later, double background) {
  phantom::Phantom phantom;
  phantom.rate = base::Hertz(5000.0);
  phantom.blocks = {pulses("left", Hemisphere::left, background), pulses("right", Hemisphere::right, background)};
  phantom.blocks[0].hands.right.response = response(cmep_onset, 1500.0);
  phantom.blocks[0].hands.left.response = response(cmep_onset + later, microvolts);
  phantom.blocks[1].hands.left.response = response(cmep_onset, 1500.0);
  return phantom;
}

Results measured(const phantom::Phantom& phantom, std::uint64_t seed) {
  Settings settings;
  settings.seed += seed;
  return measure({phantom::draw(phantom, seed)}, settings, 2);
}

const Measurement& of_left_hand(const Results& results, std::string_view id) {
  const auto found = std::find_if(results.measurements.begin(), results.measurements.end(),
                                  [&](const auto& m) { return m.key.measure == id && m.key.side == Side::left; });
  REQUIRE(found != results.measurements.end());
  return *found;
}

TEST_CASE(
    "The onset difference of a small iMEP on active EMG is hardly biased although its cMEP is seven times larger") {
  for (const double later : {1.0, 6.0}) {
    std::vector<double> errors;
    int covered = 0;
    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
      const auto results = measured(with_imep(200.0, later, 50.0), seed);
      const Measurement& m = of_left_hand(results, "imep_latency_difference");
      REQUIRE(m.value.has_value());
      REQUIRE(m.standard_error.has_value());
      errors.push_back(*m.value - later);
      covered += std::abs(errors.back()) < 1.96 * *m.standard_error ? 1 : 0;
    }
    CAPTURE(later);
    CHECK(std::abs(base::mean(errors)) < 0.7);
    CHECK(base::standard_deviation(errors) < 1.4);
    CHECK(covered >= 9);
  }
}

TEST_CASE("The four classes' probabilities add up to one, and the path that was drawn is the most probable") {
  const auto results = measured(with_imep(200.0, 6.0, 50.0), 3);
  double sum = 0.0;
  for (const PathClass& one : path_classes()) sum += *of_left_hand(results, one.measure).value;
  CHECK(sum == doctest::Approx(1.0).epsilon(1e-4));
  CHECK(*of_left_hand(results, "imep_class_6").value > 0.8);
  CHECK(of_left_hand(results, "imep_class_6").standard_error.has_value());
}

TEST_CASE("Of 200 uV on 50 uV of EMG the drawn class is mostly the most probable, and a slow path is called slow") {
  int right = 0, all = 0, slow_called_fast = 0;
  for (std::size_t drawn = 0; drawn < path_classes().size(); ++drawn) {
    std::vector<int> called(path_classes().size());
    for (std::uint64_t seed = 21; seed <= 26; ++seed) {
      const auto results = measured(with_imep(200.0, path_classes()[drawn].delay, 50.0), seed);
      std::size_t best = 0;
      for (std::size_t c = 0; c < path_classes().size(); ++c)
        if (of_left_hand(results, path_classes()[c].measure).value.value_or(0.0) >
            of_left_hand(results, path_classes()[best].measure).value.value_or(0.0))
          best = c;
      ++called[best];
      ++all;
      right += best == drawn ? 1 : 0;
      slow_called_fast += drawn >= 2 && best < 2 ? 1 : 0;
    }
    MESSAGE(path_classes()[drawn].measure << ": called 0, 1, 6, 13 " << called[0] << " " << called[1] << " "
                                          << called[2] << " " << called[3] << " times");
  }
  CHECK(right >= all * 2 / 3);
  CHECK(slow_called_fast <= 2);
}

TEST_CASE("Without error the nearest class wins, a large error makes all alike, a bound speaks for the early ones") {
  for (std::size_t c = 0; c < path_classes().size(); ++c) {
    double sum = 0.0;
    for (std::size_t other = 0; other < path_classes().size(); ++other) {
      sum += class_probability(other, path_classes()[c].delay, 0.2, false);
      if (other == c) continue;
      CHECK(class_probability(c, path_classes()[c].delay, 0.2, false) >
            class_probability(other, path_classes()[c].delay, 0.2, false));
    }
    CHECK(sum == doctest::Approx(1.0));
    CHECK(class_probability(c, 5.0, 1000.0, false) == doctest::Approx(0.25).epsilon(0.01));
  }
  CHECK(class_probability(0, -1.0, 0.5, true) > 0.5);
  CHECK(class_probability(3, -1.0, 0.5, true) < 0.01);
}

TEST_CASE("Without an iMEP neither its onset difference nor a class is given, and the reason says so") {
  auto phantom = with_imep(200.0, 0.0, 50.0);
  phantom.blocks[0].hands.left.response.reset();
  const auto results = measured(phantom, 1);
  for (const char* id : {"imep_latency_difference", "imep_class_0"}) {
    const Measurement& m = of_left_hand(results, id);
    CHECK(m.state == State::absent);
    CHECK(m.reason.find("no iMEP in the average") != std::string::npos);
  }
}

TEST_CASE("A response that is there where the window opens bounds the difference from above") {
  auto phantom = with_imep(1500.0, -6.0, 5.0);
  const Measurement& m = of_left_hand(measured(phantom, 2), "imep_latency_difference");
  CHECK(m.state == State::at_most);
  CHECK(m.reason.find("where the window opens") != std::string::npos);
}

TEST_CASE("A long tail of the artefact is no iMEP, at rest and in contraction") {
  const int recordings = std::getenv("TRILAYER_FULL") != nullptr ? 100 : 12;
  for (const double background : {5.0, 100.0}) {
    int alarms = 0;
    for (std::uint64_t seed = 1; seed <= static_cast<std::uint64_t>(recordings); ++seed) {
      phantom::Phantom phantom;
      phantom.rate = base::Hertz(5000.0);
      phantom.artefact_tail = base::Microvolts(300.0);
      phantom.tail_constant = Milliseconds(8.0);
      phantom.blocks = {pulses("left", Hemisphere::left, background)};
      const Measurement& m = of_left_hand(measured(phantom, seed), "imep_presence");
      alarms += m.value ? 1 : 0;
      if (seed == 1) CHECK((m.method + m.reason).find("artefact") != std::string::npos);
    }
    CAPTURE(background);
    MESSAGE(alarms << " alarms in " << recordings << " recordings");
    CHECK(alarms <= 0.05 * recordings + 3.3 * std::sqrt(0.05 * 0.95 * recordings));
  }
}

// Blocks at the given intensities, % RMT; the left hand answers from `imep_from` on, the right one from 100 % on.
phantom::Phantom at_intensities(const std::vector<double>& percents, double imep_from) {
  phantom::Phantom phantom;
  phantom.rate = base::Hertz(2000.0);
  for (const double percent : percents) {
    auto block = pulses(std::to_string(static_cast<int>(percent)), Hemisphere::left, 5.0, 12);
    block.plan.condition.intensity = {percent, protocol::IntensityReference::resting_motor_threshold};
    if (percent >= 100.0) block.hands.right.response = response(cmep_onset, 800.0);
    if (percent >= imep_from) block.hands.left.response = response(cmep_onset + 6.0, 200.0);
    phantom.blocks.push_back(block);
  }
  return phantom;
}

TEST_CASE("The thresholds of iMEP and cMEP are compared over blocks, and bounded where one was not reached") {
  const auto inside = measured(at_intensities({80.0, 100.0, 120.0, 150.0}, 150.0), 1);
  const Measurement& m = of_left_hand(inside, "imep_threshold_ratio");
  CHECK(m.state == State::value);
  CHECK(*m.value == doctest::Approx(1.5));
  CHECK(*m.standard_error ==
        doctest::Approx(std::hypot(std::log(150.0 / 120.0), std::log(100.0 / 80.0)) / std::sqrt(12.0)));
  const auto none = measured(at_intensities({80.0, 100.0, 120.0}, 999.0), 1);
  CHECK(of_left_hand(none, "imep_threshold_ratio").state == State::at_least);
  CHECK(*of_left_hand(none, "imep_threshold_ratio").value == doctest::Approx(1.2));
  const auto always = measured(at_intensities({100.0, 120.0}, 0.0), 1);
  CHECK(of_left_hand(always, "imep_threshold_ratio").state == State::confounded);
  const auto single = measured(at_intensities({120.0}, 0.0), 1);
  CHECK(of_left_hand(single, "imep_threshold_ratio").state == State::missing);
}

TEST_CASE(
    "Of cMEPs at several intensities those of the iMEP's size are the reference, and the difference stands alone") {
  phantom::Phantom phantom;
  phantom.rate = base::Hertz(5000.0);
  phantom.blocks = {pulses("left", Hemisphere::left, 20.0)};
  phantom.blocks[0].hands.right.response = response(cmep_onset, 1500.0);
  phantom.blocks[0].hands.left.response = response(cmep_onset + 6.0, 250.0);
  // Small responses begin late: 1.5 ms here.
  for (const auto& [id, size, onset] : {std::tuple("strong", 2000.0, cmep_onset), {"weak", 250.0, cmep_onset + 1.5}}) {
    phantom.blocks.push_back(pulses(id, Hemisphere::right, 20.0));
    phantom.blocks.back().hands.left.response = response(onset, size);
  }
  const auto results = measured(phantom, 4);
  const Measurement& m = of_left_hand(results, "imep_latency_difference");
  CHECK(m.state == State::value);
  CHECK(m.block.ends_with("+weak"));
  CHECK(std::abs(*m.value - 4.5) < 1.96 * *m.standard_error);
  CHECK(std::abs(*m.value - 4.5) < 1.0);
}

TEST_CASE("Where the same muscle has no cMEP the other hand's response to the same pulses is the reference") {
  auto phantom = with_imep(1500.0, 2.0, 20.0);
  phantom.blocks[1].hands.left.response.reset();
  const auto results = measured(phantom, 5);
  const Measurement& m = of_left_hand(results, "imep_latency_difference");
  CHECK(m.state == State::value);
  CHECK(m.block == "left");
  CHECK(m.method.find("other hand") != std::string::npos);
  CHECK(std::abs(*m.value - 2.0) < 0.8);
}

TEST_CASE("Responses too small for single trials leave the share of trials open upwards") {
  const auto small = measured(with_imep(200.0, 2.0, 50.0), 3);
  CHECK(of_left_hand(small, "imep_persistence").state == State::at_least);
  const auto large = measured(with_imep(1500.0, 2.0, 50.0), 3);
  CHECK(of_left_hand(large, "imep_persistence").state == State::value);
  CHECK(*of_left_hand(large, "imep_persistence").value > 0.9);
}

TEST_CASE("Pulses half a second after one another leave no quiet EMG to compare with") {
  auto phantom = with_imep(1500.0, 2.0, 50.0);
  for (auto& block : phantom.blocks) block.plan.interval = base::Seconds(0.5);
  const Results results = measured(phantom, 3);
  const Measurement& m = of_left_hand(results, "imep_presence");
  CHECK(m.state == State::invalid);
  CHECK(m.reason.find("too little EMG before the pulses") != std::string::npos);
}

TEST_CASE("A few trials are tested against their own quiet EMG, and a recording too short for it says so") {
  phantom::Phantom phantom;
  phantom.rate = base::Hertz(5000.0);
  phantom.blocks = {pulses("left", Hemisphere::left, 20.0, 3)};
  phantom.blocks[0].hands.left.response = response(26.0, 600.0);
  const Measurement& m = of_left_hand(measured(phantom, 1), "imep_presence");
  CHECK(m.state == State::value);
  CHECK(m.method.find("fewer than the 8") != std::string::npos);
  phantom.blocks[0].plan.trials = 1;
  Settings settings;
  settings.surrogate_reach = Milliseconds(400.0);
  const Results results = measure({phantom::draw(phantom, 1)}, settings);
  const Measurement& none = of_left_hand(results, "imep_presence");
  CHECK(none.state == State::invalid);
  CHECK(none.reason.find("quiet EMG before them") != std::string::npos);
}

}  // namespace
}  // namespace trilayer::measures
