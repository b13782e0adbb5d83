// Surface EMG as the program drew it whose rates of false alarms the published criteria are held against.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <vector>

#include "trilayer/base/random.hpp"

namespace trilayer::tests {

// White noise -> high-pass 60 Hz -> low-pass 120 Hz twice, first order by the bilinear transform as in the program the
// figures come from. At 2 kHz the phantom's own filter keeps more fast components, and mean differences with them.
class AnalogueEmg {
 public:
  explicit AnalogueEmg(double rate) : high_(std::tan(pi * 60.0 / rate)), low_(std::tan(pi * 120.0 / rate)) {}

  /// Fills `out`; the filter has settled before the first sample.
  void draw(base::Stream stream, std::vector<double>& out) {
    for (std::size_t i = 0; i < out.size() + settling; ++i) {
      const double value = low(1, low(0, high(stream.normal())));
      if (i >= settling) out[i - settling] = value;
    }
  }

 private:
  static constexpr double pi = 3.14159265358979323846;
  static constexpr std::size_t settling = 200;

  double high(double x) {
    high_state_ = ((1.0 - high_) * high_state_ + x - high_input_) / (1.0 + high_);
    high_input_ = x;
    return high_state_;
  }
  double low(std::size_t stage, double x) {
    low_state_[stage] = ((1.0 - low_) * low_state_[stage] + low_ * (x + low_input_[stage])) / (1.0 + low_);
    low_input_[stage] = x;
    return low_state_[stage];
  }

  double high_, low_, high_state_ = 0.0, high_input_ = 0.0;
  std::array<double, 2> low_state_{}, low_input_{};
};

}  // namespace trilayer::tests
