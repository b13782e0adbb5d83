// Noise that looks like surface EMG.
#pragma once

#include <span>

#include "trilayer/base/random.hpp"
#include "trilayer/base/units.hpp"

namespace trilayer::phantom {

/// White Gaussian noise -> high-pass 60 Hz -> low-pass 120 Hz twice, all first order, RMS 1 (a standard surface EMG
/// spectrum). The poles lie at exp(-2 pi f / rate), so that the spectrum is that of the analogue filters well below
/// half the rate.
class EmgFilter {
 public:
  explicit EmgFilter(base::Hertz rate);

  /// Fills `out` with RMS-1 EMG drawn from `stream`. The filter has settled before the first sample.
  void draw(base::Stream stream, std::span<double> out) const;

 private:
  void run(std::span<double> signal, double gain) const;

  double high_pass_pole_;
  double low_pass_pole_;
  double gain_;
  std::size_t settling_;  // samples until an impulse has died away
};

}  // namespace trilayer::phantom
