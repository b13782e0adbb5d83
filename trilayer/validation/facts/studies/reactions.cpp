// Pulses round the beginning of a movement. Each pulsed block has a twin without pulses, recorded before from the same
// seed: it shows, trial by trial, when EMG would have begun, which is some 325 +- 45 ms after the signal.
#include <array>

#include "trilayer/base/statistics.hpp"
#include "trilayer/validation/facts/blocks.hpp"
#include "trilayer/validation/facts/readings.hpp"
#include "trilayer/validation/facts/studies/topics.hpp"

namespace trilayer::validation {
namespace {

using protocol::Hemisphere;
using protocol::PlannedBlock;
using protocol::Side;

PlannedBlock reaction_of(Side mover) { return movements("", protocol::Task::simple_reaction, mover, 30.0, 1, 0.4); }

PlannedBlock at(std::string id, Hemisphere hemisphere, double percent, int trials, Side mover, double after_cue) {
  return in_task(pulses(std::move(id), hemisphere, of_rmt(percent), trials), reaction_of(mover), after_cue);
}

std::vector<std::string> ids_of(const std::vector<PlannedBlock>& blocks) {
  std::vector<std::string> ids;
  for (const PlannedBlock& block : blocks) ids.push_back(block.id);
  return ids;
}

// Responses of the right hand near the onset of EMG, against rest.
Read of_ratio_near_onset(std::vector<std::string> blocks, Side mover, TimeWindow window) {
  return [=](const Visit& visit) -> std::optional<double> {
    const auto near = mean_of(sizes_near_onset(visit, blocks, Side::right, mover, window), 2);
    const auto rest = mean_size(visit, "rest", Side::right);
    return near && rest && *rest >= 0.05 ? std::optional(*near / *rest) : std::nullopt;
  };
}

std::vector<PlannedBlock> with_rest(std::vector<PlannedBlock> blocks) {
  blocks.insert(blocks.begin(), pulses("rest", Hemisphere::left, of_rmt(120.0), 20));
  return blocks;
}

constexpr std::array<double, 9> times_round_onset{115.0, 145.0, 175.0, 205.0, 235.0,
                                                  265.0, 295.0, 325.0, 350.0};  // ms after the cue

Study moving_side() {
  std::vector<PlannedBlock> pulsed;
  for (const double time : times_round_onset)
    pulsed.push_back(at(numbered("go", time), Hemisphere::left, 120.0, 10, Side::right, time));
  const auto ids = ids_of(pulsed);
  Study study{"reaction-moving",
              "simple reactions of the right FDI, 120 %RMT to its M1 115 to 350 ms after the signal, sorted by the "
              "time to the onset of EMG",
              {"FDI"},
              without_pulses(pulsed),
              fixed(with_rest(pulsed)),
              {{"15_before", of_ratio_near_onset(ids, Side::right, {-27.5, -3.5})},
               {"12_after", of_ratio_near_onset(ids, Side::right, {1.9, 21.9})}}};
  for (double middle = -230.0; middle <= -10.0; middle += 20.0)
    study.readings.push_back(
        {numbered("before", -middle), of_ratio_near_onset(ids, Side::right, {middle - 10.0, middle + 10.0})});
  return study;
}

Study resting_side() {
  std::vector<PlannedBlock> pulsed;
  for (const double time : {215.0, 245.0, 275.0, 305.0})
    pulsed.push_back(at(numbered("go", time), Hemisphere::left, 120.0, 10, Side::left, time));
  const auto ids = ids_of(pulsed);
  return {"reaction-resting",
          "simple reactions of the left FDI, 120 %RMT to the M1 of the right one in the 100 ms before the onset of EMG",
          {"FDI"},
          without_pulses(pulsed),
          fixed(with_rest(pulsed)),
          {{"ratio", of_ratio_near_onset(ids, Side::left, {-100.0, 0.0})}}};
}

PlannedBlock with_ihi(const PlannedBlock& block, std::string id) {
  return named(conditioned(block, Hemisphere::right, of_rmt(125.0), 10.0), std::move(id));
}

Study ihi_at_onset() {
  std::vector<PlannedBlock> pulsed;
  std::vector<std::string> tests, pairs;
  for (const double time : {300.0, 325.0, 350.0}) {
    tests.push_back(numbered("test", time));
    pairs.push_back(numbered("ihi", time));
    pulsed.push_back(at(tests.back(), Hemisphere::left, 120.0, 12, Side::right, time));
    pulsed.push_back(with_ihi(pulsed.back(), pairs.back()));
  }
  const auto ratio = [=](const Visit& visit) -> std::optional<double> {
    const TimeWindow onset{-20.0, 20.0};
    const auto pair = mean_of(sizes_near_onset(visit, pairs, Side::right, Side::right, onset), 3),
               test = mean_of(sizes_near_onset(visit, tests, Side::right, Side::right, onset), 3);
    return pair && test && *test >= 0.05 ? std::optional(*pair / *test) : std::nullopt;
  };
  return {"reaction-ihi-moving",
          "simple reactions of the right FDI, IHI at 10 ms onto its M1 within 20 ms of the onset of EMG",
          {"FDI"},
          without_pulses(pulsed),
          fixed(pulsed),
          {{"ratio", ratio}}};
}

Study ihi_onto_resting() {
  std::vector<PlannedBlock> pulsed;
  Study study{
      "reaction-ihi-resting",
      "simple reactions of the left FDI, IHI at 10 ms onto the M1 of the right one 60 to 270 ms after the signal",
      {"FDI"},
      {},
      {},
      {}};
  for (const double time : {60.0, 130.0, 200.0, 270.0}) {
    const std::string test = numbered("test", time), pair = numbered("ihi", time);
    pulsed.push_back(at(test, Hemisphere::left, 120.0, 10, Side::left, time));
    pulsed.push_back(with_ihi(pulsed.back(), pair));
    study.readings.push_back({pair, of_ratio(pair, test, Side::right)});
  }
  study.blocks = fixed(pulsed);
  return study;
}

// A strong pulse to the M1 on the side of the moving hand: later onset than in the twin.
Study delayed_by_pulse() {
  constexpr double deaf = 20.0;  // ms after the pulse: what begins there is its artefact
  std::vector<PlannedBlock> pulsed;
  for (const double time : {265.0, 285.0, 305.0})
    pulsed.push_back(at(numbered("go", time), Hemisphere::right, 180.0, 8, Side::right, time));
  const auto ids = ids_of(pulsed);
  const auto delay = [=](const Visit& visit) -> std::optional<double> {
    std::vector<double> delays;
    for (std::size_t b = 0; b < ids.size(); ++b) {
      const auto usual = burst_onsets(*visit.before, ids[b], Side::right),
                 now = burst_onsets(visit, ids[b], Side::right, deaf);
      for (std::size_t k = 0; k < usual.size() && k < now.size(); ++k) {
        if (!usual[k] || !now[k]) continue;
        const double before = *usual[k] - pulsed[b].condition.after_cue->value();
        if (before >= 25.0 && before <= 65.0) delays.push_back(*now[k] - *usual[k]);
      }
    }
    return mean_of(delays, 3);
  };
  return {"reaction-delay",
          "simple reactions of the right FDI, 180 %RMT to the right hemisphere 25 to 65 ms before the onset of EMG",
          {"FDI"},
          without_pulses(pulsed),
          fixed(pulsed),
          {{"delay", delay}}};
}

}  // namespace

std::vector<Study> reaction_studies() {
  return {moving_side(), resting_side(), ihi_at_onset(), ihi_onto_resting(), delayed_by_pulse()};
}

}  // namespace trilayer::validation
