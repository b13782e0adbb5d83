// One muscle during one block as it is drawn: curves in ms and microvolts, before any pixels.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "trilayer/measures/epochs.hpp"
#include "trilayer/measures/measurement.hpp"
#include "trilayer/measures/settings.hpp"
#include "trilayer/report/svg.hpp"

namespace trilayer::report {

struct Range {
  double from = 0.0;
  double to = 1.0;
};

/// Curves over `times`. All of one panel have its length; a curve that is not wanted is empty.
struct Panel {
  protocol::Side side = protocol::Side::left;
  std::string title;
  std::string nothing;  ///< why there is nothing to draw; empty: there is

  std::vector<double> times;                 ///< ms
  std::vector<std::vector<double>> sampled;  ///< a few trials, evenly spread over the block, uV
  std::vector<double> low, high;             ///< 5th and 95th percentile over all trials, uV
  std::vector<double> average;               ///< over all trials, uV
  std::vector<double> rectified;             ///< average of the rectified trials, uV: the strip below
  double background = 0.0;                   ///< mean of `rectified` over the background window
  Range scale, strip;                        ///< of the two drawings, uV
  bool strip_cut = false;                    ///< the strip's scale leaves out its highest part
  std::vector<measures::Detection> detections;
};

/// What is marked in the time of every panel of a figure, ms.
struct TimeMarks {
  Range shown;
  std::vector<Range> artefacts;  ///< of every pulse
  std::optional<Range> background;
  std::optional<double> pulse, conditioning;
  std::string zero_is = "pulse";  ///< what the time is counted from
};

/// The curves of a block with pulses. `contracting`: the strip is scaled to the background EMG, so that silences show.
void fill_with_pulses(Panel& panel, const measures::Epochs& epochs, const TimeMarks& marks, bool contracting,
                      std::size_t sampled_trials);

/// The curves of a voluntary task: RMS envelopes, settings.task_envelope long.
void fill_with_task(Panel& panel, const measures::Epochs& epochs, const measures::Settings& settings,
                    const TimeMarks& marks, std::size_t sampled_trials);

/// Draws a panel with its frame, axes and detections. The corner is the upper left one of its frame; the vertical
/// axis stands on the outer side: left of the left hand, right of the right hand.
void draw(Svg& svg, const Panel& panel, const TimeMarks& marks, Point corner, double width);

/// What `draw` takes up below its corner, without the labels of the time axis.
double panel_height(bool with_strip);

}  // namespace trilayer::report
