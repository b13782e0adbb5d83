// Pulses that do nothing must raise iMEP and iSP alarms in one recording in twenty, not more and not fewer.
#include <doctest/doctest.h>

#include <cmath>
#include <cstdlib>
#include <string>

#include "tests/recordings.hpp"
#include "trilayer/base/parallel.hpp"
#include "trilayer/base/random.hpp"
#include "trilayer/measures/measure.hpp"
#include "trilayer/measures/session_work.hpp"
#include "trilayer/phantom/phantom.hpp"
#include "trilayer/recording/open.hpp"

using namespace trilayer;

namespace {

// More draws with TRILAYER_FULL=1 (./check --full).
int draws(int usual) { return std::getenv("TRILAYER_FULL") != nullptr ? usual * 8 : usual; }

struct Alarms {
  int imep = 0;
  int isp = 0;
  int recordings = 0;
};

// The rate lies within 3.3 standard errors of the nominal one: a test that fails by chance once in a thousand.
void check_rate(const char* what, int alarms, int recordings) {
  const double nominal = measures::Settings{}.false_alarm_rate;
  const double rate = static_cast<double>(alarms) / recordings;
  const double error = std::sqrt(nominal * (1.0 - nominal) / recordings);
  MESSAGE(what << ": " << alarms << " false alarms in " << recordings << " recordings (" << 100.0 * rate << " %)");
  CHECK(rate > nominal - 3.3 * error - 0.015);  // discrete p-values and ties make a test a little shy, never bold
  CHECK(rate < nominal + 3.3 * error);
}

phantom::Phantom active_without_responses(double rate) {
  phantom::Phantom phantom;
  phantom.rate = base::Hertz(rate);
  phantom.interval_spread = 0.1;
  for (const auto hemisphere : protocol::both_hemispheres) {
    phantom::PhantomBlock block;
    block.plan.id = name(hemisphere);
    block.plan.trials = 20;
    block.plan.interval = base::Seconds(2.0);
    block.plan.condition.hemisphere = hemisphere;
    for (const auto side : protocol::both_sides) {
      block.plan.condition.hands[side].contraction = protocol::Contraction::active;
      block.hands[side].background = base::Microvolts(100.0);
    }
    phantom.blocks.push_back(block);
  }
  return phantom;
}

// Counts recordings in which any muscle raises an alarm.
void count(const measures::SessionWork& work, Alarms& alarms) {
  bool imep = false, isp = false;
  for (const auto& [look, test] : work.imep) imep = imep || test.present;
  for (const auto& [look, test] : work.isp) isp = isp || test.present;
  alarms.imep += imep ? 1 : 0;
  alarms.isp += isp ? 1 : 0;
  ++alarms.recordings;
}

Alarms simulated(double rate, int recordings) {
  const phantom::Phantom phantom = active_without_responses(rate);
  std::vector<Alarms> each(static_cast<std::size_t>(recordings));
  base::for_each_index(each.size(), 2, [&](std::size_t i) {
    const auto session = phantom::draw(phantom, 1000 + i);
    measures::Settings settings;
    settings.seed += i;  // or the same sham times would be drawn in every recording
    count(measures::prepare(session, settings, 1, {}), each[i]);
  });
  Alarms sum;
  for (const Alarms& alarms : each) {
    sum.imep += alarms.imep;
    sum.isp += alarms.isp;
    sum.recordings += alarms.recordings;
  }
  return sum;
}

// The real recording with its pulses replaced by sham ones, one in each pause, far from artefact and response.
recording::Session with_sham_pulses(const recording::Session& real, std::uint32_t draw) {
  recording::Session sham = real;
  auto& recording = sham.recordings.front();
  auto& trials = recording.blocks.front().trials;
  base::Stream stream(7, draw);
  for (std::size_t t = 0; t + 1 < trials.size(); ++t) {
    const double pulse = trials[t].anchor.time.value();
    const double next = recording.blocks.front().trials[t + 1].anchor.time.value();
    trials[t].anchor.time = base::Seconds(stream.uniform(pulse + 1.8, next - 0.45));
    trials[t].pulses.front().time = trials[t].anchor.time;
  }
  trials.pop_back();
  return sham;
}

}  // namespace

TEST_CASE("simulated active EMG without responses: one recording in twenty raises an alarm") {
  for (const double rate : {2000.0, 5000.0}) {
    CAPTURE(rate);
    const Alarms alarms = simulated(rate, draws(100));
    check_rate("iMEP, simulated active EMG", alarms.imep, alarms.recordings);
    check_rate("iSP, simulated active EMG", alarms.isp, alarms.recordings);
  }
}

TEST_CASE("sham pulses between the real ones: one recording in twenty raises an alarm") {
  const auto folder = tests::recordings();
  if (!folder) return;
  recording::OpenOptions options;
  options.pulse_marker = "S255";
  options.hemisphere = protocol::Hemisphere::left;
  const auto real = recording::open(*folder / "tms-analysis-toolbox/brainvision/Example Data 1.vhdr", options);
  Alarms alarms;
  for (int i = 0; i < draws(100); ++i) {
    const auto session = with_sham_pulses(real.front(), static_cast<std::uint32_t>(i));
    measures::Settings settings;
    settings.seed += static_cast<std::uint64_t>(i);
    auto work = measures::prepare(session, settings, 1, {});
    // The hand is at rest, where no silent period is looked for; here the test itself is on trial.
    const std::size_t family = work.imep.size();
    for (const auto& [look, test] : work.imep) work.isp.emplace(look, measures::test_isp(*look, family, settings));
    count(work, alarms);
  }
  // Few pauses in one file: draws are not independent, so the bounds are those of a quarter as many.
  check_rate("iMEP, sham pulses in the real file", alarms.imep / 4, alarms.recordings / 4);
  check_rate("iSP, sham pulses in the real file", alarms.isp / 4, alarms.recordings / 4);
}
