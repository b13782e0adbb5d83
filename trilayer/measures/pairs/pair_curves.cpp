#include "trilayer/measures/pairs/pair_curves.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "trilayer/base/random.hpp"
#include "trilayer/base/statistics.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/measures/result.hpp"

namespace trilayer::measures {
namespace {

using protocol::Condition;

constexpr std::size_t fewest_points = 3;
constexpr int draws = 400;             // of the ratios with their errors
constexpr double percent_step = 10.0;  // of slopes
constexpr std::uint32_t of_deepest = 710;

const Condition& condition_of(const PairRatio& pair) { return pair.paired->block->condition; }

double interval_of(const PairRatio* pair) { return condition_of(*pair).conditioning->interval.value(); }

double percent_of(const PairRatio* pair) { return condition_of(*pair).conditioning->intensity->percent; }

// Pairs of one muscle in one recording whose conditions are equal once `without` has taken out what the curve is over.
struct Curve {
  Condition condition;
  std::vector<const PairRatio*> points;
};

template <class Without>
std::vector<Curve> curves(std::span<const PairRatio> pairs, std::string_view id, Without&& without) {
  std::vector<Curve> all;
  for (const PairRatio& pair : pairs) {
    if (pair.id != id || !pair.measurement.value) continue;
    Condition condition = condition_of(pair);
    if (!without(condition)) continue;
    auto found = std::ranges::find_if(all, [&](const Curve& curve) {
      const BlockChannel& known = *curve.points.front()->paired;
      return curve.condition == condition && known.recording == pair.paired->recording &&
             known.channel == pair.paired->channel;
    });
    if (found == all.end()) found = all.insert(all.end(), {condition, {}});
    found->points.push_back(&pair);
  }
  return all;
}

Measurement blank(const Curve& curve, std::string_view id, const Condition& condition) {
  Measurement m = curve.points.front()->paired->blank(id);
  m.key.condition = protocol::label(condition);
  m.block.clear();
  m.trials = 0;
  for (const PairRatio* pair : curve.points) {
    m.block += (m.block.empty() ? "" : "+") + pair->paired->block->id;
    m.trials += pair->measurement.trials;
  }
  return m;
}

bool is_bound(const PairRatio* pair) { return pair->measurement.state == State::at_most; }

std::string reasons_of(const std::vector<const PairRatio*>& points) {
  for (const PairRatio* pair : points)
    if (pair->measurement.state == State::confounded) return pair->measurement.reason;
  return "";
}

// ---- over intervals ----

// What happens to the smallest ratio and its place when all of them are drawn again with their errors.
struct Redrawn {
  double mean = 0.0, deviation = 0.0;  // of the smallest ln ratio
  double interval_deviation = 0.0;     // of its interval, ms
};

Redrawn redraw(const std::vector<const PairRatio*>& points, std::uint64_t seed) {
  std::vector<double> smallest, interval;
  for (std::uint32_t k = 0; k < draws; ++k) {
    base::Stream stream(seed, k, 0, of_deepest);
    double low = HUGE_VAL, at = 0.0;
    for (const PairRatio* pair : points) {
      // The test responses are the same for all and change no order.
      const double drawn = std::log(*pair->measurement.value) + pair->conditioned.error * stream.normal();
      if (drawn < low) {
        low = drawn;
        at = interval_of(pair);
      }
    }
    smallest.push_back(low);
    interval.push_back(at);
  }
  return {base::mean(smallest), base::standard_deviation(smallest), base::standard_deviation(interval)};
}

void add_deepest(const Curve& curve, const Settings& settings, std::vector<Measurement>& all) {
  std::vector<const PairRatio*> points = curve.points;
  std::ranges::sort(points, {}, interval_of);
  std::vector<double> intervals;
  std::string listed;
  for (const PairRatio* pair : points)
    if (intervals.empty() || interval_of(pair) != intervals.back()) {
      intervals.push_back(interval_of(pair));
      listed += (listed.empty() ? "" : ", ") + base::format_number(intervals.back());
    }
  if (intervals.size() < fewest_points) return;
  const auto value_of = [](const PairRatio* pair) { return *pair->measurement.value; };
  const PairRatio* deepest = *std::ranges::min_element(points, {}, value_of);
  Measurement ratio = blank(curve, "ihi_deepest", condition_of(*points.front()));
  Measurement place = blank(curve, "ihi_deepest_interval", condition_of(*points.front()));
  if (std::ranges::any_of(points, is_bound)) {
    ratio.state = State::at_most;
    ratio.value = value_of(deepest);
    ratio.standard_error = deepest->measurement.standard_error;
    ratio.reason = "at some intervals the conditioned responses are too small for a ratio";
    ratio.method = "smallest ratio or bound over " + listed + " ms";
    all.push_back(ratio);
    all.push_back(unobtainable(place, ratio.reason));
    return;
  }
  const Redrawn again = redraw(points, settings.seed);
  const double found = std::log(value_of(deepest)), too_low = found - again.mean;
  ratio.state = place.state = State::value;
  ratio.value = std::exp(found + too_low);
  ratio.standard_error = std::hypot(again.deviation, deepest->reference.error);
  ratio.method = "smallest ratio over " + listed + " ms, " + base::format_number(value_of(deepest), 3) + " at " +
                 base::format_number(interval_of(deepest)) + " ms, times " + base::format_number(std::exp(too_low), 3) +
                 ": the smallest of several lies too low";
  place.value = interval_of(deepest);
  // Between two of the intervals nobody looked: a uniform error over the mean distance to the neighbours.
  const double spacing = (intervals.back() - intervals.front()) / static_cast<double>(intervals.size() - 1);
  place.standard_error = std::hypot(again.interval_deviation, spacing / std::sqrt(12.0));
  place.method = "interval of the smallest ratio over " + listed + " ms";
  if (const std::string reason = reasons_of(points); !reason.empty()) {
    ratio = confounded(ratio, reason);
    place = confounded(place, reason);
  }
  all.push_back(ratio);
  all.push_back(place);
}

// ---- over strengths ----

// Weighted straight line; the error grows where the points scatter more than their errors say.
struct Line {
  double slope = 0.0, error = 0.0;
};

Line straight_line(const std::vector<const PairRatio*>& points) {
  double w = 0.0, wx = 0.0, wy = 0.0;
  const auto weight = [](const PairRatio* pair) { return 1.0 / std::max(1e-6, std::pow(pair->conditioned.error, 2)); };
  const auto ln = [](const PairRatio* pair) { return std::log(*pair->measurement.value); };
  for (const PairRatio* pair : points) {
    w += weight(pair);
    wx += weight(pair) * percent_of(pair);
    wy += weight(pair) * ln(pair);
  }
  const double x0 = wx / w, y0 = wy / w;
  double xx = 0.0, xy = 0.0, chi = 0.0;
  for (const PairRatio* pair : points) {
    xx += weight(pair) * std::pow(percent_of(pair) - x0, 2);
    xy += weight(pair) * (percent_of(pair) - x0) * (ln(pair) - y0);
  }
  const double slope = xy / xx;
  for (const PairRatio* pair : points)
    chi += weight(pair) * std::pow(ln(pair) - y0 - slope * (percent_of(pair) - x0), 2);
  const double scatter = chi / static_cast<double>(points.size() - 2);
  return {slope, std::sqrt(std::max(1.0, scatter) / xx)};
}

void add_slope(const Curve& curve, std::string_view id, std::vector<Measurement>& all) {
  std::vector<const PairRatio*> points = curve.points;
  const std::size_t bounds = std::erase_if(points, is_bound);
  std::vector<double> strengths;
  for (const PairRatio* pair : points) strengths.push_back(percent_of(pair));
  std::ranges::sort(strengths);
  strengths.erase(std::ranges::unique(strengths).begin(), strengths.end());
  if (strengths.size() + bounds < fewest_points) return;
  Measurement m = blank(curve, id, curve.condition);
  if (strengths.size() < fewest_points) {
    all.push_back(unobtainable(m, "the conditioned responses are too small for a ratio at " + std::to_string(bounds) +
                                      " of " + std::to_string(strengths.size() + bounds) + " strengths"));
    return;
  }
  const Line line = straight_line(points);
  m.state = State::value;
  m.value = std::exp(percent_step * line.slope);
  m.standard_error = percent_step * line.error;
  m.method = "factor on the ratio a 10 % step in strength makes; straight line of ln ratio over " +
             std::to_string(strengths.size()) + " strengths from " + base::format_number(strengths.front()) + " to " +
             base::format_number(strengths.back()) + " " +
             std::string(name(condition_of(*points.front()).conditioning->intensity->reference));
  if (bounds > 0)
    m = confounded(m, std::to_string(bounds) +
                          " strengths at which the conditioned responses are too small for a ratio "
                          "are left out, which makes the slope too flat");
  if (const std::string reason = reasons_of(points); !reason.empty()) m = confounded(m, reason);
  all.push_back(m);
}

}  // namespace

std::vector<Measurement> pair_curves(std::span<const PairRatio> pairs, const Settings& settings) {
  std::vector<Measurement> all;
  const auto intervals = curves(pairs, "ihi", [](Condition& condition) {
    condition.conditioning->interval = base::Milliseconds(0.0);
    return true;
  });
  for (const Curve& curve : intervals) add_deepest(curve, settings, all);
  struct Slope {
    std::string_view pair, id;
  };
  for (const Slope& slope : {Slope{"ihi", "ihi_intensity_slope"}, Slope{"sici", "sici_intensity_slope"}})
    for (const auto reference :
         {protocol::IntensityReference::resting_motor_threshold, protocol::IntensityReference::active_motor_threshold,
          protocol::IntensityReference::maximum_stimulator_output})
      for (const Curve& curve : curves(pairs, slope.pair, [&](Condition& condition) {
             const auto intensity = std::exchange(condition.conditioning->intensity, std::nullopt);
             return intensity && intensity->reference == reference;
           }))
        add_slope(curve, slope.id, all);
  return all;
}

}  // namespace trilayer::measures
