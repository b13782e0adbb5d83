// The density of the loadings: a density, the prior where nothing is said, and the same from both sides.
#include "trilayer/inference/network/density.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cmath>
#include <vector>

#include "trilayer/inference/design.hpp"
#include "trilayer/inference/network/probit.hpp"

namespace trilayer::inference {
namespace {

using doctest::Approx;

std::vector<double> outputs(std::uint32_t number, double size) {
  base::Stream stream(77, number);
  std::vector<double> values(OutputLayout{}.size());
  for (double& value : values) value = size * stream.normal();
  return values;
}

Density some_density(std::uint32_t number) {
  return density_of(outputs(2 * number, 0.5), outputs(2 * number + 1, 0.5), {}, {});
}

TEST_CASE("The normal share and its inverse are those of tables") {
  CHECK(normal_share(0.0) == 0.5);
  CHECK(normal_share(1.959963984540054) == Approx(0.975).epsilon(1e-12));
  CHECK(normal_share(-3.090232306167813) == Approx(0.001).epsilon(1e-9));
  for (const double share : {0.001, 0.05, 0.5, 0.8, 0.999})
    CHECK(normal_share(probit(share)) == Approx(share).epsilon(1e-9));
}

TEST_CASE("Outputs of nothing give the prior: patterns as they are drawn, sizes uniform") {
  const std::vector<double> nothing(OutputLayout{}.size());
  const Density density = density_of(nothing, nothing, {}, {});
  const Prior prior;
  std::array<double, pattern_count> drawn{};
  constexpr int draws = 40000;
  for (std::uint32_t k = 0; k < draws; ++k) {
    base::Stream stream(3, k);
    drawn[pattern_of(draw_loadings(prior, stream))] += 1.0 / draws;
  }
  for (std::size_t p = 0; p < pattern_count; ++p) CHECK(std::abs(density.pattern[p] - drawn[p]) < 0.01);
  const double half = 0.5 * (prior.smallest + 1.0);
  const model::Loadings one{{0.0, half, 0.0, 0.0, 0.0, 0.0}};
  CHECK(log_density(density, one, prior) ==
        Approx(std::log(density.pattern[2]) - 0.5 * std::log(2.0 * 3.14159265358979)));
}

TEST_CASE("Probabilities of patterns sum to one, and the density of one size integrates to its pattern's") {
  rc::check([] {
    const Density density = some_density(*rc::gen::inRange<std::uint32_t>(0, 1000));
    double sum = 0.0;
    for (const double p : density.pattern) sum += p;
    RC_ASSERT(std::abs(sum - 1.0) < 1e-12);
  });
  const Density density = some_density(4);
  double integral = 0.0;
  constexpr double step = 0.002;
  for (double z = -2.8; z < 2.8; z += step)
    integral += step * std::exp(log_density(density, {{0.0, 0.0, 0.0, loading_of(z, {}), 0.0, 0.0}}, {}));
  double outside = 0.0;  // what lies beyond the ends of the loadings
  CHECK(integral + outside <= density.pattern[8] * 1.0001);
  CHECK(integral > 0.8 * density.pattern[8]);
}

TEST_CASE("Left and right exchanged in the outputs exchange the loadings") {
  rc::check([] {
    const auto number = *rc::gen::inRange<std::uint32_t>(0, 1000);
    const auto a = outputs(2 * number, 0.5), b = outputs(2 * number + 1, 0.5);
    base::Stream stream(5, number);
    const model::Loadings truth = draw_loadings({}, stream);
    const double as_is = log_density(density_of(a, b, {}, {}), truth, {});
    const double exchanged = log_density(density_of(b, a, {}, {}), mirrored(truth), {});
    RC_ASSERT(std::abs(as_is - exchanged) < 1e-9);
  });
}

TEST_CASE("Draws are spread as the density says") {
  const Density density = some_density(9);
  constexpr std::uint32_t draws = 20000;
  std::array<double, pattern_count> seen{};
  double mean_of_log = 0.0;
  for (std::uint32_t k = 0; k < draws; ++k) {
    base::Stream stream(8, k);
    const auto drawn = draw(density, (k + 0.5) / draws, stream, {});
    seen[pattern_of(drawn)] += 1.0 / draws;
    mean_of_log += log_density(density, drawn, {}) / draws;
  }
  for (std::size_t p = 0; p < pattern_count; ++p) CHECK(std::abs(seen[p] - density.pattern[p]) < 2.0 / draws);
  // No other density gives its own draws a higher mean log density (Gibbs' inequality).
  double under_other = 0.0;
  for (std::uint32_t k = 0; k < draws; ++k) {
    base::Stream stream(8, k);
    under_other += log_density(some_density(10), draw(density, (k + 0.5) / draws, stream, {}), {}) / draws;
  }
  CHECK(mean_of_log > under_other);
}

}  // namespace
}  // namespace trilayer::inference
