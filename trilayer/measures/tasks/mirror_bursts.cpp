#include "trilayer/measures/tasks/mirror_bursts.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "trilayer/base/statistics.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/measures/result.hpp"
#include "trilayer/measures/tasks/reactions.hpp"

namespace trilayer::measures {
namespace {

constexpr std::size_t fewest = 3;       // trials
constexpr double largest_sure = 0.999;  // correlations are kept off 1, where Fisher's z has no number

// In a movement a burst must belong to it; in a sustained contraction any burst of the mirror hand counts.
Measurement burst_share(Measurement m, const TaskLook& look, const Settings& settings) {
  const Reactions found = reactions_of(look, settings);
  int trials = 0, bursts = 0;
  if (is_movement(look)) {
    trials = static_cast<int>(found.usable.size());
    bursts = static_cast<int>(
        std::count_if(found.usable.begin(), found.usable.end(), [](const Reaction& r) { return r.other.has_value(); }));
  } else {
    trials = static_cast<int>(look.trials.size());
    bursts = static_cast<int>(std::count_if(look.trials.begin(), look.trials.end(),
                                            [](const BothHands& both) { return both.mirror.burst.has_value(); }));
  }
  if (trials < static_cast<int>(fewest))
    return unobtainable(std::move(m),
                        std::to_string(trials) + " trials with a movement; 3 are needed" + left_out(found));
  m = share(std::move(m), bursts, trials, "a burst in the mirror hand");
  m.method += (is_movement(look) ? left_out(found) : "") + "; " + burst_text(settings);
  return m;
}

// Mean Fisher z over trials at one lag.
double mean_z(const TaskLook& look, std::size_t lag, std::vector<double>& each) {
  each.clear();
  for (const BothHands& both : look.trials)
    if (!both.envelope_correlation.empty())
      each.push_back(std::atanh(std::clamp(both.envelope_correlation[lag], -largest_sure, largest_sure)));
  return each.empty() ? 0.0 : base::mean(each);
}

// The lag is that of the trials' mean, so that chance peaks of single trials do not add up.
Measurement envelope_correlation(Measurement m, const TaskLook& look, const Settings& settings) {
  std::size_t lags = 0, trials = 0, best = 0;
  for (const BothHands& both : look.trials) {
    lags = std::max(lags, both.envelope_correlation.size());
    trials += both.envelope_correlation.empty() ? 0 : 1;
  }
  if (trials < fewest)
    return unobtainable(std::move(m), std::to_string(trials) +
                                          " trials are long enough for the correlation of envelopes; 3 are needed");
  std::vector<double> each;
  for (std::size_t lag = 0; lag < lags; ++lag)
    if (mean_z(look, lag, each) > mean_z(look, best, each)) best = lag;
  const double z = mean_z(look, best, each);
  const double r = std::tanh(z);
  const double step = settings.tasks.envelope_step.value();
  const double lag = (static_cast<double>(best) - static_cast<double>(lags / 2)) * step;
  m.state = State::value;
  m.trials = static_cast<int>(trials);
  m.value = r;
  set_error(m, (1.0 - r * r) * base::standard_deviation(each) / std::sqrt(static_cast<double>(trials)));
  m.method = "peak over lags up to " + base::format_number(settings.tasks.envelope_lag.value()) +
             " ms of the mean correlation of both hands' RMS in pieces of " + base::format_number(step) +
             " ms; mirror hand later by " + base::format_number(lag) + " ms";
  return m;
}

}  // namespace

std::vector<Measurement> mirror_bursts(const TaskLook& look, const MirrorAmount& amount, const Settings& settings) {
  if (!look.condition().intended) return {};
  Measurement bursts = look.blank("mirror_burst_share"), alike = look.blank("mirror_envelope_correlation");
  if (!look.on_both_sides) {
    const std::string why = look.muscle + " is recorded on one side only";
    return {missing(std::move(bursts), why), missing(std::move(alike), why)};
  }
  if (!amount.unreadable.empty())
    return {invalid(std::move(bursts), amount.unreadable), invalid(std::move(alike), amount.unreadable)};
  bursts = burst_share(std::move(bursts), look, settings);
  alike = amount.present ? envelope_correlation(std::move(alike), look, settings)
                         : unobtainable(std::move(alike), "EMG of the mirror hand does not rise above rest");
  for (Measurement* m : {&bursts, &alike})
    if (m->value && !amount.cross_talk.empty()) *m = confounded(std::move(*m), amount.cross_talk);
  return {bursts, alike};
}

}  // namespace trilayer::measures
