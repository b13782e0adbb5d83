#include "trilayer/measures/pairs/threshold_tracking.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "trilayer/base/text.hpp"
#include "trilayer/measures/pairs/pair_name.hpp"
#include "trilayer/measures/result.hpp"

namespace trilayer::measures {
namespace {

using protocol::Condition;

constexpr std::ptrdiff_t reach = 2;  // intensities on either side of the target that its line is drawn through

// One muscle, one condition but for the strength of the test pulse.
struct Series {
  Condition condition;
  std::vector<const BlockChannel*> blocks;
};

std::vector<Series> series_of(std::span<const BlockChannel> blocks) {
  std::vector<Series> all;
  for (const BlockChannel& look : blocks) {
    const Condition& given = look.block->condition;
    if (!look.contralateral() || !given.intensity || given.earlier || given.both_hemispheres_together) continue;
    Condition condition = given;
    condition.intensity.reset();
    auto found = std::ranges::find_if(all, [&](const Series& series) {
      const BlockChannel& first = *series.blocks.front();
      return series.condition == condition && first.recording == look.recording && first.channel == look.channel &&
             first.block->condition.intensity->reference == given.intensity->reference;
    });
    if (found == all.end()) found = all.insert(all.end(), {condition, {}});
    found->blocks.push_back(&look);
  }
  return all;
}

// The intensity at which the target is met, %: a value between those given, or a bound at the end of them.
struct Target {
  State state = State::unobtainable;
  double intensity = 0.0;
  double error = 0.0;
  std::string why;
};

struct Point {
  double intensity = 0.0;
  LogMean size;
  bool below = false;  // the target
};

std::vector<Point> points_of(const Series& series, const Settings& settings) {
  std::map<double, std::pair<std::vector<double>, std::vector<double>>> sizes;
  for (const BlockChannel* look : series.blocks) {
    auto& [responses, background] = sizes[look->block->condition.intensity->percent];
    for (const TrialResponse& response : look->responses) {
      responses.push_back(response.clean_peak_to_peak);
      background.push_back(response.background_rms);
    }
  }
  std::vector<Point> points;
  for (const auto& [intensity, both] : sizes) {
    // The background of a pair may hold the conditioning pulse's response: its criterion alone counts there.
    const bool paired = series.condition.conditioning.has_value();
    const double limit =
        response_limit(paired ? std::vector<double>{} : both.second, series.blocks.front()->active, settings);
    Point point{intensity, log_mean(both.first, limit), false};
    if (point.size.trials() < 3) continue;
    point.below = !point.size.usable() || point.size.mean < std::log(tracked_response);
    points.push_back(point);
  }
  return points;
}

// On a weighted straight line of ln size over intensity.
Target where_line_meets_target(std::span<const Point> points) {
  double w = 0.0, wx = 0.0, wy = 0.0, xx = 0.0, xy = 0.0;
  const auto weight = [](const Point& point) {
    return point.size.usable() ? 1.0 / std::max(1e-6, point.size.error * point.size.error) : 0.0;
  };
  for (const Point& point : points) {
    w += weight(point);
    wx += weight(point) * point.intensity;
    wy += weight(point) * point.size.mean;
  }
  const double x0 = wx / w, y0 = wy / w;
  for (const Point& point : points) {
    xx += weight(point) * std::pow(point.intensity - x0, 2);
    xy += weight(point) * (point.intensity - x0) * (point.size.mean - y0);
  }
  if (xy <= 0.0) return {State::unobtainable, 0.0, 0.0, "responses do not grow with the intensity round the target"};
  const double slope = xy / xx, off = (std::log(tracked_response) - y0) / slope;
  return {State::value, x0 + off, std::sqrt(1.0 / w + off * off / xx) / slope, ""};
}

Target target_of(const std::vector<Point>& points) {
  if (points.size() < 2) return {State::unobtainable, 0.0, 0.0, "fewer than two intensities with three trials"};
  const auto first_above = std::ranges::find(points, false, &Point::below);
  if (first_above == points.begin()) return {State::at_most, points.front().intensity, 0.0, "all responses exceed it"};
  if (first_above == points.end()) return {State::at_least, points.back().intensity, 0.0, "no response reaches it"};
  const Point &low = *std::prev(first_above), &high = *first_above;
  if (!low.size.usable())
    return {State::unobtainable, 0.0, 0.0,
            "below the target most responses are too small for a mean: intensities between " +
                base::format_number(low.intensity) + " and " + base::format_number(high.intensity) + " are needed"};
  const auto from = first_above - std::min(reach, first_above - points.begin());
  const auto to = first_above + std::min(reach, points.end() - first_above);
  return where_line_meets_target({from, to});
}

Measurement tracked(const Series& conditioned, const Series& unconditioned, const Settings& settings) {
  Measurement m = conditioned.blocks.front()->blank("sici_threshold_tracking");
  m.key.condition = protocol::label(conditioned.condition);
  m.block.clear();
  m.trials = 0;
  for (const Series* series : {&conditioned, &unconditioned})
    for (const BlockChannel* look : series->blocks) {
      m.block += (m.block.empty() ? "" : "+") + look->block->id;
      m.trials += static_cast<int>(look->responses.size());
    }
  const Target with = target_of(points_of(conditioned, settings));
  const Target alone = target_of(points_of(unconditioned, settings));
  for (const auto& [target, what] : {std::pair{&with, "conditioned: "}, std::pair{&alone, "unconditioned: "}})
    if (target->state == State::unobtainable) return unobtainable(m, what + target->why);
  const bool upper = with.state == State::at_most || alone.state == State::at_least;
  const bool lower = with.state == State::at_least || alone.state == State::at_most;
  if (upper && lower) return unobtainable(m, "0.2 mV lies outside the intensities given, on either side");
  const auto in_words = [](const Target& target) {
    const std::string sign = target.state == State::at_most ? "<= " : target.state == State::at_least ? ">= " : "";
    return sign + base::format_number(target.intensity, 4);
  };
  m.state = upper ? State::at_most : lower ? State::at_least : State::value;
  m.value = 100.0 * (with.intensity - alone.intensity) / alone.intensity;
  m.standard_error = 100.0 / alone.intensity * std::hypot(with.error, with.intensity / alone.intensity * alone.error);
  m.method = "geometric mean of 0.2 mV peak-to-peak at " + in_words(with) + " conditioned and " + in_words(alone) +
             " unconditioned, " + std::string(name(conditioned.blocks.front()->block->condition.intensity->reference)) +
             ", straight line of ln size through up to two intensities on either side";
  if (m.state != State::value) m.reason = "0.2 mV lies outside the intensities given";
  return m;
}

}  // namespace

std::vector<Measurement> threshold_tracking(std::span<const BlockChannel> blocks, const Settings& settings) {
  std::vector<Measurement> all;
  const std::vector<Series> series = series_of(blocks);
  for (const Series& conditioned : series) {
    const BlockChannel& first = *conditioned.blocks.front();
    if (pair_measure(first.block->condition, first.session->context) != "sici") continue;
    Condition plain = conditioned.condition;
    plain.conditioning.reset();
    for (const Series& unconditioned : series) {
      const BlockChannel& other = *unconditioned.blocks.front();
      if (unconditioned.condition == plain && other.recording == first.recording && other.channel == first.channel &&
          other.block->condition.intensity->reference == first.block->condition.intensity->reference &&
          conditioned.blocks.size() > 1 && unconditioned.blocks.size() > 1)
        all.push_back(tracked(conditioned, unconditioned, settings));
    }
  }
  return all;
}

}  // namespace trilayer::measures
