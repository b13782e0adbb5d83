// Body of base::bootstrap_error; include trilayer/base/statistics.hpp instead.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>

#include "trilayer/base/random.hpp"
#include "trilayer/base/statistics.hpp"

namespace trilayer::base {

template <class Statistic>
double bootstrap_error(std::size_t count, int resamples, unsigned long long seed, Statistic&& statistic) {
  std::vector<std::size_t> chosen(count);
  std::vector<double> results;
  results.reserve(static_cast<std::size_t>(resamples));
  for (int r = 0; r < resamples; ++r) {
    Stream stream(seed, static_cast<std::uint32_t>(r), 0xB007);
    for (auto& index : chosen) index = stream.below(static_cast<std::uint32_t>(count));
    const double result = statistic(std::span<const std::size_t>(chosen));
    if (std::isfinite(result)) results.push_back(result);
  }
  if (results.size() < 2 || results.size() * 2 < static_cast<std::size_t>(resamples))
    return std::numeric_limits<double>::quiet_NaN();
  const double deviation = standard_deviation(results);
  // One unit, or identical ones, say nothing of the spread; rounding must not pass for an error.
  const double rounding = 1e-9 * std::max(1e-3, std::abs(results.front()));
  return deviation > rounding ? deviation : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace trilayer::base
