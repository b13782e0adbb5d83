#include "trilayer/model/noise.hpp"

#include "trilayer/base/errors.hpp"
#include "trilayer/model/kernel.hpp"

namespace trilayer::model {
namespace {

// A sum of four bytes has mean 510 and variance 4 (256^2 - 1) / 12.
constexpr float byte_sum_mean = 510.0F;
constexpr float byte_sum_scale = 1.0F / 147.801F;

inline float from_bytes(std::uint32_t word) {
  const std::uint32_t pairs = (word & 0x00FF00FFU) + ((word >> 8) & 0x00FF00FFU);
  const auto sum = static_cast<std::int32_t>((pairs & 0xFFFFU) + (pairs >> 16));
  return (static_cast<float>(sum) - byte_sum_mean) * byte_sum_scale;
}

// Philox4x32-10 (Salmon et al. 2011), one counter an index; base/random.cpp has the same for single draws.
TRILAYER_KERNEL
void philox_noise(float* out, std::size_t quarter, std::uint64_t key, std::uint32_t c1, std::uint32_t c2,
                  std::uint32_t c3) {
#pragma GCC ivdep
  for (std::size_t i = 0; i < quarter; ++i) {
    std::uint32_t x0 = static_cast<std::uint32_t>(i), x1 = c1, x2 = c2, x3 = c3;
    auto k0 = static_cast<std::uint32_t>(key), k1 = static_cast<std::uint32_t>(key >> 32);
    for (int round = 0; round < 10; ++round) {
      const std::uint64_t p0 = std::uint64_t{0xD2511F53U} * x0;
      const std::uint64_t p1 = std::uint64_t{0xCD9E8D57U} * x2;
      x0 = static_cast<std::uint32_t>(p1 >> 32) ^ x1 ^ k0;
      x1 = static_cast<std::uint32_t>(p1);
      x2 = static_cast<std::uint32_t>(p0 >> 32) ^ x3 ^ k1;
      x3 = static_cast<std::uint32_t>(p0);
      k0 += 0x9E3779B9U;
      k1 += 0xBB67AE85U;
    }
    out[i] = from_bytes(x0);
    out[i + quarter] = from_bytes(x1);
    out[i + 2 * quarter] = from_bytes(x2);
    out[i + 3 * quarter] = from_bytes(x3);
  }
}

}  // namespace

void fill_noise(std::span<float> out, const NoiseAddress& address, std::uint32_t interval) {
  base::require(out.size() % 4 == 0, "noise is drawn four numbers at a time");
  philox_noise(out.data(), out.size() / 4, address.key, interval, address.trial, address.purpose);
}

Course draw_noise(std::size_t size, base::Stream& stream) {
  NoiseAddress address;
  address.key = (std::uint64_t{stream.word()} << 32) | stream.word();
  address.trial = stream.word();
  Course noise((size + 3) / 4 * 4);
  fill_noise(noise, address, 0);
  noise.resize(size);
  return noise;
}

}  // namespace trilayer::model
