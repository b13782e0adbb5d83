#include "tests/report/golden.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>

#include "trilayer/base/text.hpp"

namespace trilayer::tests {

void check_golden(const std::string& name, const std::string& text) {
  const auto path = std::filesystem::path(TRILAYER_SOURCE_DIR) / "tests" / "report" / "golden" / name;
  const char* renew = std::getenv("TRILAYER_RENEW_GOLDEN");
  if (renew != nullptr && std::string_view(renew) == "1") {
    std::filesystem::create_directories(path.parent_path());
    std::ofstream(path, std::ios::binary) << text;
    MESSAGE("wrote golden/" << name);
  }
  std::ifstream file(path, std::ios::binary);
  REQUIRE_MESSAGE(file.good(), "golden/" << name << " is not there: run with TRILAYER_RENEW_GOLDEN=1");
  std::ostringstream content;
  content << file.rdbuf();
  const auto expected = base::lines(content.str());
  const auto written = base::lines(text);
  for (std::size_t i = 0; i < std::min(expected.size(), written.size()); ++i) {
    INFO("line " << i + 1 << " of golden/" << name);
    REQUIRE(written[i] == expected[i]);
  }
  CHECK(written.size() == expected.size());
  CHECK(text == content.str());  // line ends too
}

}  // namespace trilayer::tests
