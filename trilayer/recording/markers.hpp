// Marker codes: compared, counted, listed.
#pragma once

#include <string>
#include <string_view>

#include "trilayer/recording/recording.hpp"

namespace trilayer::recording {

/// A code as it is compared: without blanks, so that "S  1" is "S1".
std::string plain_code(std::string_view code);

/// "S255 (20, first at 8.629 s), S254 (20, first at 8.640 s)", most frequent first; "none" where there is none.
/// At most `limit` codes are listed, the rest counted.
std::string list_markers(const Recording& recording, std::size_t limit = 20);

}  // namespace trilayer::recording
