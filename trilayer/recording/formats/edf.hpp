// EDF, EDF+ and BDF: read through libedf, written as EDF+C by a small writer of our own.
#pragma once

#include <filesystem>

#include "trilayer/recording/recording.hpp"

namespace trilayer::recording {

/// Reads an .edf or .bdf file: signals, annotations as markers. Where there are no annotations, the Status channel of
/// BioSemi gives the markers: one at each change of its low 16 bits to another value than 0, code in decimal ("255").
/// Channels with a voltage unit become EMG in microvolts; mixed rates are kept. One segment: EDF+C knows no gaps.
/// Samples after an annotation "Recording ends" within the last data record are padding and left out.
/// Throws Refusal: missing, empty, truncated files, a record count of -1, no channels, unknown units, EDF+D,
/// annotations past the end.
Recording read_edf(const std::filesystem::path& path);

/// Writes an EDF+C file (16 bit): whole or not at all. Segments are written one after the other; their starts are
/// given by the caller's tables, since EDF+C knows no gaps. Markers become annotations at `time_in_edf`, to 0.1 us.
/// Whole multiples of a channel's resolution are kept exactly where they span at most 65535 of them and 8 characters
/// can state their range; else at most half of (maximum - minimum) / 65535 is lost, and trigger codes keep their low
/// 16 bits. The true end of a padded last data record is kept as the annotation "Recording ends", which `read_edf`
/// obeys. Names are cut to 16 ASCII characters, units to 8; rates are kept exactly.
/// Start date and person are the fixed, anonymous values of EDF+.
/// Throws Refusal where no data record of up to 60 s fits all rates, where the channels of a segment do not cover the
/// same time, where a marker comes after the end, and where a range does not fit the header.
void write_edf(const std::filesystem::path& path, const Recording& recording);

/// Where a moment of the recording stands in the file `write_edf` makes of it: the same time but without the gaps
/// between segments. A moment within a gap stands where the two segments meet; one after the end stays after the end.
base::Seconds time_in_edf(const Recording& recording, base::Seconds time);

}  // namespace trilayer::recording
