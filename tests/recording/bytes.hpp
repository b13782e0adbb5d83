// Binary files put together byte by byte: numbers at a place, and changes to a file that is right.
#pragma once

#include <cstring>
#include <string>
#include <string_view>

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

}  // namespace trilayer::tests
