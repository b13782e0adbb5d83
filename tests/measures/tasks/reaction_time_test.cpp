#include "trilayer/measures/tasks/reaction_time.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/measures/tasks/drawn_tasks.hpp"

namespace trilayer::measures {
namespace {

using protocol::Side;
using protocol::Task;
using tests::all_of;
using tests::DrawnBlock;

DrawnBlock reactions(double after_cue) {
  DrawnBlock block;
  block.condition = tests::task(Task::choice_reaction);
  block.reaction = after_cue;
  return block;
}

DrawnBlock together(double after_cue) {
  DrawnBlock block = reactions(after_cue);
  block.condition.intended.reset();
  block.condition.both_intended = true;
  block.mirror = 300.0;
  return block;
}

TEST_CASE("The reaction time is that of the intended hand's EMG after the cue") {
  const auto all = all_of(tests::task_measurements(tests::draw_tasks({reactions(280.0)})), "reaction_time");
  REQUIRE(all.size() == 1);
  CHECK(all[0].key.side == Side::right);
  CHECK(std::abs(*all[0].value - 280.0) < 1.5);
  CHECK(*all[0].standard_error < 1.5);
}

TEST_CASE("Both hands together have a time each, and starting sooner together is the cost of one hand alone") {
  const auto all = tests::task_measurements(tests::draw_tasks({reactions(300.0), together(270.0)}));
  CHECK(all_of(all, "reaction_time").size() == 3);
  const auto costs = all_of(all, "bimanual_cost");
  REQUIRE(costs.size() == 1);  // the left hand never moves alone
  CHECK(costs[0].key.side == Side::right);
  CHECK(std::abs(*costs[0].value - 30.0) < 2.0);
  CHECK(costs[0].block == "block1+block2");
}

TEST_CASE("Without reactions there is no time, and no cost, and either says why") {
  DrawnBlock still = reactions(300.0);
  still.intended = 0.0;
  const auto all = tests::task_measurements(tests::draw_tasks({still, together(270.0)}));
  CHECK(all_of(all, "reaction_time")[0].state == State::unobtainable);
  const Measurement cost = all_of(all, "bimanual_cost")[0];
  CHECK(cost.state == State::unobtainable);
  CHECK(cost.reason.find("this hand alone: 0 of 10 trials") != std::string::npos);
}

TEST_CASE("Other forces or complexity are not compared") {
  DrawnBlock forceful = together(270.0);
  forceful.condition.force_percent = 50.0;
  for (const Measurement& m : tests::task_measurements(tests::draw_tasks({reactions(300.0), forceful})))
    CHECK(m.key.measure != "bimanual_cost");
}

}  // namespace
}  // namespace trilayer::measures
