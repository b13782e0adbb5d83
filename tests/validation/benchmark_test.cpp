// The benchmark itself: repeatable, with the truth where it was put.
#include <doctest/doctest.h>

#include <cmath>
#include <set>
#include <string_view>

#include "trilayer/validation/detector_benchmark.hpp"

namespace trilayer::validation {
namespace {

TEST_CASE("The same options give the same scores on one thread and on two") {
  const auto one = score_isp_criteria({3, 7, 1}, {});
  const auto two = score_isp_criteria({3, 7, 2}, {});
  CHECK(one == two);
}

TEST_CASE("Every published method is scored beside this program's own") {
  const auto scores = score_isp_criteria({1, 1, 2}, {});
  std::set<std::string_view> methods;
  for (const Score& score : scores) methods.insert(score.method);
  CHECK(methods.contains("trilayer"));
  CHECK(methods.size() >= 2);
}

TEST_CASE("A silence of the whole background is found, where it was drawn") {
  for (const Score& score : score_isp_criteria({4, 1, 2}, {})) {
    if (score.method != "trilayer" || score.effect != "iSP 100 %, 25 ms" || score.trials < 20) continue;
    CAPTURE(score.rate);
    CHECK(score.found == score.cases);
    CHECK(std::abs(*score.bias) < 1.5);
    CHECK(std::abs(*score.end_bias) < 1.5);
  }
}

TEST_CASE(
    "Thresholds that weigh every pulse are unbiased, and where no intensity repeats the counting rule finds none") {
  for (const Score& score : score_thresholds({100, 1, 2}, {})) {
    CAPTURE(score.method);
    CAPTURE(score.effect);
    if (score.method == "relative_frequency" || score.method == "mills_nithi") {
      if (score.trials > 0) CHECK(score.found <= score.cases / 20);
      continue;
    }
    CHECK(score.found == score.cases);
    CHECK(std::abs(*score.bias) < 0.6);  // % of output; the spread of a hundred medians is about 0.15
    if (score.method == "bayesian") CHECK(score.covered >= 88);
  }
}

TEST_CASE("Recordings without any response raise few alarms, at every rate and with every tail") {
  const auto scores = score_false_alarms({6, 1, 2}, {});
  CHECK(scores.size() == 27);
  for (const Score& score : scores) {
    CHECK(score.nulls == 6);
    CHECK(score.alarms <= 3);
  }
}

TEST_CASE("Tasks have ids of their own") {
  std::set<std::string_view> ids;
  for (const auto& task : benchmark_tasks()) CHECK(ids.insert(task.id).second);
}

}  // namespace
}  // namespace trilayer::validation
