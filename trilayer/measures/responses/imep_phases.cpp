#include "trilayer/measures/responses/imep_phases.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

#include "trilayer/base/random.hpp"
#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/trace.hpp"

namespace trilayer::measures {
namespace {

constexpr double reduced_ms = 1.0;      // sweeps are averaged down to about this
constexpr double step = 0.25;           // ms, of onsets
constexpr double before_onsets = 10.0;  // ms of the sweep before the first possible onset, where artefact allows
constexpr double too_early = 5.0;       // ms before the first possible onset, where a response is looked for as well
constexpr double after_onsets = 15.0;   // and after the last
constexpr double furthest_lag = 40.0;   // ms, at which background is taken for independent
constexpr std::array phase_lengths{3.0, 4.0, 5.0, 6.0, 7.5, 9.5, 12.0};  // ms
constexpr std::array sizes{20.0, 60.0, 200.0, 600.0, 2000.0, 5000.0};    // uV, SD of a phase's size
constexpr std::array slow_constants{0.25, 0.1};                          // 1/ms, of decaying rests
constexpr double sharp = 1.0;              // ms: deviation from which resampling trials says more than the background
constexpr double spread_of_length = 0.35;  // of the logarithm, between responses of one muscle
constexpr int resamples = 40;
constexpr double alternation = 0.8;  // the phases' sizes are correlated by minus this: potentials of muscle alternate

double dot(const double* a, const double* b, std::size_t n) {
  double sum = 0.0;
  for (std::size_t i = 0; i < n; ++i) sum += a[i] * b[i];
  return sum;
}

// Lower factor of a positive definite matrix, in place, row by row.
void factorise(std::vector<double>& matrix, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j <= i; ++j) {
      const double rest = matrix[i * n + j] - dot(&matrix[i * n], &matrix[j * n], j);
      matrix[i * n + j] = i == j ? std::sqrt(rest) : rest / matrix[j * n + j];
    }
}

// Solves factor * out = column, in place.
void whiten(const std::vector<double>& factor, std::size_t n, double* column) {
  for (std::size_t i = 0; i < n; ++i) column[i] = (column[i] - dot(&factor[i * n], column, i)) / factor[i * n + i];
}

void remove(const std::vector<double>& directions, std::size_t n, double* column) {
  for (std::size_t at = 0; at + n <= directions.size(); at += n) {
    const double share = dot(&directions[at], column, n);
    for (std::size_t i = 0; i < n; ++i) column[i] -= share * directions[at + i];
  }
}

double phase(double u) { return u <= 0.0 || u >= 1.0 ? 0.0 : 0.5 - 0.5 * std::cos(2.0 * std::numbers::pi * u); }

// Means of `bin` neighbouring samples, as many as are whole.
void reduce(std::span<const float> row, std::size_t bin, std::vector<float>& out) {
  for (std::size_t at = 0; at + bin <= row.size(); at += bin) {
    float sum = 0.0F;
    for (const float v : row.subspan(at, bin)) sum += v;
    out.push_back(sum / static_cast<float>(bin));
  }
}

// Autocovariance of the reduced background by lag, over all trials; tapered, so that a matrix of it is positive.
std::vector<double> autocovariance(const Epochs& epochs, Columns background, std::size_t bin, std::size_t lags,
                                   double sample_ms) {
  std::vector<double> sum(lags, 0.0);
  std::vector<float> quiet;
  std::size_t count = 0;
  for (std::size_t t = 0; t < epochs.trials(); ++t) {
    quiet.clear();
    reduce(epochs.row(t).subspan(background.first, background.size()), bin, quiet);
    for (std::size_t lag = 0; lag < std::min(lags, quiet.size()); ++lag)
      for (std::size_t i = lag; i < quiet.size(); ++i)
        sum[lag] += static_cast<double>(quiet[i]) * static_cast<double>(quiet[i - lag]);
    count += quiet.size();
  }
  for (std::size_t lag = 0; lag < lags; ++lag)
    sum[lag] *= std::max(0.0, 1.0 - static_cast<double>(lag) * sample_ms / furthest_lag) /
                static_cast<double>(std::max<std::size_t>(1, count));
  return sum;
}

// Weight of each phase length a priori, their mean being 1; natural logarithms.
std::array<double, phase_lengths.size()> log_weights(const ResponseShape& expected) {
  std::array<double, phase_lengths.size()> logs{};
  if (expected.phase_ms <= 0.0) return logs;
  double sum = 0.0;
  for (std::size_t i = 0; i < logs.size(); ++i) {
    const double z = std::log(phase_lengths[i] / expected.phase_ms) / spread_of_length;
    logs[i] = -0.5 * z * z;
    sum += std::exp(logs[i]);
  }
  for (double& value : logs) value -= std::log(sum / static_cast<double>(logs.size()));
  return logs;
}

}  // namespace

double OnsetBelief::mean() const {
  double sum = 0.0;
  for (std::size_t i = 0; i < probability.size(); ++i) sum += probability[i] * ms(i);
  return sum;
}

double OnsetBelief::deviation() const {
  const double centre = mean();
  double sum = step_ms * step_ms / 12.0;
  for (std::size_t i = 0; i < probability.size(); ++i) sum += probability[i] * (ms(i) - centre) * (ms(i) - centre);
  return std::sqrt(sum);
}

PhaseFit::PhaseFit(const Epochs& epochs, const Window& onsets, const Settings& settings) {
  const auto bin = std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(reduced_ms * 1e-3 * epochs.rate)));
  sample_ms_ = 1e3 * static_cast<double>(bin) / epochs.rate;
  const double earliest = settings.artefact.to.value() + 1.0;
  const double from = std::max(earliest, onsets.from.value() - before_onsets);
  const Columns sweep{epochs.column(base::Milliseconds(from)),
                      epochs.column(base::Milliseconds(onsets.to.value() + after_onsets))};
  const Columns background{epochs.column(epochs.background.from), epochs.column(epochs.background.to)};
  samples_ = sweep.size() / bin;
  const bool reached = epochs.ms(epochs.samples) >= onsets.to.value() + after_onsets;
  if (!reached || samples_ < 20 || background.size() < 20 * bin || onsets.to.value() <= onsets.from.value()) return;
  for (std::size_t t = 0; t < epochs.trials(); ++t)
    reduce(epochs.row(t).subspan(sweep.first, samples_ * bin), bin, sweeps_);

  const std::vector<double> covariance = autocovariance(epochs, background, bin, samples_, sample_ms_);
  variance_ = covariance.front();
  if (!(variance_ > 0.0)) return;
  factor_.assign(samples_ * samples_, 0.0);
  for (std::size_t i = 0; i < samples_; ++i)
    for (std::size_t j = 0; j <= i; ++j)
      factor_[i * samples_ + j] = covariance[i - j] + (i == j ? 1e-3 * variance_ : 0.0);
  factorise(factor_, samples_);

  const double first_ms = epochs.ms(sweep.first) + 0.5 * (sample_ms_ - 1e3 / epochs.rate);
  const auto time = [&](std::size_t i) { return first_ms + sample_ms_ * static_cast<double>(i); };
  const auto add = [&](std::vector<double>& columns, auto&& value) {
    const std::size_t at = columns.size();
    for (std::size_t i = 0; i < samples_; ++i) columns.push_back(value(time(i)));
    whiten(factor_, samples_, &columns[at]);
  };
  std::vector<double> slow;
  add(slow, [](double) { return 1.0; });
  for (const double constant : slow_constants) add(slow, [&](double t) { return std::exp(-constant * (t - from)); });
  for (std::size_t at = 0; at < slow.size(); at += samples_) {  // Gram and Schmidt
    remove(slow_, samples_, &slow[at]);
    const double length = std::sqrt(dot(&slow[at], &slow[at], samples_));
    for (std::size_t i = 0; i < samples_; ++i) slow_.push_back(slow[at + i] / length);
  }
  const double first_onset = std::max(first_ms, onsets.from.value() - too_early);
  early_ = static_cast<std::size_t>(std::ceil((onsets.from.value() - first_onset) / step));
  for (double onset = onsets.from.value() - step * static_cast<double>(early_); onset <= onsets.to.value() + 1e-9;
       onset += step) {
    onsets_.push_back(onset);
    for (const double length : phase_lengths) {
      const std::size_t at = phases_.size();
      for (const double start : {onset, onset + length}) {
        add(phases_, [&](double t) { return phase((t - start) / length); });
        remove(slow_, samples_, &phases_[phases_.size() - samples_]);
      }
      const double *first = &phases_[at], *second = first + samples_;
      products_.push_back({dot(first, first, samples_), dot(first, second, samples_), dot(second, second, samples_)});
    }
  }
  size_from_ = static_cast<std::size_t>(std::max(0.0, (onsets.from.value() - first_ms) / sample_ms_));
}

std::vector<double> PhaseFit::averaged(std::span<const std::size_t> chosen) const {
  std::vector<double> mean(samples_, 0.0);
  for (const std::size_t t : chosen)
    for (std::size_t i = 0; i < samples_; ++i) mean[i] += static_cast<double>(sweeps_[t * samples_ + i]);
  for (double& value : mean) value /= static_cast<double>(std::max<std::size_t>(1, chosen.size()));
  return mean;
}

OnsetBelief PhaseFit::belief(std::span<const std::size_t> chosen, const ResponseShape& expected) const {
  std::vector<double> seen = averaged(chosen);
  whiten(factor_, samples_, seen.data());
  remove(slow_, samples_, seen.data());
  const auto n = static_cast<double>(chosen.size());  // the average's noise is smaller by the root of it
  const auto lengths = log_weights(expected);
  OnsetBelief belief;
  belief.step_ms = step;
  std::vector<double> logarithms, positive;
  const std::size_t pairs = phase_lengths.size();
  for (std::size_t k = 0; k < onsets_.size() * pairs; ++k) {
    const double *first = &phases_[2 * k * samples_], *second = first + samples_;
    const double u = n * dot(first, seen.data(), samples_), v = n * dot(second, seen.data(), samples_);
    for (const double size : sizes) {
      // Precision of the sizes a priori: equal deviations, correlation -alternation.
      const double prior = 1.0 / (size * size * (1.0 - alternation * alternation));
      const double p = n * products_[k][0] + prior, q = n * products_[k][1] + alternation * prior,
                   r = n * products_[k][2] + prior;
      const double determinant = p * r - q * q;
      const double fit = (r * u * u - 2.0 * q * u * v + p * v * v) / determinant;
      const double before = prior * prior * (1.0 - alternation * alternation);
      // The first phase's size is normal round (r u - q v) / determinant with variance r / determinant.
      const double up = 0.5 * std::erfc(-(r * u - q * v) / std::sqrt(2.0 * r * determinant));
      const double as_expected = 2.0 * (up * expected.positive + (1.0 - up) * (1.0 - expected.positive));
      logarithms.push_back(0.5 * fit - 0.5 * std::log(determinant / before) + std::log(as_expected) +
                           lengths[k % pairs]);
      positive.push_back(up * expected.positive / (0.5 * as_expected));
    }
  }
  const double largest = *std::max_element(logarithms.begin(), logarithms.end());
  const std::size_t each = pairs * sizes.size();
  belief.probability.assign(onsets_.size(), 0.0);
  double total = 0.0, up = 0.0, length = 0.0;
  for (std::size_t k = 0; k < logarithms.size(); ++k) {
    const double share = std::exp(logarithms[k] - largest);
    belief.probability[k / each] += share;
    total += share;
    up += share * positive[k];
    length += share * std::log(phase_lengths[k % each / sizes.size()]);
  }
  const auto before = belief.probability.begin() + static_cast<std::ptrdiff_t>(early_);
  const double early = std::accumulate(belief.probability.begin(), before, 0.0);
  belief.probability.erase(belief.probability.begin(), before);
  belief.first_ms = onsets_[early_];
  belief.too_early = early / total;
  if (belief.too_early > 1.0 - 1e-9) belief.probability.front() = total;  // nothing is left to tell times apart
  const double rest = std::accumulate(belief.probability.begin(), belief.probability.end(), 0.0);
  for (double& p : belief.probability) p /= rest;
  belief.evidence = largest + std::log(total / static_cast<double>(logarithms.size()));
  belief.shape = {std::exp(length / total), up / total};
  return belief;
}

FittedOnset PhaseFit::onset(std::span<const std::size_t> chosen, const ResponseShape& expected,
                            const Settings& settings) const {
  FittedOnset onset{0.0, 0.0, belief(chosen, expected)};
  onset.ms = onset.belief.mean();
  onset.error = onset.belief.deviation();
  if (onset.error >= sharp) return onset;
  const double spread =
      base::bootstrap_error(chosen.size(), resamples, settings.seed, [&](std::span<const std::size_t> drawn) {
        std::vector<std::size_t> group;
        for (const std::size_t i : drawn) group.push_back(chosen[i]);
        return belief(group, expected).mean();
      });
  if (std::isfinite(spread)) onset.error = std::max(onset.error, spread);
  return onset;
}

double PhaseFit::size(std::span<const std::size_t> chosen) const {
  const std::vector<double> mean = averaged(chosen);
  const double noise = variance_ / static_cast<double>(std::max<std::size_t>(1, chosen.size()));
  double energy = 0.0;
  for (std::size_t i = size_from_; i < samples_; ++i) energy += mean[i] * mean[i] - noise;
  // Energy of noise, its neighbouring samples alike, is uncertain by about this: nothing smaller can be told.
  const double uncertain = noise * std::sqrt(6.0 * static_cast<double>(samples_ - size_from_));
  return std::sqrt(std::max(uncertain, energy) * sample_ms_);
}

}  // namespace trilayer::measures
