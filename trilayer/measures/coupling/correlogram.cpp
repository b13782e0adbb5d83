#include "trilayer/measures/coupling/correlogram.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "trilayer/base/errors.hpp"

namespace trilayer::measures {
namespace {

constexpr double fewest_far = 20.0;  // counts
constexpr int border_reach = 20;     // ms either side of lag 0

// What share of a stretch can hold pairs of this lag.
double coverage(const Correlogram& c, int lag) { return 1.0 - std::abs(lag) * 1e-3 / c.stretch; }

struct Region {
  double counts = 0.0, coverage = 0.0;
};

Region region(const Correlogram& c, int from, int to) {  // |lag| in [from, to]
  Region sum;
  for (int lag = -to; lag <= to; ++lag) {
    if (std::abs(lag) < from) continue;
    sum.counts += c.counts[static_cast<std::size_t>(lag + c.reach)];
    sum.coverage += coverage(c, lag);
  }
  return sum;
}

// Probability of at least k successes of n with probability p each.
double binomial_at_least(double k, double n, double p) {
  double sum = 0.0;
  for (double i = k; i <= n; ++i)
    sum += std::exp(std::lgamma(n + 1.0) - std::lgamma(i + 1.0) - std::lgamma(n - i + 1.0) + i * std::log(p) +
                    (n - i) * std::log1p(-p));
  return std::min(1.0, sum);
}

double above_chance(const Correlogram& c, double level, int lag) {
  return c.counts[static_cast<std::size_t>(lag + c.reach)] - level * coverage(c, lag);
}

struct Border {
  int first, last;  // bins within the peak, ms
};

// The stretch of lags near 0 with the largest sum of counts less chance and `less`.
Border borders(const Correlogram& c, double level, double less) {
  Border best{0, 0};
  double most = -std::numeric_limits<double>::infinity(), sum = 0.0;
  const int reach = std::min(border_reach, c.reach);
  int start = -reach;
  for (int lag = -reach; lag <= reach; ++lag) {
    if (sum <= 0.0) {
      sum = 0.0;
      start = lag;
    }
    sum += above_chance(c, level, lag) - less;
    if (sum > most) {
      most = sum;
      best = {start, lag};
    }
  }
  return best;
}

}  // namespace

Correlogram cross_correlogram(std::span<const double> reference, std::span<const double> other, double stretch,
                              base::Milliseconds reach) {
  base::require(stretch > 0.0 && reach.value() >= 1.0, "a correlogram without a stretch or lags");
  Correlogram c;
  c.reach = static_cast<int>(reach.value());
  c.counts.assign(static_cast<std::size_t>(2 * c.reach + 1), 0.0);
  c.references = static_cast<double>(reference.size());
  c.duration = c.stretch = stretch;
  const double farthest = (c.reach + 0.5) * 1e-3;
  std::size_t first = 0;
  for (const double at : reference) {
    while (first < other.size() && other[first] < at - farthest) ++first;
    for (std::size_t i = first; i < other.size() && other[i] < at + farthest; ++i) {
      const auto bin = static_cast<std::ptrdiff_t>(std::floor((other[i] - at) * 1e3 + c.reach + 0.5));
      if (bin >= 0 && bin <= 2 * c.reach) ++c.counts[static_cast<std::size_t>(bin)];
    }
  }
  return c;
}

void add(Correlogram& sum, const Correlogram& part) {
  if (sum.counts.empty()) {
    sum = part;
    return;
  }
  base::require(sum.reach == part.reach && sum.stretch == part.stretch, "correlograms that do not fit together");
  for (std::size_t i = 0; i < sum.counts.size(); ++i) sum.counts[i] += part.counts[i];
  sum.references += part.references;
  sum.duration += part.duration;
}

std::optional<Synchrony> synchrony(const Correlogram& c, const CouplingSettings& settings) {
  const int centre_reach = static_cast<int>(settings.correlogram_centre.value());
  const Region far = region(c, static_cast<int>(settings.correlogram_baseline.value()), c.reach);
  const Region centre = region(c, 0, centre_reach);
  if (far.counts < fewest_far) return std::nullopt;
  Synchrony s;
  s.level = far.counts / far.coverage;
  s.found = centre.counts;
  s.expected = s.level * centre.coverage;
  s.p =
      binomial_at_least(centre.counts, centre.counts + far.counts, centre.coverage / (centre.coverage + far.coverage));

  // Half the excess is taken off as well: the sum then turns where the peak has fallen to half, and does not wander on.
  Border border{-centre_reach, centre_reach};
  for (int again = 0; again < 4; ++again) {
    double excess = 0.0;
    for (int lag = border.first; lag <= border.last; ++lag) excess += above_chance(c, s.level, lag);
    border = borders(c, s.level, 0.5 * std::max(0.0, excess) / (border.last - border.first + 1));
  }
  const auto [first, last] = border;
  s.first = first - 0.5;
  s.last = last + 0.5;
  double counts = 0.0, covered = 0.0;
  for (int lag = first; lag <= last; ++lag) {
    counts += c.counts[static_cast<std::size_t>(lag + c.reach)];
    covered += coverage(c, lag);
  }
  s.mean_ratio = counts / (s.level * covered);
  const int flank = (last - first + 1) / 2;  // what of a bell lies below half its height
  counts = covered = 0.0;
  for (int lag = std::max(-c.reach, first - flank); lag <= std::min(c.reach, last + flank); ++lag) {
    counts += c.counts[static_cast<std::size_t>(lag + c.reach)];
    covered += coverage(c, lag);
  }
  s.extra_per_second = (counts - s.level * covered) / c.duration;
  s.extra_per_reference = (counts - s.level * covered) / c.references;
  s.error = std::sqrt(counts + covered * covered * far.counts / (far.coverage * far.coverage)) / c.duration;
  return s;
}

}  // namespace trilayer::measures
