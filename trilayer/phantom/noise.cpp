#include "trilayer/phantom/noise.hpp"

#include <cmath>
#include <numbers>
#include <vector>

#include "trilayer/base/elementary.hpp"

namespace trilayer::phantom {
namespace {

constexpr double high_pass_hz = 60.0;
constexpr double low_pass_hz = 120.0;
constexpr double settling_seconds = 0.1;  // exp(-2 pi 60 0.1) is below 1e-16

double pole(double corner, double rate) { return base::portable_exp(-2.0 * std::numbers::pi * corner / rate); }

}  // namespace

EmgFilter::EmgFilter(base::Hertz rate)
    : high_pass_pole_(pole(high_pass_hz, rate.value())),
      low_pass_pole_(pole(low_pass_hz, rate.value())),
      gain_(1.0),
      settling_(static_cast<std::size_t>(settling_seconds * rate.value()) + 1) {
  // White noise of variance 1 leaves a filter with the variance of its impulse response's energy.
  std::vector<double> impulse(settling_, 0.0);
  impulse[0] = 1.0;
  run(impulse, 1.0);
  double energy = 0.0;
  for (const double v : impulse) energy += v * v;
  gain_ = 1.0 / std::sqrt(energy);
}

void EmgFilter::draw(base::Stream stream, std::span<double> out) const {
  std::vector<double> signal(settling_ + out.size());
  for (double& v : signal) v = stream.normal();
  run(signal, gain_);
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = signal[settling_ + i];
}

void EmgFilter::run(std::span<double> signal, double gain) const {
  const double keep = low_pass_pole_;
  const double take = 1.0 - low_pass_pole_;
  double last = 0.0, high = 0.0, low = 0.0, lower = 0.0;
  for (double& v : signal) {
    high = high_pass_pole_ * (high + v - last);
    last = v;
    low = keep * low + take * high;
    lower = keep * lower + take * low;
    v = gain * lower;
  }
}

}  // namespace trilayer::phantom
