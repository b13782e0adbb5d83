// The header, the channels and the chains of blocks of a Spike2 .smr file.
// Layout: CED's own C header sonintl.h of the SON library, and neo's spike2rawio for versions it does not describe.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "trilayer/recording/formats/binary_file.hpp"

namespace trilayer::recording {

enum class Spike2Kind : std::uint8_t {
  off,
  wave,         ///< 16-bit samples
  event_fall,   ///< times
  event_rise,   ///< times
  level,        ///< times at which a level changed
  marker,       ///< times with codes of four bytes
  wave_marker,  ///< markers with a short 16-bit waveform: sorted spikes
  real_marker,  ///< markers with real numbers
  text_marker,  ///< markers with text
  real_wave     ///< 32-bit floating-point samples
};

/// A block of a channel: `items` samples or events.
struct Spike2Block {
  std::uint64_t data = 0;            ///< byte of its first item
  std::int64_t start = 0, last = 0;  ///< of its first and last item, in ticks
  std::uint32_t items = 0;
};

struct Spike2Channel {
  int number = 0;  ///< as Spike2 counts, from 1
  Spike2Kind kind = Spike2Kind::off;
  std::string title, unit;
  double scale = 1.0, offset = 0.0;  ///< value = number * scale + offset
  std::int64_t interval = 0;         ///< ticks between samples; above 0 for waveforms
  std::uint32_t item_bytes = 0;
  std::uint64_t place = 0;          ///< byte of its entry in the header
  bool starts_low = true;           ///< of a level
  std::vector<Spike2Block> blocks;  ///< in order of time

  [[nodiscard]] bool is_waveform() const { return kind == Spike2Kind::wave || kind == Spike2Kind::real_wave; }
};

struct Spike2Header {
  int version = 0;
  double tick = 0.0;                    ///< s
  std::vector<Spike2Channel> channels;  ///< those that hold something
};

/// Reads header and chains; all blocks together are no larger than the file, and none reaches past its end.
/// Throws Refusal with the byte where the file contradicts itself.
Spike2Header read_spike2_header(BinaryFile& file);

}  // namespace trilayer::recording
