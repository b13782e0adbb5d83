// Both hands in sustained contraction, cut into segments: what the measures of coupling look at.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "trilayer/measures/mains_hum.hpp"
#include "trilayer/measures/settings.hpp"
#include "trilayer/protocol/block.hpp"
#include "trilayer/protocol/side.hpp"
#include "trilayer/recording/recording.hpp"

namespace trilayer::measures {

/// One hand in all segments, row after row. Each row has mean 0 and variance 1, so that no loud segment outweighs the
/// others; a flat one is all 0.
struct SteadyHand {
  std::vector<double> rectified;
  std::vector<double> plain;        ///< not rectified
  std::optional<double> over_rest;  ///< RMS in contraction over resting RMS; nothing where no rest was recorded
  std::optional<Hum> hum;           ///< that was subtracted
};

/// Both hands in the same segments. `other` is the intended hand of a unilateral task.
struct SteadyContraction {
  double rate = 0.0;         ///< Hz, after reduction
  std::size_t length = 0;    ///< samples of a segment
  std::size_t segments = 0;  ///< disjoint, in order of time
  std::size_t trials = 0;    ///< from which they were cut
  SteadyHand measured, other;
};

/// A sustained contraction without pulses, of an intended hand or of both, whose trials say how long they last.
bool is_steady_contraction(const protocol::Block& block);

/// The side whose measurements a steady contraction gives: the mirror hand, or both where both are intended.
std::vector<protocol::Side> measured_sides(const protocol::Block& block);

/// Cuts the used trials of such a block into segments (settings.coupling.segment), from settings.task_ramp after the
/// anchor to its duration, leaving out those within 0.5 s after any pulse of the recording. High-passed, freed of hum,
/// rectified, then averaged down to about settings.coupling.reduced_rate. The rate is 0 where the channels' rates
/// differ; with fewer segments than settings.coupling.fewest_segments they are counted and not cut.
SteadyContraction steady_contraction(const recording::Recording& recording, const protocol::Block& block,
                                     const std::string& muscle, protocol::Side measured,
                                     std::span<const std::optional<Hum>> hum, const Settings& settings);

/// Why no coupling can be read from a contraction: too few segments, or a hand that is silent. Empty where it can.
std::string why_not_steady(const SteadyContraction& steady, const Settings& settings);

/// How many pairs of muscles and blocks of a recording have coupling to be tested: they share the rate of false alarms.
std::size_t tests_of_coupling(const recording::Recording& recording);

}  // namespace trilayer::measures
