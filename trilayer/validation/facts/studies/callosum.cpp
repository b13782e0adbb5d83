// Inhibition between the hemispheres (IHI) at rest: over interval, intensity and direction.
#include "trilayer/validation/facts/blocks.hpp"
#include "trilayer/validation/facts/readings.hpp"
#include "trilayer/validation/facts/studies/one_millivolt.hpp"
#include "trilayer/validation/facts/studies/topics.hpp"

namespace trilayer::validation {
namespace {

using protocol::Hemisphere;
using protocol::PlannedBlock;
using protocol::Side;

constexpr double conditioning = 125.0;  // %RMT

Study over_interval() {
  Study study{"ihi",   "IHI onto the left hemisphere, 125 %RMT, test response set to 1 mV, intervals of 4 to 50 ms",
              {"FDI"}, recruitment_of(Hemisphere::left),
              {},      {}};
  static constexpr std::array<double, 9> intervals{4.0, 6.0, 8.0, 10.0, 12.0, 20.0, 30.0, 40.0, 50.0};  // ms
  study.blocks = [](const Visit* before) {
    const auto test = pulses("test", Hemisphere::left, one_millivolt(*before, Hemisphere::left), 24);
    std::vector<PlannedBlock> blocks{test};
    for (const double interval : intervals) {
      auto pair =
          named(conditioned(test, Hemisphere::right, of_rmt(conditioning), interval), numbered("ihi", interval));
      pair.trials = interval == 10.0 || interval == 40.0 ? 16 : 10;
      blocks.push_back(pair);
    }
    return blocks;
  };
  for (const double interval : intervals)
    study.readings.push_back({numbered("ihi", interval), of_ratio(numbered("ihi", interval), "test", Side::right)});
  study.readings.push_back({"depth", [](const Visit& visit) -> std::optional<double> {
                              const auto ratio = size_ratio(visit, "ihi-10", "test", Side::right);
                              return ratio ? std::optional(1.0 - *ratio) : std::nullopt;
                            }});
  return study;
}

Study both_directions() {
  auto before = recruitment_of(Hemisphere::left);
  for (auto& block : recruitment_of(Hemisphere::right)) before.push_back(block);
  const auto blocks = [](const Visit* visit) {
    std::vector<PlannedBlock> all;
    for (const Hemisphere h : protocol::both_hemispheres) {
      const std::string word = h == Hemisphere::left ? "left" : "right";
      const auto test = pulses("test-" + word, h, one_millivolt(*visit, h), 10);
      all.push_back(test);
      all.push_back(named(conditioned(test, protocol::opposite(h), of_rmt(conditioning), 10.0), "ihi-" + word));
    }
    return all;
  };
  return {"ihi-directions",
          "IHI at 10 ms onto the left and onto the right hemisphere",
          {"FDI"},
          before,
          blocks,
          {{"onto_left", of_ratio("ihi-left", "test-left", Side::right)},
           {"onto_right", of_ratio("ihi-right", "test-right", Side::left)}}};
}

Study over_intensity() {
  Study study{"ihi-intensity",
              "IHI at 10 and 40 ms, conditioning 80 to 140 %RMT, test response set to 1 mV",
              {"FDI"},
              recruitment_of(Hemisphere::left),
              {},
              {}};
  static constexpr std::array<double, 6> steps{80.0, 90.0, 100.0, 110.0, 125.0, 140.0};
  study.blocks = [](const Visit* before) {
    const auto test = pulses("test", Hemisphere::left, one_millivolt(*before, Hemisphere::left), 24);
    std::vector<PlannedBlock> blocks{test};
    for (const double interval : {10.0, 40.0})
      for (const double percent : steps) {
        auto pair = conditioned(test, Hemisphere::right, of_rmt(percent), interval);
        pair.trials = 8;
        blocks.push_back(named(pair, numbered(numbered("ihi", interval), percent)));
      }
    return blocks;
  };
  for (const double interval : {10.0, 40.0})
    for (const double percent : steps) {
      const std::string id = numbered(numbered("ihi", interval), percent);
      study.readings.push_back({id, of_ratio(id, "test", Side::right)});
    }
  return study;
}

}  // namespace

std::vector<Study> callosum_studies() { return {over_interval(), both_directions(), over_intensity()}; }

}  // namespace trilayer::validation
