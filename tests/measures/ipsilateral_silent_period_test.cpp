// The ipsilateral silent period of phantoms whose silence lies where it is told to.
#include "trilayer/measures/ipsilateral_silent_period.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <string>

#include "trilayer/base/parallel.hpp"
#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/measure.hpp"
#include "trilayer/measures/session_work.hpp"
#include "trilayer/phantom/phantom.hpp"

namespace trilayer::measures {
namespace {

using base::Milliseconds;
using protocol::Contraction;
using protocol::Hemisphere;
using protocol::Side;

phantom::PhantomBlock both_active(const std::string& id, std::optional<phantom::Silence> silence, int trials = 20) {
  phantom::PhantomBlock block;
  block.plan.id = id;
  block.plan.trials = trials;
  block.plan.interval = base::Seconds(2.0);
  block.plan.condition.hemisphere = Hemisphere::left;
  for (const Side side : protocol::both_sides) {
    block.plan.condition.hands[side].contraction = Contraction::active;
    block.hands[side].background = base::Microvolts(100.0);
  }
  block.hands.left.silence = silence;
  return block;
}

phantom::Silence isp(double onset, double end, double depth) {
  return {Milliseconds(onset), Milliseconds(end), Milliseconds(1.5), depth};
}

const Measurement& one(const Results& results, std::string_view id) {
  const auto found = std::find_if(results.measurements.begin(), results.measurements.end(),
                                  [&](const auto& m) { return m.key.measure == id && m.key.side == Side::left; });
  REQUIRE(found != results.measurements.end());
  return *found;
}

TEST_CASE("Onset and end of an iSP lie within 1.5 ms of the truth at 20 trials, without bias") {
  const int recordings = std::getenv("TRILAYER_FULL") != nullptr ? 200 : 40;
  for (const double rate : {2000.0, 5000.0})
    for (const double depth : {0.3, 0.5, 0.8}) {
      std::vector<double> onsets, ends, onset_sizes, end_sizes, depths;
      int present = 0;
      for (int r = 0; r < recordings; ++r) {
        phantom::Phantom phantom;
        phantom.rate = base::Hertz(rate);
        phantom.blocks = {both_active("a", isp(36.0, 61.0, depth))};
        const auto session = phantom::draw(phantom, 100 + static_cast<std::uint64_t>(r));
        Settings settings;
        settings.surrogates = 99;
        const auto work = prepare(session, settings, 1, {});
        for (const auto& [look, test] : work.isp) {
          if (look->side != Side::left || !test.silence) continue;
          present += test.present ? 1 : 0;
          onsets.push_back(test.silence->onset - 36.0);
          ends.push_back(test.silence->end - 61.0);
          onset_sizes.push_back(std::abs(onsets.back()));
          end_sizes.push_back(std::abs(ends.back()));
          depths.push_back(test.silence->depth);
        }
      }
      CAPTURE(rate);
      CAPTURE(depth);
      MESSAGE(rate << " Hz, depth " << depth << ": present " << present << " of " << recordings << ", onset "
                   << base::median(onsets) << " (MAD " << base::median(onset_sizes) << "), end " << base::median(ends)
                   << " (MAD " << base::median(end_sizes) << "), depth " << base::median(depths));
      CHECK(std::abs(base::median(onsets)) < 0.8);
      CHECK(std::abs(base::median(ends)) < 1.2);
      if (depth > 0.4) {
        CHECK(base::median(onset_sizes) < 1.5);
        CHECK(base::median(end_sizes) < 1.5);
      }
    }
}

Results measured(phantom::PhantomBlock block, std::uint64_t seed) {
  phantom::Phantom phantom;
  phantom.blocks = {std::move(block)};
  return measure({phantom::draw(phantom, seed)}, {});
}

TEST_CASE("Depth, maximal depth and area are those written in") {
  const auto results = measured(both_active("a", isp(36.0, 61.0, 0.6), 30), 41);
  CHECK(*one(results, "isp_depth").value == doctest::Approx(60.0).epsilon(0.1));
  CHECK(*one(results, "isp_area").value == doctest::Approx(0.6 * 25.0).epsilon(0.1));
  const Measurement& deepest = one(results, "isp_maximal_depth");
  CHECK(*deepest.value > *one(results, "isp_depth").value);
  CHECK(*deepest.value < 85.0);
  CHECK(*deepest.standard_error < 10.0);
}

// A hand silent twice needs the silence of two phantoms: the EMG of the second is that of the first, but for it.
recording::Session silent_twice(std::uint64_t seed, phantom::Silence first, phantom::Silence second) {
  phantom::Phantom phantom;
  phantom.sensor_noise = base::Microvolts(0.0);
  phantom.artefact = base::Millivolts(0.0);
  phantom.blocks = {both_active("a", first)};
  auto session = phantom::draw(phantom, seed);
  const double rate = phantom.rate.value();
  auto& left = session.recordings[0].segments[0].samples[0];
  for (const auto& trial : session.recordings[0].blocks[0].trials) {
    const auto at = [&](Milliseconds t) {
      return static_cast<std::size_t>(std::llround((trial.anchor.time.value() + t.value() * 1e-3) * rate));
    };
    for (std::size_t i = at(second.onset); i < at(second.end); ++i) left[i] *= static_cast<float>(1.0 - second.depth);
  }
  return session;
}

TEST_CASE("A long tail of the artefact makes no silence late or shallow") {
  for (const double background : {50.0, 100.0}) {
    phantom::Phantom phantom;
    phantom.artefact_tail = base::Microvolts(1000.0);
    phantom.tail_constant = Milliseconds(10.0);
    phantom.blocks = {both_active("a", isp(36.0, 61.0, 0.6))};
    for (const Side side : protocol::both_sides)
      phantom.blocks[0].hands[side].background = base::Microvolts(background);
    std::vector<double> onsets, depths;
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
      const auto results = measure({phantom::draw(phantom, seed)}, {});
      if (const Measurement& onset = one(results, "isp_onset"); onset.value) onsets.push_back(*onset.value);
      if (const Measurement& depth = one(results, "isp_depth"); depth.value) depths.push_back(*depth.value);
    }
    CAPTURE(background);
    REQUIRE(onsets.size() >= 9);
    CHECK(base::median(onsets) == doctest::Approx(36.0).epsilon(0.04));
    CHECK(base::median(depths) > 52.0);
  }
}

TEST_CASE("A second phase is found where there is one, and seldom where there is none") {
  int found = 0, false_alarms = 0;
  const int recordings = 20;
  for (std::uint64_t r = 0; r < recordings; ++r) {
    const auto with = measure({silent_twice(200 + r, isp(34.0, 46.0, 0.7), isp(58.0, 72.0, 0.6))}, {});
    const auto without = measure({silent_twice(200 + r, isp(34.0, 46.0, 0.7), isp(58.0, 72.0, 0.0))}, {});
    found += one(with, "isp_second_phase").value ? 1 : 0;
    false_alarms += one(without, "isp_second_phase").value ? 1 : 0;
    if (r > 0) continue;
    CHECK(*one(with, "isp_second_phase").value == doctest::Approx(0.6 * 14.0).epsilon(0.4));
    CHECK(one(without, "isp_second_phase").state == State::absent);
  }
  MESSAGE("second phase found in " << found << ", false alarms " << false_alarms << " of " << recordings);
  CHECK(found >= 16);
  CHECK(false_alarms <= 4);
}

TEST_CASE("Without an iSP a second phase is unobtainable, and what would have been seen of the first is said") {
  const auto results = measured(both_active("a", std::nullopt), 43);
  CHECK(one(results, "isp_depth").state == State::absent);
  CHECK(*one(results, "isp_depth").smallest_detectable < 40.0);
  CHECK(one(results, "isp_second_phase").state == State::unobtainable);
  CHECK(one(results, "tct").state == State::unobtainable);
}

TEST_CASE("A silence as long as that of the contralateral hand in the same sweeps is confounded, without any iMEP") {
  auto block = both_active("a", phantom::Silence{Milliseconds(36.0), Milliseconds(120.0), Milliseconds(2.0), 0.97});
  block.hands.right.response = phantom::Response{Milliseconds(20.0), Milliseconds(0.3), base::Millivolts(2.0), 0.3};
  block.hands.right.silence = phantom::Silence{Milliseconds(21.0), Milliseconds(140.0), Milliseconds(2.0), 1.0};
  const auto results = measured(block, 44);
  const Measurement& depth = one(results, "isp_depth");
  CHECK(depth.state == State::confounded);
  CHECK(depth.reason.find("as long as the contralateral hand") != std::string::npos);
  CHECK(one(results, "isp_duration").state == State::confounded);
  CHECK(one(results, "isp_duration").reason.find("at an end of the search") != std::string::npos);
  CHECK(depth.reason.find("iMEP") == std::string::npos);
}

TEST_CASE("A hand stated to contract whose EMG is that of rest has no iSP to be read, and says so") {
  auto rest = both_active("rest", std::nullopt), active = both_active("active", isp(36.0, 61.0, 0.9));
  for (const Side side : protocol::both_sides) {
    rest.plan.condition.hands[side].contraction = Contraction::rest;
    rest.hands[side].background = base::Microvolts(10.0);
  }
  active.hands.left.background = base::Microvolts(25.0);
  phantom::Phantom phantom;
  phantom.blocks = {rest, active};
  const auto results = measure({phantom::draw(phantom, 45)}, {});
  for (const char* id : {"isp_onset", "isp_depth", "isp_area", "isp_second_phase", "tct", "tct_csp"}) {
    CAPTURE(id);
    CHECK(one(results, id).state == State::invalid);
    CHECK(one(results, id).reason.find("this hand should contract") != std::string::npos);
  }
}

// In how many recordings an iSP is found under pulses that silence nothing but leave a decaying artefact, in the
// left hand of one block: the family is two.
int alarms(double rate, double tail, double constant, int recordings, bool rebound) {
  std::vector<int> each(static_cast<std::size_t>(recordings));
  base::for_each_index(each.size(), 2, [&](std::size_t i) {
    phantom::Phantom phantom;
    phantom.rate = base::Hertz(rate);
    phantom.artefact_tail = base::Microvolts(tail);
    phantom.tail_constant = Milliseconds(constant);
    phantom.interval_spread = 0.1;
    auto block = both_active("a", std::nullopt);
    block.plan.condition.hemisphere = Hemisphere::left;
    if (rebound)  // EMG 40 % stronger late in the search, as after a silence that was too weak to see
      block.hands.left.silence = phantom::Silence{Milliseconds(60.0), Milliseconds(120.0), Milliseconds(2.0), -0.4};
    phantom.blocks = {block};
    Settings settings;
    settings.seed += i;
    settings.surrogates = 199;
    const auto session = phantom::draw(phantom, 5000 + i);
    for (const auto& [look, test] : prepare(session, settings, 1, {}).isp) each[i] += test.present ? 1 : 0;
  });
  return static_cast<int>(std::count_if(each.begin(), each.end(), [](int n) { return n > 0; }));
}

TEST_CASE("Tails of the artefact and a rebound make no iSP: never more than one recording in twenty") {
  const int recordings = std::getenv("TRILAYER_FULL") != nullptr ? 2000 : 50;
  struct Null {
    double rate, tail, constant;
    bool rebound;
  };
  for (const Null& null :
       {Null{5000.0, 0.0, 4.0, false}, Null{2000.0, 300.0, 10.0, false}, Null{5000.0, 300.0, 2.0, false},
        Null{5000.0, 300.0, 10.0, false}, Null{10000.0, 300.0, 5.0, false}, Null{5000.0, 0.0, 4.0, true}}) {
    const int found = alarms(null.rate, null.tail, null.constant, recordings, null.rebound);
    CAPTURE(null.rate);
    CAPTURE(null.constant);
    MESSAGE(null.rate << " Hz, tail " << null.tail << " uV, " << null.constant << " ms, rebound " << null.rebound
                      << ": " << found << " of " << recordings);
    CHECK(found < recordings * 0.05 + 3.3 * std::sqrt(recordings * 0.05 * 0.95));
  }
}

}  // namespace
}  // namespace trilayer::measures
