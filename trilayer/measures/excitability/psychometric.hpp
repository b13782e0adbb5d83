// A motor threshold from intensities and whether each evoked a response: published estimators, as pure functions.
// Everywhere P(response) = Phi((x - t) / s): threshold t is the intensity at which half the pulses evoke a response.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace trilayer::measures {

/// One pulse: its intensity, % of stimulator output, and whether the response reached the criterion.
struct PulseOutcome {
  double intensity = 0.0;
  bool response = false;
};

/// The pulses of one intensity.
struct IntensityLevel {
  double intensity = 0.0;
  int trials = 0;
  int responses = 0;
};

/// By rising intensity; intensities that round to the same tenth of a percent are one level.
std::vector<IntensityLevel> levels_of(std::span<const PulseOutcome> outcomes);

/// Relative frequency ("5 of 10", Rossini et al. [M], rule as in code [V]), pulses in the order given: a level passes
/// with 5 responses among its first 10 pulses and fails with 6 pulses without. The lowest passing level above every
/// failing one; nothing where none passes or none below it fails.
std::optional<double> relative_frequency_threshold(std::span<const PulseOutcome> outcomes);

/// Mills and Nithi 1997 [V]: mean of the highest level with no response in at least 10 pulses and the lowest with
/// nothing but responses in at least 10. Nothing where either is missing.
std::optional<double> mills_nithi_threshold(std::span<const PulseOutcome> outcomes);

/// ML-PEST (Awiszus 2003 [V code]): maximum likelihood with s = relative_spread * t on t = 0.2, 0.4 ... 130 %, with
/// its two pseudo-pulses (0 %: none, 130.2 %: a response); the mean of equally likely ones.
double ml_pest_threshold(std::span<const PulseOutcome> outcomes, double relative_spread = 0.07);

/// Maximum likelihood with free spread, on the grid of the Bayesian estimate. The interval is that of the profile
/// likelihood (95 %); a bound that the grid does not hold is not there.
struct LikelihoodThreshold {
  double threshold = 0.0;
  double spread = 0.0;
  std::optional<double> low, high;
};
LikelihoodThreshold maximum_likelihood_threshold(std::span<const PulseOutcome> outcomes);

/// What is believed of the spread before the data: ln(s / t) normal round ln(relative_spread). The threshold itself is
/// flat over the grid, since its level depends on stimulator and coil.
struct SpreadPrior {
  double relative_spread = 0.07;
  double log_deviation = 0.7;
};

/// Posterior over t = 0.2, 0.4 ... 130 % and s = 0.5 to 50 % in logarithmic steps (the grid of Kontsevich and Tyler
/// 1999 as used for thresholds [V code]; prior of the spread [project]).
struct BayesianThreshold {
  double threshold = 0.0;         ///< posterior mean
  double error = 0.0;             ///< posterior standard deviation
  double low = 0.0, high = 0.0;   ///< 95 % interval
  double spread = 0.0;            ///< geometric posterior mean of s
  double log_spread_error = 0.0;  ///< posterior standard deviation of ln s
};
BayesianThreshold bayesian_threshold(std::span<const PulseOutcome> outcomes, const SpreadPrior& prior = {});

/// ln Phi(z), z kept within -6 and 6; absolute error below 2e-5.
double log_normal_share(double z);

}  // namespace trilayer::measures
