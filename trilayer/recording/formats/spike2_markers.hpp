// Events, levels, markers, texts and sorted spikes of a Spike2 file as markers of the recording.
#pragma once

#include <vector>

#include "trilayer/recording/formats/spike2_header.hpp"
#include "trilayer/recording/recording.hpp"

namespace trilayer::recording {

/// The markers of all channels but waveforms, in order of time, counted from tick `zero`. A code begins with the title
/// of its channel: "Magnet", "Keyboard S", "DigMark 0A" (a code that is no printable character, in hexadecimal),
/// "TextMark the text", "Level rises", "Level falls". Of the four bytes of a marker's code the first counts.
/// Throws Refusal where there are more than a million, or text marks of more than 32 MB.
std::vector<Marker> read_markers(BinaryFile& file, const Spike2Header& header, std::int64_t zero);

}  // namespace trilayer::recording
