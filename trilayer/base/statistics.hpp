// Statistics that know nothing of TMS.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

namespace trilayer::base {

double mean(std::span<const double> values);                ///< at least one value
double standard_deviation(std::span<const double> values);  ///< with n - 1; at least two values
/// The q-quantile, q in [0, 1], linear between order statistics (Hyndman and Fan 1996, type 7); at least one value.
double quantile(std::vector<double> values, double q);
double median(std::vector<double> values);
/// 1.4826 times the median absolute deviation: the standard deviation of normal data, robust to outliers.
double robust_deviation(const std::vector<double>& values);

/// A share with its Wilson score interval (Wilson 1927).
struct Share {
  double share = 0.0;
  double low = 0.0;
  double high = 0.0;
};
/// `successes` of `trials` (above 0), with the interval at the given two-sided confidence.
Share wilson(int successes, int trials, double confidence = 0.95);

/// The quantile of the standard normal distribution, p in (0, 1); absolute error below 1e-8 (Newton on erfc).
double normal_quantile(double p);

/// Standard error of a statistic of `count` exchangeable units by bootstrap: `statistic` gets the indices of one
/// resample and may return NaN where a resample gives no result; those are left out. NaN where fewer than half do, and
/// where all of them are the same (one unit, or identical ones).
template <class Statistic>
double bootstrap_error(std::size_t count, int resamples, unsigned long long seed, Statistic&& statistic);

/// Mean and standard deviation of normal data of which some are only known to lie below a limit, by maximum
/// likelihood (Tobit 1958, EM iterations).
struct CensoredNormal {
  double mean = 0.0;
  double standard_deviation = 0.0;
  double standard_error = 0.0;  ///< of the mean, from the observed information of the mean
};
/// `seen`: values seen (at least two); `below`: how many lie below `limit`.
CensoredNormal censored_normal(std::span<const double> seen, std::size_t below, double limit);

}  // namespace trilayer::base

#include "trilayer/base/statistics_bootstrap.hpp"  // the template's body
