// Auto- and cross-spectra of two signals, averaged over disjoint segments.
#pragma once

#include <complex>
#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace trilayer::measures {

/// Spectra of a pair of signals up to half the rate, means over segments. Bin l lies at l * resolution. Their scale is
/// arbitrary: only ratios are used.
struct CrossSpectrum {
  double resolution = 0.0;   ///< Hz between bins
  std::size_t segments = 0;  ///< L
  std::vector<double> first, second;
  std::vector<std::complex<double>> cross;  ///< second * conj(first): where the second lags, its phase is negative

  /// |R|^2 of one bin, from 0 to 1; 0 where a spectrum is 0.
  [[nodiscard]] double coherence(std::size_t bin) const;
  [[nodiscard]] std::complex<double> coherency(std::size_t bin) const;
};

/// The discrete Fourier transform of every row of `rows` (each `length` samples), bins 0 to length / 2, row after row.
/// `taper`: the share of a row that lies under the two cosine flanks of its window.
std::vector<std::complex<double>> transforms(std::span<const double> rows, std::size_t length, double taper);

/// Spectra of two transformed signals of `bins` bins a row. Rows are split into at most `groups` runs of neighbours,
/// one spectrum each.
std::vector<CrossSpectrum> grouped_spectra(std::span<const std::complex<double>> first,
                                           std::span<const std::complex<double>> second, std::size_t bins,
                                           double resolution, std::size_t groups);

/// All groups together, or all but one.
CrossSpectrum pooled(std::span<const CrossSpectrum> groups, std::optional<std::size_t> without = std::nullopt);

/// Replaces the bins next to a mains line by their neighbours', in all three spectra: l by the mean of l-2 and l+2, l-1
/// by that of l-2 and l-3, l+1 by that of l+2 and l+3 (rule of NeuroSpec [V code]).
void interpolate_line(CrossSpectrum& spectrum, double frequency);

}  // namespace trilayer::measures
