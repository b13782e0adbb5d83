#include "trilayer/phantom/shapes.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "trilayer/phantom/noise.hpp"

namespace trilayer::phantom {
namespace {

using doctest::Approx;

TEST_CASE("A response has peak-to-peak 1, begins and ends at 0 without a corner, and is biphasic") {
  double low = 0.0, high = 0.0;
  for (int i = 0; i <= 10000; ++i) {
    const double w = response_wave(i / 10000.0);
    low = std::min(low, w);
    high = std::max(high, w);
    CHECK(w == Approx(-response_wave(1.0 - i / 10000.0)).scale(1.0));
  }
  CHECK(high - low == Approx(1.0).epsilon(1e-6));
  CHECK(response_wave(0.0) == 0.0);
  CHECK(response_wave(-0.1) == 0.0);
  CHECK(response_wave(1.1) == 0.0);
  CHECK(response_wave(1e-6) / 1e-6 < 1e-4);  // the slope begins at 0
}

TEST_CASE("A response of 15 ms reaches a tenth of its peak within 1 ms, as a real one does") {
  CHECK(response_wave(1.0 / 15.0) > 0.1 * 0.5);
  CHECK(response_wave(0.0628) == Approx(0.05).epsilon(0.01));
}

TEST_CASE("The artefact has peak 1, is under 1 ms wide and gone after 3 ms") {
  double peak = 0.0, above_half = 0.0;
  for (int i = 0; i < 100000; ++i) {
    const double w = artefact_wave(i * 1e-4);
    peak = std::max(peak, w);
    if (w > 0.5) above_half += 1e-4;
  }
  CHECK(peak == Approx(1.0).epsilon(1e-6));
  CHECK(above_half == Approx(0.489).epsilon(0.01));
  CHECK(artefact_wave(3.0) < 2e-5);
  CHECK(artefact_wave(-0.01) == 0.0);
}

TEST_CASE("A ramp goes from 0 to 1 and stays there") {
  CHECK(ramp_wave(-1.0) == 0.0);
  CHECK(ramp_wave(0.5) == Approx(0.5));
  CHECK(ramp_wave(2.0) == 1.0);
}

// Mean step from one sample to the next over the standard deviation, of rectified EMG.
double step_over_deviation(double rate) {
  std::vector<double> emg(400000);
  EmgFilter{base::Hertz(rate)}.draw(base::Stream(3), emg);
  double sum = 0.0, squares = 0.0, steps = 0.0;
  for (double& v : emg) v = std::abs(v);
  for (const double v : emg) sum += v;
  const double mean = sum / static_cast<double>(emg.size());
  for (std::size_t i = 1; i < emg.size(); ++i) {
    squares += (emg[i] - mean) * (emg[i] - mean);
    steps += std::abs(emg[i] - emg[i - 1]);
  }
  const auto n = static_cast<double>(emg.size() - 1);
  return steps / n / std::sqrt(squares / n);
}

TEST_CASE("EMG has RMS 1 from its first sample on") {
  double first = 0.0, all = 0.0;
  const EmgFilter filter{base::Hertz(5000.0)};
  for (std::uint32_t i = 0; i < 2000; ++i) {
    std::vector<double> emg(50);
    filter.draw(base::Stream(1, i), emg);
    first += emg[0] * emg[0] / 2000.0;
    for (const double v : emg) all += v * v / 100000.0;
  }
  CHECK(first == Approx(1.0).epsilon(0.1));
  CHECK(all == Approx(1.0).epsilon(0.05));
}

TEST_CASE("EMG is as correlated from sample to sample as this spectrum makes it at 5 kHz") {
  CHECK(step_over_deviation(5000.0) == Approx(0.25).epsilon(0.15));  // mean |step| over SD, computed for this spectrum
  CHECK(step_over_deviation(2000.0) == Approx(0.50).epsilon(0.15));
}

}  // namespace
}  // namespace trilayer::phantom
