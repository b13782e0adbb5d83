// Which hand started when: the bursts of both hands in reactions and brisk movements.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "trilayer/measures/both_hands.hpp"

namespace trilayer::measures {

/// A trial with a burst in the intended hand.
struct Reaction {
  Burst intended;              ///< the first
  double intended_area = 0.0;  ///< of the intended hand's largest burst, uV*ms: a weak first one may go before it
  std::optional<Burst> other;  ///< of the other hand, unless it starts settings.tasks.burst_reach later

  /// Onset of the other hand minus that of the intended one, ms; below 0 the other hand leads.
  [[nodiscard]] double difference() const { return other->onset - intended.onset; }
};

struct Reactions {
  std::vector<Reaction> usable;
  int early = 0;   ///< left out: a hand moved before the cue
  int silent = 0;  ///< left out: no burst in the intended hand
};

/// The reactions of a block with one intended hand.
Reactions reactions_of(const TaskLook& look, const Settings& settings);

/// A task whose trials are single movements: reactions and brisk movements, no sustained contractions.
bool is_movement(const TaskLook& look);

/// The same circumstances but for the hand, the number of hands, conflict and foreknowledge, and what either hand was
/// told to do: blocks that differ in these alone are compared with one another.
bool same_movement(const protocol::Condition& a, const protocol::Condition& b);

/// "; 2 without a burst in the intended hand left out"; empty where none was.
std::string left_out(const Reactions& found);

/// A share of trials with its logit error and, in `method`, its Wilson interval. `what` is what the trials have in
/// common: "other hand's burst first". Needs a trial.
Measurement share(Measurement m, int successes, int trials, const std::string& what);

/// The median as a value in ms with its bootstrap error; equal values have the error of the grid of samples.
Measurement median_time(Measurement m, const std::vector<double>& times, double rate, const Settings& settings);

/// How bursts are found, for method words.
std::string burst_text(const Settings& settings);

}  // namespace trilayer::measures
