// The header of a CED Signal .cfs file, and of each of its data sections.
// Layout: as read by published readers of the format (m0ose01/CFS, MIT; BioSig), held against a file of CED's own demo.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "trilayer/recording/formats/binary_file.hpp"

namespace trilayer::recording {

enum class CfsType : std::uint8_t { int1, word1, int2, word2, int4, real4, real8, text };

/// Bytes of a number of this type; 0 for texts.
std::uint32_t bytes_of(CfsType type);

/// The number at `at`; the caller has seen to it that it lies within `bytes`.
double cfs_number(CfsType type, std::string_view bytes, std::size_t at);

struct CfsChannel {
  std::string name, unit, time_unit;
  CfsType type = CfsType::int2;
  std::uint8_t kind = 0;      ///< 0 equally spaced, 1 matrix, 2 subsidiary
  std::uint32_t spacing = 0;  ///< bytes from one sample to the next
  std::uint64_t place = 0;    ///< byte of its entry in the header
};

/// A variable that each data section has a value of.
struct CfsVariable {
  std::string name, unit;
  CfsType type = CfsType::int2;
  std::uint32_t offset = 0;  ///< behind the channels of a data section's header
};

struct CfsHeader {
  std::vector<CfsChannel> channels;
  std::vector<CfsVariable> variables;
  std::vector<std::uint64_t> sections;  ///< byte of each data section's header
};

/// One channel in one data section.
struct CfsPart {
  std::uint64_t data = 0;    ///< byte of the first sample
  std::uint64_t points = 0;  ///< samples, all within the file
  double scale = 1.0, offset = 0.0;
  double interval = 0.0, start = 0.0;  ///< in the time unit of the channel
};

struct CfsSection {
  std::vector<CfsPart> parts;        ///< in the order of CfsHeader::channels
  std::optional<long long> state;    ///< as Signal stored it
  std::optional<double> start;       ///< s, as Signal stored it
  std::vector<std::string> texts{};  ///< "NAME text" of each text that is not empty
};

CfsHeader read_cfs_header(BinaryFile& file);
CfsSection read_cfs_section(BinaryFile& file, const CfsHeader& header, std::uint64_t at);

}  // namespace trilayer::recording
