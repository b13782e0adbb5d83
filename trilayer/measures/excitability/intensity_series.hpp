// The single pulses of a session that differ in nothing but their intensity: what thresholds and recruitment curves are
// made from.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "trilayer/measures/session_work.hpp"

namespace trilayer::measures {

/// One pulse and the response of the contralateral muscle.
struct IntensityTrial {
  protocol::Intensity stated;
  std::optional<double> output;  ///< % of stimulator output: as stated, or by the session's threshold
  double peak_to_peak = 0.0;     ///< uV, hum removed
  double background = 0.0;       ///< RMS, uV
};

/// One muscle under single pulses to the other side's M1, over all recordings and blocks of the session whose
/// conditions are equal but for the intensity.
struct IntensitySeries {
  std::vector<const BlockChannel*> looks;  ///< in the order of the session; at least one
  protocol::Condition condition;           ///< without intensity; contraction as concluded where it was not stated
  bool active = false;
  std::vector<IntensityTrial> trials;  ///< in order of time; only pulses of stated intensity
  bool converted = false;              ///< some `output` is by a stated threshold
  bool mixed_currents = false;         ///< current directions differ between pulses

  /// A measurement with key, places and names filled in, in state `missing`.
  [[nodiscard]] Measurement blank(std::string_view measure) const;
};

/// All of them. Trials of tasks, pairs, and pulses after a cue belong to none.
std::vector<IntensitySeries> intensity_series(const SessionWork& work);

/// The RMT or AMT of a hemisphere as the session states it.
const recording::Threshold* stated_threshold(const recording::Context& context, protocol::Hemisphere hemisphere,
                                             bool active);

}  // namespace trilayer::measures
