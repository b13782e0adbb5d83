// A phantom: a bilateral recording drawn with known truth, to test readers and detectors against. It knows no
// physiology: onsets, sizes and silences are written in as told. The mechanistic simulator, which must not be told any
// of them, is trilayer/model.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "trilayer/base/units.hpp"
#include "trilayer/protocol/block.hpp"
#include "trilayer/recording/session.hpp"

namespace trilayer::phantom {

/// A response to a pulse: from `onset` on a smooth biphasic wave (shapes.hpp), its size log-normal over trials.
struct Response {
  base::Milliseconds onset{20.0};   ///< after the test pulse
  base::Milliseconds jitter{0.0};   ///< standard deviation of the onset over trials
  base::Millivolts amplitude{1.0};  ///< median peak-to-peak over trials
  double log_spread = 0.5;          ///< standard deviation of ln(amplitude)
  base::Milliseconds length{15.0};  ///< from onset to the end of the wave
  double share = 1.0;               ///< of trials in which it appears
};

/// A stretch in which background and task EMG are multiplied by 1 - depth.
struct Silence {
  base::Milliseconds onset{36.0};
  base::Milliseconds end{60.0};
  base::Milliseconds jitter{0.0};  ///< standard deviation over trials, of onset and end alike
  double depth = 1.0;              ///< 0 none, 1 complete
  base::Milliseconds edge{0.0};    ///< it comes and goes over this long, with onset and end in the middle; 0: at once
};

/// What the muscle of one side does in the trials of a block.
struct Hand {
  base::Microvolts background{2.0};  ///< RMS of EMG before the pulse, or before the movement
  std::optional<Response> response;  ///< to the test pulse
  std::optional<Silence> silence;
  base::Microvolts task_emg{0.0};      ///< RMS of EMG added (in power) during a voluntary task; 0: none
  base::Milliseconds task_onset{0.0};  ///< of that EMG, from the anchor; it rises and falls over 20 ms
};

/// A block and what happens in it. The hands' EMG goes on through the whole block; where a block ends the next begins.
/// `plan.task_duration` is how long the task EMG lasts and is stated as the anchors' duration.
struct PhantomBlock {
  protocol::PlannedBlock plan;
  protocol::BySide<Hand> hands;
};

/// A whole phantom session: one muscle a side, one recording.
struct Phantom {
  std::string participant = "phantom";
  std::string muscle = "FDI";
  base::Hertz rate{5000.0};
  base::Microvolts sensor_noise{1.0};     ///< RMS of white noise of the amplifier
  base::Microvolts hum{0.0};              ///< amplitude of a 50 Hz sine, unbroken through the recording
  base::Millivolts artefact{1.0};         ///< peak of every pulse's artefact, under 1 ms wide; 0: none
  base::Microvolts artefact_tail{0.0};    ///< 5 ms after each pulse; decays exponentially from the pulse on, one sign
                                          ///< a hand, its size log-normal over pulses (SD 0.3 of the logarithm)
  base::Milliseconds tail_constant{4.0};  ///< of that decay
  base::Milliseconds marker_delay{0.0};   ///< the marker comes this much later than the pulse
  base::Microvolts resolution{0.1};       ///< of the amplifier: samples are whole multiples of it; 0: not rounded
  double interval_spread = 0.0;           ///< each anchor comes later by a random share of the interval up to this
  std::vector<PhantomBlock> blocks;
};

/// Draws the session: one recording of one segment, channels left and right, blocks with their pulses and anchors (on
/// whole samples but for the marker's delay) and a marker with the block's id at each anchor, as a file would hold
/// them. Pulse times are not compared with the artefact: recording::check_markers does that. Same phantom and seed,
/// same bytes on any CPU. What is drawn is addressed by block id, trial, hand and purpose: adding a block or changing
/// one hand leaves all else as it was. Throws Bug for a phantom that cannot be (two blocks of one id, a share above 1).
recording::Session draw(const Phantom& phantom, std::uint64_t seed);

/// The phantom behind `trilayer demo`: both hemispheres at rest and in contraction, paired pulses both ways and
/// within one hemisphere, unilateral tasks; in the left hand a fast ipsilateral response and no iSP, in the right hand
/// the opposite, so that both kinds of finding show.
Phantom demo_phantom();

}  // namespace trilayer::phantom
