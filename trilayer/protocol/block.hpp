// Trials of one condition, and the plan of a whole session.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "trilayer/base/units.hpp"
#include "trilayer/protocol/condition.hpp"
#include "trilayer/protocol/pulse.hpp"

namespace trilayer::protocol {

/// What the time of a trial is counted from.
enum class AnchorKind {
  test_pulse,  ///< a pulse: time 0 is the test pulse, whatever the trigger marked
  cue,         ///< a signal to move
  emg_onset,   ///< the start of the intended hand's activity
  sustained,   ///< a stretch of steady activity; `duration` says how long
};

/// A moment of the recording that a trial is counted from.
struct Anchor {
  AnchorKind kind = AnchorKind::test_pulse;
  base::Seconds time;           ///< from the first sample of the recording
  base::Seconds duration{0.0};  ///< of the activity, where it has one; else 0

  friend bool operator==(const Anchor&, const Anchor&) = default;
};

/// A channel in which alone a trial cannot be read.
struct ChannelExclusion {
  std::size_t channel = 0;  ///< of the recording
  std::string check;        ///< what found it, one word: "dead", "gap", "blocked", "jump", "short", "rejected"
  double number = 0.0;      ///< what was measured, in the check's unit (docs/measures/trial_quality.md)
  std::string why;          ///< in words

  friend bool operator==(const ChannelExclusion&, const ChannelExclusion&) = default;
};

/// A window round an anchor. A trial that is not used says why in `excluded`; it stays in its block.
struct Trial {
  Anchor anchor;
  std::vector<Pulse> pulses;                          ///< every pulse of the trial; none in a voluntary task
  std::string excluded;                               ///< empty: used
  std::vector<ChannelExclusion> excluded_channels{};  ///< where it is used in some channels only

  friend bool operator==(const Trial&, const Trial&) = default;
};

/// Trials of one condition in the order in which they were recorded.
struct Block {
  std::string id;  ///< unique in its recording
  Condition condition;
  std::vector<Trial> trials;

  friend bool operator==(const Block&, const Block&) = default;
};

/// A block as planned: how often, and how far apart.
struct PlannedBlock {
  std::string id;
  Condition condition;
  int trials = 0;
  base::Seconds interval{5.0};       ///< between anchors
  base::Seconds task_duration{0.0};  ///< of sustained or phasic activity
};

/// The blocks of a session, in order.
struct Protocol {
  std::string name;                         ///< short, for files and programs: "mirror_battery"
  std::string title;                        ///< one line for people
  std::vector<std::string> muscles{"FDI"};  ///< recorded on both sides, by their short names
  std::vector<std::string> measures;        ///< what it is made for: ids of the catalogue; not looked up here
  std::vector<std::string> sources;         ///< where its numbers come from, in words
  std::vector<PlannedBlock> blocks;         ///< ids are unique
};

std::string_view name(AnchorKind kind);

/// The trial counts in this channel: excluded neither as a whole nor there.
bool used(const Trial& trial, std::size_t channel);

}  // namespace trilayer::protocol
