// CED Signal files (.cfs, the CED filing system).
#pragma once

#include <filesystem>

#include "trilayer/recording/recording.hpp"

namespace trilayer::recording {

/// Reads a .cfs file. Each frame (data section) becomes a segment, equally spaced channels of any numeric type become
/// channels, voltages EMG in microvolts; rates may differ between channels, not between frames. Each frame has a marker
/// where its own time is 0, or at its first sample where 0 is not within it: "state 2" where Signal stored a state,
/// else "frame"; texts stored with a frame follow as markers of their own. Segments begin when the frames did where
/// Signal stored it, else one after the other (warning `frame_times_unknown`). Details: docs/reference/signal.md.
/// Throws Refusal with the byte: files that are missing, empty, cut short or contradict themselves, unknown units,
/// values that are no finite number, no frame with samples in all channels.
Recording read_cfs(const std::filesystem::path& path);

}  // namespace trilayer::recording
