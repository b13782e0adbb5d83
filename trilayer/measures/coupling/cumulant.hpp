// The cumulant: the correlation of two signals over lag, within a band of frequencies, from their cross-spectrum.
#pragma once

#include <optional>

#include "trilayer/measures/coupling/cross_spectrum.hpp"
#include "trilayer/measures/settings.hpp"

namespace trilayer::measures {

/// The central peak of the cumulant.
struct CentralPeak {
  double height = 0.0;          ///< correlation coefficient of the band-limited signals
  double lag = 0.0;             ///< ms; positive: the second signal comes later
  double deviation = 0.0;       ///< of the height, where the signals are independent
  double p = 1.0;               ///< of as high a peak within the reach, where they are independent
  std::optional<double> width;  ///< ms at half height; nothing where it does not fall to half within 30 ms
};

/// The cumulant at one lag (ms) as a correlation coefficient: the real part of the cross-spectrum turned by the lag,
/// summed over the band, over the root of both summed spectra.
double cumulant_at(const CrossSpectrum& spectrum, const Band& band, double lag);

/// The highest point within `reach` of lag 0. The test is one-sided: the chance that a normal process with the
/// spectrum's own correlation over lag exceeds the peak's z in the reach, by its expected number of crossings (Rice
/// 1944 [M]).
CentralPeak central_peak(const CrossSpectrum& spectrum, const Band& band, base::Milliseconds reach);

/// The height that such a test at level `alpha` would find with probability `power`.
double smallest_peak(const CrossSpectrum& spectrum, const Band& band, base::Milliseconds reach, double alpha,
                     double power);

}  // namespace trilayer::measures
