// The header of a .npy file, as NumPy's documentation of the format defines it (NEP 1, numpy.lib.format).
#pragma once

#include <cstdint>
#include <vector>

#include "trilayer/recording/formats/binary_file.hpp"

namespace trilayer::recording {

struct NpyHeader {
  char kind = 'f';          ///< 'f' floating point, 'i' whole numbers with sign, 'u' without
  std::uint32_t bytes = 8;  ///< of a number
  bool fortran_order = false;
  std::vector<std::uint64_t> shape;  ///< one to three axes, none of them 0
  std::uint64_t data = 0;            ///< byte of the first number; the file ends with the last
  std::uint64_t count = 0;           ///< of numbers
};

/// Reads and checks the header and the size of the file.
NpyHeader read_npy_header(BinaryFile& file);

}  // namespace trilayer::recording
