// Random numbers by counter: what is drawn depends on what it is for, never on order, threads or shards.
#pragma once

#include <array>
#include <cstdint>

namespace trilayer::base {

/// Philox4x32-10 (Salmon, Moraes, Dror, Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"): four 32-bit words
/// from a 128-bit counter and a 64-bit key.
std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::uint64_t key);

/// A stream of draws with an address: seed, and up to three numbers that say what it is for (participant, trial,
/// purpose ...). Streams with different addresses are independent; the same address gives the same draws.
class Stream {
 public:
  explicit Stream(std::uint64_t seed, std::uint32_t a = 0, std::uint32_t b = 0, std::uint32_t c = 0)
      : key_(seed), counter_{0, a, b, c} {}

  std::uint32_t word();
  double uniform();                         ///< in (0, 1), 53 bits, never 0 or 1
  double uniform(double low, double high);  ///< in (low, high)
  double normal();                          ///< mean 0, standard deviation 1 (Box-Muller)
  std::uint32_t below(std::uint32_t n);     ///< in [0, n), without bias; n above 0

 private:
  std::uint64_t key_;
  std::array<std::uint32_t, 4> counter_;
  std::array<std::uint32_t, 4> words_{};
  unsigned used_ = 4;
  double spare_normal_ = 0.0;
  bool has_spare_ = false;
};

}  // namespace trilayer::base
