// Paired pulses to one hemisphere: SICI, ICF, LICI.
#include "trilayer/validation/facts/blocks.hpp"
#include "trilayer/validation/facts/readings.hpp"
#include "trilayer/validation/facts/studies/one_millivolt.hpp"
#include "trilayer/validation/facts/studies/topics.hpp"

namespace trilayer::validation {
namespace {

using protocol::Hemisphere;
using protocol::PlannedBlock;
using protocol::Side;

constexpr double sici_conditioning = 75.0, sici_interval = 2.5, icf_interval = 12.0, lici_interval = 100.0;
constexpr double lici_intensity = 115.0;

Study pairs() {
  const auto blocks = [](const Visit* before) -> std::vector<PlannedBlock> {
    const auto test = pulses("test", Hemisphere::left, one_millivolt(*before, Hemisphere::left), 20);
    const auto single = pulses("single", Hemisphere::left, of_rmt(lici_intensity), 12);
    const auto weak = of_rmt(sici_conditioning);
    return {test, named(conditioned(test, Hemisphere::left, weak, sici_interval), "sici"),
            named(conditioned(test, Hemisphere::left, weak, icf_interval), "icf"), single,
            named(conditioned(single, Hemisphere::left, of_rmt(lici_intensity), lici_interval), "lici")};
  };
  return {"pairs",
          "rest, test response set to 1 mV: SICI at 2.5 ms and ICF at 12 ms with 75 %RMT; LICI at 100 ms, both pulses "
          "115 %RMT",
          {"FDI"},
          recruitment_of(Hemisphere::left),
          blocks,
          {{"sici", of_ratio("sici", "test", Side::right)},
           {"icf", of_ratio("icf", "test", Side::right)},
           {"lici", of_ratio("lici", "single", Side::right)}}};
}

constexpr std::array<double, 6> conditioning_steps{50.0, 55.0, 65.0, 75.0, 85.0, 100.0};

Study over_intensity() {
  const auto test = pulses("test", Hemisphere::left, of_rmt(120.0), 20);
  std::vector<PlannedBlock> blocks{test};
  Study study{"sici-intensity", "SICI at 3 ms, conditioning 50 to 100 %RMT, test 120 %RMT", {"FDI"}, {}, {}, {}};
  for (const double percent : conditioning_steps) {
    auto pair = named(conditioned(test, Hemisphere::left, of_rmt(percent), 3.0), numbered("sici", percent));
    pair.trials = 12;
    study.readings.push_back({numbered("sici", percent), of_ratio(pair.id, "test", Side::right)});
    blocks.push_back(pair);
  }
  study.blocks = fixed(blocks);
  return study;
}

Study over_force() {
  Study study{"sici-force", "SICI of the resting hand while the other one holds 10, 30, 70 %",
              {"FDI"},      recruitment_of(Hemisphere::left),
              {},           {}};
  study.blocks = [](const Visit* before) {
    std::vector<PlannedBlock> blocks;
    for (const double force : {10.0, 30.0, 70.0}) {
      const auto test =
          contracting(pulses(numbered("test", force), Hemisphere::left, one_millivolt(*before, Hemisphere::left), 20),
                      Side::left, force);
      blocks.push_back(test);
      blocks.push_back(named(conditioned(test, Hemisphere::left, of_rmt(sici_conditioning), sici_interval),
                             numbered("sici", force)));
    }
    return blocks;
  };
  for (const double force : {10.0, 30.0, 70.0})
    study.readings.push_back(
        {numbered("sici", force), of_ratio(numbered("sici", force), numbered("test", force), Side::right)});
  return study;
}

}  // namespace

std::vector<Study> pair_studies() { return {pairs(), over_intensity(), over_force()}; }

}  // namespace trilayer::validation
