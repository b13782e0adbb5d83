// Where tests find the real recordings, and a place of their own to write to.
#pragma once

#include <filesystem>
#include <optional>

namespace trilayer::tests {

/// The folder of real recordings from TRILAYER_RECORDINGS, or nothing, with a message, where the variable is unset.
/// Fails the test where it is set but no readable folder.
std::optional<std::filesystem::path> recordings();

/// A fresh folder that is removed with its content at the end of the scope.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace trilayer::tests
