// Movements in which the other hand starts before, with or after the intended one.
#include "trilayer/measures/tasks/inter_hand_onsets.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/measures/tasks/drawn_tasks.hpp"

namespace trilayer::measures {
namespace {

using protocol::Conflict;
using protocol::Task;
using tests::all_of;
using tests::DrawnBlock;

DrawnBlock mixture() {
  DrawnBlock block;
  block.condition = tests::task(Task::choice_reaction);
  block.trials = 10;
  block.mirror = 60.0;
  block.bursts = 7;
  block.lags = {-60.0, -70.0, -80.0, 0.0, 5.0, 90.0, 100.0};
  return block;
}

TEST_CASE("Lead, coincidence and lag have their shares of all movements, and the differences their median") {
  const auto all = tests::task_measurements(tests::draw_tasks({mixture()}));
  CHECK(*all_of(all, "inter_hand_lead_share")[0].value == doctest::Approx(0.3));
  CHECK(*all_of(all, "inter_hand_coincident_share")[0].value == doctest::Approx(0.2));
  CHECK(*all_of(all, "inter_hand_lag_share")[0].value == doctest::Approx(0.2));
  const Measurement m = all_of(all, "inter_hand_lag_median")[0];
  CHECK(std::abs(*m.value) < 3.0);
  CHECK(m.trials == 7);
  CHECK(m.key.side == protocol::Side::left);
  CHECK(m.method.find("3 lead, 2 coincide, 2 lag") != std::string::npos);
}

TEST_CASE("Leading trials have a time to correction and a burst over that of the intended hand") {
  const auto all = tests::task_measurements(tests::draw_tasks({mixture()}));
  CHECK(*all_of(all, "wrong_hand_lead")[0].value == doctest::Approx(0.3));
  const Measurement time = all_of(all, "wrong_hand_correction_time")[0];
  CHECK(std::abs(*time.value - 70.0) < 3.0);
  CHECK(*time.standard_error > 1.0);
  const Measurement ratio = all_of(all, "wrong_hand_burst_ratio")[0];
  CHECK(*ratio.value == doctest::Approx(100.0 * 57.0 / 297.0).epsilon(0.05));
  DrawnBlock few = mixture();
  few.bursts = 2;
  const auto without = tests::task_measurements(tests::draw_tasks({few}));
  CHECK(all_of(without, "wrong_hand_correction_time")[0].state == State::unobtainable);
  CHECK(all_of(without, "wrong_hand_burst_ratio")[0].reason == "the other hand leads in 2 trials; 3 are needed");
  CHECK(all_of(without, "inter_hand_lag_median")[0].state == State::unobtainable);
}

TEST_CASE("A hand that stays at rest has shares of 0 and no median") {
  DrawnBlock block = mixture();
  block.mirror = 0.0;
  const auto all = tests::task_measurements(tests::draw_tasks({block}));
  CHECK(*all_of(all, "inter_hand_lead_share")[0].value == 0.0);
  CHECK(*all_of(all, "inter_hand_lag_share")[0].value == 0.0);
  CHECK(all_of(all, "inter_hand_lag_median")[0].state == State::unobtainable);
}

TEST_CASE("The effect of conflict is the difference of the logits of leads, over all blocks of a condition") {
  DrawnBlock congruent = mixture(), incongruent = mixture();
  congruent.condition.conflict = Conflict::congruent;
  congruent.bursts = 1;
  incongruent.condition.conflict = Conflict::incongruent;
  const auto all = tests::task_measurements(tests::draw_tasks({congruent, incongruent, incongruent}));
  const auto effects = all_of(all, "wrong_hand_conflict_effect");
  REQUIRE(effects.size() == 1);  // of both incongruent blocks together
  CHECK(*effects[0].value == doctest::Approx(std::log(6.5 / 14.5) - std::log(1.5 / 9.5)));
  CHECK(*effects[0].standard_error == doctest::Approx(std::sqrt(1 / 6.5 + 1 / 14.5 + 1 / 1.5 + 1 / 9.5)));
  CHECK(effects[0].block == "block2+block3+block1");
}

TEST_CASE("Sustained contractions have no onsets between hands, and no reaction time") {
  DrawnBlock block = mixture();
  block.condition.task = Task::sustained_contraction;
  for (const Measurement& m : tests::task_measurements(tests::draw_tasks({block}))) {
    CHECK_FALSE(m.key.measure.starts_with("inter_hand"));
    CHECK(m.key.measure != "reaction_time");
  }
}

}  // namespace
}  // namespace trilayer::measures
