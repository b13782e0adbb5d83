// Sessions of voluntary tasks drawn with known EMG and onsets of both hands.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "trilayer/measures/both_hands.hpp"
#include "trilayer/recording/session.hpp"

namespace trilayer::tests {

/// Trials of one block. EMG is white noise that steps up and down; levels are uV RMS above a rest of 3.
struct DrawnBlock {
  protocol::Condition condition;
  protocol::AnchorKind kind = protocol::AnchorKind::cue;
  int trials = 10;
  double intended = 300.0;
  double mirror = 0.0;
  double reaction = 300.0;   ///< ms from the anchor to the intended hand's EMG
  double length = 400.0;     ///< ms of EMG in either hand
  std::vector<double> lags;  ///< ms of the mirror hand after the intended one, trial by trial; 0 beyond the list
  int bursts = -1;           ///< the mirror hand moves in the first so many trials; below 0: in all
};

/// A muscle, with its share of each hand's EMG.
struct DrawnMuscle {
  std::string name;
  double intended = 1.0, mirror = 1.0;
};

/// Blocks one after the other in one recording at 1 kHz, 4 s between anchors; both hands intended: the right hand is
/// drawn as the intended one.
recording::Session draw_tasks(const std::vector<DrawnBlock>& blocks, std::uint64_t seed = 1,
                              const std::vector<DrawnMuscle>& muscles = {{"FDI"}});

/// A condition of a task.
protocol::Condition task(protocol::Task kind, protocol::Side intended = protocol::Side::right);

/// The looks at its only recording; they point into the session.
std::vector<measures::TaskLook> looks_at(const recording::Session& session, const measures::Settings& settings = {});

/// All measurements of these looks, checked for their promises.
std::vector<measures::Measurement> task_measurements(const recording::Session& session,
                                                     const measures::Settings& settings = {});

/// The measurements of an id. Fails the test where there is none.
std::vector<measures::Measurement> all_of(const std::vector<measures::Measurement>& some, std::string_view id);

}  // namespace trilayer::tests
