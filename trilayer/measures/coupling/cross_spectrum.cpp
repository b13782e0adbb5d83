#include "trilayer/measures/coupling/cross_spectrum.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <unsupported/Eigen/FFT>

#include "trilayer/base/errors.hpp"

namespace trilayer::measures {
namespace {

// Split cosine: rises over the first half of the tapered share, falls over the last.
std::vector<double> window_of(std::size_t length, double taper) {
  std::vector<double> window(length, 1.0);
  const auto flank = static_cast<std::size_t>(taper * static_cast<double>(length) / 2.0);
  for (std::size_t i = 0; i < flank; ++i) {
    const double u = (static_cast<double>(i) + 0.5) / static_cast<double>(flank);
    window[i] = window[length - 1 - i] = 0.5 - 0.5 * std::cos(std::numbers::pi * u);
  }
  return window;
}

void add_scaled(CrossSpectrum& sum, const CrossSpectrum& part, double by) {
  for (std::size_t l = 0; l < sum.cross.size(); ++l) {
    sum.first[l] += by * part.first[l];
    sum.second[l] += by * part.second[l];
    sum.cross[l] += by * part.cross[l];
  }
}

CrossSpectrum empty(std::size_t bins, double resolution) {
  return {resolution, 0, std::vector<double>(bins), std::vector<double>(bins), std::vector<std::complex<double>>(bins)};
}

}  // namespace

std::complex<double> CrossSpectrum::coherency(std::size_t bin) const {
  const double product = first[bin] * second[bin];
  return product > 0.0 ? cross[bin] / std::sqrt(product) : std::complex<double>(0.0);
}

double CrossSpectrum::coherence(std::size_t bin) const { return std::min(1.0, std::norm(coherency(bin))); }

std::vector<std::complex<double>> transforms(std::span<const double> rows, std::size_t length, double taper) {
  base::require(length > 1 && rows.size() % length == 0, "rows of a transform that are not of one length");
  Eigen::FFT<double> fft;
  fft.SetFlag(Eigen::FFT<double>::HalfSpectrum);
  const std::vector<double> window = window_of(length, taper);
  std::vector<double> row(length);
  std::vector<std::complex<double>> bins, all;
  all.reserve(rows.size() / length * (length / 2 + 1));
  for (std::size_t at = 0; at < rows.size(); at += length) {
    for (std::size_t i = 0; i < length; ++i) row[i] = rows[at + i] * window[i];
    fft.fwd(bins, row);
    all.insert(all.end(), bins.begin(), bins.end());
  }
  return all;
}

std::vector<CrossSpectrum> grouped_spectra(std::span<const std::complex<double>> first,
                                           std::span<const std::complex<double>> second, std::size_t bins,
                                           double resolution, std::size_t groups) {
  base::require(first.size() == second.size() && bins > 0, "transforms of unequal size");
  const std::size_t segments = first.size() / bins;
  const std::size_t count = std::max<std::size_t>(1, std::min(groups, segments));
  std::vector<CrossSpectrum> all(count, empty(bins, resolution));
  for (std::size_t s = 0; s < segments; ++s) {
    CrossSpectrum& group = all[s * count / segments];
    ++group.segments;
    for (std::size_t l = 0; l < bins; ++l) {
      const auto x = first[s * bins + l], y = second[s * bins + l];
      group.first[l] += std::norm(x);
      group.second[l] += std::norm(y);
      group.cross[l] += y * std::conj(x);
    }
  }
  for (CrossSpectrum& group : all) {
    CrossSpectrum mean = empty(bins, resolution);
    add_scaled(mean, group, 1.0 / static_cast<double>(std::max<std::size_t>(1, group.segments)));
    mean.segments = group.segments;
    group = std::move(mean);
  }
  return all;
}

CrossSpectrum pooled(std::span<const CrossSpectrum> groups, std::optional<std::size_t> without) {
  CrossSpectrum sum = empty(groups.front().cross.size(), groups.front().resolution);
  for (std::size_t g = 0; g < groups.size(); ++g)
    if (g != without) sum.segments += groups[g].segments;
  for (std::size_t g = 0; g < groups.size(); ++g)
    if (g != without)
      add_scaled(sum, groups[g], static_cast<double>(groups[g].segments) / static_cast<double>(sum.segments));
  return sum;
}

void interpolate_line(CrossSpectrum& spectrum, double frequency) {
  const auto l = static_cast<std::size_t>(std::llround(frequency / spectrum.resolution));
  if (l < 3 || l + 3 >= spectrum.cross.size()) return;
  const auto by_neighbours = [l](auto& values) {
    const auto centre = 0.5 * (values[l - 2] + values[l + 2]);
    values[l - 1] = 0.5 * (values[l - 2] + values[l - 3]);
    values[l + 1] = 0.5 * (values[l + 2] + values[l + 3]);
    values[l] = centre;
  };
  by_neighbours(spectrum.first);
  by_neighbours(spectrum.second);
  by_neighbours(spectrum.cross);
}

}  // namespace trilayer::measures
