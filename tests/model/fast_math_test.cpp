// exp and log of the inner loops, against the C library; and the random numbers of the motoneurons.
#include "trilayer/model/fast_math.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>

#include "trilayer/base/random.hpp"
#include "trilayer/model/noise.hpp"

namespace trilayer::model {
namespace {

constexpr double tolerance = 1e-12;

TEST_CASE("The exponential is that of the C library to twelve digits") {
  base::Stream stream(1);
  for (int k = 0; k < 20000; ++k) {
    const double x = k < 10000 ? stream.uniform(-700.0, 700.0) : stream.uniform(-2.0, 2.0);
    CAPTURE(x);
    CHECK(std::abs(fast_exp(x) / std::exp(x) - 1.0) < tolerance);
  }
  CHECK(fast_exp(0.0) == 1.0);
  CHECK(fast_exp(-701.0) == 0.0);
  CHECK(fast_exp(800.0) == fast_exp(700.0));
}

TEST_CASE("The logarithm is that of the C library to twelve digits") {
  base::Stream stream(2);
  for (int k = 0; k < 20000; ++k) {
    const double x = k < 10000 ? std::exp(stream.uniform(-600.0, 600.0)) : stream.uniform(0.5, 2.0);
    CAPTURE(x);
    // Near 1 the logarithm is near 0 and its absolute error counts.
    CHECK(std::abs(fast_log(x) - std::log(x)) < tolerance * std::max(1.0, std::abs(std::log(x))));
  }
  CHECK(fast_log(1.0) == 0.0);
}

TEST_CASE("Noise is made of the words of the one generator, wherever it is drawn") {
  const NoiseAddress address{0x0123456789ABCDEFU, 17, 4};
  std::array<float, 128> noise{};
  fill_noise(noise, address, 9);
  for (std::uint32_t i = 0; i < 32; ++i) {
    const auto words = base::philox({i, 9, address.trial, address.purpose}, address.key);
    for (std::size_t part = 0; part < 4; ++part) {
      const std::uint32_t w = words[part];
      const auto sum = static_cast<float>((w & 255U) + (w >> 8 & 255U) + (w >> 16 & 255U) + (w >> 24));
      CAPTURE(i);
      CHECK(noise[i + 32 * part] == (sum - 510.0F) * (1.0F / 147.801F));
    }
  }
}

TEST_CASE("Noise has mean 0, SD 1 and the tails of four bytes") {
  std::array<float, 128> noise{};
  double sum = 0.0, squares = 0.0, fourth = 0.0, along = 0.0;
  constexpr std::uint32_t calls = 2000;
  const double n = 128.0 * calls;
  for (std::uint32_t call = 0; call < calls; ++call) {
    fill_noise(noise, {3, 0, 0}, call);
    double before = static_cast<double>(noise.back());
    for (const float value : noise) {
      const auto x = static_cast<double>(value);
      sum += x;
      squares += x * x;
      fourth += x * x * x * x;
      along += x * before;
      before = x;
      CHECK(std::abs(x) <= 3.451);
    }
  }
  // Five standard errors each.
  CHECK(std::abs(sum / n) < 5.0 / std::sqrt(n));
  CHECK(std::abs(squares / n - 1.0) < 5.0 * std::sqrt(1.7 / n));
  CHECK(fourth / n == doctest::Approx(2.7).epsilon(0.02));
  CHECK(std::abs(along / n) < 5.0 / std::sqrt(n));
}

}  // namespace
}  // namespace trilayer::model
