#include "trilayer/measures/trace.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace trilayer::measures {
namespace {

// Index into a trace of n samples mirrored at both ends (..., 1, 0, 0, 1, ..., n - 1, n - 1, n - 2, ...).
std::size_t mirrored(std::ptrdiff_t i, std::ptrdiff_t n) {
  if (i < 0) i = -i - 1;
  if (i >= n) i = 2 * n - 1 - i;
  return static_cast<std::size_t>(std::clamp<std::ptrdiff_t>(i, 0, n - 1));
}

// Moving average by running sum of value(i), i mirrored.
template <class Value>
void moving_average(std::size_t count, std::size_t width, std::vector<double>& out, Value&& value) {
  out.resize(count);
  const auto n = static_cast<std::ptrdiff_t>(count);
  const auto half = static_cast<std::ptrdiff_t>(width / 2);
  double sum = 0.0;
  for (std::ptrdiff_t i = -half; i <= half; ++i) sum += value(mirrored(i, n));
  const double scale = 1.0 / static_cast<double>(2 * half + 1);
  for (std::ptrdiff_t i = 0; i < n; ++i) {
    out[static_cast<std::size_t>(i)] = sum * scale;
    sum += value(mirrored(i + half + 1, n)) - value(mirrored(i - half, n));
  }
}

}  // namespace

void smooth(std::span<const double> trace, std::size_t width, std::vector<double>& out) {
  moving_average(trace.size(), width, out, [&](std::size_t i) { return trace[i]; });
}

void rms_envelope(std::span<const float> signal, std::size_t width, std::vector<double>& out) {
  moving_average(signal.size(), width, out,
                 [&](std::size_t i) { return static_cast<double>(signal[i]) * static_cast<double>(signal[i]); });
  for (double& value : out) value = std::sqrt(std::max(0.0, value));
}

Level level(std::span<const double> trace, Columns columns) {
  if (columns.size() == 0) return {};
  double sum = 0.0, squares = 0.0;
  for (std::size_t i = columns.first; i < columns.last; ++i) {
    sum += trace[i];
    squares += trace[i] * trace[i];
  }
  const auto n = static_cast<double>(columns.size());
  const double mean = sum / n;
  return {mean, std::sqrt(std::max(0.0, squares / n - mean * mean))};
}

double mean_difference(std::span<const double> trace, Columns columns) {
  if (columns.size() < 2) return 0.0;
  double sum = 0.0;
  for (std::size_t i = columns.first + 1; i < columns.last; ++i) sum += std::abs(trace[i] - trace[i - 1]);
  return sum / static_cast<double>(columns.size() - 1);
}

std::optional<std::size_t> onset_before_peak(std::span<const double> trace, Columns window, double limit, double foot,
                                             std::size_t gap) {
  if (window.size() == 0) return std::nullopt;
  const auto begin = trace.begin() + static_cast<std::ptrdiff_t>(window.first);
  const auto peak = std::max_element(begin, trace.begin() + static_cast<std::ptrdiff_t>(window.last));
  if (*peak <= limit) return std::nullopt;
  auto onset = static_cast<std::size_t>(peak - trace.begin());
  std::size_t quiet = 0;
  for (std::size_t i = onset; i > window.first && quiet < gap;) {
    --i;
    if (trace[i] > limit) {
      onset = i;
      quiet = 0;
    } else {
      ++quiet;
    }
  }
  for (std::size_t back = onset; back > window.first && onset - back < gap; --back)
    if (trace[back - 1] <= foot) return back;
  return onset;  // no foot near: a drifting baseline, not a rise
}

std::size_t end_after_peak(std::span<const double> trace, Columns window, double limit, std::size_t gap) {
  const auto begin = trace.begin() + static_cast<std::ptrdiff_t>(window.first);
  const auto peak = std::max_element(begin, trace.begin() + static_cast<std::ptrdiff_t>(window.last));
  auto end = static_cast<std::size_t>(peak - trace.begin()) + 1;
  std::size_t quiet = 0;
  for (std::size_t i = end; i < trace.size() && quiet < gap; ++i) {
    if (trace[i] > limit) {
      end = i + 1;
      quiet = 0;
    } else {
      ++quiet;
    }
  }
  return end;
}

Dip deepest_dip(std::span<const double> trace, Columns window, std::size_t latest_onset, double mean, double limit) {
  Dip best;
  for (std::size_t i = window.first; i < window.last && i < latest_onset;) {
    if (trace[i] >= limit) {
      ++i;
      continue;
    }
    Dip dip{{i, i}, 0.0};
    while (dip.run.last < window.last && trace[dip.run.last] < limit) dip.area += mean - trace[dip.run.last++];
    if (dip.area > best.area) best = dip;
    i = dip.run.last;
  }
  return best;
}

std::size_t change_of_variance(std::span<const float> row, std::size_t first, std::size_t last, std::size_t edge) {
  std::vector<double> sum{0.0};
  for (std::size_t i = first; i < last; ++i)
    sum.push_back(sum.back() + static_cast<double>(row[i]) * static_cast<double>(row[i]));
  const std::size_t n = last - first;
  std::size_t best = n / 2;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t k = edge; k + edge <= n; ++k) {
    const auto before = static_cast<double>(k), after = static_cast<double>(n - k);
    const double cost = before * std::log(std::max(sum[k] / before, 1e-12)) +
                        after * std::log(std::max((sum[n] - sum[k]) / after, 1e-12));
    if (cost < least) {
      least = cost;
      best = k;
    }
  }
  return first + best;
}

}  // namespace trilayer::measures
