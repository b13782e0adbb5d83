// The sessions of a bank that is being built, kept on disk as they come.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "trilayer/inference/bank.hpp"

namespace trilayer::inference {

/// FILE.part: a header with the recipe, then records of length, checksum and one encoded session. A record that a kill
/// left half-written at the end is dropped when the file is opened again, and everything after one that is damaged.
/// While an object lives, no other program can open the same file.
class BankPart {
 public:
  /// Opens the file, or begins it. Throws Refusal where it is of another recipe, is no such file, is in use or cannot
  /// be written.
  BankPart(const std::filesystem::path& file, const Recipe& recipe);
  ~BankPart();
  BankPart(const BankPart&) = delete;
  BankPart& operator=(const BankPart&) = delete;

  /// Encoded sessions by number, those found and those added.
  [[nodiscard]] const std::map<std::uint32_t, std::string>& rows() const { return rows_; }

  /// Writes one more session, which a kill can no longer undo when it returns. Not from several threads at once.
  void add(const BankRow& row);

  /// Removes the file: its sessions are in the bank.
  void remove();

 private:
  void read(const Recipe& recipe);
  void write(std::string_view bytes);

  std::filesystem::path file_;
  int descriptor_ = -1;
  std::map<std::uint32_t, std::string> rows_;
};

}  // namespace trilayer::inference
