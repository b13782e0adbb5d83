// A binary file that is read at stated places: every offset and count is held against its size first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <string_view>

namespace trilayer::recording {

/// A file open for reading. `place` is its path, for messages.
class BinaryFile {
 public:
  /// Throws Refusal where the file is missing, empty, unreadable or no file.
  explicit BinaryFile(const std::filesystem::path& path);

  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] const std::string& place() const { return place_; }

  /// Fills `out` with the bytes from byte `at` on. Throws Refusal with that byte and `what` it should have been where
  /// the file ends earlier.
  void read(std::uint64_t at, std::span<char> out, std::string_view what);

  /// The same as a string of `count` bytes, which is checked against the file before memory is taken.
  std::string read(std::uint64_t at, std::uint64_t count, std::string_view what);

  /// Throws Refusal unless the file holds `count` bytes from byte `at` on.
  void check(std::uint64_t at, std::uint64_t count, std::string_view what) const;

  /// Throws the Refusal of a fault at a byte of this file.
  [[noreturn]] void refuse(std::string_view problem, std::uint64_t at, std::string_view advice) const;

 private:
  std::string place_;
  std::ifstream in_;
  std::uint64_t size_ = 0;
};

/// What to do about a file that contradicts itself.
inline constexpr std::string_view copy_again =
    "the file is cut short or damaged: copy it again, or open it in the program that recorded it and save it anew";

/// The little-endian number that begins at `at`; the caller has seen to it that it lies within `bytes`.
template <class Number>
Number little_endian(std::string_view bytes, std::size_t at) {
  Number value;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

/// The text of a field whose first byte is its length, trimmed, as UTF-8; a length beyond the field is cut.
std::string counted_text(std::string_view field);

/// The text up to the first null byte, trimmed, as UTF-8.
std::string terminated_text(std::string_view field);

/// A rate in Hz that is a short decimal but for rounding is that decimal.
double tidy_rate(double rate);

}  // namespace trilayer::recording
