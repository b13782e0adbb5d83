// The simulator yields the same Session that files yield.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "trilayer/base/units.hpp"
#include "trilayer/model/participant.hpp"
#include "trilayer/protocol/block.hpp"
#include "trilayer/recording/session.hpp"

namespace trilayer::model {

/// How the virtual laboratory records.
struct Laboratory {
  base::Hertz rate{5000.0};           ///< of the files: 10000, 5000 or 2000
  base::Milliseconds step{0.1};       ///< of the integration; 0.05 for convergence tests
  base::Microvolts resolution{0.25};  ///< of the amplifier
  base::Millivolts range{8.0};        ///< it clips beyond plus and minus this
};

/// Told how far the work is, from 0 to 1; may be called from several threads, one at a time.
using Progress = std::function<void(double)>;

/// A session of this participant in this protocol: one recording, one segment a trial, quantised as an amplifier does.
/// Nothing of the truth is in it: thresholds in the context are those determined. A block whose interval leaves no room
/// for its segments (0.65 s for pulses) is given with longer ones. The same arguments
/// give the same bytes, whatever `jobs` is and on any CPU. Throws Refusal where the protocol asks for what is not
/// simulated (sites other than M1 and sham, a muscle that is not in the table).
recording::Session simulate(const Participant& participant, const protocol::Protocol& protocol, std::uint64_t seed,
                            int jobs = 1, const Laboratory& laboratory = {}, const Progress& progress = {});

/// Short names of the muscles that can be simulated, FDI first.
std::vector<std::string> simulated_muscles();

/// Raised whenever the same participant and seed no longer give the same session: a bank made with another is refused.
constexpr int model_version = 3;

}  // namespace trilayer::model
