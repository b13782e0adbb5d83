#include <doctest/doctest.h>

#include <set>
#include <string>

#include "trilayer/base/text.hpp"
#include "trilayer/phantom/phantom.hpp"
#include "trilayer/phantom/truth.hpp"

namespace trilayer::phantom {
namespace {

using protocol::Contraction;
using protocol::Hemisphere;
using protocol::Side;

TEST_CASE("The demo has every kind of block the measures ask for, both ways") {
  std::set<std::string> seen;
  for (const auto& block : demo_phantom().blocks) {
    const auto& condition = block.plan.condition;
    if (condition.intended) seen.insert("task " + std::string(name(*condition.intended)));
    if (!condition.hemisphere) continue;
    const std::string side(name(*condition.hemisphere));
    if (!condition.conditioning) {
      int active = 0;
      for (const Side hand : protocol::both_sides)
        active += condition.hands[hand].contraction == Contraction::active ? 1 : 0;
      seen.insert("single " + std::to_string(active) + " " + side);
    } else {
      const bool inter = condition.conditioning->hemisphere != condition.hemisphere;
      seen.insert((inter ? "inter " : "intra ") + base::format_number(condition.conditioning->interval.value()) + " " +
                  side);
    }
  }
  CHECK(seen == std::set<std::string>{"single 0 left", "single 0 right", "single 1 left", "single 1 right",
                                      "single 2 left", "single 2 right", "intra 3 left", "intra 12 left",
                                      "intra 100 left", "inter 10 left", "inter 10 right", "inter 40 left",
                                      "inter 40 right", "task left", "task right"});
}

TEST_CASE("The demo's findings are where its description says: one iMEP, one missing iSP, mirror EMG on the left") {
  for (const auto& block : demo_phantom().blocks) {
    CAPTURE(block.plan.id);
    const auto& condition = block.plan.condition;
    if (condition.intended == Side::right) CHECK(block.hands.left.task_emg.value() > 20.0);
    if (condition.intended == Side::left) CHECK(block.hands.right.task_emg.value() < 2.0);
    if (!condition.hemisphere) continue;
    const Side same = ipsilateral_side(*condition.hemisphere);
    CHECK(block.hands[same].response.has_value() == (*condition.hemisphere == Hemisphere::left));
    if (condition.hands[same].contraction == Contraction::active)
      CHECK(block.hands[same].silence.has_value() == (*condition.hemisphere == Hemisphere::right));
  }
}

TEST_CASE("The demo is small as a file and rests on quiet EMG before each pulse") {
  const auto session = draw(demo_phantom(), 1);
  const auto& recording = session.recordings.at(0);
  CHECK_NOTHROW(recording::check_consistent(recording));
  std::size_t samples = 0;
  for (const auto& row : recording.segments.at(0).samples) samples += row.size();
  CHECK(samples * 2 < 12'000'000);  // two bytes a sample in EDF
  for (const auto& block : recording.blocks)
    for (std::size_t trial = 1; trial < block.trials.size(); ++trial)
      CHECK(block.trials[trial].anchor.time - block.trials[trial - 1].anchor.time > base::Seconds(1.7));
}

TEST_CASE("The truth can be written out, and is no part of the session") {
  const std::string truth = truth_table(demo_phantom());
  const auto rows = base::lines(truth);
  CHECK(rows.at(0) == "block\tcondition\themisphere\tside\tquantity\tvalue\tunit");
  for (const auto& row : rows) CHECK(base::split(row, '\t').size() == 7);
  CHECK(
      truth.find("both-active-right\tsingle pulse, 120 %RMT, left active at 30 %, right active at 30 %\tright\tright\t"
                 "silence onset\t33\tms\n") != std::string::npos);
  CHECK(
      truth.find("contract-right\tsustained contraction, intended right, 40 % force\tn/a\tleft\ttask EMG\t30\tuV\n") !=
      std::string::npos);
}

}  // namespace
}  // namespace trilayer::phantom
