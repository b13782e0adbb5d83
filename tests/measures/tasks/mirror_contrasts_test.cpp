#include "trilayer/measures/tasks/mirror_contrasts.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "tests/measures/tasks/drawn_tasks.hpp"

namespace trilayer::measures {
namespace {

using protocol::Complexity;
using protocol::Side;
using protocol::Task;
using tests::all_of;
using tests::DrawnBlock;
using tests::DrawnMuscle;

DrawnBlock hold(double force, double mirror, Side intended = Side::right) {
  DrawnBlock block;
  block.condition = tests::task(Task::sustained_contraction, intended);
  block.condition.force_percent = force;
  block.kind = protocol::AnchorKind::sustained;
  block.trials = 6;
  block.mirror = mirror;
  block.reaction = 0.0;
  block.length = 2000.0;
  return block;
}

DrawnBlock maximum(double emg, Side intended) {
  DrawnBlock block = hold(100.0, 0.0, intended);
  block.intended = emg;
  return block;
}

DrawnBlock demanding(Complexity complexity, double mirror) {
  DrawnBlock block = hold(20.0, mirror);
  block.condition.complexity = complexity;
  return block;
}

bool given(const std::vector<Measurement>& all, std::string_view id) {
  return std::any_of(all.begin(), all.end(), [&](const Measurement& m) { return m.key.measure == id; });
}

TEST_CASE("Mirror EMG in % of what the mirror hand can do itself") {
  const auto all = tests::task_measurements(tests::draw_tasks({hold(30, 40), maximum(800, Side::left)}));
  const Measurement m = all_of(all, "mirror_emg_percent_mvc")[0];
  CHECK(m.key.side == Side::left);
  CHECK(*m.value == doctest::Approx(5.0).epsilon(0.05));
  CHECK(*m.standard_error > 0.0);
  CHECK(*m.standard_error < 0.05);
  CHECK(m.block == "block1+block2");
  // The right hand's maximum says nothing of the left hand's.
  CHECK_FALSE(given(tests::task_measurements(tests::draw_tasks({hold(30, 40), maximum(800, Side::right)})),
                    "mirror_emg_percent_mvc"));
}

TEST_CASE("No mirror EMG is absent, with the share of the maximum that would have been seen") {
  const auto all = tests::task_measurements(tests::draw_tasks({hold(30, 0), maximum(800, Side::left)}));
  const Measurement m = all_of(all, "mirror_emg_percent_mvc")[0];
  CHECK(m.state == State::absent);
  CHECK(*m.smallest_detectable > 0.0);
  CHECK(*m.smallest_detectable < 0.5);
}

TEST_CASE("The demand gain is mirror EMG of the complex over that of the simple task, with both errors") {
  const auto all = tests::task_measurements(
      tests::draw_tasks({demanding(Complexity::complex, 60), demanding(Complexity::simple, 30)}));
  const Measurement m = all_of(all, "mirror_demand_gain")[0];
  CHECK(m.state == State::value);
  CHECK(*m.value == doctest::Approx(2.0).epsilon(0.05));
  CHECK(*m.standard_error < 0.05);
  CHECK(m.method.find("both at 20 % force") != std::string::npos);
}

TEST_CASE("A gain over or of nothing is a bound, and of nothing over nothing unobtainable") {
  const auto gain = [](double complex, double simple) {
    return all_of(tests::task_measurements(tests::draw_tasks(
                      {demanding(Complexity::complex, complex), demanding(Complexity::simple, simple)})),
                  "mirror_demand_gain")[0];
  };
  CHECK(gain(60, 0).state == State::at_least);
  CHECK(*gain(60, 0).value > 10.0);
  CHECK(gain(0, 60).state == State::at_most);
  CHECK(*gain(0, 60).value < 0.1);
  CHECK(gain(0, 0).state == State::unobtainable);
}

TEST_CASE("Harder work in the complex task confounds its gain, another force has none") {
  DrawnBlock harder = demanding(Complexity::complex, 60);
  harder.intended = 500.0;
  const auto all = tests::task_measurements(tests::draw_tasks({harder, demanding(Complexity::simple, 30)}));
  CHECK(all_of(all, "mirror_demand_gain")[0].state == State::confounded);
  harder.condition.force_percent = 40.0;
  CHECK_FALSE(given(tests::task_measurements(tests::draw_tasks({harder, demanding(Complexity::simple, 30)})),
                    "mirror_demand_gain"));
}

TEST_CASE("Selectivity compares the working muscle with the others, per own maximum where all have one") {
  const std::vector<DrawnMuscle> muscles{{"FDI", 1.0, 1.0}, {"APB", 0.2, 0.25}, {"ADM", 0.2, 0.25}};
  const auto raw =
      all_of(tests::task_measurements(tests::draw_tasks({hold(30, 80)}, 1, muscles)), "mirror_selectivity");
  REQUIRE(raw.size() == 1);
  CHECK(raw[0].key.muscle == "FDI");
  CHECK(*raw[0].value == doctest::Approx(4.0).epsilon(0.08));
  CHECK(raw[0].method.find("for want of the muscles' maxima") != std::string::npos);
  // Muscles whose maxima differ like their mirror EMG are not selective.
  DrawnBlock left = maximum(800, Side::left);
  const std::vector<DrawnMuscle> scaled{{"FDI", 1.0, 1.0}, {"APB", 0.25, 0.25}, {"ADM", 0.25, 0.25}};
  const auto per_maximum =
      all_of(tests::task_measurements(tests::draw_tasks({hold(30, 80), left, maximum(900, Side::right)}, 1, scaled)),
             "mirror_selectivity");
  CHECK(*per_maximum[0].value == doctest::Approx(1.0).epsilon(0.1));
  CHECK(per_maximum[0].method.find("own maximum") != std::string::npos);
}

TEST_CASE("Other muscles without mirror EMG bound the selectivity from below; one muscle has none") {
  const std::vector<DrawnMuscle> muscles{{"FDI", 1.0, 1.0}, {"APB", 0.2, 0.0}};
  const auto all = tests::task_measurements(tests::draw_tasks({hold(30, 80)}, 1, muscles));
  CHECK(all_of(all, "mirror_selectivity")[0].state == State::at_least);
  CHECK(*all_of(all, "mirror_selectivity")[0].value > 10.0);
  CHECK_FALSE(given(tests::task_measurements(tests::draw_tasks({hold(30, 80)})), "mirror_selectivity"));
}

}  // namespace
}  // namespace trilayer::measures
