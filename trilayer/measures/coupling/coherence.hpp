// Intermuscular coherence of the homologous muscles in sustained contraction.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "trilayer/measures/mains_hum.hpp"
#include "trilayer/measures/measurement.hpp"
#include "trilayer/measures/settings.hpp"
#include "trilayer/recording/session.hpp"

namespace trilayer::measures {

/// coherence_beta, coherence_peak_frequency, coherence_phase, cumulant_peak and cumulant_width of every muscle, in a
/// block of sustained contractions without pulses; empty for other blocks. In a unilateral contraction the side of a
/// measurement is that of the mirror hand; where both hands are intended there is one for each side, of the same
/// spectra. `block` is one of `recording.blocks`; `hum` has one entry a channel. The page is
/// docs/measures/coherence.md.
std::vector<Measurement> coherence(const recording::Session& session, const recording::Recording& recording,
                                   const protocol::Block& block, std::span<const std::optional<Hum>> hum,
                                   const Settings& settings);

}  // namespace trilayer::measures
