#include "trilayer/measures/excitability/recruitment_models.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>

#include "trilayer/measures/excitability/minimise.hpp"

namespace trilayer::measures {
namespace {

constexpr double smallest_amplitude = 1e-4;  // mV; no amplifier shows less, and ln 0 is no number

// The trials of one intensity, as much as the gamma likelihood needs of them.
struct Bin {
  double intensity = 0.0;
  double count = 0.0;
  double sum = 0.0;          // of amplitudes, mV
  double log_sum = 0.0;      // of their logarithms
  std::vector<double> each;  // mV
};

std::vector<Bin> bins_of(std::span<const CurveTrial> trials) {
  std::map<long, Bin> bins;
  for (const CurveTrial& trial : trials) {
    Bin& bin = bins[std::lround(trial.intensity * 2.0)];
    const double amplitude = std::max(smallest_amplitude, trial.amplitude);
    bin.intensity += (trial.intensity - bin.intensity) / (bin.count + 1.0);
    bin.count += 1.0;
    bin.sum += amplitude;
    bin.log_sum += std::log(amplitude);
    bin.each.push_back(amplitude);
  }
  std::vector<Bin> all;
  all.reserve(bins.size());
  for (auto& entry : bins) all.push_back(std::move(entry.second));
  return all;
}

// max(0, x) with a rounded corner of 1 uV, so that it can be differentiated (as hbMEP does).
double rectified(double x) {
  constexpr double corner = 1e-3;
  return x > 40.0 * corner ? x : corner * std::log1p(std::exp(x / corner));
}

double mean_at(CurveModel model, std::span<const double> p, double intensity) {
  const double g = std::exp(p[0]), h = std::exp(p[1]);
  if (model == CurveModel::boltzmann) return g + h / (1.0 + std::exp((p[2] - intensity) / std::exp(p[3])));
  const double v = h * std::exp(p[4]);
  return g + rectified(-v + (h + v) / (1.0 + h / v * std::exp(-std::exp(p[3]) * (intensity - p[2]))));
}

// ln density = constant + by_log * ln y + by_value * y
struct GammaTerms {
  double constant, by_log, by_value;
};

GammaTerms terms_at(CurveModel model, std::span<const double> p, double intensity) {
  const double mean = mean_at(model, p, intensity);
  const double rate = std::exp(-p[p.size() - 2]) + std::exp(-p[p.size() - 1]) / mean;
  const double shape = mean * rate;
  return {shape * std::log(rate) - log_gamma(shape), shape - 1.0, -rate};
}

double log_likelihood(CurveModel model, std::span<const double> p, std::span<const Bin> bins) {
  double sum = 0.0;
  for (const Bin& bin : bins) {
    const GammaTerms terms = terms_at(model, p, bin.intensity);
    sum += bin.count * terms.constant + bin.log_sum * terms.by_log + bin.sum * terms.by_value;
  }
  return sum;
}

// Centre and spread of a weak normal prior, of which the centre is also where the search starts.
struct Weak {
  double centre, deviation;
};

std::vector<Weak> priors_of(CurveModel model, std::span<const Bin> bins) {
  double smallest = std::numeric_limits<double>::infinity(), largest = 0.0;
  for (const Bin& bin : bins) {
    smallest = std::min(smallest, bin.sum / bin.count);
    largest = std::max(largest, bin.sum / bin.count);
  }
  double half = bins.back().intensity;  // the lowest intensity whose mean is half of the largest
  for (auto bin = bins.rbegin(); bin != bins.rend() && bin->sum / bin->count >= 0.5 * largest; ++bin)
    half = bin->intensity;
  const double range = std::max(5.0, bins.back().intensity - bins.front().intensity);
  std::vector<Weak> priors{{std::log(smallest), 1.5}, {std::log(largest), 1.5}};
  if (model == CurveModel::boltzmann) {
    priors.push_back({half, range});
    priors.push_back({std::log(range / 12.0), 1.0});
  } else {
    priors.push_back({half - range / 6.0, range});
    priors.push_back({std::log(12.0 / range), 1.0});
    priors.push_back({0.0, 1.5});
  }
  priors.push_back({std::log(0.3), 1.5});
  priors.push_back({std::log(0.3), 1.5});
  return priors;
}

CurveFeatures features_of(CurveModel model, std::span<const double> p) {
  const double g = std::exp(p[0]), h = std::exp(p[1]);
  if (model == CurveModel::boltzmann) {
    const double k = std::exp(p[3]);
    return {g + h, p[2], h / (4.0 * k), p[2] - 2.0 * k};
  }
  const double b = std::exp(p[3]), v = h * std::exp(p[4]);
  // Steepest in the middle of the logistic, or at a where the middle lies below the corner.
  const double steepest = std::min(1.0, h / v);
  const double slope = b * (h + v) * steepest / ((1.0 + steepest) * (1.0 + steepest));
  return {g + h, p[2] - std::log(v / (h + 2.0 * v)) / b, slope, p[2]};
}

std::array<double, 4> on_error_scale(const CurveFeatures& f) {
  return {std::log(f.maximum), f.s50, std::log(f.slope), f.threshold};
}

// Sum over trials of the outer product of the scores.
Square scores(CurveModel model, std::span<const double> at, std::span<const Bin> bins) {
  constexpr double width = 1e-4;
  const std::size_t size = at.size();
  Square sum{size, std::vector<double>(size * size, 0.0)};
  std::vector<double> p(at.begin(), at.end()), score(size);
  std::vector<GammaTerms> slopes(size);
  for (const Bin& bin : bins) {
    for (std::size_t i = 0; i < size; ++i) {
      p[i] = at[i] + width;
      const GammaTerms above = terms_at(model, p, bin.intensity);
      p[i] = at[i] - width;
      const GammaTerms below = terms_at(model, p, bin.intensity);
      p[i] = at[i];
      slopes[i] = {(above.constant - below.constant) / (2.0 * width), (above.by_log - below.by_log) / (2.0 * width),
                   (above.by_value - below.by_value) / (2.0 * width)};
    }
    for (const double y : bin.each) {
      const double log_y = std::log(y);
      for (std::size_t i = 0; i < size; ++i)
        score[i] = slopes[i].constant + slopes[i].by_log * log_y + slopes[i].by_value * y;
      for (std::size_t i = 0; i < size; ++i)
        for (std::size_t j = 0; j < size; ++j) sum.at(i, j) += score[i] * score[j];
    }
  }
  return sum;
}

// Standard errors of the features by the delta method.
CurveFeatures errors_of(CurveModel model, std::span<const double> at, const Square& covariance) {
  constexpr double width = 1e-4;
  const std::size_t size = at.size();
  std::vector<double> p(at.begin(), at.end());
  std::vector<std::array<double, 4>> slopes(size);
  for (std::size_t i = 0; i < size; ++i) {
    p[i] = at[i] + width;
    const auto above = on_error_scale(features_of(model, p));
    p[i] = at[i] - width;
    const auto below = on_error_scale(features_of(model, p));
    p[i] = at[i];
    for (std::size_t f = 0; f < 4; ++f) slopes[i][f] = (above[f] - below[f]) / (2.0 * width);
  }
  std::array<double, 4> errors{};
  for (std::size_t f = 0; f < 4; ++f) {
    double variance = 0.0;
    for (std::size_t i = 0; i < size; ++i)
      for (std::size_t j = 0; j < size; ++j) variance += slopes[i][f] * covariance.at(i, j) * slopes[j][f];
    errors[f] = std::sqrt(std::max(0.0, variance));
  }
  return {errors[0], errors[1], errors[2], errors[3]};
}

// The distance between the two intensities that an intensity lies between. A corner can be anywhere between them, which
// curvature at the best fit does not know.
double gap_at(std::span<const Bin> bins, double intensity) {
  std::size_t above = 1;
  while (above + 1 < bins.size() && bins[above].intensity < intensity) ++above;
  return bins[above].intensity - bins[above - 1].intensity;
}

Square product(const Square& a, const Square& b) {
  Square c{a.size, std::vector<double>(a.size * a.size, 0.0)};
  for (std::size_t i = 0; i < a.size; ++i)
    for (std::size_t k = 0; k < a.size; ++k)
      for (std::size_t j = 0; j < a.size; ++j) c.at(i, j) += a.at(i, k) * b.at(k, j);
  return c;
}

// ln Gamma by Stirling's series from 7 on (Abramowitz and Stegun 1964, 6.1.41).
double stirling(double x) {
  const double inverse_square = 1.0 / (x * x);
  const double series =
      (1.0 / 12.0 - inverse_square * (1.0 / 360.0 - inverse_square * (1.0 / 1260.0 - inverse_square / 1680.0))) / x;
  return (x - 0.5) * std::log(x) - x + 0.91893853320467274178 + series;
}

}  // namespace

double log_gamma(double x) {
  double factor = 1.0;
  while (x < 7.0) {
    factor *= x;
    x += 1.0;
  }
  return stirling(x) - std::log(factor);
}

double curve_at(const CurveFit& fit, double intensity) { return mean_at(fit.model, fit.parameters, intensity); }

std::optional<double> intensity_for(const CurveFit& fit, double amplitude) {
  double low = 0.0, high = 300.0;
  if (!(curve_at(fit, low) < amplitude && amplitude < curve_at(fit, high))) return std::nullopt;
  for (int n = 0; n < 40; ++n) {
    const double middle = (low + high) / 2.0;
    (curve_at(fit, middle) < amplitude ? low : high) = middle;
  }
  return (low + high) / 2.0;
}

CurveFit fit_curve(CurveModel model, std::span<const CurveTrial> trials) {
  const std::vector<Bin> bins = bins_of(trials);
  const std::vector<Weak> priors = priors_of(model, bins);
  const Objective objective = [&](std::span<const double> p) {
    double sum = -log_likelihood(model, p, bins);
    for (std::size_t i = 0; i < priors.size(); ++i) {
      const double off = (p[i] - priors[i].centre) / priors[i].deviation;
      sum += 0.5 * off * off;
    }
    return std::isfinite(sum) ? sum : std::numeric_limits<double>::infinity();
  };
  std::vector<double> start, steps;
  for (const Weak& prior : priors) {
    start.push_back(prior.centre);
    steps.push_back(0.3 * prior.deviation);
  }
  Minimum best = minimise(objective, start, steps);
  if (model == CurveModel::rectified_logistic) {  // a low corner with a slow foot is a valley of its own
    start[2] -= 0.15 * priors[2].deviation;
    start[4] = -3.0;
    if (Minimum other = minimise(objective, start, steps); other.value < best.value) best = std::move(other);
  }
  CurveFit fit{model, std::move(best.at), 0.0, {}, {}};
  fit.akaike = 2.0 * static_cast<double>(start.size()) - 2.0 * log_likelihood(model, fit.parameters, bins);
  fit.features = features_of(model, fit.parameters);
  constexpr double none = std::numeric_limits<double>::infinity();
  fit.errors = {none, none, none, none};
  if (const auto bread = inverse(second_derivatives(objective, fit.parameters))) {
    const Square covariance = product(product(*bread, scores(model, fit.parameters, bins)), *bread);
    fit.errors = errors_of(model, fit.parameters, covariance);
    if (model == CurveModel::rectified_logistic)
      fit.errors.threshold = std::hypot(fit.errors.threshold, gap_at(bins, fit.features.threshold) / std::sqrt(12.0));
  }
  return fit;
}

double akaike_of_no_curve(std::span<const CurveTrial> trials) {
  double count = 0.0, sum = 0.0, log_sum = 0.0;
  for (const Bin& bin : bins_of(trials)) {
    count += bin.count;
    sum += bin.sum;
    log_sum += bin.log_sum;
  }
  // The likeliest rate for a shape is shape / mean; the shape is found along ln shape.
  const Objective objective = [&](std::span<const double> p) {
    const double shape = std::exp(p[0]), rate = shape * count / sum;
    return -(count * (shape * std::log(rate) - log_gamma(shape)) + (shape - 1.0) * log_sum - rate * sum);
  };
  const std::array start{0.0}, steps{0.5};
  return 4.0 + 2.0 * minimise(objective, start, steps).value;
}

}  // namespace trilayer::measures
