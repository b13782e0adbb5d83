// CED Spike2 .smr files: the 32-bit "SON" format, versions 1 to 9.
#pragma once

#include <filesystem>

#include "trilayer/recording/recording.hpp"

namespace trilayer::recording {

/// Reads a .smr file. Waveform channels (16-bit and real) become channels with the file's titles, units and scales;
/// voltages become EMG in microvolts; rates may differ. Where sampling paused, a new segment starts. Events, levels,
/// markers, text and the times of sorted spikes become markers that begin with their channel's title ("Keyboard S").
/// Time 0 is the first sample of the file, not Spike2's own. What each version stores, how channels that were not
/// recorded together are cut, and what is left out stands in docs/reference/spike2.md.
/// Throws Refusal with the byte: files that are missing, empty, cut short or contradict themselves, big-endian files,
/// no waveforms, unknown units, values that are no finite number, more than a million events.
Recording read_spike2(const std::filesystem::path& path);

}  // namespace trilayer::recording
