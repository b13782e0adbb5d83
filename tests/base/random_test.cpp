#include "trilayer/base/random.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cmath>
#include <vector>

#include "trilayer/base/statistics.hpp"

namespace trilayer::base {
namespace {

using Words = std::array<std::uint32_t, 4>;

TEST_CASE("Philox gives the published known answers") {
  // Random123, tests/kat_vectors, "philox4x32 10": counter, key, result.
  CHECK(philox({0, 0, 0, 0}, 0) == Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(philox({~0u, ~0u, ~0u, ~0u}, ~std::uint64_t{0}) == Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, 0x299f31d0a4093822) ==
        Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("A stream is known by its address, and every part of the address counts") {
  const auto first = [](Stream stream) { return stream.word(); };
  CHECK(first(Stream(1, 2, 3, 4)) == first(Stream(1, 2, 3, 4)));
  CHECK(first(Stream(1, 2, 3, 4)) != first(Stream(9, 2, 3, 4)));
  CHECK(first(Stream(1, 2, 3, 4)) != first(Stream(1, 9, 3, 4)));
  CHECK(first(Stream(1, 2, 3, 4)) != first(Stream(1, 2, 9, 4)));
  CHECK(first(Stream(1, 2, 3, 4)) != first(Stream(1, 2, 3, 9)));
}

TEST_CASE("The words of a stream are those of the counter, four at a time") {
  Stream stream(7, 1, 2, 3);
  for (std::uint32_t block = 0; block < 3; ++block)
    for (const std::uint32_t word : philox({block, 1, 2, 3}, 7)) CHECK(stream.word() == word);
}

constexpr int many = 200000;

std::vector<double> draws(double (Stream::*draw)()) {
  Stream stream(11);
  std::vector<double> values(many);
  for (double& v : values) v = (stream.*draw)();
  return values;
}

TEST_CASE("Uniform numbers are spread evenly inside (0, 1)") {
  const auto values = draws(&Stream::uniform);
  CHECK(mean(values) == doctest::Approx(0.5).epsilon(0.005));
  CHECK(standard_deviation(values) == doctest::Approx(std::sqrt(1.0 / 12.0)).epsilon(0.01));
  for (const double q : {0.01, 0.25, 0.9}) CHECK(std::abs(quantile(values, q) - q) < 0.004);
  bool inside = true;
  for (const double v : values) inside = inside && v > 0.0 && v < 1.0;
  CHECK(inside);
  CHECK(Stream(3).uniform(2.0, 4.0) == 2.0 + 2.0 * Stream(3).uniform());
}

TEST_CASE("Normal numbers have the moments and the tails of the normal distribution") {
  const auto values = draws(&Stream::normal);
  const double error = 1.0 / std::sqrt(static_cast<double>(many));
  CHECK(std::abs(mean(values)) < 4.0 * error);
  CHECK(std::abs(standard_deviation(values) - 1.0) < 4.0 * error / std::sqrt(2.0));
  double fourth = 0.0;
  for (const double v : values) fourth += v * v * v * v / many;
  CHECK(std::abs(fourth - 3.0) < 4.0 * std::sqrt(96.0) * error);
  for (const double p : {0.001, 0.05, 0.5, 0.975})
    CHECK(quantile(values, p) == doctest::Approx(normal_quantile(p)).epsilon(0.03).scale(1.0));
}

TEST_CASE("Neighbouring normal numbers and neighbouring streams are uncorrelated") {
  double within = 0.0, between = 0.0;
  for (std::uint32_t i = 0; i < 50000; ++i) {
    Stream a(1, i), b(1, i + 1);
    const double first = a.normal();
    within += first * a.normal() / 50000.0;
    between += first * b.normal() / 50000.0;
  }
  CHECK(std::abs(within) < 4.0 / std::sqrt(50000.0));
  CHECK(std::abs(between) < 4.0 / std::sqrt(50000.0));
}

TEST_CASE("Whole numbers below a limit come equally often and never reach it") {
  Stream stream(5);
  std::array<int, 7> counts{};
  for (int i = 0; i < 70000; ++i) ++counts.at(stream.below(7));  // at() throws where one is 7 or more
  for (const int count : counts) CHECK(std::abs(count - 10000) < 4 * 93);
  CHECK(stream.below(1) == 0);
}

}  // namespace
}  // namespace trilayer::base
