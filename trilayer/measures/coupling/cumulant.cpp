#include "trilayer/measures/coupling/cumulant.hpp"

#include <cmath>
#include <numbers>

#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/coupling/coherence_tests.hpp"

namespace trilayer::measures {
namespace {

constexpr double step = 0.25;         // ms between lags
constexpr double farthest_half = 30;  // ms from the peak in which it falls to half

// Sums over the band from which deviation and bandwidth follow.
struct Sums {
  double first = 0.0, second = 0.0, product = 0.0, curved = 0.0;
};

Sums sums_of(const CrossSpectrum& spectrum, Bins bins) {
  Sums sums;
  for (std::size_t l = bins.first; l < bins.last; ++l) {
    const double product = spectrum.first[l] * spectrum.second[l];
    const double turn = 2.0 * std::numbers::pi * static_cast<double>(l) * spectrum.resolution;
    sums.first += spectrum.first[l];
    sums.second += spectrum.second[l];
    sums.product += product;
    sums.curved += turn * turn * product;
  }
  return sums;
}

double deviation_of(const Sums& sums, std::size_t segments) {
  return std::sqrt(sums.product / (2.0 * static_cast<double>(segments)) / (sums.first * sums.second));
}

// Of a maximum over the reach of at least z.
double p_of(double z, const Sums& sums, base::Milliseconds reach) {
  const double crossings = std::sqrt(sums.curved / sums.product) / (2.0 * std::numbers::pi);  // a second
  const double width = 2.0 * base::Seconds(reach).value();
  return std::min(1.0, 0.5 * std::erfc(z / std::numbers::sqrt2) + width * crossings * std::exp(-0.5 * z * z));
}

std::optional<double> half_lag(const CrossSpectrum& spectrum, const Band& band, const CentralPeak& peak, double sign) {
  double before = peak.height;
  for (double away = step; away <= farthest_half; away += step) {
    const double here = cumulant_at(spectrum, band, peak.lag + sign * away);
    if (here <= 0.5 * peak.height) return away - step * (0.5 * peak.height - here) / (before - here);
    before = here;
  }
  return std::nullopt;
}

}  // namespace

double cumulant_at(const CrossSpectrum& spectrum, const Band& band, double lag) {
  const Bins bins = bins_of(band, spectrum);
  const std::complex<double> turn =
      std::polar(1.0, 2.0 * std::numbers::pi * spectrum.resolution * lag * 1e-3);  // of one bin
  std::complex<double> phase = std::pow(turn, static_cast<double>(bins.first));
  double cross = 0.0, first = 0.0, second = 0.0;
  for (std::size_t l = bins.first; l < bins.last; ++l) {
    cross += (spectrum.cross[l] * phase).real();
    first += spectrum.first[l];
    second += spectrum.second[l];
    phase *= turn;
  }
  return first > 0.0 && second > 0.0 ? cross / std::sqrt(first * second) : 0.0;
}

CentralPeak central_peak(const CrossSpectrum& spectrum, const Band& band, base::Milliseconds reach) {
  CentralPeak peak;
  const Sums sums = sums_of(spectrum, bins_of(band, spectrum));
  if (sums.product <= 0.0) return peak;
  const int steps = static_cast<int>(reach.value() / step);
  for (int i = -steps; i <= steps; ++i) {
    const double height = cumulant_at(spectrum, band, i * step);
    if (height > peak.height) {
      peak.height = height;
      peak.lag = i * step;
    }
  }
  peak.deviation = deviation_of(sums, spectrum.segments);
  peak.p = p_of(peak.height / peak.deviation, sums, reach);
  if (peak.height <= 0.0) return peak;
  const auto before = half_lag(spectrum, band, peak, -1.0), after = half_lag(spectrum, band, peak, 1.0);
  if (before && after) peak.width = *before + *after;
  return peak;
}

double smallest_peak(const CrossSpectrum& spectrum, const Band& band, base::Milliseconds reach, double alpha,
                     double power) {
  const Sums sums = sums_of(spectrum, bins_of(band, spectrum));
  double low = 0.0, high = 20.0;
  for (int i = 0; i < 60; ++i) {
    const double z = 0.5 * (low + high);
    (p_of(z, sums, reach) > alpha ? low : high) = z;
  }
  return (high + base::normal_quantile(power)) * deviation_of(sums, spectrum.segments);
}

}  // namespace trilayer::measures
