// Bursts of voluntary EMG in one trial: clearly above the level of rest, with a beginning and an end.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "trilayer/measures/settings.hpp"

namespace trilayer::measures {

/// A burst in one trial of one muscle.
struct Burst {
  double onset = 0.0;  ///< ms after the anchor
  double end = 0.0;    ///< ms after the anchor
  double peak = 0.0;   ///< of the RMS envelope, uV
  double area = 0.0;   ///< of the RMS envelope above its resting mean, uV*ms
};

/// The bursts of a row, in order, that begins with rest, `rest_end` samples long; times are ms after the row's start. A
/// burst is a stretch in which the RMS envelope (settings.tasks.burst_envelope) stays above its resting mean +
/// settings.task_onset_deviations SD, gaps below burst_gap bridged, for burst_shortest at least, and reaches
/// burst_over_rest times the resting RMS. The onset is refined by the change of variance near the start. Empty where
/// there is none, or no resting EMG at all.
std::vector<Burst> find_bursts(std::span<const float> row, std::size_t rest_end, double rate, const Settings& settings);

}  // namespace trilayer::measures
