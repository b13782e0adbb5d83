// What a .vhdr file states.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "trilayer/base/units.hpp"
#include "trilayer/recording/channel.hpp"

namespace trilayer::recording {

enum class BrainVisionFormat { int_16, float_32 };

struct BrainVisionHeader {
  std::string data_file;    ///< a plain file name in the header's folder, "$b" filled in
  std::string marker_file;  ///< the same; empty: the header names none
  BrainVisionFormat format = BrainVisionFormat::int_16;
  bool vectorized = false;  ///< one channel after the other, instead of one data point after the other
  std::optional<long long> data_points;
  base::Hertz rate;
  std::vector<Channel> channels;
  std::vector<double> factors;  ///< from a number of the data file to Channel::unit, one a channel
};

/// Reads and checks a header. Throws Refusal for what is missing, contradictory or not supported (ASCII data,
/// frequency domain, other binary formats), and for units it does not know.
BrainVisionHeader read_brainvision_header(const std::filesystem::path& path);

/// A name of another file of the recording, "$b" replaced by the stem of `beside`; empty where `stated` is empty.
/// Throws Refusal where it is more than a plain file name: a recording lies in one folder.
std::string brainvision_file_name(std::string stated, const std::filesystem::path& beside);

/// Bytes of one number in the data file.
std::size_t bytes_of(BrainVisionFormat format);

}  // namespace trilayer::recording
