// Contractions of rising force whose mirror EMG is a power of the force, from a threshold on.
#include "trilayer/measures/tasks/mirror_force.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/measures/tasks/drawn_tasks.hpp"
#include "trilayer/measures/tasks/censored_line.hpp"

namespace trilayer::measures {
namespace {

using protocol::Task;
using tests::all_of;
using tests::DrawnBlock;

DrawnBlock hold(double force, double mirror) {
  DrawnBlock block;
  block.condition = tests::task(Task::sustained_contraction);
  block.condition.force_percent = force;
  block.kind = protocol::AnchorKind::sustained;
  block.trials = 6;
  block.intended = 5.0 * force;
  block.mirror = mirror;
  block.reaction = 0.0;
  block.length = 2000.0;
  return block;
}

std::vector<DrawnBlock> power_law(double exponent, double threshold) {
  std::vector<DrawnBlock> blocks;
  for (const double force : {10.0, 20.0, 40.0, 80.0})
    blocks.push_back(hold(force, force < threshold ? 0.0 : 20.0 * std::pow(force / 40.0, exponent)));
  return blocks;
}

TEST_CASE("The slope is the exponent with which mirror EMG grows with force") {
  for (const double exponent : {0.5, 1.0, 2.0}) {
    const auto all = tests::task_measurements(tests::draw_tasks(power_law(exponent, 0.0)));
    const Measurement m = all_of(all, "mirror_force_slope")[0];
    CAPTURE(exponent);
    CAPTURE(*m.standard_error);
    CHECK(std::abs(*m.value - exponent) < 0.1);
    CHECK(*m.standard_error < 0.1);
    CHECK(m.key.condition.find('%') == std::string::npos);  // the force is not of the condition
    CHECK(m.key.side == protocol::Side::left);
    CHECK(m.block == "block1+block2+block3+block4");
  }
}

TEST_CASE("An absent level steepens the slope as a bound would, and is no zero") {
  const std::vector<LinePoint> seen{{0.0, 1.0, 0.1, false}, {1.0, 2.0, 0.1, false}};
  auto bounded = seen;
  bounded.push_back({-1.0, 2.0, 0.1, true});  // far above the line: tells nothing
  CHECK(censored_line(bounded).slope == doctest::Approx(1.0).epsilon(1e-4));
  CHECK(censored_line(bounded).slope_error == doctest::Approx(censored_line(seen).slope_error).epsilon(1e-3));
  bounded.back().y = -0.5;  // below the line: draws it down
  CHECK(censored_line(bounded).slope > 1.1);
  CHECK(censored_line(bounded).slope < 2.0);
}

TEST_CASE("The error of the slope is that of repeated recordings") {
  std::vector<double> slopes;
  double claimed = 0.0;
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    const auto all = tests::task_measurements(tests::draw_tasks(power_law(1.0, 0.0), seed));
    const Measurement m = all_of(all, "mirror_force_slope")[0];
    slopes.push_back(*m.value - 1.0);
    claimed += *m.standard_error / 30.0;
  }
  double square = 0.0;
  for (const double s : slopes) square += s * s / 30.0;
  MESSAGE("spread " << std::sqrt(square) << ", claimed " << claimed);
  CHECK(claimed > 0.6 * std::sqrt(square));
  CHECK(claimed < 2.5 * std::sqrt(square));
}

TEST_CASE("The threshold lies between the highest force without and the lowest with mirror EMG") {
  const auto all = tests::task_measurements(tests::draw_tasks(power_law(1.0, 30.0)));
  const Measurement m = all_of(all, "mirror_force_threshold")[0];
  CHECK(m.state == State::value);
  CHECK(*m.value == doctest::Approx(std::sqrt(20.0 * 40.0)));
  CHECK(*m.standard_error == doctest::Approx(std::log(2.0) / std::sqrt(12.0)));
  CHECK(m.method.find("10, 20, 40 x, 80 x %") != std::string::npos);
}

TEST_CASE("Mirror EMG everywhere or nowhere bounds the threshold") {
  const Measurement low =
      all_of(tests::task_measurements(tests::draw_tasks(power_law(1.0, 0.0))), "mirror_force_threshold")[0];
  CHECK(low.state == State::at_most);
  CHECK(*low.value == 10.0);
  const auto none = tests::task_measurements(tests::draw_tasks(power_law(1.0, 100.0)));
  CHECK(all_of(none, "mirror_force_threshold")[0].state == State::at_least);
  CHECK(*all_of(none, "mirror_force_threshold")[0].value == 80.0);
  CHECK(all_of(none, "mirror_force_slope")[0].state == State::unobtainable);
  CHECK(all_of(none, "mirror_force_slope")[0].reason.find("0 of 4 forces") != std::string::npos);
}

TEST_CASE("Mirror EMG that goes again at a higher force confounds the threshold") {
  const auto all = tests::task_measurements(tests::draw_tasks({hold(10, 0), hold(20, 20), hold(40, 0)}));
  CHECK(all_of(all, "mirror_force_threshold")[0].state == State::confounded);
}

TEST_CASE("Two forces give no slope, and one force nothing at all") {
  const auto two = tests::task_measurements(tests::draw_tasks({hold(20, 20), hold(40, 40)}));
  CHECK(all_of(two, "mirror_force_slope")[0].reason == "2 forces; 3 are needed");
  for (const Measurement& m : tests::task_measurements(tests::draw_tasks({hold(20, 20)})))
    CHECK_FALSE(m.key.measure.starts_with("mirror_force"));
}

}  // namespace
}  // namespace trilayer::measures
