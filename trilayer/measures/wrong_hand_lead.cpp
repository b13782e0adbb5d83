#include "trilayer/measures/wrong_hand_lead.hpp"

#include <string>
#include <utility>

#include "trilayer/base/statistics.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/measures/both_hands.hpp"
#include "trilayer/measures/result.hpp"

namespace trilayer::measures {
namespace {

constexpr int fewest = 3;            // trials
constexpr double least_lead = 15.0;  // ms; onsets of single trials err by less (the page has the figures)

// What the trials of a block show.
struct Count {
  int trials = 0;  // with a reaction of the intended hand
  int leads = 0;   // of these: the other hand first
  int early = 0;   // left out: a hand moved before the cue
  int silent = 0;  // left out: no onset in the intended hand
};

Count count(const std::vector<BothHands>& hands, protocol::AnchorKind anchor) {
  Count found;
  const auto before_cue = [&](const TaskEmg& emg) {
    return anchor == protocol::AnchorKind::cue && emg.onset && *emg.onset < 0.0;
  };
  for (const BothHands& both : hands) {
    if (before_cue(both.intended) || before_cue(both.mirror)) {
      ++found.early;
    } else if (!both.intended.onset) {
      ++found.silent;
    } else {
      ++found.trials;
      if (both.mirror.onset && *both.mirror.onset < *both.intended.onset - least_lead) ++found.leads;
    }
  }
  return found;
}

std::string left_out(const Count& found) {
  std::string text;
  if (found.silent > 0) text += "; " + std::to_string(found.silent) + " without an onset in the intended hand left out";
  if (found.early > 0) text += "; " + std::to_string(found.early) + " in which a hand moved before the cue left out";
  return text;
}

Measurement share_of(Measurement m, const Count& found) {
  m.trials = found.trials;
  if (found.trials < fewest)
    return unobtainable(
        std::move(m),
        std::to_string(found.trials) + " trials with a reaction of the intended hand; 3 are needed" + left_out(found));
  const base::Share share = base::wilson(found.leads, found.trials);
  m.state = State::value;
  m.value = share.share;
  set_error(m, logit_error(found.leads, found.trials));
  m.method = "other hand's EMG first by more than " + base::format_number(least_lead) + " ms in " +
             std::to_string(found.leads) + " of " + std::to_string(found.trials) + " trials; Wilson 95 % interval " +
             base::format_number(share.low, 2) + " to " + base::format_number(share.high, 2) + left_out(found);
  return m;
}

}  // namespace

std::vector<Measurement> wrong_hand_lead(const recording::Session& session, const recording::Recording& recording,
                                         const protocol::Block& block, std::span<const std::optional<Hum>> hum,
                                         const Settings& settings) {
  std::vector<Measurement> all;
  if (block.condition.task != protocol::Task::choice_reaction || !is_unilateral_task(block)) return all;
  for (const std::string& muscle : muscles_of(recording)) {
    Measurement blank;
    blank.key = {"wrong_hand_lead", protocol::label(block.condition), opposite(*block.condition.intended), muscle,
                 std::nullopt};
    blank.participant = session.participant;
    blank.recording = recording.name;
    blank.block = block.id;
    if (!recorded_on_both_sides(recording, muscle)) {
      all.push_back(missing(blank, muscle + " is recorded on one side only"));
      continue;
    }
    const auto anchor = block.trials.empty() ? protocol::AnchorKind::cue : block.trials.front().anchor.kind;
    all.push_back(share_of(blank, count(look_at_both(recording, block, muscle, hum, settings), anchor)));
  }
  return all;
}

}  // namespace trilayer::measures
