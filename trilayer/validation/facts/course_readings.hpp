// Readings that make up a course: EMG over time after a pulse, coherence over frequency.
#pragma once

#include <string>

#include "trilayer/validation/facts/readings.hpp"

namespace trilayer::validation {

/// Rectified EMG of a hand in a window after the pulse, averaged over trials, in % of that in the 100 ms before it.
Read of_emg_course(std::string block, protocol::Side side, TimeWindow window);

/// Coherence of the rectified EMG of both FDI from `low` to `high` Hz, less what chance gives; 0 to 1. Bins are 1 Hz
/// wide. The signals are those of the measure coherence_beta.
Read of_coherence(std::string block, double low, double high);

}  // namespace trilayer::validation
