#include "trilayer/measures/tasks/mirror_bursts.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/measures/tasks/drawn_tasks.hpp"

namespace trilayer::measures {
namespace {

using protocol::Task;
using tests::all_of;
using tests::DrawnBlock;

DrawnBlock movements() {
  DrawnBlock block;
  block.condition = tests::task(Task::phasic_movement);
  block.trials = 12;
  block.mirror = 60.0;
  return block;
}

TEST_CASE("The share is that of the movements the mirror hand bursts along with") {
  DrawnBlock block = movements();
  block.bursts = 9;
  const Measurement m = all_of(tests::task_measurements(tests::draw_tasks({block})), "mirror_burst_share")[0];
  CHECK(*m.value == doctest::Approx(0.75));
  CHECK(*m.standard_error == doctest::Approx(std::sqrt(1 / 9.5 + 1 / 3.5)));
  CHECK(m.method.find("Wilson 95 % interval 0.47 to 0.91") != std::string::npos);
}

TEST_CASE("A burst long after the movement is not of the movement") {
  DrawnBlock block = movements();
  block.lags.assign(12, 450.0);
  const Measurement m = all_of(tests::task_measurements(tests::draw_tasks({block})), "mirror_burst_share")[0];
  CHECK(*m.value == 0.0);
}

TEST_CASE("Envelopes that rise and fall together correlate, with their lag in words") {
  DrawnBlock block = movements();
  block.lags.assign(12, 40.0);
  const Measurement m = all_of(tests::task_measurements(tests::draw_tasks({block})), "mirror_envelope_correlation")[0];
  CHECK(*m.value > 0.8);
  CHECK(*m.value < 1.0);
  CHECK(*m.standard_error < 0.05);
  CHECK(m.method.find("later by 40 ms") != std::string::npos);
}

TEST_CASE("Steady contractions of independent strength do not correlate; a hand at rest has no correlation") {
  DrawnBlock block = movements();
  block.condition.task = Task::sustained_contraction;
  block.kind = protocol::AnchorKind::sustained;
  block.reaction = 0.0;
  block.length = 2000.0;
  const Measurement m = all_of(tests::task_measurements(tests::draw_tasks({block})), "mirror_envelope_correlation")[0];
  CHECK(std::abs(*m.value) < 0.1);
  block.mirror = 0.0;
  const Measurement none =
      all_of(tests::task_measurements(tests::draw_tasks({block})), "mirror_envelope_correlation")[0];
  CHECK(none.state == State::unobtainable);
  CHECK(none.reason.find("does not rise above rest") != std::string::npos);
}

TEST_CASE("Without a contraction of the intended hand both are invalid") {
  DrawnBlock block = movements();
  block.intended = 0.0;
  const auto all = tests::task_measurements(tests::draw_tasks({block}));
  CHECK(all_of(all, "mirror_burst_share")[0].state == State::invalid);
  CHECK(all_of(all, "mirror_envelope_correlation")[0].state == State::invalid);
}

}  // namespace
}  // namespace trilayer::measures
