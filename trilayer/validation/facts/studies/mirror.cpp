// EMG of the hand that is not meant to move.
#include "trilayer/validation/facts/blocks.hpp"
#include "trilayer/validation/facts/readings.hpp"
#include "trilayer/validation/facts/studies/topics.hpp"

namespace trilayer::validation {
namespace {

using protocol::Side;
using protocol::Task;

constexpr TimeWindow steady{500.0, 1900.0};    // of contractions of 2 s
constexpr TimeWindow at_height{560.0, 700.0};  // of movements of 0.8 s, whose command starts after 220 ms and needs 320

// The left hand mirrors; "own" is its own maximal contraction.
Study over_force() {
  Study study{"mirror",
              "right FDI holds 10, 30, 60 and 100 %, 4 contractions each; EMG of the left one in % of its own maximum",
              {"FDI"},
              {},
              {},
              {}};
  std::vector<protocol::PlannedBlock> blocks{movements("own", Task::sustained_contraction, Side::left, 100.0, 4, 2.0)};
  for (const double force : {10.0, 30.0, 60.0, 100.0}) {
    const std::string id = numbered("mirror", force);
    blocks.push_back(movements(id, Task::sustained_contraction, Side::right, force, 4, 2.0));
    study.readings.push_back({id, of_percent_of_maximum(id, "own", Side::left, steady)});
  }
  study.blocks = fixed(blocks);
  return study;
}

Study brief() {
  return {"mirror-brief",
          "right FDI, brief maximal movements, 8 of them; EMG of the left one in % of its own",
          {"FDI"},
          {},
          fixed({movements("own", Task::phasic_movement, Side::left, 100.0, 8, 0.8),
                 movements("brief", Task::phasic_movement, Side::right, 100.0, 8, 0.8)}),
          {{"percent", of_percent_of_maximum("brief", "own", Side::left, at_height)}}};
}

Study over_age() {
  return {"mirror-age",
          "right FDI holds 30 %; EMG of the left one in % of its own maximum; age",
          {"FDI"},
          {},
          fixed({movements("own", Task::sustained_contraction, Side::left, 100.0, 4, 2.0),
                 movements("mirror", Task::sustained_contraction, Side::right, 30.0, 6, 2.0)}),
          {{"percent", of_percent_of_maximum("mirror", "own", Side::left, steady)},
           {"age", [](const Visit& visit) { return visit.session.context.age; }}}};
}

Study lag() {
  return {"mirror-lag",
          "simple reactions of the right FDI, 30 %, 15 of them",
          {"FDI"},
          {},
          fixed({movements("react", Task::simple_reaction, Side::right, 30.0, 15, 0.4)}),
          {{"lag", of_confounded("mirror_emg_lag", "react", Side::left)}}};
}

}  // namespace

std::vector<Study> mirror_studies() { return {over_force(), brief(), over_age(), asking_presence(lag())}; }

}  // namespace trilayer::validation
