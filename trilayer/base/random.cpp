#include "trilayer/base/random.hpp"

#include <cmath>

#include "trilayer/base/elementary.hpp"

namespace trilayer::base {

std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::uint64_t key) {
  auto k0 = static_cast<std::uint32_t>(key);
  auto k1 = static_cast<std::uint32_t>(key >> 32);
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t p0 = std::uint64_t{0xD2511F53} * counter[0];
    const std::uint64_t p1 = std::uint64_t{0xCD9E8D57} * counter[2];
    counter = {static_cast<std::uint32_t>(p1 >> 32) ^ counter[1] ^ k0, static_cast<std::uint32_t>(p1),
               static_cast<std::uint32_t>(p0 >> 32) ^ counter[3] ^ k1, static_cast<std::uint32_t>(p0)};
    k0 += 0x9E3779B9;
    k1 += 0xBB67AE85;
  }
  return counter;
}

std::uint32_t Stream::word() {
  if (used_ == 4) {
    words_ = philox(counter_, key_);
    ++counter_[0];
    used_ = 0;
  }
  return words_[used_++];
}

double Stream::uniform() {
  const std::uint64_t high = word() >> 5;  // 27 bits
  const std::uint64_t low = word() >> 6;   // 26 bits
  return (static_cast<double>((high << 26) | low) + 0.5) * 0x1p-53;
}

double Stream::uniform(double low, double high) { return low + (high - low) * uniform(); }

double Stream::normal() {
  if (has_spare_) {
    has_spare_ = false;
    return spare_normal_;
  }
  const double radius = std::sqrt(-2.0 * portable_log(uniform()));  // sqrt is exact to the last bit everywhere
  const auto [sine, cosine] = portable_sincos_turns(uniform());
  spare_normal_ = radius * sine;
  has_spare_ = true;
  return radius * cosine;
}

std::uint32_t Stream::below(std::uint32_t n) {
  const std::uint32_t limit = (0u - n) % n;  // reject the part that would favour small numbers
  for (;;) {
    const std::uint64_t product = std::uint64_t{word()} * n;
    if (static_cast<std::uint32_t>(product) >= limit) return static_cast<std::uint32_t>(product >> 32);
  }
}

}  // namespace trilayer::base
