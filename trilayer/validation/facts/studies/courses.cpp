// Courses over interval, time and frequency: for the pictures of curves; no check asks for them.
#include "trilayer/validation/facts/blocks.hpp"
#include "trilayer/validation/facts/course_readings.hpp"
#include "trilayer/validation/facts/studies/one_millivolt.hpp"
#include "trilayer/validation/facts/studies/topics.hpp"

namespace trilayer::validation {
namespace {

using protocol::Hemisphere;
using protocol::PlannedBlock;
using protocol::Side;

Study pairs_over_interval() {
  Study study{"pair-interval",
              "rest, test response set to 1 mV: conditioning 75 %RMT 1 to 30 ms before, and 115 %RMT 50 to 200 ms "
              "before a test of 115 %RMT",
              {"FDI"},
              recruitment_of(Hemisphere::left),
              {},
              {}};
  static constexpr std::array<double, 10> weak{1.0, 2.0, 2.5, 3.0, 4.0, 6.0, 8.0, 12.0, 18.0, 30.0};  // ms
  static constexpr std::array<double, 5> strong{50.0, 75.0, 100.0, 150.0, 200.0};
  study.blocks = [](const Visit* before) {
    const auto test = pulses("test", Hemisphere::left, one_millivolt(*before, Hemisphere::left), 16);
    const auto single = pulses("single", Hemisphere::left, of_rmt(115.0), 12);
    std::vector<PlannedBlock> blocks{test, single};
    const auto add = [&](PlannedBlock pair, std::string id) {
      pair.trials = 8;
      blocks.push_back(named(pair, std::move(id)));
    };
    for (const double ms : weak) add(conditioned(test, Hemisphere::left, of_rmt(75.0), ms), numbered("weak", ms));
    for (const double ms : strong)
      add(conditioned(single, Hemisphere::left, of_rmt(115.0), ms), numbered("strong", ms));
    return blocks;
  };
  for (const double ms : weak)
    study.readings.push_back({numbered("weak", ms), of_ratio(numbered("weak", ms), "test", Side::right)});
  for (const double ms : strong)
    study.readings.push_back({numbered("strong", ms), of_ratio(numbered("strong", ms), "single", Side::right)});
  return study;
}

Study silent_period() {
  Study study{"isp-course",
              "rectified EMG of the left FDI at 50 % of maximum, 150 %RMT to the left hemisphere, 30 pulses",
              {"FDI"},
              {},
              fixed({contracting(pulses("isp", Hemisphere::left, of_rmt(150.0), 30), Side::left, 50.0)}),
              {}};
  for (double ms = -20.0; ms < 100.0; ms += 4.0)
    study.readings.push_back({numbered("at", ms + 2.0), of_emg_course("isp", Side::left, {ms, ms + 4.0})});
  return study;
}

Study coherence_over_frequency() {
  auto both = movements("hold", protocol::Task::sustained_contraction, Side::right, 20.0, 3, 20.0);
  both.condition.intended.reset();
  both.condition.both_intended = true;
  Study study{"coherence-course", "both FDI hold 20 %, three times 20 s", {"FDI"}, {}, fixed({both}), {}};
  for (double hz = 4.0; hz < 52.0; hz += 4.0)
    study.readings.push_back({numbered("at", hz + 2.0), of_coherence("hold", hz, hz + 4.0)});
  return study;
}

}  // namespace

std::vector<Study> course_studies() { return {pairs_over_interval(), silent_period(), coherence_over_frequency()}; }

}  // namespace trilayer::validation
