// EDF, EDF+ and BDF, read and written through libedf.
#pragma once

#include <filesystem>

#include "trilayer/recording/recording.hpp"

namespace trilayer::recording {

/// Reads an .edf or .bdf file: signals, annotations as markers, the Status channel of BDF as markers at its changes.
/// Channels with a voltage unit become EMG in microvolts; mixed rates are kept.
/// Throws Refusal: missing, empty, truncated files, a record count of -1, no channels, unknown units, EDF+D.
Recording read_edf(const std::filesystem::path& path);

/// Writes an EDF+C file (16 bit): whole or not at all. Segments are written one after the other; their starts are
/// given by the caller's tables, since EDF+C knows no gaps. Scaling per channel: physical minimum and maximum are
/// the channel's own; what is lost is at most half of (maximum - minimum) / 65535.
/// Start date and person are the fixed, anonymous values of EDF+.
void write_edf(const std::filesystem::path& path, const Recording& recording);

}  // namespace trilayer::recording
