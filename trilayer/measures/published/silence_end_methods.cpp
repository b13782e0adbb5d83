// Published ends of the contralateral silent period. Where a source gives no number for a step, the choice is marked
// [project].
#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "trilayer/measures/published/trial.hpp"
#include "trilayer/measures/silences/silence_end.hpp"

namespace trilayer::measures::published {
namespace {

constexpr double run_ms = 5.0;    // [project] "consecutive points" that make a silence or its end
constexpr double slope_ms = 5.0;  // [project]
constexpr double envelope_ms = 10.0, shortest_ms = 25.0, return_ms = 40.0, duty = 0.75;  // mep-cmap [V]

std::size_t samples_in(double ms, double rate) {
  return std::max<std::size_t>(1, static_cast<std::size_t>(std::lround(ms * 1e-3 * rate)));
}

// The first of `run` samples in a row that fulfil `is`.
template <class Is>
std::optional<std::size_t> first_run(std::span<const double> trace, std::size_t from, std::size_t run, Is&& is) {
  std::size_t length = 0;
  for (std::size_t i = from; i < trace.size(); ++i) {
    length = is(trace[i]) ? length + 1 : 0;
    if (length == run) return i + 1 - run;
  }
  return std::nullopt;
}

// First below the limit for a run, then above it for one.
std::optional<double> back_above(std::span<const double> trace, std::size_t from, double limit, std::size_t run) {
  const auto silent = first_run(trace, from, run, [&](double v) { return v < limit; });
  if (!silent) return std::nullopt;
  const auto back = first_run(trace, *silent + run, run, [&](double v) { return v > limit; });
  if (!back) return std::nullopt;
  return static_cast<double>(*back);
}

std::optional<double> garvey(const Average& average, std::size_t after_response) {
  const double limit =
      level(average.trace, average.background).mean - 2.66 * mean_difference(average.trace, average.background);
  return back_above(average.trace, after_response, limit, samples_in(run_ms, average.rate));
}

std::optional<double> nilsson(const Average& average, std::size_t after_response) {
  const Level quiet = level(average.trace, average.background);
  return back_above(average.trace, after_response, quiet.mean - 2.0 * quiet.deviation,
                    samples_in(run_ms, average.rate));
}

// The foot of the cumulative sum, taken about the mean of what is searched: about the background's, as published, it
// would go on falling or wander for as long as EMG comes back no stronger than it was. Nothing where what follows the
// foot is still silent.
std::optional<double> cusum(const Average& average, std::size_t after_response) {
  const Columns searched{after_response, average.trace.size()};
  const double mean = level(average.trace, searched).mean;
  double sum = 0.0, lowest = 0.0;
  std::size_t foot = searched.first;
  for (std::size_t i = searched.first; i < searched.last; ++i) {
    sum += average.trace[i] - mean;
    if (sum >= lowest) continue;
    lowest = sum;
    foot = i + 1;
  }
  const double back = level(average.trace, {foot, searched.last}).mean;
  if (foot == searched.first || back < 0.5 * level(average.trace, average.background).mean) return std::nullopt;
  return static_cast<double>(foot);
}

// The envelope of a trial and the limit that mep-cmap compares it with.
std::optional<double> by_envelope(const Trial& trial, std::size_t after_response, double share_of_window) {
  std::vector<double> envelope;
  rms_envelope(trial.samples, samples_in(envelope_ms, trial.rate), envelope);
  const Level quiet = level(envelope, trial.background);
  const double limit = std::max(quiet.mean - 1.96 * quiet.deviation, 0.5 * quiet.mean);
  const std::size_t shortest = samples_in(shortest_ms, trial.rate);
  const auto silent = first_run(envelope, after_response, shortest, [&](double v) { return v < limit; });
  if (!silent) return std::nullopt;
  const auto back =
      lasting_return(envelope, *silent + shortest, limit, samples_in(return_ms, trial.rate), share_of_window);
  if (!back) return std::nullopt;
  return static_cast<double>(*back);
}

std::optional<double> envelope_duty(const Trial& trial, std::size_t after_response) {
  return by_envelope(trial, after_response, duty);
}

std::optional<double> envelope_unbroken(const Trial& trial, std::size_t after_response) {
  return by_envelope(trial, after_response, 1.0);
}

std::optional<double> derivative(const Trial& trial, std::size_t after_response) {
  std::vector<double> slope(trial.samples.size(), 0.0), smoothed;
  for (std::size_t i = 1; i < slope.size(); ++i)
    slope[i] = std::abs(static_cast<double>(trial.samples[i]) - static_cast<double>(trial.samples[i - 1]));
  smooth(slope, samples_in(slope_ms, trial.rate), smoothed);
  const double limit = 0.5 * level(smoothed, trial.background).mean;
  return back_above(smoothed, after_response, limit, samples_in(run_ms, trial.rate));
}

std::optional<double> own(const Trial& trial, std::size_t after_response) {
  const auto silence = silence_after(trial.samples, trial.rate, {after_response, after_response + 1},
                                     std::hypot(trial.rectified.mean, trial.rectified.deviation), Settings{});
  if (!silence || !silence->end) return std::nullopt;
  return static_cast<double>(*silence->end);
}

constexpr std::array methods{
    SilenceEndMethod{"trilayer", "envelope below half of the background, duty-cycle return, change of spread",
                     "duty-cycle return: mep-cmap [V]; change of spread [project]", own, nullptr},
    SilenceEndMethod{
        "envelope_duty",
        "RMS envelope below mean - 1.96 SD (at least half) for 25 ms, then back above it for 75 % of 40 ms",
        "mep-cmap [V], without its bootstrap of the run", envelope_duty, nullptr},
    SilenceEndMethod{"envelope_unbroken", "RMS envelope back above the same limit for 40 ms without a break",
                     "earlier variant of mep-cmap [V]; the length of the run [project]", envelope_unbroken, nullptr},
    SilenceEndMethod{"derivative", "rectified first derivative over 5 ms back above half of the background",
                     "Julkunen et al. [V abstract]; smoothing and limit [project]", derivative, nullptr},
    SilenceEndMethod{"cusum", "foot of the cumulative sum of the average about its mean",
                     "Davey et al. 1986, King et al. 2006 [V named]; about which mean [project]", nullptr, cusum},
    SilenceEndMethod{"garvey", "average back above mean - 2.66 mean consecutive differences",
                     "Garvey et al. 2001 [V formula in code of Bigoni et al., M for the runs]", nullptr, garvey},
    SilenceEndMethod{"nilsson", "average back above mean - 2 SD of the background",
                     "Nilsson et al. 1997 [V named; the limit is M]", nullptr, nilsson},
};

}  // namespace

std::span<const SilenceEndMethod> silence_end_methods() { return methods; }

}  // namespace trilayer::measures::published
