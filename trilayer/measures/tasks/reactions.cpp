#include "trilayer/measures/tasks/reactions.hpp"

#include <cmath>
#include <utility>

#include "trilayer/base/statistics.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/measures/result.hpp"

namespace trilayer::measures {
namespace {

bool before_cue(const TaskLook& look, const TaskEmg& emg) { return look.cued() && emg.burst && emg.burst->onset < 0.0; }

}  // namespace

Reactions reactions_of(const TaskLook& look, const Settings& settings) {
  Reactions found;
  for (const BothHands& both : look.trials) {
    if (before_cue(look, both.intended) || before_cue(look, both.mirror)) {
      ++found.early;
    } else if (!both.intended.burst) {
      ++found.silent;
    } else {
      Reaction reaction{*both.intended.burst, both.intended.burst_area, both.mirror.burst};
      if (reaction.other && reaction.difference() > settings.tasks.burst_reach.value()) reaction.other.reset();
      found.usable.push_back(reaction);
    }
  }
  return found;
}

bool is_movement(const TaskLook& look) {
  const protocol::Task task = look.condition().task;
  return task != protocol::Task::stimulation && task != protocol::Task::sustained_contraction;
}

bool same_movement(const protocol::Condition& a, const protocol::Condition& b) {
  return a.task == b.task && a.force_percent == b.force_percent && a.complexity == b.complexity;
}

std::string left_out(const Reactions& found) {
  std::string text;
  if (found.silent > 0) text += "; " + std::to_string(found.silent) + " without a burst in the intended hand left out";
  if (found.early > 0) text += "; " + std::to_string(found.early) + " in which a hand moved before the cue left out";
  return text;
}

Measurement share(Measurement m, int successes, int trials, const std::string& what) {
  const base::Share found = base::wilson(successes, trials);
  m.state = State::value;
  m.trials = trials;
  m.value = found.share;
  set_error(m, logit_error(successes, trials));
  m.method = what + " in " + std::to_string(successes) + " of " + std::to_string(trials) +
             " trials; Wilson 95 % interval " + base::format_number(found.low, 2) + " to " +
             base::format_number(found.high, 2);
  return m;
}

Measurement median_time(Measurement m, const std::vector<double>& times, double rate, const Settings& settings) {
  m.state = State::value;
  m.trials = static_cast<int>(times.size());
  m.value = base::median(times);
  const double spread = base::bootstrap_error(
      times.size(), settings.bootstrap, settings.seed,
      [&](std::span<const std::size_t> chosen) { return base::median(resampled(times, chosen)); });
  const double of_grid = sampling_error(rate);
  set_error(m, std::isfinite(spread) ? std::hypot(spread, of_grid) : of_grid);
  return m;
}

std::string burst_text(const Settings& settings) {
  return "bursts: " + base::format_number(settings.tasks.burst_envelope.value()) + " ms RMS envelope above " +
         base::format_number(settings.tasks.burst_over_rest) + " times resting RMS";
}

}  // namespace trilayer::measures
