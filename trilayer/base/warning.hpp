// What a person should know about the data although the work went on.
#pragma once

#include <string>

namespace trilayer::base {

/// A remark on the data that did not stop the work. `code` is stable and for programs (`mains_hum`), `text` is for
/// people and carries the figures with their units, `place` names file, channel or block.
struct Warning {
  std::string code;
  std::string text;
  std::string place;

  friend bool operator==(const Warning&, const Warning&) = default;
};

}  // namespace trilayer::base
