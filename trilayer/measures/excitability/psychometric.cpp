#include "trilayer/measures/excitability/psychometric.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace trilayer::measures {
namespace {

constexpr double step = 0.2;  // % of output, of the grid of thresholds
constexpr int thresholds = 650;
constexpr int spreads = 16;
constexpr double smallest_spread = 0.5, largest_spread = 50.0;  // % of output
constexpr double chi_square_95 = 3.841;                         // one degree of freedom

double threshold_at(int i) { return step * (i + 1); }
double spread_at(int j) {
  return smallest_spread * std::pow(largest_spread / smallest_spread, j / static_cast<double>(spreads - 1));
}

double log_likelihood(std::span<const IntensityLevel> levels, double threshold, double spread) {
  double sum = 0.0;
  for (const IntensityLevel& level : levels) {
    const double z = (level.intensity - threshold) / spread;
    if (level.responses > 0) sum += level.responses * log_normal_share(z);
    if (level.responses < level.trials) sum += (level.trials - level.responses) * log_normal_share(-z);
  }
  return sum;
}

// The log-likelihood of every threshold and spread, thresholds outermost.
std::vector<double> likelihood_grid(std::span<const PulseOutcome> outcomes) {
  const std::vector<IntensityLevel> levels = levels_of(outcomes);
  std::array<double, spreads> spread{};
  for (int j = 0; j < spreads; ++j) spread[static_cast<std::size_t>(j)] = spread_at(j);
  std::vector<double> grid;
  grid.reserve(static_cast<std::size_t>(thresholds) * spreads);
  for (int i = 0; i < thresholds; ++i)
    for (const double s : spread) grid.push_back(log_likelihood(levels, threshold_at(i), s));
  return grid;
}

// The mean threshold among those (nearly) as likely as the best.
double mean_of_best(std::span<const double> profile) {
  const double best = *std::max_element(profile.begin(), profile.end());
  double sum = 0.0, count = 0.0;
  for (std::size_t i = 0; i < profile.size(); ++i)
    if (profile[i] >= best - 1e-9) {
      sum += threshold_at(static_cast<int>(i));
      count += 1.0;
    }
  return sum / count;
}

}  // namespace

double log_normal_share(double z) {
  constexpr int per_unit = 100, reach = 6, size = 2 * reach * per_unit + 2;
  static const std::array<double, size> table = [] {
    std::array<double, size> values{};
    for (int i = 0; i < size; ++i)
      values[static_cast<std::size_t>(i)] =
          std::log(0.5 * std::erfc(-(static_cast<double>(i) / per_unit - reach) / std::sqrt(2.0)));
    return values;
  }();
  const double at = (std::clamp(z, -6.0, 6.0) + reach) * per_unit;
  const auto i = static_cast<std::size_t>(at);
  return table[i] + (table[i + 1] - table[i]) * (at - static_cast<double>(i));
}

std::vector<IntensityLevel> levels_of(std::span<const PulseOutcome> outcomes) {
  std::map<long, IntensityLevel> levels;
  for (const PulseOutcome& outcome : outcomes) {
    const long tenth = std::lround(outcome.intensity * 10.0);
    IntensityLevel& level = levels[tenth];
    level.intensity = static_cast<double>(tenth) / 10.0;
    ++level.trials;
    level.responses += outcome.response ? 1 : 0;
  }
  std::vector<IntensityLevel> all;
  all.reserve(levels.size());
  for (const auto& entry : levels) all.push_back(entry.second);
  return all;
}

std::optional<double> relative_frequency_threshold(std::span<const PulseOutcome> outcomes) {
  std::map<long, IntensityLevel> first_ten;
  for (const PulseOutcome& outcome : outcomes) {
    IntensityLevel& level = first_ten[std::lround(outcome.intensity * 10.0)];
    if (level.trials == 10) continue;
    ++level.trials;
    level.responses += outcome.response ? 1 : 0;
  }
  std::optional<double> lowest_passing;
  bool failing = false;
  for (const auto& [tenth, counted] : first_ten) {
    if (counted.trials - counted.responses >= 6) {
      failing = true;
      lowest_passing.reset();
    } else if (counted.responses >= 5 && !lowest_passing) {
      lowest_passing = static_cast<double>(tenth) / 10.0;
    }
  }
  return failing ? lowest_passing : std::nullopt;
}

std::optional<double> mills_nithi_threshold(std::span<const PulseOutcome> outcomes) {
  std::optional<double> lower, upper;
  for (const IntensityLevel& level : levels_of(outcomes)) {
    if (level.trials < 10) continue;
    if (level.responses == 0) lower = level.intensity;
    if (level.responses == level.trials && !upper) upper = level.intensity;
  }
  if (!lower || !upper || *lower >= *upper) return std::nullopt;
  return (*lower + *upper) / 2.0;
}

double ml_pest_threshold(std::span<const PulseOutcome> outcomes, double relative_spread) {
  std::vector<IntensityLevel> levels = levels_of(outcomes);
  levels.push_back({0.0, 1, 0});
  levels.push_back({130.2, 1, 1});
  std::vector<double> profile;
  profile.reserve(thresholds);
  for (int i = 0; i < thresholds; ++i)
    profile.push_back(log_likelihood(levels, threshold_at(i), relative_spread * threshold_at(i)));
  return mean_of_best(profile);
}

LikelihoodThreshold maximum_likelihood_threshold(std::span<const PulseOutcome> outcomes) {
  const std::vector<double> grid = likelihood_grid(outcomes);
  std::vector<double> profile;
  for (auto row = grid.begin(); row != grid.end(); row += spreads)
    profile.push_back(*std::max_element(row, row + spreads));
  const auto best = std::max_element(grid.begin(), grid.end());
  LikelihoodThreshold found{
      mean_of_best(profile), spread_at(static_cast<int>((best - grid.begin()) % spreads)), {}, {}};
  std::vector<int> inside;
  for (int i = 0; i < thresholds; ++i)
    if (2.0 * (*best - profile[static_cast<std::size_t>(i)]) <= chi_square_95) inside.push_back(i);
  if (inside.front() > 0) found.low = threshold_at(inside.front());
  if (inside.back() < thresholds - 1) found.high = threshold_at(inside.back());
  return found;
}

BayesianThreshold bayesian_threshold(std::span<const PulseOutcome> outcomes, const SpreadPrior& prior) {
  std::vector<double> weights = likelihood_grid(outcomes);
  for (std::size_t n = 0; n < weights.size(); ++n) {
    const double t = threshold_at(static_cast<int>(n / spreads)), s = spread_at(static_cast<int>(n % spreads));
    const double off = std::log(s / (prior.relative_spread * t)) / prior.log_deviation;
    weights[n] -= 0.5 * off * off;
  }
  const double best = *std::max_element(weights.begin(), weights.end());
  double total = 0.0, mean = 0.0, squares = 0.0, log_mean = 0.0, log_squares = 0.0;
  std::vector<double> cumulative;
  for (std::size_t n = 0; n < weights.size(); ++n) {
    const double weight = std::exp(weights[n] - best);
    const double t = threshold_at(static_cast<int>(n / spreads));
    const double log_s = std::log(spread_at(static_cast<int>(n % spreads)));
    total += weight;
    mean += weight * t;
    squares += weight * t * t;
    log_mean += weight * log_s;
    log_squares += weight * log_s * log_s;
    if (n % spreads == spreads - 1) cumulative.push_back(total);
  }
  mean /= total;
  log_mean /= total;
  const auto quantile = [&](double q) {
    const auto at = std::lower_bound(cumulative.begin(), cumulative.end(), q * total) - cumulative.begin();
    return threshold_at(static_cast<int>(std::min<std::ptrdiff_t>(at, thresholds - 1)));
  };
  const auto deviation = [&](double sum, double centre) {
    return std::sqrt(std::max(0.0, sum / total - centre * centre));
  };
  return {mean,
          std::hypot(deviation(squares, mean), step / std::sqrt(12.0)),
          quantile(0.025),
          quantile(0.975),
          std::exp(log_mean),
          deviation(log_squares, log_mean)};
}

}  // namespace trilayer::measures
