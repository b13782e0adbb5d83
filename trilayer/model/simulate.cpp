#include "trilayer/model/simulate.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/hash.hpp"
#include "trilayer/base/parallel.hpp"
#include "trilayer/base/random.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/model/age.hpp"
#include "trilayer/model/amplifier.hpp"
#include "trilayer/model/fast_math.hpp"
#include "trilayer/model/thresholds.hpp"
#include "trilayer/model/trial.hpp"
#include "trilayer/protocol/protocol_file.hpp"

namespace trilayer::model {
namespace {

using protocol::Hemisphere;
using protocol::Side;

// Choices of this project. Around the anchor, ms. Before: as much quiet EMG as the presence tests like to have. After:
// longer than any window.
constexpr double before_pulse = 1100.0, after_pulse = 450.0;
constexpr double before_task = 1200.0, after_task = 400.0, after_choice = 1500.0;
constexpr double least_after_choice = 600.0, quiet_before_choice = 700.0;
constexpr double after_signal = 350.0;         // as much of a movement, where a pulse came before it
constexpr double longest_pair = 1000.0;        // conditioning to test pulse, ms: within the EMG before it
constexpr double quiet_between = 200.0;        // at least, from the end of a trial to the next anchor, ms
constexpr double before_conditioning = 100.0;  // the same to the first pulse of a pair
constexpr double first_anchor = 2000.0;        // ms from the start of the recording
constexpr double interval_jitter = 0.1;        // share of the interval by which an anchor may come later
constexpr double drift_memory = 0.9;           // of slow excitability, from trial to trial
constexpr double artefact_spread = 0.3;        // SD of ln artefact over electrodes

constexpr protocol::Intensity full_output{100.0, protocol::IntensityReference::maximum_stimulator_output};

enum Draw : std::uint32_t { of_times = 200, of_excitability, of_amplifier, of_electrode };

// A block as it is given: intensities as the stimulator can give them.
struct GivenBlock {
  const protocol::PlannedBlock* plan;
  std::uint64_t key;  // of its random draws: other blocks of the protocol do not change them
  protocol::Condition condition;
  Demand demand;
};

struct PlacedTrial {
  std::size_t block = 0;
  std::uint32_t number = 0;  // in its block
  double anchor = 0.0;       // ms from the start of the recording, whole samples
  Grid grid;
  protocol::ByHemisphere<double> excitability;  // factor on intensity
};

struct RecordedTrial {
  recording::Segment segment;
  bool wrong_hand = false;
};

bool is_pulsed(const protocol::Condition& condition) {
  return condition.hemisphere || condition.task == protocol::Task::stimulation;
}

void check_site(protocol::Site site, const protocol::PlannedBlock& block, bool is_first) {
  using protocol::Site;
  const bool in_cortex = site == Site::m1 || site == Site::sham;
  const bool fits = is_first ? site == Site::premotor || site == Site::supplementary_motor
                             : site == Site::nerve || site == Site::root;
  if (in_cortex || fits) return;
  throw base::Refusal("a " + std::string(is_first ? "conditioning" : "test") + " pulse to '" +
                          std::string(protocol::name(site)) + "' is not simulated",
                      "block '" + block.id + "'",
                      is_first ? "use M1, premotor, supplementary motor or sham, or leave the block out"
                               : "use M1, nerve, root or sham, or leave the block out");
}

void check_pair(const protocol::Conditioning& first, const protocol::PlannedBlock& block) {
  check_site(first.site, block, true);
  if (first.interval.value() > longest_pair)
    throw base::Refusal(
        "the conditioning pulse comes " + base::format_number(first.interval.value()) +
            " ms before the test pulse, which is longer than what is simulated of a trial",
        "block '" + block.id + "'",
        "write an interval_ms from 0.1 to " + base::format_number(longest_pair) + ", or leave the block out");
}

// A circumstance that the model knows nothing of would come out as if it made no difference.
void check_circumstances(const protocol::PlannedBlock& block) {
  const auto refuse = [&](const std::string& what, const std::string& why) {
    throw base::Refusal(what + " are not simulated: " + why, "block '" + block.id + "'", "leave the block out");
  };
  const protocol::Condition& c = block.condition;
  if (c.both_intended && c.task == protocol::Task::choice_reaction)
    refuse("choices of both hands together", "the model's choice is between the two hands");
}

void check(const protocol::Protocol& protocol, const Laboratory& laboratory) {
  const auto is_whole = [](double x) { return std::abs(x - std::floor(x + 0.5)) < 1e-9; };
  const double rate = laboratory.rate.value(), step = laboratory.step.value();
  base::require(step >= 0.05 && is_whole(coarse_step / step), "a step of 0.05 ms or more that 0.5 ms is a multiple of");
  base::require(rate >= 1000.0 && is_whole(rate / 1000.0) && is_whole(1000.0 / (rate * step)),
                "a rate of whole kilohertz whose samples are whole steps");
  if (protocol.blocks.empty()) throw base::Refusal("the protocol has no blocks", protocol.name, "add a [[block]]");
  for (const protocol::PlannedBlock& block : protocol.blocks) {
    check_site(block.condition.site, block, false);
    if (block.condition.conditioning) check_pair(*block.condition.conditioning, block);
    if (block.condition.earlier) check_pair(*block.condition.earlier, block);
    check_circumstances(block);
  }
}

std::uint64_t block_key(std::uint64_t seed, const std::string& id) {
  std::string bytes = id;
  for (int byte = 0; byte < 8; ++byte) bytes += static_cast<char>(seed >> (8 * byte) & 0xFFU);
  return base::fnv1a(bytes);
}

protocol::Condition given_condition(protocol::Condition condition, const AllThresholds& thresholds) {
  if (condition.intensity && condition.hemisphere)
    condition.intensity = deliverable(*condition.intensity, thresholds[*condition.hemisphere]);
  // Both coils have one stated intensity: where the other one cannot give it, both give what they can.
  if (condition.intensity && condition.hemisphere && condition.both_hemispheres_together) {
    const auto other = deliverable(*condition.intensity, thresholds[opposite(*condition.hemisphere)]);
    if (other != *condition.intensity) condition.intensity = full_output;
  }
  for (auto* first : {&condition.conditioning, &condition.earlier})
    if (*first && (*first)->intensity && (*first)->hemisphere)
      (*first)->intensity = deliverable(*(*first)->intensity, thresholds[*(*first)->hemisphere]);
  return condition;
}

// Whole samples at every permitted rate.
double whole_milliseconds(double ms) { return std::floor(ms + 0.5); }

double after(const GivenBlock& block) {
  // After a pulse in a reaction there is room for the movement, wherever the signal is near.
  const double cue = block.demand.signal.cue;
  if (block.condition.after_cue && cue < after_pulse) return after_pulse + std::max(0.0, cue + after_signal);
  if (is_pulsed(block.condition)) return after_pulse;
  if (block.condition.task != protocol::Task::choice_reaction) return block.demand.duration + after_task;
  // Where trials follow fast, what is recorded after one leaves the next its quiet EMG.
  const double room = base::Milliseconds(block.plan->interval).value() - quiet_before_choice;
  return std::max(block.demand.duration + least_after_choice, std::min(block.demand.duration + after_choice, room));
}

// Slow excitability wanders from trial to trial of a block; a fast part is drawn for each.
class Excitability {
 public:
  Excitability(const PersonParameters& person, std::uint64_t key)
      : person_(person), stream_(key, 0, 0, of_excitability) {
    for (const Hemisphere h : protocol::both_hemispheres) slow_[h] = stream_.normal();
  }
  protocol::ByHemisphere<double> next() {
    protocol::ByHemisphere<double> factor;
    for (const Hemisphere h : protocol::both_hemispheres) {
      slow_[h] = drift_memory * slow_[h] + std::sqrt(1.0 - drift_memory * drift_memory) * stream_.normal();
      factor[h] =
          std::max(0.3, 1.0 + person_.excitability_drift * slow_[h] + person_.excitability_noise * stream_.normal());
    }
    return factor;
  }

 private:
  PersonParameters person_;
  base::Stream stream_;
  protocol::ByHemisphere<double> slow_;
};

std::vector<PlacedTrial> place(const std::vector<GivenBlock>& blocks, const Participant& participant,
                               const Laboratory& laboratory) {
  std::vector<PlacedTrial> trials;
  double next = first_anchor, end_of_last = 0.0;
  for (std::size_t b = 0; b < blocks.size(); ++b) {
    const double interval = base::Milliseconds(blocks[b].plan->interval).value();
    const double before = is_pulsed(blocks[b].condition) ? before_pulse : before_task;
    const auto& first = blocks[b].condition.conditioning;
    const double gap = std::max(quiet_between, first ? first->interval.value() + before_conditioning : 0.0);
    base::Stream times(blocks[b].key, 0, 0, of_times);
    Excitability excitability(participant.person, blocks[b].key);
    for (int k = 0; k < blocks[b].plan->trials; ++k) {
      PlacedTrial trial;
      trial.block = b;
      trial.number = static_cast<std::uint32_t>(k);
      trial.anchor =
          whole_milliseconds(std::max(next + interval_jitter * interval * times.uniform(), end_of_last + gap));
      // A segment never reaches into the one before it.
      trial.grid = {-std::min(before, std::floor(trial.anchor - end_of_last)), after(blocks[b]),
                    laboratory.step.value()};
      trial.excitability = excitability.next();
      end_of_last = trial.anchor + trial.grid.to;
      next += interval;
      trials.push_back(trial);
    }
    next = std::max(next, end_of_last + 1000.0);
  }
  return trials;
}

// Pulses as the cortex meets them; a sham pulse reaches nothing. What spreads to the other hemisphere counts where no
// coil is over that one.
std::vector<CorticalPulse> cortical(const std::vector<protocol::Pulse>& pulses, const Participant& participant,
                                    const AllThresholds& thresholds, const PlacedTrial& trial, bool both_coils) {
  constexpr double felt = 0.3;  // of threshold: below it a pulse does nothing
  std::vector<CorticalPulse> all;
  for (const protocol::Pulse& pulse : pulses) {
    using protocol::Site;
    const bool reaches_cortex =
        pulse.site == Site::m1 || pulse.site == Site::premotor || pulse.site == Site::supplementary_motor;
    if (!reaches_cortex || !pulse.hemisphere || !pulse.intensity) continue;
    const Hemisphere h = *pulse.hemisphere;
    const double time = base::Milliseconds(pulse.time).value();
    const double output = output_percent(*pulse.intensity, thresholds[h]);
    const auto strength = [&](Hemisphere at) {
      return output / participant.hemisphere[at].threshold * trial.excitability[at];
    };
    all.push_back({time, h, strength(h), pulse.site});
    const double spread = participant.person.current_spread * strength(opposite(h));
    if (pulse.site == Site::m1 && !both_coils && spread > felt) all.push_back({time, opposite(h), spread, Site::m1});
  }
  return all;
}

std::vector<PeripheralPulse> below_cortex(const std::vector<protocol::Pulse>& pulses, const protocol::Condition& c) {
  std::vector<PeripheralPulse> all;
  for (const protocol::Pulse& pulse : pulses)
    if (c.stimulated_side && (pulse.site == protocol::Site::nerve || pulse.site == protocol::Site::root))
      all.push_back({base::Milliseconds(pulse.time).value(), *c.stimulated_side, pulse.site,
                     pulse.intensity ? pulse.intensity->percent : 0.0});
  return all;
}

RecordedTrial record(const Body& body, const GivenBlock& block, const PlacedTrial& trial,
                     const AllThresholds& thresholds, const Laboratory& laboratory) {
  const auto pulses = protocol::pulses_at(block.condition, base::Seconds(0.0));
  const TrialOutcome outcome =
      run_trial(body, trial.grid, block.demand,
                cortical(pulses, body.participant, thresholds, trial, block.condition.both_hemispheres_together),
                {block.key, trial.number, 0}, below_cortex(pulses, block.condition));
  RecordedTrial recorded;
  recorded.wrong_hand = outcome.wrong_hand;
  const double start = trial.anchor + trial.grid.from;
  recorded.segment.start = base::Seconds(start / 1000.0);
  Surroundings surroundings;
  for (const protocol::Pulse& pulse : pulses) surroundings.pulses.push_back(base::Milliseconds(pulse.time).value());
  surroundings.hum_phase = start * 0.05 - std::floor(start * 0.05);  // 50 Hz, unbroken through the recording
  std::uint32_t electrode = 0;
  for (std::size_t m = 0; m < body.kinds.size(); ++m)
    for (const Side side : protocol::both_sides) {
      base::Stream noise(block.key, trial.number, ++electrode, of_amplifier);
      base::Stream fixed(body.seed, 0, electrode, of_electrode);
      surroundings.artefact_share = fast_exp(artefact_spread * fixed.normal());
      recorded.segment.samples.push_back(
          amplify(body.participant, laboratory, trial.grid, outcome.emg[side][m], surroundings, noise));
    }
  return recorded;
}

std::vector<recording::Channel> channels_of(const Body& body, const Laboratory& laboratory) {
  std::vector<recording::Channel> channels;
  for (const MuscleKind& kind : body.kinds)
    for (const Side side : protocol::both_sides) {
      recording::Channel channel;
      channel.name = std::string(kind.name) + (side == Side::left ? "_L" : "_R");
      channel.rate = laboratory.rate;
      channel.side = side;
      channel.muscle = kind.name;
      channel.label_source = recording::LabelSource::stated;
      channel.resolution = laboratory.resolution.value();
      channels.push_back(channel);
    }
  return channels;
}

protocol::Trial stated(const GivenBlock& block, const PlacedTrial& trial, const RecordedTrial& recorded) {
  const base::Seconds anchor(trial.anchor / 1000.0);
  return {{protocol::anchor_kind(block.condition), anchor, block.plan->task_duration},
          protocol::pulses_at(block.condition, anchor),
          recorded.wrong_hand ? "answered with the other hand" : ""};
}

recording::Context context_of(const Participant& participant, const AllThresholds& thresholds) {
  recording::Context context;
  context.age = participant.age;
  context.height = participant.height;
  for (const Hemisphere h : protocol::both_hemispheres) {
    if (thresholds[h].resting)
      context.thresholds.push_back({h, false, *thresholds[h].resting, std::nullopt, "50 uV in 5 of 10"});
    if (thresholds[h].active)
      context.thresholds.push_back(
          {h, true, *thresholds[h].active, std::nullopt, "200 uV above background in 5 of 10 at 10 % contraction"});
  }
  return context;
}

std::vector<RecordedTrial> record_all(const Body& body, const std::vector<GivenBlock>& blocks,
                                      const std::vector<PlacedTrial>& trials, const AllThresholds& thresholds,
                                      const Laboratory& laboratory, int jobs, const Progress& progress) {
  std::vector<RecordedTrial> recorded(trials.size());
  std::mutex one_at_a_time;
  std::size_t done = 0;
  base::for_each_index(trials.size(), jobs, [&](std::size_t i) {
    recorded[i] = record(body, blocks[trials[i].block], trials[i], thresholds, laboratory);
    if (!progress) return;
    const std::lock_guard lock(one_at_a_time);
    progress(static_cast<double>(++done) / static_cast<double>(trials.size()));
  });
  return recorded;
}

// M-waves are many times larger than what the brain evokes: a laboratory turns its amplifier down for them.
Laboratory with_room_for_nerves(Laboratory laboratory, const protocol::Protocol& protocol) {
  constexpr double wide_range = 40.0;  // mV
  for (const protocol::PlannedBlock& block : protocol.blocks)
    if (block.condition.stimulated_side)
      laboratory.range = base::Millivolts(std::max(wide_range, laboratory.range.value()));
  return laboratory;
}

void warn_of_replaced_intensities(const std::vector<GivenBlock>& blocks, recording::Recording& recording) {
  std::string ids;
  for (const GivenBlock& block : blocks)
    if (block.condition != block.plan->condition) ids += (ids.empty() ? "" : ", ") + block.plan->id;
  if (!ids.empty())
    recording.warnings.push_back({"stimulator_ceiling",
                                  "no threshold could be determined, or the planned intensity is above the "
                                  "stimulator's output; given in %MSO in: " +
                                      ids,
                                  recording.name});
}

}  // namespace

recording::Session simulate(const Participant& as_stated, const protocol::Protocol& protocol, std::uint64_t seed,
                            int jobs, const Laboratory& usual, const Progress& progress) {
  check(protocol, usual);
  const Participant participant = with_age_and_height(as_stated);
  const Laboratory laboratory = with_room_for_nerves(usual, protocol);
  const Body body = make_body(participant, protocol.muscles, seed);
  const AllThresholds thresholds = determine_thresholds(body, protocol, laboratory.step.value());
  std::vector<GivenBlock> blocks;
  for (const protocol::PlannedBlock& plan : protocol.blocks)
    blocks.push_back(
        {&plan, block_key(seed, plan.id), given_condition(plan.condition, thresholds), demand_of(participant, plan)});
  const auto trials = place(blocks, participant, laboratory);
  auto recorded = record_all(body, blocks, trials, thresholds, laboratory, jobs, progress);

  recording::Recording recording;
  recording.name = protocol.name;
  recording.mains = base::Hertz(50.0);
  recording.channels = channels_of(body, laboratory);
  for (const GivenBlock& block : blocks) recording.blocks.push_back({block.plan->id, block.condition, {}});
  for (std::size_t i = 0; i < trials.size(); ++i) {
    const GivenBlock& block = blocks[trials[i].block];
    recording.blocks[trials[i].block].trials.push_back(stated(block, trials[i], recorded[i]));
    recording.segments.push_back(std::move(recorded[i].segment));
  }
  warn_of_replaced_intensities(blocks, recording);
  return {participant.label, context_of(participant, thresholds), {std::move(recording)}};
}

std::vector<std::string> simulated_muscles() {
  std::vector<std::string> names;
  for (const MuscleKind& kind : muscle_kinds()) names.emplace_back(kind.name);
  return names;
}

}  // namespace trilayer::model
