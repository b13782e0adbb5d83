// The presence test: is what the average shows after the pulse more than what EMG without a pulse shows?
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "trilayer/base/random.hpp"
#include "trilayer/measures/epochs.hpp"
#include "trilayer/measures/settings.hpp"
#include "trilayer/measures/trace.hpp"

namespace trilayer::measures {

/// What a test looks at: an averaged rectified trace whose column `zero` is the (real or sham) pulse.
struct AverageView {
  std::span<const double> trace;
  std::size_t zero = 0;
};

/// A statistic of an average; larger means more of what is looked for. Must use only columns inside the geometry.
using Statistic = std::function<double(const AverageView&)>;

/// The stretch round the pulse that the statistic needs, in samples: [zero - before, zero + after). Its first
/// `background` samples give the mean that is subtracted from each trial before rectifying, as in real trials.
struct Geometry {
  std::size_t before = 0;
  std::size_t after = 0;
  std::size_t background = 0;
};

/// Sham averages: in every trial a pulse time is drawn at random from quiet EMG before the real pulse, the rectified
/// trials are averaged round it, and the statistic is taken. Under the hypothesis that the pulse does nothing, the
/// real average is one more of them, whatever the spectrum of the EMG.
struct Surrogates {
  std::vector<double> statistics;         ///< of the sham averages, ascending
  std::vector<std::vector<double>> kept;  ///< some of the averages themselves, for injecting known effects
  Geometry geometry;
  std::size_t trials = 0;  ///< that had enough quiet EMG
};

/// Quiet EMG before the pulses of a block and channel, to draw sham trials from.
struct QuietEmg {
  double clip = 0.0;       ///< uV: what 99.5 % of rectified quiet samples stay below
  double median_ms = 0.0;  ///< length of the quiet EMG before a trial
  /// Of each trial the stretches a sham trial may be cut from, uV, not rectified. Without hum there is one, the whole
  /// quiet EMG. With hum there are many, each cut round a sham pulse of its own and cleaned as real trials are, with
  /// the fit leaving out what follows the pulse: a fit that had seen it would take away more than hum.
  std::vector<std::vector<std::vector<float>>> trials;
  std::vector<std::size_t> trial_of;  ///< position in the block of each
};

/// Quiet EMG before the used trials of a block: up to settings.surrogate_reach long, ending settings.background.to
/// before the first pulse of the trial, and beginning 0.5 s after the last pulse before it. Trials whose quiet EMG is
/// shorter than 1.5 times the geometry are left out.
QuietEmg quiet_emg(const recording::Recording& recording, const protocol::Block& block, std::size_t channel,
                   Geometry geometry, const Settings& settings, const std::optional<Hum>& hum);

/// Does to a sham sweep (its background mean removed, `geometry.before` samples before its pulse) what was done to real
/// ones.
using Disturbance = std::function<void(std::span<float> sweep, base::Stream& stream)>;

/// Draws `count` sham averages. Nothing where fewer than settings.fewest_trials_averaged trials have quiet EMG.
/// `address` makes the draws of this block its own. Rectified samples count for at most `clip` uV each (infinity: all
/// of it), so that one trial with a movement artefact makes no response.
std::optional<Surrogates> draw_surrogates(const QuietEmg& quiet, Geometry geometry, const Statistic& statistic,
                                          int count, const Settings& settings, std::uint32_t address, double clip,
                                          const Disturbance& disturb = {});

/// (1 + number of sham statistics at least as large) / (1 + number of sham statistics).
double p_value(const Surrogates& surrogates, double observed);

/// The statistic that a test at level `alpha` must exceed.
double critical_value(const Surrogates& surrogates, double alpha);

/// The smallest effect that `power` of the kept sham averages would have shown at level `alpha`, if `inject(average,
/// zero, effect)` had added it; searched between 0 and `largest` by bisection. Nothing where even `largest` would not.
std::optional<double> smallest_detectable(
    const Surrogates& surrogates, const Statistic& statistic, double alpha, double power, double largest,
    const std::function<void(std::span<double> average, std::size_t zero, double effect)>& inject);

/// The level at which each of `tests` independent tests is made so that all of them together raise a false alarm at
/// most at `rate` (Sidak).
double level_per_test(double rate, std::size_t tests);

/// A number from a block's name, for addresses of random streams: the same for both sides and hemispheres.
std::uint32_t address_of(std::string_view text);

}  // namespace trilayer::measures
