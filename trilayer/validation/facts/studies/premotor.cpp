// Pulses to a premotor area before a pulse to the M1 of the other hemisphere.
#include "trilayer/validation/facts/blocks.hpp"
#include "trilayer/validation/facts/readings.hpp"
#include "trilayer/validation/facts/studies/topics.hpp"

namespace trilayer::validation {
namespace {

using protocol::Hemisphere;
using protocol::PlannedBlock;
using protocol::Side;
using protocol::Site;

constexpr double interval = 8.0;  // ms

PlannedBlock with_premotor(const PlannedBlock& block, protocol::Intensity intensity, std::string id) {
  return named(conditioned(block, Hemisphere::left, intensity, interval, Site::premotor), std::move(id));
}

Study at_rest() {
  const auto test = pulses("test", Hemisphere::right, of_rmt(120.0), 20);
  return {"premotor",
          "rest, left premotor area 80 %AMT, 8 ms later 120 %RMT to the right M1, 20 pulses",
          {"FDI"},
          {},
          fixed({test, with_premotor(test, of_amt(80.0), "pair")}),
          {{"ratio", of_ratio("pair", "test", Side::left)}}};
}

// The check names no intensity over the premotor area: that of the shipped protocol premotor_switch.
Study in_choice() {
  std::vector<PlannedBlock> blocks;
  const auto add = [&](const std::string& word, Side intended, double after_cue) {
    const auto choice = movements("", protocol::Task::choice_reaction, intended, 30.0, 1, 0.4);
    blocks.push_back(in_task(pulses("test-" + word, Hemisphere::right, of_rmt(120.0), 20), choice, after_cue));
    blocks.push_back(with_premotor(blocks.back(), of_rmt(110.0), "pair-" + word));
  };
  add("selected", Side::left, 75.0);
  add("other", Side::right, 100.0);
  return {
      "premotor-choice",
      "choice reactions, left premotor area 110 %RMT, 8 ms later 120 %RMT to the right M1: 75 ms after the cue where "
      "the left hand is chosen, 100 ms after it where the right one is",
      {"FDI"},
      {},
      fixed(blocks),
      {{"selected", of_ratio("pair-selected", "test-selected", Side::left)},
       {"other", of_ratio("pair-other", "test-other", Side::left)}}};
}

}  // namespace

std::vector<Study> premotor_studies() { return {at_rest(), in_choice()}; }

}  // namespace trilayer::validation
