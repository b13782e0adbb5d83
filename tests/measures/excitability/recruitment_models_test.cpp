// Curves fitted to amplitudes whose truth is known: drawn from the models themselves, and from a published generator
// of motor evoked potentials that is neither of them.
#include "trilayer/measures/excitability/recruitment_models.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "trilayer/base/random.hpp"
#include "trilayer/measures/excitability/minimise.hpp"

namespace trilayer::measures {
namespace {

using Trials = std::vector<CurveTrial>;

// Gamma distributed with scale 1 (Marsaglia and Tsang 2000).
double gamma_draw(base::Stream& stream, double shape) {
  if (shape < 1.0) return gamma_draw(stream, shape + 1.0) * std::pow(stream.uniform(), 1.0 / shape);
  const double d = shape - 1.0 / 3.0, c = 1.0 / std::sqrt(9.0 * d);
  for (;;) {
    const double x = stream.normal(), v = std::pow(1.0 + c * x, 3.0);
    if (v > 0.0 && std::log(stream.uniform()) < 0.5 * x * x + d - d * v + d * std::log(v)) return d * v;
  }
}

// Boltzmann: floor 0.01 mV, 2 mV above it, S50 60 %, k 4 %.
double boltzmann(double x) { return 0.01 + 2.0 / (1.0 + std::exp((60.0 - x) / 4.0)); }
// Rectified logistic: floor 0.01, h 2 mV, a 48 %, b 0.2 per %, v 1 mV.
double rectified_logistic(double x) {
  return 0.01 + std::max(0.0, -1.0 + 3.0 / (1.0 + 2.0 * std::exp(-0.2 * (x - 48.0))));
}

Trials drawn(double (*curve)(double), std::uint32_t repeat, int each) {
  base::Stream stream(99, repeat);
  Trials trials;
  for (double x = 40.0; x <= 85.0; x += 5.0)
    for (int i = 0; i < each; ++i) {
      const double mean = curve(x), rate = 1.0 / 0.3 + 1.0 / (0.4 * mean);
      trials.push_back({x, gamma_draw(stream, mean * rate) / rate});
    }
  return trials;
}

TEST_CASE("The logarithm of the gamma function is that of factorials, and of the half") {
  CHECK(log_gamma(1.0) == doctest::Approx(0.0).epsilon(1e-9));
  CHECK(log_gamma(5.0) == doctest::Approx(std::log(24.0)).epsilon(1e-10));
  CHECK(log_gamma(0.5) == doctest::Approx(0.5 * std::log(3.14159265358979323846)).epsilon(1e-10));
  CHECK(log_gamma(171.0) == doctest::Approx(706.573062245787).epsilon(1e-10));
}

TEST_CASE("A curved valley is followed to its lowest point") {
  const Objective rosenbrock = [](std::span<const double> p) {
    return 100.0 * std::pow(p[1] - p[0] * p[0], 2) + std::pow(1.0 - p[0], 2);
  };
  const std::vector<double> start{-1.2, 1.0}, steps{0.5, 0.5};
  const Minimum found = minimise(rosenbrock, start, steps);
  CHECK(found.at[0] == doctest::Approx(1.0).epsilon(1e-3));
  CHECK(found.at[1] == doctest::Approx(1.0).epsilon(1e-3));
}

TEST_CASE("Second derivatives of a quadratic are its matrix, whose inverse undoes it") {
  const Objective quadratic = [](std::span<const double> p) { return 2.0 * p[0] * p[0] + p[0] * p[1] + p[1] * p[1]; };
  const std::vector<double> at{0.3, -0.2};
  const Square matrix = second_derivatives(quadratic, at);
  CHECK(matrix.at(0, 0) == doctest::Approx(4.0).epsilon(1e-5));
  CHECK(matrix.at(0, 1) == doctest::Approx(1.0).epsilon(1e-5));
  const auto inverted = inverse(matrix);
  REQUIRE(inverted);
  CHECK(inverted->at(0, 0) == doctest::Approx(2.0 / 7.0).epsilon(1e-4));
  CHECK(inverted->at(0, 1) == doctest::Approx(-1.0 / 7.0).epsilon(1e-4));
  CHECK_FALSE(inverse(Square{2, {1.0, 2.0, 2.0, 1.0}}));
}

TEST_CASE("Many trials of a curve give back what it was drawn from, and the right model") {
  const Trials from_boltzmann = drawn(boltzmann, 0, 200), from_logistic = drawn(rectified_logistic, 0, 200);
  const CurveFit smooth = fit_curve(CurveModel::boltzmann, from_boltzmann);
  CHECK(smooth.features.maximum == doctest::Approx(2.01).epsilon(0.05));
  CHECK(std::abs(smooth.features.s50 - 60.0) < 0.6);
  CHECK(smooth.features.slope == doctest::Approx(2.0 / 16.0).epsilon(0.08));
  CHECK(std::abs(smooth.features.threshold - 52.0) < 0.8);
  CHECK(curve_at(smooth, 60.0) == doctest::Approx(1.01).epsilon(0.06));
  CHECK(smooth.akaike < fit_curve(CurveModel::rectified_logistic, from_boltzmann).akaike);

  const CurveFit cornered = fit_curve(CurveModel::rectified_logistic, from_logistic);
  CHECK(cornered.features.maximum == doctest::Approx(2.01).epsilon(0.05));
  CHECK(std::abs(cornered.features.threshold - 48.0) < 0.6);
  // -v + (h + v) / (1 + E) = h / 2 at E = (h / 2) / (h / 2 + v) = 1 / 2: x = a + ln 4 / b
  CHECK(std::abs(cornered.features.s50 - (48.0 + std::log(4.0) / 0.2)) < 0.8);
  CHECK(cornered.features.slope == doctest::Approx(0.2 * 3.0 / 4.0).epsilon(0.15));
  CHECK(cornered.akaike < fit_curve(CurveModel::boltzmann, from_logistic).akaike);
}

TEST_CASE("The intensity of an amplitude is the curve read the other way") {
  const CurveFit fit = fit_curve(CurveModel::boltzmann, drawn(boltzmann, 1, 20));
  const auto at = intensity_for(fit, 0.7);
  REQUIRE(at);
  CHECK(curve_at(fit, *at) == doctest::Approx(0.7).epsilon(1e-6));
  CHECK_FALSE(intensity_for(fit, 50.0));
}

TEST_CASE("Amplitudes that do not depend on the intensity are better described without a curve") {
  base::Stream stream(5);
  Trials flat;
  for (double x = 40.0; x <= 70.0; x += 5.0)
    for (int i = 0; i < 10; ++i) flat.push_back({x, 0.3 * gamma_draw(stream, 3.0)});
  const double none = akaike_of_no_curve(flat);
  CHECK(none < fit_curve(CurveModel::boltzmann, flat).akaike);
  CHECK(none < fit_curve(CurveModel::rectified_logistic, flat).akaike);
  CHECK(akaike_of_no_curve(drawn(boltzmann, 2, 10)) > fit_curve(CurveModel::boltzmann, drawn(boltzmann, 2, 10)).akaike);
}

// Whether 1.96 standard errors reach the truth, counted over repeats.
struct Held {
  int maximum = 0, s50 = 0, slope = 0, threshold = 0;

  void count(const CurveFit& fit, const CurveFeatures& truth) {
    const CurveFeatures &f = fit.features, &e = fit.errors;
    maximum += std::abs(std::log(f.maximum / truth.maximum)) <= 1.96 * e.maximum ? 1 : 0;
    s50 += std::abs(f.s50 - truth.s50) <= 1.96 * e.s50 ? 1 : 0;
    slope += std::abs(std::log(f.slope / truth.slope)) <= 1.96 * e.slope ? 1 : 0;
    threshold += std::abs(f.threshold - truth.threshold) <= 1.96 * e.threshold ? 1 : 0;
  }
};

TEST_CASE("Intervals of one hundred trials drawn from the model hold the truth about nineteen times in twenty") {
  constexpr int repeats = 100;
  Held held;
  for (std::uint32_t i = 0; i < repeats; ++i)
    held.count(fit_curve(CurveModel::boltzmann, drawn(boltzmann, i + 10, 10)), {2.01, 60.0, 0.125, 52.0});
  MESSAGE("coverage of 100: maximum " << held.maximum << ", S50 " << held.s50 << ", slope " << held.slope
                                      << ", threshold " << held.threshold);
  for (const int inside : {held.maximum, held.s50, held.slope, held.threshold}) CHECK(inside >= 86);
}

// The generator of Goetz et al. 2019 [V code] with the means of its virtual population: noise on the intensity (SD 4.9
// % of output), noise on the logarithm of the amplitude, and an extreme-value floor. In mV.
double goetz_amplitude(base::Stream& stream, double intensity) {
  constexpr double p2 = 4.5323, shape = 0.14, floor_scale = 1.55e-6;  // the floor in V
  const double p3 = std::pow(10.0, 3.6466), p4 = std::pow(10.0, 0.4264), p5 = std::pow(10.0, 1.6665);
  const double x = std::max(1e-9, intensity - p5 + std::pow(10.0, 0.6883) * stream.normal());
  const double log_noise = std::pow(10.0, -0.9645) * stream.normal();
  const double floor =
      std::pow(10.0, -5.0818) + floor_scale * (std::pow(-std::log(stream.uniform()), -shape) - 1.0) / shape;
  return 1e3 * std::max(1e-8, floor + 1e-7 * std::pow(10.0, log_noise + p2 / (1.0 + p3 / std::pow(x, p4))));
}

Trials from_goetz(std::uint32_t repeat, int each) {
  base::Stream stream(2019, repeat);
  Trials trials;
  for (double x = 40.0; x <= 130.0; x += 10.0)
    for (int i = 0; i < each; ++i) trials.push_back({x, goetz_amplitude(stream, x)});
  return trials;
}

TEST_CASE("On a generator that is neither model the intervals hold what ten thousand trials of it give") {
  constexpr int repeats = 60;
  for (const CurveModel model : {CurveModel::boltzmann, CurveModel::rectified_logistic}) {
    const CurveFeatures truth = fit_curve(model, from_goetz(0, 1000)).features;
    Held held;
    for (std::uint32_t i = 1; i <= repeats; ++i) held.count(fit_curve(model, from_goetz(i, 5)), truth);
    MESSAGE((model == CurveModel::boltzmann ? "Boltzmann" : "rectified logistic")
            << ", coverage of " << repeats << ": maximum " << held.maximum << ", S50 " << held.s50 << ", slope "
            << held.slope << ", threshold " << held.threshold);
    for (const int inside : {held.maximum, held.s50, held.slope, held.threshold}) CHECK(inside >= 0.86 * repeats);
  }
}

}  // namespace
}  // namespace trilayer::measures
