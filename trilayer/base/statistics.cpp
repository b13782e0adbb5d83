#include "trilayer/base/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "trilayer/base/errors.hpp"

namespace trilayer::base {
namespace {

double normal_density(double z) { return std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi); }
double normal_below(double z) { return 0.5 * std::erfc(-z / std::numbers::sqrt2); }

}  // namespace

double mean(std::span<const double> values) {
  require(!values.empty(), "mean of nothing");
  double sum = 0.0;
  for (const double v : values) sum += v;
  return sum / static_cast<double>(values.size());
}

double standard_deviation(std::span<const double> values) {
  require(values.size() >= 2, "standard deviation of fewer than two values");
  const double m = mean(values);
  double sum = 0.0;
  for (const double v : values) sum += (v - m) * (v - m);
  return std::sqrt(sum / static_cast<double>(values.size() - 1));
}

double quantile(std::vector<double> values, double q) {
  require(!values.empty() && q >= 0.0 && q <= 1.0, "quantile of nothing, or outside [0, 1]");
  const double position = q * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(position);
  const auto at = values.begin() + static_cast<std::ptrdiff_t>(below);
  std::nth_element(values.begin(), at, values.end());
  const double low = *at;
  if (below + 1 == values.size()) return low;
  const double high = *std::min_element(at + 1, values.end());
  return low + (position - static_cast<double>(below)) * (high - low);
}

double median(std::vector<double> values) { return quantile(std::move(values), 0.5); }

double robust_deviation(const std::vector<double>& values) {
  const double centre = median(values);
  std::vector<double> distances;
  distances.reserve(values.size());
  for (const double v : values) distances.push_back(std::abs(v - centre));
  return 1.4826 * median(std::move(distances));
}

double normal_quantile(double p) {
  require(p > 0.0 && p < 1.0, "normal quantile outside (0, 1)");
  double z = 0.0;
  for (int i = 0; i < 100; ++i) {
    const double step = (normal_below(z) - p) / std::max(normal_density(z), 1e-300);
    const double bounded = std::clamp(step, -1.0, 1.0);  // Newton would run away in the tails
    z -= bounded;
    if (std::abs(bounded) < 1e-12) break;
  }
  return z;
}

Share wilson(int successes, int trials, double confidence) {
  require(trials > 0 && successes >= 0 && successes <= trials, "Wilson interval of an impossible count");
  const double z = normal_quantile(0.5 + 0.5 * confidence);
  const double n = trials;
  const double p = successes / n;
  const double centre = p + z * z / (2.0 * n);
  const double half = z * std::sqrt(p * (1.0 - p) / n + z * z / (4.0 * n * n));
  const double scale = 1.0 + z * z / n;
  // With no or only successes an end is 0 or 1 exactly, which rounding would miss.
  return {p, successes == 0 ? 0.0 : (centre - half) / scale, successes == trials ? 1.0 : (centre + half) / scale};
}

CensoredNormal censored_normal(std::span<const double> seen, std::size_t below, double limit) {
  CensoredNormal fit{mean(seen), standard_deviation(seen), 0.0};
  const auto n_seen = static_cast<double>(seen.size());
  const auto n_below = static_cast<double>(below);
  const double n = n_seen + n_below;
  double sum_seen = 0.0;
  for (const double v : seen) sum_seen += v;
  for (int i = 0; below > 0 && i < 500; ++i) {
    // E step: mean and second moment of a normal value known to lie below the limit.
    const double s = std::max(fit.standard_deviation, 1e-9);
    const double z = (limit - fit.mean) / s;
    const double ratio = normal_density(z) / std::max(normal_below(z), 1e-300);
    const double hidden_mean = fit.mean - s * ratio;
    const double hidden_variance = s * s * std::max(0.0, 1.0 - z * ratio - ratio * ratio);
    const double m = (sum_seen + n_below * hidden_mean) / n;
    double squares = n_below * (hidden_variance + (hidden_mean - m) * (hidden_mean - m));
    for (const double v : seen) squares += (v - m) * (v - m);
    const double next = std::sqrt(squares / n);
    const bool settled = std::abs(m - fit.mean) < 1e-10 && std::abs(next - fit.standard_deviation) < 1e-10;
    fit.mean = m;
    fit.standard_deviation = next;
    if (settled) break;
  }
  if (below > 0) fit.standard_deviation *= std::sqrt(n / (n - 1.0));
  // A censored value tells less about the mean than a seen one: weight r (r + z) with r = density / share below.
  const double z = (limit - fit.mean) / std::max(fit.standard_deviation, 1e-9);
  const double ratio = normal_density(z) / std::max(normal_below(z), 1e-300);
  const double weight = std::clamp(ratio * (ratio + z), 0.0, 1.0);
  fit.standard_error = fit.standard_deviation / std::sqrt(n_seen + n_below * weight);
  return fit;
}

}  // namespace trilayer::base
