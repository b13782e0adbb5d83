// How samples become the 16-bit numbers of an EDF file, and back.
#pragma once

#include <span>
#include <string>

#include "trilayer/recording/channel.hpp"

namespace trilayer::recording {

/// The scaling of one signal as the header of the file states it. Physical limits are texts of at most 8 characters,
/// and it is their printed value that counts: a reader knows no other.
struct EdfScaling {
  std::string unit;  ///< ASCII, at most 8 characters
  std::string physical_min, physical_max;
  int digital_min = -32768, digital_max = 32767;
  double factor = 1.0;  ///< from Channel::unit to `unit`
  double step = 1.0;    ///< of one digital number, in `unit`
  double offset = 0.0;  ///< in digital numbers: physical = step * (digital + offset)
  bool wraps = false;   ///< trigger codes of more than 16 bits, of which the low 16 are kept

  [[nodiscard]] int digital(double sample) const;
};

/// Samples that are whole multiples of the channel's resolution (of 1 where it is not known) and span at most 65535 of
/// them are kept exactly, wherever 8 characters can state such a range. Others lose at most half a step of
/// (maximum - minimum) / 65535. Trigger codes keep their low 16 bits.
/// `smallest` and `largest` are those of `rows`, all finite. Throws Refusal where 8 characters cannot hold the range.
EdfScaling choose_scaling(const Channel& channel, std::span<const std::span<const float>> rows, float smallest,
                          float largest);

/// Text in ASCII, cut to `width`: micro, degree, square and ohm signs are spelt out, other characters become '_'.
std::string edf_text(std::string_view text, std::size_t width);

}  // namespace trilayer::recording
