// Movements after known foreknowledge, whose mirror EMG falls from one amplitude to another.
#include "trilayer/measures/tasks/mirror_preparation.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "tests/measures/tasks/drawn_tasks.hpp"

namespace trilayer::measures {
namespace {

using protocol::Task;
using tests::all_of;
using tests::DrawnBlock;

// Power falls as plateau^2 + decaying^2 * exp(-known / constant).
std::vector<DrawnBlock> prepared(double plateau, double decaying, double constant,
                                 const std::vector<double>& known = {0.0, 150.0, 500.0, 1500.0}) {
  std::vector<DrawnBlock> blocks;
  for (const double ms : known) {
    DrawnBlock block;
    block.condition = tests::task(Task::choice_reaction);
    block.condition.foreknowledge = base::Milliseconds(ms);
    block.trials = 20;
    block.mirror = std::sqrt(plateau * plateau + decaying * decaying * std::exp(-ms / constant));
    blocks.push_back(block);
  }
  return blocks;
}

TEST_CASE("Plateau, decay and time constant come out as drawn") {
  const auto all = tests::task_measurements(tests::draw_tasks(prepared(20.0, 60.0, 200.0)));
  const Measurement plateau = all_of(all, "mirror_preparation_plateau")[0];
  const Measurement decay = all_of(all, "mirror_preparation_decay")[0];
  const Measurement constant = all_of(all, "mirror_preparation_time_constant")[0];
  CHECK(*plateau.value == doctest::Approx(20.0).epsilon(0.1));
  CHECK(*decay.value == doctest::Approx(std::sqrt(4000.0) / 20.0).epsilon(0.1));
  CHECK(std::abs(*constant.value - 200.0) < 3.0 * *constant.standard_error);
  CHECK(*constant.standard_error < 50.0);
  CHECK(decay.key.condition.find("1500") == std::string::npos);
}

TEST_CASE("Mirror EMG that does not fall has a plateau and a decay near 1, but no time constant") {
  const auto all = tests::task_measurements(tests::draw_tasks(prepared(40.0, 0.0, 200.0)));
  CHECK(*all_of(all, "mirror_preparation_plateau")[0].value == doctest::Approx(40.0).epsilon(0.1));
  CHECK(*all_of(all, "mirror_preparation_decay")[0].value == doctest::Approx(1.0).epsilon(0.15));
  CHECK(all_of(all, "mirror_preparation_time_constant")[0].state == State::unobtainable);
}

TEST_CASE("Mirror EMG that vanishes with foreknowledge bounds plateau and decay") {
  const auto all = tests::task_measurements(tests::draw_tasks(prepared(0.0, 60.0, 100.0)));
  CHECK(all_of(all, "mirror_preparation_plateau")[0].state == State::at_most);
  CHECK(all_of(all, "mirror_preparation_decay")[0].state == State::at_least);
  CHECK(*all_of(all, "mirror_preparation_decay")[0].value > 10.0);
}

TEST_CASE("A hand at rest has no decay; two intervals, or too few trials, give nothing") {
  const auto rest = tests::task_measurements(tests::draw_tasks(prepared(0.0, 0.0, 200.0)));
  CHECK(all_of(rest, "mirror_preparation_decay")[0].state == State::unobtainable);
  const auto two = tests::task_measurements(tests::draw_tasks(prepared(20.0, 60.0, 200.0, {0.0, 500.0})));
  CHECK(all_of(two, "mirror_preparation_plateau")[0].reason ==
        "2 times of foreknowledge with 5 trials or more; 3 are needed");
}

}  // namespace
}  // namespace trilayer::measures
