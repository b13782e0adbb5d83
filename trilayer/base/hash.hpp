// A short fingerprint of bytes: to tell whether two things are the same, not to keep anybody out.
#pragma once

#include <cstdint>
#include <string_view>

namespace trilayer::base {

/// FNV-1a with 64 bits (Fowler, Noll, Vo). Goes on from `hash` where several stretches of bytes belong together.
constexpr std::uint64_t fnv1a(std::string_view bytes, std::uint64_t hash = 0xcbf29ce484222325U) {
  for (const char byte : bytes) {
    hash ^= static_cast<unsigned char>(byte);
    hash *= 0x100000001b3U;
  }
  return hash;
}

}  // namespace trilayer::base
