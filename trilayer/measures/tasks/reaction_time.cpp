#include "trilayer/measures/tasks/reaction_time.hpp"

#include <cmath>
#include <string>
#include <utility>

#include "trilayer/measures/result.hpp"
#include "trilayer/measures/tasks/reactions.hpp"

namespace trilayer::measures {
namespace {

using protocol::Side;

constexpr std::size_t fewest = 3;  // trials

bool is_intended(const TaskLook& look, Side side) {
  return look.condition().both_intended || look.condition().intended == side;
}

Measurement time_of(const TaskLook& look, Side side, const Settings& settings) {
  Measurement m = look.blank("reaction_time", side);
  if (!look.on_both_sides) return missing(std::move(m), look.muscle + " is recorded on one side only");
  std::vector<double> times;
  int early = 0;
  for (const BothHands& both : look.trials) {
    const auto& burst = (side == look.intended ? both.intended : both.mirror).burst;
    if (!burst) continue;
    if (burst->onset < 0.0)
      ++early;
    else
      times.push_back(burst->onset);
  }
  const std::string share = std::to_string(times.size()) + " of " + std::to_string(look.trials.size()) +
                            " trials have a burst after the cue" +
                            (early > 0 ? ", " + std::to_string(early) + " one before it" : "");
  m.trials = static_cast<int>(times.size());
  if (times.size() < fewest) return unobtainable(std::move(m), share + "; 3 are needed");
  m = median_time(std::move(m), times, look.rate, settings);
  m.method = "median from cue to EMG onset; " + share + "; " + burst_text(settings);
  return m;
}

Measurement cost(const TaskLook& alone, const TaskLook& together, const Settings& settings) {
  Measurement m = alone.blank("bimanual_cost", alone.intended);
  m.block = alone.block->id + "+" + together.block->id;
  const Measurement one = time_of(alone, alone.intended, settings);
  const Measurement two = time_of(together, alone.intended, settings);
  m.trials = one.trials + two.trials;
  if (!one.value) return unobtainable(std::move(m), "this hand alone: " + one.reason);
  if (!two.value) return unobtainable(std::move(m), "both hands together: " + two.reason);
  m.state = State::value;
  m.value = *one.value - *two.value;
  set_error(m, std::hypot(one.standard_error.value_or(0.0), two.standard_error.value_or(0.0)));
  m.method = "reaction time of this hand alone minus that of this hand together with the other; medians of " +
             std::to_string(one.trials) + " and " + std::to_string(two.trials) + " trials";
  return m;
}

}  // namespace

std::vector<Measurement> reaction_time(const TaskLook& look, const Settings& settings) {
  std::vector<Measurement> all;
  if (!is_movement(look) || !look.cued()) return all;
  for (const Side side : protocol::both_sides)
    if (is_intended(look, side)) all.push_back(time_of(look, side, settings));
  return all;
}

std::vector<Measurement> bimanual_cost(std::span<const TaskLook> looks, const Settings& settings) {
  std::vector<Measurement> all;
  for (const TaskLook& alone : looks)
    for (const TaskLook& together : looks) {
      const bool fits = alone.condition().intended && together.condition().both_intended && alone.on_both_sides &&
                        together.on_both_sides && alone.muscle == together.muscle && alone.cued() && together.cued() &&
                        is_movement(alone) && same_movement(alone.condition(), together.condition());
      if (fits) all.push_back(cost(alone, together, settings));
    }
  return all;
}

}  // namespace trilayer::measures
