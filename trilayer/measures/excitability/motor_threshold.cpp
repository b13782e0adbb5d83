#include "trilayer/measures/excitability/motor_threshold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/excitability/psychometric.hpp"
#include "trilayer/measures/excitability/threshold_hunting.hpp"
#include "trilayer/measures/result.hpp"

namespace trilayer::measures {
namespace {

constexpr double spread_learnt = 0.8;  // the trials must narrow what is believed of ln s to this share

// The size that counts as a response, and why it is not the usual one.
struct Criterion {
  double microvolts = 0.0;
  std::string raised;  // empty: the usual one
};

Criterion criterion_of(const IntensitySeries& series, const Settings& settings) {
  const double usual = (series.active ? settings.excitability.active_criterion : settings.resting_criterion).value();
  std::vector<double> backgrounds;
  for (const IntensityTrial& trial : series.trials) backgrounds.push_back(trial.background);
  const double background = base::median(backgrounds);
  const double needed = settings.size_over_background * background;
  if (needed <= usual) return {usual, ""};
  return {needed, fmt::format("background EMG of {:.1f} uV RMS raises the size that counts as a response from {:g} to "
                              "{:.0f} uV, and the threshold with it",
                              background, usual, needed)};
}

std::vector<PulseOutcome> outcomes_of(const IntensitySeries& series, double criterion) {
  std::vector<PulseOutcome> outcomes;
  for (const IntensityTrial& trial : series.trials)
    if (trial.output) outcomes.push_back({*trial.output, trial.peak_to_peak >= criterion});
  return outcomes;
}

std::string in_words(const std::optional<double>& threshold) {
  return threshold ? fmt::format("{:.1f}", *threshold) : "none";
}

// What the other published estimators say of the same pulses.
std::string other_methods(std::span<const PulseOutcome> outcomes) {
  const LikelihoodThreshold likely = maximum_likelihood_threshold(outcomes);
  std::string text = fmt::format(
      "maximum likelihood {:.1f} ({} to {}, profile), ML-PEST {:.1f}, relative frequency {}, Mills-Nithi {}",
      likely.threshold, in_words(likely.low), in_words(likely.high), ml_pest_threshold(outcomes),
      in_words(relative_frequency_threshold(outcomes)), in_words(mills_nithi_threshold(outcomes)));
  if (is_adaptive(outcomes))
    text += fmt::format(", last step of stochastic approximation {:.1f} (the pulses were set adaptively)",
                        next_samt(outcomes));
  return text;
}

// The threshold lies outside the intensities that were used: a bound, which few pulses make no tighter than the
// posterior's interval.
Measurement censored(Measurement m, const BayesianThreshold& found, std::span<const PulseOutcome> outcomes,
                     std::span<const IntensityLevel> levels) {
  const auto responses = std::count_if(outcomes.begin(), outcomes.end(), [](const auto& o) { return o.response; });
  const bool below = found.threshold < levels.front().intensity;
  m.state = below ? State::at_most : State::at_least;
  m.value = below ? std::max(levels.front().intensity, found.high) : std::min(levels.back().intensity, found.low);
  m.reason = fmt::format("{} of {} pulses evoked a response: the threshold lies {} the intensities used", responses,
                         outcomes.size(), below ? "below" : "above");
  return m;
}

Measurement spread(const IntensitySeries& series, const Measurement& threshold, const BayesianThreshold& found,
                   const Settings& settings) {
  Measurement m = series.blank("threshold_spread");
  m.trials = threshold.trials;
  m.method = fmt::format(
      "spread s of P(response) = Phi((x - t) / s), posterior of the same pulses; before them ln(s/t) "
      "is normal round ln {:g} with SD {:g}",
      settings.excitability.relative_spread, settings.excitability.spread_deviation);
  if (found.log_spread_error > spread_learnt * settings.excitability.spread_deviation)
    return unobtainable(m, "the pulses say hardly more of the spread than was believed before them");
  m.state = State::value;
  m.value = found.spread;
  set_error(m, found.log_spread_error);
  return m;
}

void compare_with_stated(const IntensitySeries& series, const Measurement& m, Results& results) {
  const BlockChannel& look = *series.looks.front();
  const auto* stated = stated_threshold(look.session->context, *look.block->condition.hemisphere, series.active);
  if (stated == nullptr || !m.value || !m.standard_error) return;
  const double error = std::hypot(*m.standard_error, stated->standard_error.value_or(0.0));
  if (std::abs(*m.value - stated->percent_output) <= 3.0 * error) return;
  results.warnings.push_back(
      {"threshold_differs",
       fmt::format("the trials of the {} {} give {} of {:.1f} %MSO (standard error {:.1f}), the session states {:g}",
                   name(look.side), look.muscle, series.active ? "an AMT" : "an RMT", *m.value, *m.standard_error,
                   stated->percent_output),
       m.recording});
}

void measure_one(const IntensitySeries& series, const Settings& settings, Results& results) {
  Measurement m = series.blank(series.active ? "amt" : "rmt");
  const Criterion criterion = criterion_of(series, settings);
  const std::vector<PulseOutcome> outcomes = outcomes_of(series, criterion.microvolts);
  const std::vector<IntensityLevel> levels = levels_of(outcomes);
  m.trials = static_cast<int>(outcomes.size());
  if (levels.size() < 2) {
    results.measurements.push_back(missing(
        m, levels.empty() ? "no pulse's intensity is known in % of stimulator output: it is stated in % of a threshold "
                            "that the session does not state"
                          : "pulses of one intensity only"));
    return;
  }
  m.method = fmt::format("response: {:.0f} uV peak-to-peak (hum removed); {} intensities of {:g} to {:g} %MSO{}",
                         criterion.microvolts, levels.size(), levels.front().intensity, levels.back().intensity,
                         series.converted ? ", in part from % of the stated threshold" : "");
  const BayesianThreshold found =
      bayesian_threshold(outcomes, {settings.excitability.relative_spread, settings.excitability.spread_deviation});
  if (found.threshold < levels.front().intensity || found.threshold > levels.back().intensity) {
    results.measurements.push_back(censored(m, found, outcomes, levels));
    return;
  }
  m.state = State::value;
  m.value = found.threshold;
  set_error(m, found.error);
  m.method += fmt::format("; Bayesian, 95 % interval {:.1f} to {:.1f}; others: {}", found.low, found.high,
                          other_methods(outcomes));
  if (!criterion.raised.empty()) m = confounded(m, criterion.raised);
  if (series.mixed_currents) m = confounded(m, "the pulses' current directions differ");
  compare_with_stated(series, m, results);
  results.measurements.push_back(m);
  results.measurements.push_back(spread(series, m, found, settings));
}

}  // namespace

Results motor_threshold(std::span<const IntensitySeries> series, const Settings& settings) {
  Results results;
  for (const IntensitySeries& one : series)
    if (!one.trials.empty()) measure_one(one, settings, results);
  return results;
}

}  // namespace trilayer::measures
