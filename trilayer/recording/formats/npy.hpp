// NumPy arrays (.npy): bare numbers, whose meaning a mapping file states.
#pragma once

#include <filesystem>

#include "trilayer/recording/mapping.hpp"
#include "trilayer/recording/recording.hpp"

namespace trilayer::recording {

/// Reads a .npy file of versions 1 to 3 with one to three axes: little-endian floating-point (4 or 8 bytes) or whole
/// numbers, in C or Fortran order. `said` gives the axes their meaning. Trials become segments, one after the other,
/// because nothing says when they came (warning `frame_times_unknown`); each has a marker at the pulse sample where
/// that is said. Voltages become EMG in microvolts. Throws Refusal: files that are missing, empty, cut short or longer
/// than their shape, other types of number, a shape that does not fit what is said, values that are no finite number.
Recording read_npy(const std::filesystem::path& path, const ArrayStatement& said);

}  // namespace trilayer::recording
