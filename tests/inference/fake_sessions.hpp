// Sessions of a bank made up quickly: as if simulated, but drawn.
#pragma once

#include <cstdint>
#include <filesystem>

#include "trilayer/inference/bank.hpp"

namespace trilayer::inference {

/// Depends on the number alone; every state occurs, loadings are drawn from the prior.
BankRow fake_session(std::uint32_t number);

/// A recipe of this program.
Recipe fake_recipe(std::uint64_t seed = 1);

/// Sessions [first, first + count).
Bank fake_bank(std::uint32_t first, std::uint32_t count, std::uint64_t seed = 1);

/// A folder for one test's files, gone with the object.
class TestFolder {
 public:
  TestFolder();
  ~TestFolder();
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  [[nodiscard]] std::filesystem::path file(const char* name) const { return folder_ / name; }

 private:
  std::filesystem::path folder_;
};

}  // namespace trilayer::inference
