#include "trilayer/measures/tasks/mirror_preparation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "trilayer/base/statistics.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/measures/result.hpp"
#include "trilayer/measures/tasks/reactions.hpp"

namespace trilayer::measures {
namespace {

constexpr std::size_t fewest = 5;            // trials of an interval
constexpr std::size_t fewest_intervals = 3;  // of foreknowledge
constexpr double two_errors = 2.0;           // a power this many standard errors above 0 is there
constexpr double chi_of_decay = 5.99;        // 95 % of chi-squared with 2 degrees: amplitude and time constant
constexpr double shortest = 30.0, longest = 3000.0, finest = 1.05;  // time constants tried, ms, and their steps

// Power the mirror hand adds in the first moments after the intended onset, for one foreknowledge.
struct Interval {
  double known = 0.0;  // ms
  double power = 0.0;  // uV^2 above rest; may be below 0
  double error = 0.0;
};

struct Group {
  const TaskLook* first = nullptr;
  std::string blocks;
  std::map<double, std::vector<double>> powers;  // by foreknowledge
};

protocol::Condition without_foreknowledge(const protocol::Condition& condition) {
  protocol::Condition rest = condition;
  rest.foreknowledge.reset();
  return rest;
}

std::vector<Group> groups_of(std::span<const TaskLook> looks) {
  std::map<std::tuple<std::string, std::string>, Group> groups;
  for (const TaskLook& look : looks) {
    if (!look.condition().intended || !look.condition().foreknowledge || !look.on_both_sides || !is_movement(look))
      continue;
    Group& group = groups[{look.muscle, protocol::label(without_foreknowledge(look.condition()))}];
    if (group.first == nullptr) group.first = &look;
    group.blocks += (group.blocks.empty() ? "" : "+") + look.block->id;
    auto& powers = group.powers[look.condition().foreknowledge->value()];
    for (const BothHands& both : look.trials) {
      const bool early = both.intended.burst && both.intended.burst->onset < 0.0 && look.cued();
      if (both.early_power && !early) powers.push_back(*both.early_power - both.mirror.rest_power);
    }
  }
  std::vector<Group> found;
  for (auto& [key, group] : groups) found.push_back(std::move(group));
  return found;
}

std::vector<Interval> intervals_of(const Group& group) {
  std::vector<Interval> intervals;
  for (const auto& [known, powers] : group.powers) {
    if (powers.size() < fewest) continue;
    const double error = base::standard_deviation(powers) / std::sqrt(static_cast<double>(powers.size()));
    if (error > 0.0) intervals.push_back({known, base::mean(powers), error});
  }
  return intervals;
}

// plateau + decaying * exp(-known / time constant), least squares in power, both parts at least 0.
struct Fit {
  double plateau = 0.0, decaying = 0.0, chi = std::numeric_limits<double>::infinity(), plateau_error = 0.0;
};

Fit fit_at(const std::vector<Interval>& intervals, double time_constant) {
  double w = 0.0, e = 0.0, ee = 0.0, y = 0.0, ey = 0.0;
  for (const Interval& i : intervals) {
    const double weight = 1.0 / (i.error * i.error), part = std::exp(-i.known / time_constant);
    w += weight;
    e += weight * part;
    ee += weight * part * part;
    y += weight * i.power;
    ey += weight * part * i.power;
  }
  const double determinant = w * ee - e * e;
  Fit fit;
  if (determinant > 1e-9 * w * ee) {
    fit.plateau = (y * ee - e * ey) / determinant;
    fit.decaying = (w * ey - e * y) / determinant;
    fit.plateau_error = std::sqrt(ee / determinant);
  }
  if (fit.decaying <= 0.0) fit = {std::max(0.0, y / w), 0.0, 0.0, 1.0 / std::sqrt(w)};
  if (fit.plateau < 0.0) fit = {0.0, std::max(0.0, ey / ee), 0.0, fit.plateau_error};
  fit.chi = 0.0;
  for (const Interval& i : intervals) {
    const double z = (i.power - fit.plateau - fit.decaying * std::exp(-i.known / time_constant)) / i.error;
    fit.chi += z * z;
  }
  return fit;
}

struct Decay {
  Fit best, flat;
  double time_constant = 0.0, low = 0.0, high = 0.0;  // with the range in which chi-squared rises by less than 1
  [[nodiscard]] bool determined() const { return flat.chi - best.chi > chi_of_decay; }
};

Decay fit_decay(const std::vector<Interval>& intervals) {
  Decay decay;
  decay.flat = fit_at(intervals, std::numeric_limits<double>::infinity());
  for (double t = shortest; t < longest; t *= finest)
    if (const Fit fit = fit_at(intervals, t); fit.chi < decay.best.chi) {
      decay.best = fit;
      decay.time_constant = t;
    }
  decay.low = longest;
  for (double t = shortest; t < longest; t *= finest) {
    if (fit_at(intervals, t).chi > decay.best.chi + 1.0) continue;
    decay.low = std::min(decay.low, t);
    decay.high = t;
  }
  return decay;
}

std::string intervals_text(const std::vector<Interval>& intervals) {
  std::string text;
  for (const Interval& i : intervals)
    text += (text.empty() ? "" : ", ") + base::format_number(std::sqrt(std::max(0.0, i.power)), 3) + " uV at " +
            base::format_number(i.known) + " ms";
  return "mirror EMG above rest by foreknowledge: " + text;
}

Measurement contrast(Measurement m, const std::vector<Interval>& intervals) {
  const Interval& soon = intervals.front();
  const Interval& late = intervals.back();
  m.method = "amplitude at the shortest over that at the longest foreknowledge; " + intervals_text(intervals);
  const bool soon_seen = soon.power > two_errors * soon.error, late_seen = late.power > two_errors * late.error;
  if (!soon_seen && !late_seen)
    return unobtainable(std::move(m),
                        "no mirror EMG right after the onset, at the shortest or the longest foreknowledge");
  const auto most = [](const Interval& i) { return std::max(0.0, i.power) + two_errors * i.error; };
  m.value = std::sqrt((soon_seen ? soon.power : most(soon)) / (late_seen ? late.power : most(late)));
  if (soon_seen && late_seen) {
    m.state = State::value;
    set_error(m, 0.5 * std::hypot(soon.error / soon.power, late.error / late.power));
  } else {
    m.state = soon_seen ? State::at_least : State::at_most;
    m.reason = std::string("no mirror EMG right after the onset at the ") + (soon_seen ? "longest" : "shortest") +
               " foreknowledge";
  }
  return m;
}

Measurement plateau(Measurement m, const Decay& decay) {
  const Fit& fit = decay.determined() ? decay.best : decay.flat;
  m.method = decay.determined() ? "constant part of plateau + decaying part, fitted in power"
                                : "weighted mean over foreknowledge: no decay was told";
  if (fit.plateau <= two_errors * fit.plateau_error) {
    m.state = State::at_most;
    m.value = std::sqrt(std::max(0.0, fit.plateau) + two_errors * fit.plateau_error);
    m.reason = "no mirror EMG remains with long foreknowledge";
    return m;
  }
  m.state = State::value;
  m.value = std::sqrt(fit.plateau);
  set_error(m, 0.5 * fit.plateau_error / fit.plateau);
  return m;
}

Measurement time_constant(Measurement m, const Decay& decay) {
  if (!decay.determined())
    return unobtainable(std::move(m), "mirror EMG does not fall clearly with foreknowledge: there is no decay to time");
  if (decay.low <= shortest || decay.high * finest >= longest)
    return unobtainable(std::move(m), "the intervals do not bound the time constant between " +
                                          base::format_number(shortest) + " and " + base::format_number(longest) +
                                          " ms");
  m.state = State::value;
  m.value = decay.time_constant;
  set_error(m, 0.5 * (decay.high * finest - decay.low));
  m.method = "of plateau + decaying part, fitted in power; error from where chi-squared rises by 1";
  return m;
}

}  // namespace

std::vector<Measurement> mirror_preparation(std::span<const TaskLook> looks, const Settings& settings) {
  std::vector<Measurement> all;
  for (const Group& group : groups_of(looks)) {
    const auto intervals = intervals_of(group);
    const auto blank = [&](std::string_view id) {
      Measurement m = group.first->blank(id);
      m.key.condition = protocol::label(without_foreknowledge(group.first->condition()));
      m.block = group.blocks;
      m.trials = 0;
      for (const auto& [known, powers] : group.powers) m.trials += static_cast<int>(powers.size());
      return m;
    };
    std::vector<Measurement> some{blank("mirror_preparation_decay"), blank("mirror_preparation_plateau"),
                                  blank("mirror_preparation_time_constant")};
    if (intervals.size() < fewest_intervals) {
      for (Measurement& m : some)
        m = unobtainable(std::move(m), std::to_string(intervals.size()) +
                                           " times of foreknowledge with 5 trials or more; 3 are needed");
    } else {
      const Decay decay = fit_decay(intervals);
      some = {contrast(some[0], intervals), plateau(some[1], decay), time_constant(some[2], decay)};
      for (Measurement& m : some)
        if (m.value) m.method += "; first " + base::format_number(settings.tasks.early.value()) + " ms after the onset";
    }
    all.insert(all.end(), some.begin(), some.end());
  }
  return all;
}

}  // namespace trilayer::measures
