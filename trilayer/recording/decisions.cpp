#include "trilayer/recording/decisions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <tuple>

#include "trilayer/base/errors.hpp"
#include "trilayer/recording/recording.hpp"

namespace trilayer::recording {
namespace {

using base::Refusal;
using protocol::Trial;

constexpr double same_time = 0.2;  // s: a correction of all markers moves trials, another trial is farther away

auto subject(const Decision& d) { return std::tie(d.recording, d.block, d.trial, d.side, d.muscle, d.measure); }

// The trial a decision speaks of.
Trial& trial_of(Recording& recording, const Decision& d, const std::string& place) {
  const auto block = std::find_if(recording.blocks.begin(), recording.blocks.end(),
                                  [&](const protocol::Block& b) { return b.id == d.block; });
  if (block == recording.blocks.end()) {
    std::string ids;
    for (const protocol::Block& b : recording.blocks) ids += (ids.empty() ? "" : ", ") + b.id;
    throw Refusal(
        fmt::format("a decision speaks of block {}, which {} does not have", d.block, recording.name), place,
        "say the pulses as they were said when the decision was made, or take its line out; the blocks are: " +
            (ids.empty() ? "none" : ids));
  }
  if (d.trial > static_cast<int>(block->trials.size()))
    throw Refusal(
        fmt::format("a decision speaks of trial {} of block {}, which has {}", d.trial, d.block, block->trials.size()),
        place, "say the pulses as they were said when the decision was made, or take its line out");
  Trial& trial = block->trials[static_cast<std::size_t>(d.trial - 1)];
  if (std::abs((trial.anchor.time - d.time).value()) > same_time)
    throw Refusal(fmt::format("trial {} of block {} is at {:.3f} s, but was at {:.3f} s when {} decided on it", d.trial,
                              d.block, trial.anchor.time.value(), d.time.value(), d.who),
                  place, "say the pulses as they were said when the decision was made, or take its line out");
  return trial;
}

std::size_t channel_of(const Recording& recording, const Decision& d, const std::string& place) {
  if (const auto channel = find_channel(recording, *d.side, d.muscle)) return *channel;
  throw Refusal(fmt::format("a decision speaks of the {} {}, which {} does not have", protocol::name(*d.side), d.muscle,
                            recording.name),
                place, "give sides and muscles as they were given when the decision was made, or take its line out");
}

void apply(Recording& recording, const Decision& d, const std::string& place) {
  Trial& trial = trial_of(recording, d, place);
  if (d.side) {
    const std::size_t channel = channel_of(recording, d, place);
    if (d.measure.empty() && d.verdict == Verdict::reject)
      trial.excluded_channels.push_back({channel, "rejected", 0.0, in_words(d)});
    return;  // what is said of single numbers, detectors ask for
  }
  if (d.verdict == Verdict::accept) trial.excluded.clear();
  if (d.verdict == Verdict::reject) trial.excluded = in_words(d);
  if (d.verdict != Verdict::moved) return;
  const base::Seconds by{base::Milliseconds(*d.value)};
  trial.anchor.time += by;
  for (protocol::Pulse& pulse : trial.pulses) pulse.time += by;
}

}  // namespace

std::vector<Decision> in_force(const std::vector<Decision>& all) {
  std::vector<Decision> last;
  for (std::size_t i = 0; i < all.size(); ++i)
    if (std::none_of(all.begin() + static_cast<std::ptrdiff_t>(i) + 1, all.end(),
                     [&](const Decision& later) { return subject(later) == subject(all[i]); }))
      last.push_back(all[i]);
  return last;
}

void apply_decisions(Recording& recording, const std::vector<Decision>& all, const std::string& place,
                     const std::string& detectors) {
  std::size_t otherwise = 0;
  for (const Decision& d : in_force(all)) {
    if (d.recording != recording.name) continue;
    apply(recording, d, place);
    recording.decisions.push_back(d);
    if (!detectors.empty() && d.detectors != detectors) ++otherwise;
  }
  if (recording.decisions.empty()) return;
  recording.warnings.push_back(
      {"decisions",
       fmt::format("{} of a person on trials of this recording {} applied ({})",
                   recording.decisions.size() == 1 ? std::string("1 decision")
                                                   : fmt::format("{} decisions", recording.decisions.size()),
                   recording.decisions.size() == 1 ? "is" : "are", std::filesystem::path(place).filename().string()),
       recording.name});
  if (otherwise == 0) return;
  recording.warnings.push_back(
      {"decided_otherwise",
       fmt::format("{} of the decisions applied were made with another version or other settings than {}: whether they "
                   "still are what is meant, trilayer review --list helps to see",
                   otherwise, detectors),
       recording.name});
}

const Decision* decision_on(const Recording& recording, std::string_view block, std::size_t trial,
                            std::optional<protocol::Side> side, std::string_view muscle, std::string_view measure) {
  for (const Decision& d : recording.decisions)
    if (d.block == block && d.trial == static_cast<int>(trial) + 1 && d.side == side && d.muscle == muscle &&
        d.measure == measure)
      return &d;
  return nullptr;
}

bool accepted(const Recording& recording, std::string_view block, std::size_t trial, std::size_t channel) {
  if (recording.decisions.empty()) return false;
  const Channel& where = recording.channels[channel];
  const Decision* whole = decision_on(recording, block, trial, std::nullopt, "", "");
  const Decision* here = where.side ? decision_on(recording, block, trial, where.side, where.muscle, "") : nullptr;
  const auto accepts = [](const Decision* d) { return d != nullptr && d->verdict == Verdict::accept; };
  return accepts(here) || (here == nullptr && accepts(whole));
}

std::string in_words(const Decision& d) {
  const std::string what = d.verdict == Verdict::reject   ? "rejected"
                           : d.verdict == Verdict::accept ? "accepted"
                                                          : fmt::format("moved to {:g} ms", d.value.value_or(0.0));
  return fmt::format("{} by {} on {}: {}", what, d.who, d.when.substr(0, 10), d.why);
}

std::string_view name(Verdict verdict) {
  switch (verdict) {
    case Verdict::accept:
      return "accept";
    case Verdict::reject:
      return "reject";
    case Verdict::moved:
      return "moved";
  }
  return "";
}

}  // namespace trilayer::recording
