// One trial from command to EMG: convergence, latencies, and who moves which hand.
#include "trilayer/model/trial.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "tests/model/virtual_lab.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/model/simulate.hpp"

namespace trilayer::model {
namespace {

using protocol::Hemisphere;
using protocol::Side;

TEST_CASE("Halving the step changes responses on the same noise by less than 2 % in the mean") {
  const Body body = body_of(loaded());
  for (const double effort : {0.0, 0.3}) {
    for (const double strength : {1.1, 1.4}) {
      Trials trials{{{0.0, Hemisphere::left, strength}}, {0.0, effort}};
      const double coarse = peak_to_peak(body, trials, Side::right, 15.0, 60.0);
      trials.grid.step = 0.05;
      const double fine = peak_to_peak(body, trials, Side::right, 15.0, 60.0);
      CAPTURE(effort);
      CAPTURE(strength);
      CHECK(coarse > 0.3);
      CHECK(fine == doctest::Approx(coarse).epsilon(0.02));
    }
  }
}

// ms from the pulse until the first trial-averaged EMG of 5 % of its peak.
double onset(const Body& body, const Trials& trials, Side side) {
  std::vector<double> mean(trials.grid.fine_size(), 0.0);
  Demand demand;
  demand.steady = trials.effort;
  for (int k = 0; k < trials.count; ++k) {
    const auto outcome = run_trial(body, trials.grid, demand, trials.pulses, {1, static_cast<std::uint32_t>(k), 0});
    for (std::size_t i = 0; i < mean.size(); ++i) mean[i] += static_cast<double>(outcome.emg[side][0][i]);
  }
  double peak = 0.0;
  for (const double x : mean) peak = std::max(peak, std::abs(x));
  const auto first = std::find_if(mean.begin(), mean.end(), [&](double x) { return std::abs(x) > 0.05 * peak; });
  return trials.grid.from + trials.grid.step * static_cast<double>(first - mean.begin());
}

TEST_CASE("A response begins where its conduction says, and every delay moves it by as much") {
  const Trials trials{{{0.0, Hemisphere::left, 1.4}}};
  Participant p = loaded();
  const double usual = onset(body_of(p), trials, Side::right);
  // Targets of healthy adults: 20 to 24 ms at rest.
  CHECK(usual > 20.0);
  CHECK(usual < 24.0);
  p.person.central_delay += 2.0;
  CHECK(onset(body_of(p), trials, Side::right) == doctest::Approx(usual + 2.0).epsilon(0.01));
  p.person.peripheral_delay += 3.0;
  CHECK(onset(body_of(p), trials, Side::right) == doctest::Approx(usual + 5.0).epsilon(0.01));
  p.hemisphere.left.slowing = 4.0;
  CHECK(onset(body_of(p), trials, Side::right) == doctest::Approx(usual + 9.0).epsilon(0.01));
}

TEST_CASE("A pulse moves the hand across, and at rest in health no other") {
  const Body body = body_of(loaded());
  for (const Hemisphere h : protocol::both_hemispheres) {
    const Trials trials{{{0.0, h, 1.3}}};
    CHECK(peak_to_peak(body, trials, contralateral_side(h), 15.0, 60.0) > 0.3);
    CHECK(peak_to_peak(body, trials, ipsilateral_side(h), 15.0, 60.0) == 0.0);
  }
}

TEST_CASE("Responses grow with intensity and with contraction") {
  const Body body = body_of(loaded());
  double before = 0.0;
  for (const double strength : {0.8, 1.0, 1.2, 1.4}) {
    const Trials trials{{{0.0, Hemisphere::left, strength}}};
    const double size = peak_to_peak(body, trials, Side::right, 15.0, 60.0);
    CAPTURE(strength);
    CHECK(size >= before);
    before = size + 1e-9;
  }
  const Trials rest{{{0.0, Hemisphere::left, 1.1}}}, active{{{0.0, Hemisphere::left, 1.1}}, {0.0, 0.2}};
  CHECK(peak_to_peak(body, active, Side::right, 15.0, 60.0) > 1.5 * peak_to_peak(body, rest, Side::right, 15.0, 60.0));
}

TEST_CASE("A block's demand is the effort that gives the stated share of the hand's own maximum") {
  protocol::PlannedBlock block;
  block.condition.hemisphere = Hemisphere::left;
  double before = 0.0;
  for (const double percent : {10.0, 30.0, 70.0, 100.0}) {
    block.condition.hands.right = {protocol::Contraction::active, percent};
    const Demand demand = demand_of(loaded(), block);
    CAPTURE(percent);
    CHECK(demand.steady.left == 0.0);
    CHECK(demand.steady.right > before);
    before = demand.steady.right;
  }
  CHECK(before == doctest::Approx(1.0).epsilon(0.01));
}

TEST_CASE("A steady contraction is steady from the first sample on: motoneurons do not start in step") {
  const Body body = body_of(loaded());
  Trials trials;
  trials.effort = {0.4, 0.1};
  trials.grid = {-400.0, 0.0, 0.1};
  trials.count = 60;
  for (const Side side : protocol::both_sides) {
    const double later = rectified(body, trials, side, -300.0, 0.0);
    CAPTURE(name(side));
    for (const double from : {-400.0, -380.0, -360.0, -340.0, -320.0}) {
      CAPTURE(from);
      CHECK(rectified(body, trials, side, from, from + 20.0) == doctest::Approx(later).epsilon(0.2));
    }
  }
}

TEST_CASE("Circumstances that the model knows nothing of are refused, with what and why") {
  const auto refusal = [](auto&& change) -> std::string {
    protocol::Protocol protocol;
    protocol::PlannedBlock block{"b", {}, 1};
    block.condition.hemisphere = Hemisphere::left;
    block.condition.intensity = protocol::Intensity{120.0, protocol::IntensityReference::resting_motor_threshold};
    change(block.condition);
    protocol.blocks.push_back(block);
    try {
      simulate(loaded(), protocol, 1);
    } catch (const base::Refusal& refused) {
      CHECK(refused.place() == "block 'b'");
      return refused.problem();
    }
    return "";
  };
  using base::Milliseconds;
  const auto contains = [](const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
  };
  const auto first_pulse_at = [](auto& c, protocol::Site site) {
    c.conditioning.emplace();
    c.conditioning->interval = Milliseconds(20.0);
    c.conditioning->site = site;
  };
  // Afferents, and the spine as the first of a pair: nothing in the model answers to them.
  CHECK(contains(refusal([&](auto& c) { first_pulse_at(c, protocol::Site::nerve); }), "'nerve'"));
  CHECK(contains(refusal([&](auto& c) { first_pulse_at(c, protocol::Site::root); }), "'root'"));
  CHECK(contains(refusal([](auto& c) { c.site = protocol::Site::premotor; }), "'premotor'"));
  CHECK(contains(refusal([](auto& c) { c.earlier.emplace().interval = Milliseconds(1500.0); }), "1500 ms"));
  CHECK(contains(refusal([](auto& c) {
                   c.hemisphere.reset();
                   c.task = protocol::Task::choice_reaction;
                   c.both_intended = true;
                 }),
                 "choices of both hands"));
}

TEST_CASE("A simple reaction is a short movement that the cue starts") {
  protocol::Protocol protocol;
  protocol::PlannedBlock block{"b", {}, 2};
  block.condition.intended = Side::right;
  std::vector<recording::Session> sessions;
  for (const protocol::Task task : {protocol::Task::simple_reaction, protocol::Task::phasic_movement}) {
    block.condition.task = task;
    protocol.blocks = {block};
    sessions.push_back(simulate(loaded(), protocol, 1));
  }
  const recording::Recording &reaction = sessions[0].recordings[0], &movement = sessions[1].recordings[0];
  CHECK(reaction.blocks[0].trials[0].anchor.kind == protocol::AnchorKind::cue);
  CHECK(reaction.blocks[0].trials == movement.blocks[0].trials);
  CHECK(reaction.segments[0].samples == movement.segments[0].samples);
}

TEST_CASE("A muscle that is not in the table is refused with those that are") {
  try {
    make_body(loaded(), {"FDI", "XYZ"}, 1);
    FAIL_CHECK("not refused");
  } catch (const base::Refusal& refusal) {
    CHECK(refusal.problem().find("XYZ") != std::string::npos);
    CHECK(refusal.advice().find("FDI, APB") != std::string::npos);
  }
}

TEST_CASE("A trial's draws depend on its own number only") {
  const Body body = body_of(loaded());
  Demand demand;
  demand.steady.right = 0.3;
  const Grid grid{-100.0, 100.0, 0.1};
  const auto first = run_trial(body, grid, demand, {}, {1, 7, 0});
  run_trial(body, grid, demand, {}, {1, 8, 0});
  const auto again = run_trial(body, grid, demand, {}, {1, 7, 0});
  CHECK(first.emg == again.emg);
  CHECK(first.emg != run_trial(body, grid, demand, {}, {1, 8, 0}).emg);
  CHECK(first.emg != run_trial(body, grid, demand, {}, {1, 7, 1}).emg);
}

}  // namespace
}  // namespace trilayer::model
