#include "trilayer/validation/scores.hpp"

#include "trilayer/base/statistics.hpp"

namespace trilayer::validation {

void Tally::add(const Tally& other) {
  cases += other.cases;
  found += other.found;
  censored += other.censored;
  nulls += other.nulls;
  alarms += other.alarms;
  intervals += other.intervals;
  covered += other.covered;
  errors.insert(errors.end(), other.errors.begin(), other.errors.end());
  end_errors.insert(end_errors.end(), other.end_errors.begin(), other.end_errors.end());
}

Score Tally::score(Score named) const {
  named.cases = cases;
  named.found = found;
  named.censored = censored;
  named.nulls = nulls;
  named.alarms = alarms;
  named.intervals = intervals;
  named.covered = covered;
  if (!errors.empty()) {
    named.bias = base::median(errors);
    named.spread = base::robust_deviation(errors);
  }
  if (!end_errors.empty()) {
    named.end_bias = base::median(end_errors);
    named.end_spread = base::robust_deviation(end_errors);
  }
  return named;
}

}  // namespace trilayer::validation
