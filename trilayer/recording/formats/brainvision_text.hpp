// The text files of BrainVision (.vhdr, .vmrk): a signature, then sections of key=value lines.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace trilayer::recording {

struct BrainVisionEntry {
  std::string key;  ///< as in the file
  std::string value;
  std::size_t line = 0;  ///< counted from 1
};

/// The sections this program uses, in UTF-8 whatever the file had. User infos, coordinates and the free text of
/// [Comment] are left out.
struct BrainVisionText {
  std::string place;  ///< of the file, for messages
  std::vector<BrainVisionEntry> common, binary, channels, markers;

  /// The value of a key of [Common Infos] or [Binary Infos], any case; empty where it is not there.
  [[nodiscard]] std::string value(std::string_view key) const;
  /// "FILE, line 12"
  [[nodiscard]] std::string line(const BrainVisionEntry& entry) const;
};

/// Reads a file whose first line is the signature of `kind` ("Header" or "Marker"), version 1.0 or 2.0, with or
/// without the space in "Brain Vision" and the comma before "Version".
/// Throws Refusal: missing, empty, other signature, a line that is no entry, a key given twice.
BrainVisionText read_brainvision_text(const std::filesystem::path& path, std::string_view kind);

/// Fields of an entry between commas, with "\1" turned back into a comma.
std::vector<std::string> brainvision_fields(std::string_view value);

}  // namespace trilayer::recording
