// The TOML blocks of docs/reference/mapping.md and other pages beside it, so that the page's examples are tested and
// cannot rot.
#pragma once

#include <string>
#include <vector>

#include "trilayer/base/files.hpp"
#include "trilayer/base/text.hpp"

namespace trilayer::tests {

/// Every block between ```toml and ``` of the page, in order.
inline std::vector<std::string> mapping_examples(const std::string& page = "mapping.md") {
  std::vector<std::string> examples;
  bool inside = false;
  for (const auto& line : base::lines(base::read_file(TRILAYER_SOURCE_DIR "/docs/reference/" + page))) {
    if (line == "```toml") {
      inside = true;
      examples.emplace_back();
    } else if (line == "```") {
      inside = false;
    } else if (inside) {
      examples.back() += line + "\n";
    }
  }
  return examples;
}

}  // namespace trilayer::tests
