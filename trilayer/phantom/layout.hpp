// Where the blocks of a phantom lie in its recording, what is said of them, and which random numbers are theirs.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "trilayer/base/random.hpp"
#include "trilayer/phantom/phantom.hpp"

namespace trilayer::phantom {

/// What a stream of random numbers is for. The numbers are part of the data: never change one.
enum class Purpose : std::uint32_t { emg = 1, sensor = 2, response = 3, silence = 4, interval = 5, tail = 6 };

/// A block and where it lies in the recording, in samples.
struct Placed {
  const PhantomBlock* block = nullptr;
  std::uint32_t address = 0;  ///< of its random numbers: a hash of its id, so that its place changes nothing
  std::size_t first = 0;      ///< its first sample, from that of the recording
  std::size_t length = 0;
  std::vector<std::size_t> anchors;  ///< true ones, from the block's first sample
};

/// The blocks one after the other. Throws Bug for a phantom that cannot be.
std::vector<Placed> place(const Phantom& phantom, std::uint64_t seed);

/// The random numbers of one purpose, trial and hand.
base::Stream stream_for(std::uint64_t seed, const Placed& placed, std::size_t trial, protocol::Side side,
                        Purpose purpose);

/// The block as a file would state it, its times late by the marker's delay.
protocol::Block stated_block(const Phantom& phantom, const Placed& placed);

}  // namespace trilayer::phantom
