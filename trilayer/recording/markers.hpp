// Marker codes: compared, counted, listed.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "trilayer/recording/recording.hpp"

namespace trilayer::recording {

/// A code as it is compared: without blanks, so that "S  1" is "S1".
std::string plain_code(std::string_view code);

/// How often a code stands in a recording, and when first.
struct MarkerCount {
  std::string code;  ///< as it stands in the file
  std::size_t count = 0;
  base::Seconds first;
};

/// The codes of a recording, most frequent first.
std::vector<MarkerCount> count_markers(const Recording& recording);

/// "'S255' (20, first at 8.629 s), 'S254' (20, first at 8.640 s)"; "none" where there is none. At most `limit` codes
/// are listed, the rest counted.
std::string list_markers(const Recording& recording, std::size_t limit = 20);

}  // namespace trilayer::recording
