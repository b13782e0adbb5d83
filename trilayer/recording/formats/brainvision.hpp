// BrainVision: a header (.vhdr), markers (.vmrk) and binary data (.eeg, .dat).
#pragma once

#include <filesystem>

#include "trilayer/recording/recording.hpp"

namespace trilayer::recording {

/// Reads the recording a .vhdr file names. Accepts both header signatures ("Brain Vision ..." and "BrainVision ..."),
/// versions 1.0 and 2.0, multiplexed and vectorised data, INT_16 and IEEE_FLOAT_32, resolutions and units that differ
/// between channels, UTF-8 and Latin-1. Channels with a voltage unit become EMG in microvolts. A "New Segment" marker
/// starts a segment. Codes of markers are kept as they stand ("S255", "S  1"). Throws Refusal: missing, empty,
/// truncated or contradictory files, unknown units or formats, markers past the end.
Recording read_brainvision(const std::filesystem::path& header);

}  // namespace trilayer::recording
