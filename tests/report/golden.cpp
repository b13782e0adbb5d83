#include "tests/report/golden.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "trilayer/base/files.hpp"

namespace trilayer::tests {

void check_golden(const std::string& name, const std::string& text) {
  const std::filesystem::path path = std::filesystem::path(TRILAYER_SOURCE_DIR) / "tests/report/golden" / name;
  if (const char* renew = std::getenv("TRILAYER_RENEW_GOLDEN"); renew != nullptr && std::string(renew) == "1") {
    base::write_file(path, text);
    MESSAGE("renewed: " << name);
    return;
  }
  const std::string kept = base::read_file(path);
  INFO("golden file: " << name << ", first difference at byte "
                       << std::mismatch(kept.begin(), kept.end(), text.begin(), text.end()).first - kept.begin());
  CHECK((kept == text));
}

}  // namespace trilayer::tests
