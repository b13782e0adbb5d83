#include "trilayer/measures/tasks/mirror_force.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>

#include "trilayer/base/statistics.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/measures/result.hpp"
#include "trilayer/measures/tasks/censored_line.hpp"

namespace trilayer::measures {
namespace {

constexpr double least_error = 0.02;      // of ln mirror EMG: no level is known better, whatever its few trials say
constexpr std::size_t fewest_forces = 3;  // of a slope
const double uniform = std::sqrt(12.0);   // width over standard deviation of what lies anywhere between two bounds

using Levels = std::vector<const MirrorAmount*>;  // blocks that differ in force

double force_of(const MirrorAmount& level) { return *level.look->condition().force_percent; }

// What blocks of different force have in common.
protocol::Condition without_force(const protocol::Condition& condition) {
  protocol::Condition rest = condition;
  rest.force_percent.reset();
  rest.hands = {};
  return rest;
}

std::vector<Levels> groups_of(std::span<const MirrorAmount> amounts) {
  std::map<std::tuple<std::string, std::string>, Levels> groups;
  for (const MirrorAmount& amount : amounts) {
    const protocol::Condition& condition = amount.look->condition();
    if (!condition.intended || !condition.force_percent || *condition.force_percent <= 0.0) continue;
    if (amount.unreadable.empty())
      groups[{amount.look->muscle, protocol::label(without_force(condition))}].push_back(&amount);
  }
  std::vector<Levels> found;
  for (auto& [key, levels] : groups) {
    std::stable_sort(levels.begin(), levels.end(),
                     [](const auto* a, const auto* b) { return force_of(*a) < force_of(*b); });
    if (force_of(*levels.front()) < force_of(*levels.back())) found.push_back(std::move(levels));
  }
  return found;
}

Measurement blank(const Levels& levels, std::string_view measure) {
  Measurement m = levels.front()->look->blank(measure);
  m.key.condition = protocol::label(without_force(levels.front()->look->condition()));
  m.block.clear();
  m.trials = 0;
  for (const MirrorAmount* level : levels) {
    m.block += (m.block.empty() ? "" : "+") + level->look->block->id;
    m.trials += static_cast<int>(level->look->trials.size());
  }
  return m;
}

// Each force, with a cross where mirror EMG was found: "10, 20 x, 50 x %".
std::string levels_text(const Levels& levels) {
  std::string text;
  for (const MirrorAmount* level : levels)
    text += (text.empty() ? "" : ", ") + base::format_number(force_of(*level)) + (level->present ? " x" : "");
  return "mirror EMG present (x) at forces of " + text + " %";
}

Measurement confounded_by_cross_talk(Measurement m, const Levels& levels) {
  for (const MirrorAmount* level : levels)
    if (level->present && !level->cross_talk.empty())
      return confounded(std::move(m), "at " + force_text(*level->look) + ": " + level->cross_talk);
  return m;
}

Measurement slope(Measurement m, const Levels& levels) {
  std::set<double> forces, seen;
  std::vector<double> errors;
  for (const MirrorAmount* level : levels) {
    forces.insert(force_of(*level));
    if (level->present) seen.insert(force_of(*level));
    if (level->present) errors.push_back(std::max(least_error, level->mirror_error.value_or(least_error)));
  }
  if (forces.size() < fewest_forces)
    return unobtainable(std::move(m), std::to_string(forces.size()) + " forces; 3 are needed");
  if (seen.size() < 2)
    return unobtainable(std::move(m), "mirror EMG at " + std::to_string(seen.size()) + " of " +
                                          std::to_string(forces.size()) + " forces; 2 are needed");
  const double typical = base::median(errors);
  std::vector<LinePoint> points;
  for (const MirrorAmount* level : levels) {
    const double x = std::log(force_of(*level));
    if (level->present)
      points.push_back(
          {x, std::log(level->mirror), std::max(least_error, level->mirror_error.value_or(least_error)), false});
    else if (level->detectable > 0.0)
      points.push_back({x, std::log(level->detectable), typical, true});
  }
  const CensoredLine line = censored_line(points);
  m.state = State::value;
  m.value = line.slope;
  set_error(m, line.slope_error);
  m.method =
      "slope of ln mirror EMG over ln force, weighted by errors; absent levels lie below what would have been "
      "found; " +
      levels_text(levels);
  return confounded_by_cross_talk(std::move(m), levels);
}

Measurement threshold(Measurement m, const Levels& levels) {
  m.method = levels_text(levels);
  const auto first = std::find_if(levels.begin(), levels.end(), [](const auto* level) { return level->present; });
  if (first == levels.end()) {
    m.state = State::at_least;
    m.value = force_of(*levels.back());
    m.reason = "no mirror EMG at any force";
    return m;
  }
  const double present = force_of(**first);
  const auto lower = std::find_if(std::make_reverse_iterator(first), levels.rend(),
                                  [&](const auto* level) { return force_of(*level) < present; });
  m.value = present;
  if (lower == levels.rend()) {
    m.state = State::at_most;
    m.reason = "mirror EMG is there at the lowest force already";
    return confounded_by_cross_talk(std::move(m), levels);
  }
  m.state = State::value;
  m.value = std::sqrt(present * force_of(**lower));
  set_error(m, std::log(present / force_of(**lower)) / uniform);
  m.method += "; geometric mean of the highest force without before the lowest with, anywhere between them";
  const bool again = std::any_of(first, levels.end(), [](const auto* level) { return !level->present; });
  if (again) m = confounded(std::move(m), "mirror EMG is absent again at a higher force");
  return confounded_by_cross_talk(std::move(m), levels);
}

}  // namespace

std::vector<Measurement> mirror_force(std::span<const MirrorAmount> amounts) {
  std::vector<Measurement> all;
  for (const Levels& levels : groups_of(amounts)) {
    all.push_back(slope(blank(levels, "mirror_force_slope"), levels));
    all.push_back(threshold(blank(levels, "mirror_force_threshold"), levels));
  }
  return all;
}

}  // namespace trilayer::measures
