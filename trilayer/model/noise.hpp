// Many small random numbers at once, addressed by counter: the synaptic noise of a pool of motoneurons.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "trilayer/base/random.hpp"
#include "trilayer/model/grid.hpp"

namespace trilayer::model {

/// Where a run of draws comes from: what is drawn depends on nothing else.
struct NoiseAddress {
  std::uint64_t key = 0;      ///< of the block
  std::uint32_t trial = 0;    ///< of the block
  std::uint32_t purpose = 0;  ///< which pool or channel
};

/// Fills `out` with nearly normal numbers, mean 0, SD 1: the sum of four uniform bytes of a Philox word (excess
/// kurtosis -0.3, none beyond 3.45 SD). Enough for noise that a membrane or a filter averages over several draws.
/// `interval` counts the calls. `out.size()` is a multiple of 4.
void fill_noise(std::span<float> out, const NoiseAddress& address, std::uint32_t interval);

/// A course of such numbers, with an address drawn from the stream.
Course draw_noise(std::size_t size, base::Stream& stream);

}  // namespace trilayer::model
