#include "tests/recordings.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <system_error>

namespace trilayer::tests {
namespace fs = std::filesystem;

std::optional<fs::path> recordings() {
  const char* folder = std::getenv("TRILAYER_RECORDINGS");
  if (folder == nullptr || *folder == '\0') {
    MESSAGE("skipped: TRILAYER_RECORDINGS is not set, so the real recordings are not read");
    return std::nullopt;
  }
  std::error_code error;
  if (!fs::is_directory(folder, error)) FAIL("TRILAYER_RECORDINGS names no readable folder: " << folder);
  return fs::path(folder);
}

TemporaryFolder::TemporaryFolder() {
  std::string name = (fs::temp_directory_path() / "trilayer-test-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr) FAIL("cannot make a temporary folder");
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

}  // namespace trilayer::tests
