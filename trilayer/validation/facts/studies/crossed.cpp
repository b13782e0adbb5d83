// The resting hand's responses and EMG while the other hand does something.
#include "trilayer/validation/facts/blocks.hpp"
#include "trilayer/validation/facts/readings.hpp"
#include "trilayer/validation/facts/studies/topics.hpp"

namespace trilayer::validation {
namespace {

using protocol::Hemisphere;
using protocol::PlannedBlock;
using protocol::Side;
using protocol::Task;

// Pulses while the left hand holds a task's force, simple or complex.
PlannedBlock in_steady_task(std::string id, double force, protocol::Complexity complexity) {
  PlannedBlock block = pulses(std::move(id), Hemisphere::left, of_rmt(120.0), 15);
  block.condition.task = Task::sustained_contraction;
  block.condition.intended = Side::left;
  block.condition.force_percent = force;
  block.condition.complexity = complexity;
  block.condition.hands = {};
  return block;
}

Study hand() {
  const auto rest = pulses("rest", Hemisphere::left, of_rmt(120.0), 20);
  std::vector<PlannedBlock> blocks{rest};
  for (const double force : {10.0, 30.0, 70.0}) {
    auto block = contracting(named(rest, numbered("other", force)), Side::left, force);
    block.trials = force == 30.0 ? 20 : 12;
    blocks.push_back(block);
  }
  // The command begins 220 ms after the signal and needs 160 ms to reach its force: pulses 50 ms later.
  auto brief = in_task(pulses("brief", Hemisphere::left, of_rmt(120.0), 20),
                       movements("", Task::phasic_movement, Side::left, 2.0, 20, 0.4), 430.0);
  blocks.push_back(brief);
  blocks.push_back(in_steady_task("simple", 20.0, protocol::Complexity::simple));
  blocks.push_back(in_steady_task("complex", 20.0, protocol::Complexity::complex));
  return {
      "crossed",
      "resting right FDI, 120 %RMT: at rest; the left hand at 10, 30, 70 %; in a brief movement of 2 %; in a simple "
      "and a complex task of 20 %",
      {"FDI"},
      {},
      fixed(blocks),
      {{"brief_ratio", of_ratio("brief", "rest", Side::right)},
       {"steady_ratio", of_ratio("other-30", "rest", Side::right)},
       {"cv_rest", of_size_cv("rest", Side::right)},
       {"cv_30", of_size_cv("other-30", Side::right)},
       {"size_10", of_size("other-10", Side::right)},
       {"size_30", of_size("other-30", Side::right)},
       {"size_70", of_size("other-70", Side::right)},
       {"size_simple", of_size("simple", Side::right)},
       {"size_complex", of_size("complex", Side::right)}}};
}

Study wrist() {
  const auto rest = pulses("rest", Hemisphere::left, of_rmt(120.0), 20);
  const TimeWindow steady{600.0, 2400.0}, quiet{-1000.0, -200.0};
  return {"crossed-wrist",
          "resting right FCR: 120 %RMT at rest and while the left one holds 60 %; EMG of a contraction of the left one",
          {"FCR"},
          {},
          fixed({rest, contracting(named(rest, "other"), Side::left, 60.0),
                 movements("hold", Task::sustained_contraction, Side::left, 60.0, 4, 2.5)}),
          {{"ratio", of_ratio("other", "rest", Side::right)},
           {"emg_over_rest", [=](const Visit& visit) -> std::optional<double> {
              const auto now = emg_level(visit, "hold", Side::right, steady),
                         rest_level = emg_level(visit, "hold", Side::right, quiet);
              return now && rest_level && *rest_level > 0.0 ? std::optional(*now / *rest_level) : std::nullopt;
            }}}};
}

}  // namespace

std::vector<Study> crossed_studies() { return {hand(), wrist()}; }

}  // namespace trilayer::validation
