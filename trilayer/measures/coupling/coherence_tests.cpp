#include "trilayer/measures/coupling/coherence_tests.hpp"

#include <algorithm>
#include <cmath>

#include "trilayer/base/statistics.hpp"

namespace trilayer::measures {
namespace {

// Probability that a gamma variable of shape n lies above g: that a Poisson variable of mean g lies below n.
double gamma_above(double g, std::size_t n) {
  double term = std::exp(-g), sum = 0.0;
  for (std::size_t k = 0; k < n; ++k) {
    sum += term;
    term *= g / static_cast<double>(k + 1);
  }
  return std::min(1.0, sum);
}

double gamma_quantile_above(double p, std::size_t n) {
  double low = 0.0, high = 2.0 * static_cast<double>(n) + 100.0;
  for (int i = 0; i < 100; ++i) {
    const double middle = 0.5 * (low + high);
    (gamma_above(middle, n) > p ? low : high) = middle;
  }
  return high;
}

}  // namespace

Bins bins_of(const Band& band, const CrossSpectrum& spectrum) {
  constexpr double rounding = 1e-6;
  const auto first = static_cast<std::size_t>(std::ceil(band.from.value() / spectrum.resolution - rounding));
  const auto last = static_cast<std::size_t>(std::floor(band.to.value() / spectrum.resolution + rounding)) + 1;
  // The bin at half the rate is real and has another distribution.
  return {std::max<std::size_t>(1, first), std::min(last, spectrum.cross.size() - 1)};
}

double coherence_limit(std::size_t segments, double alpha) {
  return 1.0 - std::pow(alpha, 1.0 / static_cast<double>(segments - 1));
}

double band_p_value(const CrossSpectrum& spectrum, Bins bins) {
  double sum = 0.0;
  for (std::size_t l = bins.first; l < bins.last; ++l) sum -= std::log(std::max(1e-300, 1.0 - spectrum.coherence(l)));
  return gamma_above(static_cast<double>(spectrum.segments - 1) * sum, bins.size());
}

double smallest_coherence(std::size_t bins, std::size_t segments, double alpha, double power) {
  const double n = static_cast<double>(bins), l = static_cast<double>(segments);
  const double critical = gamma_quantile_above(alpha, bins), quantile = base::normal_quantile(power);
  double low = 0.0, high = 1.0 - 1e-9;
  for (int i = 0; i < 60; ++i) {
    const double c = 0.5 * (low + high);
    // Each bin's term is about half a noncentral chi-squared of two degrees: mean 1 + d, variance 1 + 2 d.
    const double d = -(l - 1.0) * std::log(1.0 - c);
    const bool seen = n * (1.0 + d) - quantile * std::sqrt(n * (1.0 + 2.0 * d)) >= critical;
    (seen ? high : low) = c;
  }
  return high;
}

BandCoherence band_coherence(const CrossSpectrum& spectrum, Bins bins) {
  const double l = static_cast<double>(spectrum.segments), n = static_cast<double>(bins.size());
  double sum = 0.0, variance = 0.0;
  for (std::size_t b = bins.first; b < bins.last; ++b) {
    const double c = (spectrum.coherence(b) - 1.0 / l) / (1.0 - 1.0 / l);
    const double at_least_none = std::max(0.0, c);
    sum += c;
    variance += 2.0 * at_least_none * (1.0 - at_least_none) * (1.0 - at_least_none) / l + 1.0 / (l * l);
  }
  return {sum / n, std::sqrt(variance) / n};
}

double mean_fisher_z(const CrossSpectrum& spectrum, Bins bins) {
  double sum = 0.0;
  for (std::size_t b = bins.first; b < bins.last; ++b)
    sum += std::atanh(std::min(1.0 - 1e-12, std::sqrt(spectrum.coherence(b))));
  return sum / static_cast<double>(bins.size());
}

std::optional<double> jackknife_error(std::span<const CrossSpectrum> groups,
                                      const std::function<std::optional<double>(const CrossSpectrum&)>& statistic) {
  if (groups.size() < 3) return std::nullopt;
  std::vector<double> values;
  for (std::size_t g = 0; g < groups.size(); ++g)
    if (const auto value = statistic(pooled(groups, g))) values.push_back(*value);
  if (values.size() + 1 < groups.size()) return std::nullopt;
  const double mean = base::mean(values), n = static_cast<double>(values.size());
  double squares = 0.0;
  for (const double v : values) squares += (v - mean) * (v - mean);
  return std::sqrt((n - 1.0) / n * squares);
}

}  // namespace trilayer::measures
