// Is there coherence, how much, and what would have been seen: closed forms over the bins of a band.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>

#include "trilayer/measures/coupling/cross_spectrum.hpp"
#include "trilayer/measures/settings.hpp"

namespace trilayer::measures {

/// Bins [first, last) of a band, both ends of the band included.
struct Bins {
  std::size_t first = 0;
  std::size_t last = 0;

  [[nodiscard]] std::size_t size() const { return last > first ? last - first : 0; }
};
Bins bins_of(const Band& band, const CrossSpectrum& spectrum);

/// What |R|^2 of one bin stays below with probability 1 - alpha where the signals are independent:
/// 1 - alpha^(1 / (L - 1)) (Rosenberg et al. 1989, Halliday et al. 1995 [V code]); L at least 2.
double coherence_limit(std::size_t segments, double alpha);

/// Probability of as much coherence in the band where the signals are independent. There -(L - 1) ln(1 - |R|^2) of each
/// bin is exponential with mean 1, so that its sum over n bins is gamma distributed.
double band_p_value(const CrossSpectrum& spectrum, Bins bins);

/// The same coherence in every bin of the band that such a test at level `alpha` would find with probability `power`.
double smallest_coherence(std::size_t bins, std::size_t segments, double alpha, double power);

/// Mean coherence of a band without what chance adds to each bin, (|R|^2 - 1/L) / (1 - 1/L), and its standard error
/// from the number of segments and bins. May be below 0.
struct BandCoherence {
  double mean = 0.0;
  double standard_error = 0.0;
};
BandCoherence band_coherence(const CrossSpectrum& spectrum, Bins bins);

/// Mean Fisher z, atanh|R|, of a band, as is: chance is in it.
double mean_fisher_z(const CrossSpectrum& spectrum, Bins bins);

/// Standard error of a statistic of pooled spectra by leaving out one group of segments at a time. Nothing where fewer
/// than three groups, or not all but one of them, give the statistic.
std::optional<double> jackknife_error(std::span<const CrossSpectrum> groups,
                                      const std::function<std::optional<double>(const CrossSpectrum&)>& statistic);

}  // namespace trilayer::measures
