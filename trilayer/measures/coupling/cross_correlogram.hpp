// Synchrony of the two hands' impulses in sustained contraction, from peaks of surface EMG.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "trilayer/measures/mains_hum.hpp"
#include "trilayer/measures/measurement.hpp"
#include "trilayer/measures/settings.hpp"
#include "trilayer/recording/session.hpp"

namespace trilayer::measures {

/// Times (s) of the positive peaks of a row of EMG that are higher than `deviations` times its RMS in the quarter of a
/// second round them: a level that wanders in both hands makes no synchrony.
std::vector<double> impulses(std::span<const double> row, double rate, double deviations);

/// synchrony_peak_width and synchrony_cis of every muscle, in a block of sustained contractions without pulses; empty
/// for other blocks. Sides as in `coherence`. This is the multi-unit correlogram of surface EMG: single motor units
/// need a decomposition, whose lists of discharges go to `cross_correlogram` in correlogram.hpp. The page is
/// docs/measures/cross_correlogram.md.
std::vector<Measurement> multi_unit_synchrony(const recording::Session& session, const recording::Recording& recording,
                                              const protocol::Block& block, std::span<const std::optional<Hum>> hum,
                                              const Settings& settings);

}  // namespace trilayer::measures
