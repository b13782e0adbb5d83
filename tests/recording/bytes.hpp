// Binary files put together byte by byte: numbers at a place, and changes to a file that is right.
#pragma once

#include <cstdint>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "trilayer/base/random.hpp"

namespace trilayer::tests {

/// Writes a little-endian number over the bytes at `at`, which are there.
template <class Number>
void put(std::string& bytes, std::size_t at, Number number) {
  std::memcpy(bytes.data() + at, &number, sizeof number);
}

template <class Number>
void append(std::string& bytes, Number number) {
  bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
}

/// A text behind its length, in a field of `width` bytes.
inline void put_counted(std::string& bytes, std::size_t at, std::string_view text, std::size_t width) {
  bytes[at] = static_cast<char>(text.size());
  bytes.replace(at + 1, width - 1, std::string(text) + std::string(width - 1 - text.size(), '\0'));
}

/// Calls `check` with the path of a file in `folder` that holds `bytes` cut at every `step`-th byte, then with three of
/// them changed, `changes` times over.
template <class Check>
void with_damaged(const std::filesystem::path& folder, const std::string& bytes, std::size_t step, int changes,
                  base::Stream stream, Check&& check) {
  const std::filesystem::path path = folder / "damaged";
  const auto try_out = [&](const std::string& damaged) {
    std::filesystem::remove(path);  // some file systems wait for the disk where a file is renamed or cut to nothing
    std::ofstream(path, std::ios::binary) << damaged;
    check(path);
  };
  for (std::size_t size = 0; size < bytes.size(); size += step) try_out(bytes.substr(0, size));
  for (int i = 0; i < changes; ++i) {
    std::string damaged = bytes;
    for (int k = 0; k < 3; ++k)
      damaged[stream.below(static_cast<std::uint32_t>(bytes.size()))] = static_cast<char>(stream.below(256));
    try_out(damaged);
  }
}

}  // namespace trilayer::tests
