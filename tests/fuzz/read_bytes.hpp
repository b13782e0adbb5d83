// What every fuzz target does with its bytes: a reader refuses them, or gives a sound recording.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <string>

#include "trilayer/base/errors.hpp"
#include "trilayer/recording/recording.hpp"

namespace trilayer::tests {

/// Gives `read` the path of a file in memory that holds the bytes. Ends the program where the reader throws anything
/// but a Refusal with advice and place, or gives more samples than the file has bytes.
template <class Read>
void read_bytes(const std::uint8_t* data, std::size_t size, Read&& read) {
  static const int file = ::memfd_create("input", 0);
  if (file < 0 || ::ftruncate(file, 0) != 0 || ::pwrite(file, data, size, 0) != static_cast<ssize_t>(size))
    std::abort();
  try {
    const recording::Recording r = read(std::filesystem::path("/proc/self/fd/" + std::to_string(file)));
    recording::check_consistent(r);
    std::size_t samples = 0;
    for (const auto& segment : r.segments)
      for (const auto& row : segment.samples) samples += row.size();
    if (samples > size) std::abort();
  } catch (const base::Refusal& refusal) {
    if (refusal.advice().empty() || refusal.place().empty()) std::abort();
  }
}

}  // namespace trilayer::tests
