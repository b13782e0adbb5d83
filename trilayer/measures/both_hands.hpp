// Both hands in the trials of voluntary tasks: one look at a muscle in a block, for all measures of tasks.
#pragma once

#include <cstddef>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "trilayer/measures/mains_hum.hpp"
#include "trilayer/measures/measurement.hpp"
#include "trilayer/measures/settings.hpp"
#include "trilayer/measures/task_emg.hpp"
#include "trilayer/recording/session.hpp"

namespace trilayer::measures {

/// Sums over the samples of the task window, for the correlation at zero lag. Zero where the hands' rates differ.
struct CrossProducts {
  double both = 0.0, intended = 0.0, mirror = 0.0;  ///< uV^2
};

/// Both hands in one trial. The samples themselves are gone.
struct BothHands {
  TaskTrial trial;
  TaskEmg intended, mirror;
  CrossProducts products;
  /// Correlation of both hands' envelopes by lag, from -settings.tasks.envelope_lag to + envelope_lag in steps of
  /// envelope_step; above 0 the mirror hand is later. Empty where the window is too short or the rates differ.
  std::vector<double> envelope_correlation;
  std::optional<double>
      early_power;  ///< mirror hand, mean square in settings.tasks.early after the intended burst, uV^2
};

/// One muscle of both sides in one task block. Pointers outlive it: they belong to the session being measured.
struct TaskLook {
  const recording::Session* session = nullptr;
  const recording::Recording* recording = nullptr;
  const protocol::Block* block = nullptr;
  std::string muscle;
  protocol::Side intended = protocol::Side::left;  ///< where both hands are intended: left
  bool on_both_sides = false;                      ///< the muscle was recorded on both sides; else there are no trials
  double rate = 0.0;                               ///< of the mirror hand's channel, Hz
  std::size_t tests = 1;  ///< presence tests of mirror EMG in the recording: they share the false-alarm rate
  std::vector<BothHands> trials;

  [[nodiscard]] protocol::Side mirror() const { return opposite(intended); }
  [[nodiscard]] const protocol::Condition& condition() const { return block->condition; }
  /// The cue starts the trial, so that a hand can have moved before it.
  [[nodiscard]] bool cued() const;

  /// A measurement of this block and muscle with key, place and names filled in, in state `missing`.
  [[nodiscard]] Measurement blank(std::string_view measure, protocol::Side side) const;
  [[nodiscard]] Measurement blank(std::string_view measure) const { return blank(measure, mirror()); }
};

/// A block without pulses in which one hand, or both together, are to move.
bool is_task(const protocol::Block& block);
/// The same with one intended hand.
bool is_unilateral_task(const protocol::Block& block);

/// Short names of the muscles whose side is known.
std::set<std::string> muscles_of(const recording::Recording& recording);
bool recorded_on_both_sides(const recording::Recording& recording, const std::string& muscle);

/// Looks at every muscle in every task block of a recording; `hum` has one entry a channel. Muscles and blocks stand in
/// the order of their names and of the recording.
std::vector<TaskLook> task_looks(const recording::Session& session, const recording::Recording& recording,
                                 std::span<const std::optional<Hum>> hum, const Settings& settings);

/// Words for method or reason: how the trials of a block were cut.
std::string window_text(const TaskLook& look, const Settings& settings);

}  // namespace trilayer::measures
