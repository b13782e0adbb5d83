// The contralateral silent period of phantoms whose silence ends where it is told to.
#include "trilayer/measures/contralateral_silent_period.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/measure.hpp"
#include "trilayer/phantom/phantom.hpp"

namespace trilayer::measures {
namespace {

using base::Milliseconds;
using protocol::Contraction;
using protocol::Hemisphere;
using protocol::Side;

constexpr double response_onset = 20.0;

// The right hand contracts (100 uV) and answers with a median of 1.5 mV; silent until `end`.
phantom::PhantomBlock silent_until(const std::string& id, double end, int trials) {
  phantom::PhantomBlock block;
  block.plan.id = id;
  block.plan.trials = trials;
  block.plan.interval = base::Seconds(2.0);
  block.plan.condition.hemisphere = Hemisphere::left;
  block.plan.condition.hands.left.contraction = Contraction::rest;
  block.plan.condition.hands.right.contraction = Contraction::active;
  phantom::Hand& hand = block.hands.right;
  hand.background = base::Microvolts(100.0);
  hand.response = phantom::Response{Milliseconds(response_onset), Milliseconds(0.3), base::Millivolts(1.5), 0.4};
  hand.silence = phantom::Silence{Milliseconds(response_onset + 1.0), Milliseconds(end), Milliseconds(0.0), 1.0};
  return block;
}

const Measurement& one(const Results& results, std::string_view id, std::string_view block = "") {
  const auto found = std::find_if(results.measurements.begin(), results.measurements.end(), [&](const auto& m) {
    return m.key.measure == id && m.key.side == Side::right && (block.empty() || m.block == block);
  });
  REQUIRE(found != results.measurements.end());
  return *found;
}

TEST_CASE("The end of a silence is found within a millisecond in single trials, in 98 of 100") {
  const int trials = std::getenv("TRILAYER_FULL") != nullptr ? 200 : 40;
  for (const double rate : {2000.0, 5000.0}) {
    phantom::Phantom phantom;
    phantom.rate = base::Hertz(rate);
    for (const int end : {90, 130, 170, 210, 250})
      phantom.blocks.push_back(silent_until(std::to_string(end), end, trials));
    const auto results = measure({phantom::draw(phantom, 31)}, {});
    std::vector<double> errors, sizes;
    int all = 0;
    for (const TrialValue& trial : results.trials) {
      if (trial.measure != "csp_duration") continue;
      ++all;
      if (trial.state != State::value) continue;
      // Of the end alone: what the onset of the response adds is no part of it.
      const auto onset = std::find_if(results.trials.begin(), results.trials.end(), [&](const TrialValue& other) {
        return other.measure == "cmep_latency" && other.block == trial.block && other.trial == trial.trial &&
               other.side == trial.side;
      });
      if (!onset->value) continue;
      errors.push_back(*trial.value + *onset->value - std::stod(trial.block));
      sizes.push_back(std::abs(errors.back()));
    }
    const double found = static_cast<double>(errors.size()) / all;
    MESSAGE(rate << " Hz, " << all << " trials: found " << found << ", median error " << base::median(errors)
                 << " ms, MAD " << base::median(sizes) << " ms, 95 % within " << base::quantile(sizes, 0.95));
    CHECK(all == 5 * trials);
    CHECK(found >= 0.98);
    CHECK(std::abs(base::median(errors)) < 0.5);
    CHECK(base::median(sizes) < 1.0);
  }
}

TEST_CASE("A silence that is not complete, with a burst in it, is found as well, and the burst ends the absolute one") {
  phantom::Phantom phantom;
  phantom.blocks = {silent_until("a", 180.0, 30)};
  phantom.blocks[0].hands.right.silence->depth = 0.85;
  auto session = phantom::draw(phantom, 35);
  auto& right = session.recordings[0].segments[0].samples[1];
  for (const auto& trial : session.recordings[0].blocks[0].trials) {
    const auto burst = static_cast<std::size_t>((trial.anchor.time.value() + 0.1) * phantom.rate.value());
    for (std::size_t i = 0; i < 40; ++i) right[burst + i] += i % 20 < 10 ? 250.0F : -250.0F;  // 8 ms at 100 ms
  }
  const auto results = measure({session}, {});
  CHECK(*one(results, "csp_from_pulse").value == doctest::Approx(180.0).epsilon(0.01));
  CHECK(*one(results, "csp_absolute").value == doctest::Approx(100.0 - response_onset).epsilon(0.04));
}

TEST_CASE("Three references give three durations of the same silence") {
  phantom::Phantom phantom;
  phantom.blocks = {silent_until("a", 150.0, 15)};
  const auto results = measure({phantom::draw(phantom, 32)}, {});
  const double from_pulse = *one(results, "csp_from_pulse").value;
  CHECK(from_pulse == doctest::Approx(150.0).epsilon(0.01));
  CHECK(*one(results, "csp_duration").value == doctest::Approx(130.0).epsilon(0.015));
  // The wave of 15 ms ends at 35 ms; its last part is lost below the background.
  CHECK(*one(results, "csp_from_response_end").value == doctest::Approx(150.0 - 34.0).epsilon(0.03));
  CHECK(*one(results, "csp_absolute").value == doctest::Approx(*one(results, "csp_duration").value).epsilon(0.01));
  const Measurement& ratio = one(results, "csp_to_cmep_ratio");
  CHECK(*ratio.value == doctest::Approx(130.0 / 1.5).epsilon(0.25));
  CHECK(*ratio.standard_error < 0.4);  // of the logarithm
}

TEST_CASE("Where trials end before EMG is back, every duration is at least what was seen, and says where they end") {
  phantom::Phantom phantom;
  phantom.blocks = {silent_until("a", 300.0, 15)};
  auto session = phantom::draw(phantom, 33);
  Settings settings;
  settings.shown.to = Milliseconds(200.0);  // as epoched files of 200 ms hold
  const auto results = measure({session}, settings);
  for (const char* id :
       {"csp_duration", "csp_from_response_end", "csp_from_pulse", "csp_absolute", "csp_to_cmep_ratio"}) {
    CAPTURE(id);
    const Measurement& m = one(results, id);
    CHECK(m.state == State::at_least);
    CHECK(m.reason.find("within 200 ms of the pulse, where they end") != std::string::npos);
  }
  CHECK(*one(results, "csp_from_pulse").value == doctest::Approx(160.0).epsilon(0.01));  // and 40 ms for a return
}

TEST_CASE("Mirror EMG while the other hand contracts is not taken for the rest of a contracting hand, in any order") {
  phantom::PhantomBlock mirroring = silent_until("mirroring", 150.0, 12), rest = silent_until("rest", 150.0, 12);
  const phantom::PhantomBlock active = silent_until("active", 150.0, 12);
  for (auto* block : {&mirroring, &rest}) {
    block->plan.condition.hands.right.contraction = Contraction::rest;
    block->hands.right.silence.reset();
    block->hands.right.background = base::Microvolts(2.0);
  }
  mirroring.plan.condition.hands.left.contraction = Contraction::active;
  mirroring.hands.right.background = base::Microvolts(50.0);
  for (const auto& blocks : {std::vector{mirroring, rest, active}, std::vector{active, rest, mirroring}}) {
    phantom::Phantom phantom;
    phantom.blocks = blocks;
    const auto results = measure({phantom::draw(phantom, 34)}, {});
    CHECK(one(results, "csp_duration", "active").state == State::value);
  }
}

TEST_CASE("A hand told to contract that hardly does is invalid and says how little it contracts") {
  phantom::Phantom phantom;
  phantom.blocks = {silent_until("rest", 150.0, 12), silent_until("active", 150.0, 12)};
  phantom.blocks[0].plan.condition.hands.right.contraction = Contraction::rest;
  phantom.blocks[0].hands.right.silence.reset();
  phantom.blocks[0].hands.right.background = base::Microvolts(10.0);
  phantom.blocks[1].hands.right.background = base::Microvolts(25.0);
  const auto results = measure({phantom::draw(phantom, 34)}, {});
  const Measurement& m = one(results, "csp_duration");
  CHECK(m.state == State::invalid);
  CHECK(m.block == "active");
  CHECK(m.reason.find("less than 3 times that of its rest") != std::string::npos);
  CHECK(one(results, "csp_from_pulse").state == State::invalid);
}

}  // namespace
}  // namespace trilayer::measures
