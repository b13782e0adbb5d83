// EMG of one muscle during one trial of a voluntary task: power at rest and in the task, and its onset.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "trilayer/base/units.hpp"
#include "trilayer/measures/mains_hum.hpp"
#include "trilayer/measures/settings.hpp"
#include "trilayer/measures/tasks/bursts.hpp"
#include "trilayer/recording/recording.hpp"

namespace trilayer::measures {

/// The stretches of one trial that task measures look at, in s from the first sample of the recording.
struct TaskTrial {
  std::size_t index = 0;  ///< position in the block
  base::Seconds anchor;
  base::Seconds rest_from, rest_to;  ///< before the task
  base::Seconds task_from, task_to;
};

/// The used trials of a task block. The resting window is settings.task_rest before the anchor, cut off where an
/// earlier trial of the recording still goes on; the task window begins at the anchor (settings.task_ramp later in
/// sustained activity), lasts as long as the anchor says (settings.task_length where it says nothing), and ends before
/// the resting window of the next trial. Trials with less than 200 ms of either are left out.
std::vector<TaskTrial> task_trials(const recording::Recording& recording, const protocol::Block& block,
                                   const Settings& settings);

/// What one muscle shows in one trial, after a high-pass (settings.task_highpass; zero-phase for power, causal for the
/// onset, which a zero-phase filter would bring forward) and without hum.
struct TaskEmg {
  double rest_power = 0.0;      ///< mean square in the resting window, uV^2
  double task_power = 0.0;      ///< mean square in the task window, uV^2
  double log_ratio = 0.0;       ///< ln of task over resting power, both averaged over pieces of one length
  std::optional<double> onset;  ///< of EMG, ms after the anchor
  std::optional<Burst> burst;   ///< the first from trial.rest_to on, ms after the anchor
  double burst_area = 0.0;      ///< of the largest burst of the trial, uV*ms; 0: none
  std::vector<float> samples;   ///< from trial.rest_from to trial.task_to, uV, filtered one way
};

/// Nothing where the recording does not hold the trial in one segment.
std::optional<TaskEmg> look_at_task(const recording::Recording& recording, std::size_t channel, const TaskTrial& trial,
                                    const std::optional<Hum>& hum, const Settings& settings);

}  // namespace trilayer::measures
