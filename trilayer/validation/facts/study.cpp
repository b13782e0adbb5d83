#include "trilayer/validation/facts/study.hpp"

#include <algorithm>
#include <mutex>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/parallel.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/measures/measure.hpp"
#include "trilayer/model/population.hpp"
#include "trilayer/model/simulate.hpp"

namespace trilayer::validation {
namespace {

using protocol::Contraction;
using protocol::Hemisphere;
using protocol::Side;

protocol::Intensity of_rmt(double percent) { return {percent, protocol::IntensityReference::resting_motor_threshold}; }

protocol::PlannedBlock at_rest(const std::string& id, double percent, int trials) {
  protocol::PlannedBlock block;
  block.id = id;
  block.trials = trials;
  block.condition.hemisphere = Hemisphere::left;
  block.condition.intensity = of_rmt(percent);
  for (const Side side : protocol::both_sides) block.condition.hands[side].contraction = Contraction::rest;
  return block;
}

protocol::PlannedBlock active(const std::string& id, Hemisphere hemisphere, Side side, double percent, double force,
                              int trials) {
  auto block = at_rest(id, percent, trials);
  block.condition.hemisphere = hemisphere;
  block.condition.hands[side] = {Contraction::active, force};
  return block;
}

protocol::PlannedBlock paired(const std::string& id, Hemisphere first, double percent, double interval) {
  auto block = at_rest(id, 120.0, 12);
  protocol::Conditioning conditioning;
  conditioning.hemisphere = first;
  conditioning.intensity = of_rmt(percent);
  conditioning.interval = base::Milliseconds{interval};
  block.condition.conditioning = conditioning;
  return block;
}

protocol::Protocol make_study() {
  protocol::Protocol study;
  study.name = "facts";
  study.title = "Blocks that the checks share";
  study.blocks = {
      at_rest("rest-120", 120.0, 20),
      at_rest("rest-140", 140.0, 15),
      active("mild", Hemisphere::left, Side::right, 140.0, 10.0, 15),
      // The left hand's cMEP and CSP, then the iSP of the same hand: T01 takes the onsets of one muscle.
      active("strong", Hemisphere::right, Side::left, 150.0, 50.0, 20),
      active("strong-ipsilateral", Hemisphere::left, Side::left, 150.0, 50.0, 20),
      paired("sici-3", Hemisphere::left, 75.0, 3.0),
      paired("icf-12", Hemisphere::left, 75.0, 12.0),
      paired("ihi-10", Hemisphere::right, 120.0, 10.0),
      paired("ihi-40", Hemisphere::right, 120.0, 40.0),
  };
  return study;
}

std::optional<double> read(const Reading& reading, const measures::Results& results) {
  const Side side = reading.left_hand ? Side::left : Side::right;
  for (const auto& m : results.measurements) {
    if (m.key.measure != reading.measure || m.key.side != side) continue;
    const auto blocks = base::split(m.block, '+');
    if (std::find(blocks.begin(), blocks.end(), reading.block) == blocks.end()) continue;
    if (reading.presence) {
      if (m.state == measures::State::absent) return 0.0;
      if (m.value) return 1.0;
      continue;
    }
    if (m.state == measures::State::value) return m.value;
  }
  return std::nullopt;
}

Readings readings_of(const model::Participant& person, std::uint64_t seed) {
  const auto session = model::simulate(person, facts_study(), seed);
  const auto results = measures::measure({session}, measures::Settings{});
  Readings all;
  for (const Reading& reading : facts_readings()) all.push_back(read(reading, results));
  return all;
}

}  // namespace

const protocol::Protocol& facts_study() {
  static const protocol::Protocol study = make_study();
  return study;
}

const std::vector<Reading>& facts_readings() {
  static const std::vector<Reading> readings{
      {"latency_120", "cmep_latency", "rest-120"},
      {"latency_140", "cmep_latency", "rest-140"},
      {"latency_active", "cmep_latency", "mild"},
      {"csp", "csp_duration", "strong", true},
      {"csp_from_end", "csp_from_response_end", "strong", true},
      {"tct", "tct", "strong-ipsilateral", true},
      {"isp_onset", "isp_onset", "strong-ipsilateral", true},
      {"isp_duration", "isp_duration", "strong-ipsilateral", true},
      {"isp_present", "isp_duration", "strong-ipsilateral", true, true},
      {"sici", "sici", "sici-3"},
      {"icf", "icf", "icf-12"},
      {"ihi_10", "ihi", "ihi-10"},
      {"ihi_40", "ihi", "ihi-40"},
  };
  return readings;
}

std::size_t place_of(std::string_view reading) {
  const auto& all = facts_readings();
  const auto at = std::find_if(all.begin(), all.end(), [&](const Reading& each) { return each.id == reading; });
  base::require(at != all.end(), "a quantity names a reading that the study does not take");
  return static_cast<std::size_t>(at - all.begin());
}

std::vector<Readings> run_facts_study(int participants, std::uint64_t seed, int jobs,
                                      const std::function<void(double)>& progress) {
  std::vector<model::Participant> people;
  for (int i = 0; i < participants; ++i)
    people.push_back(model::draw_participant({}, seed, static_cast<std::uint32_t>(i), model::Lesions::none));
  std::vector<Readings> all(people.size());
  std::mutex told;
  std::size_t done = 0;
  base::for_each_index(people.size(), jobs, [&](std::size_t i) {
    all[i] = readings_of(people[i], seed + i);
    const std::lock_guard lock(told);
    ++done;
    if (progress) progress(static_cast<double>(done) / static_cast<double>(people.size()));
  });
  return all;
}

}  // namespace trilayer::validation
