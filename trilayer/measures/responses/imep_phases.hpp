// When a small response begins on the average of signed sweeps: a probability for every time, instead of a limit that
// noise crosses.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

#include "trilayer/measures/epochs.hpp"
#include "trilayer/measures/settings.hpp"

namespace trilayer::measures {

/// What a response looks like, as far as it is known.
struct ResponseShape {
  double phase_ms = 0.0;  ///< length of a phase; 0: unknown
  double positive = 0.5;  ///< probability that the first phase is positive
};

/// What is believed of an onset after seeing an average: probabilities on a grid of times, all equally probable before.
struct OnsetBelief {
  double first_ms = 0.0;            ///< after the pulse
  double step_ms = 0.0;             ///< of the grid
  std::vector<double> probability;  ///< one a time, sum 1
  double evidence = 0.0;            ///< natural logarithm of the odds of a response against none, equal before
  double too_early = 0.0;           ///< probability that it began in the 5 ms before the first possible onset
  ResponseShape shape;              ///< of the response

  [[nodiscard]] double ms(std::size_t i) const { return first_ms + step_ms * static_cast<double>(i); }
  [[nodiscard]] double mean() const;       ///< ms
  [[nodiscard]] double deviation() const;  ///< ms, that of the grid's step at least
};

/// An onset with its standard error, ms.
struct FittedOnset {
  double ms = 0.0;
  double error = 0.0;
  OnsetBelief belief;
};

/// Finds the onset of responses of one muscle. A response is taken for two neighbouring phases of equal length (3 to
/// 12 ms), each a raised cosine of any size and sign, that begin at the onset; the background EMG for Gaussian noise
/// with the autocovariance it has before the pulses; a slow rest (level, artefact tail of 3 to 10 ms) for unknown.
/// What is not asked for is averaged over: phase length, sizes (a priori 20 uV to 5 mV). Sweeps are averaged with their
/// sign, so that a silence of the background leaves no trace in the average [project].
class PhaseFit {
 public:
  /// `onsets`: times at which a response may begin. The epochs must reach from settings.background to onsets.to.
  PhaseFit(const Epochs& epochs, const Window& onsets, const Settings& settings);

  /// False where the epochs do not reach that far or have no background.
  [[nodiscard]] bool possible() const { return !onsets_.empty(); }

  /// Belief after the average of the chosen trials (an index may come more than once).
  [[nodiscard]] OnsetBelief belief(std::span<const std::size_t> chosen, const ResponseShape& expected) const;

  /// Onset and its error: mean and deviation of the belief; where the trials themselves say when it begins (deviation
  /// below 1 ms), the spread over resampled trials where that is larger: the onsets of single trials differ too.
  [[nodiscard]] FittedOnset onset(std::span<const std::size_t> chosen, const ResponseShape& expected,
                                  const Settings& settings) const;

  /// Energy of the average of the chosen trials in excess of what background leaves, square root, uV * sqrt(ms): a size
  /// that noise does not enlarge; what noise alone may leave where the response is smaller. From the first possible
  /// onset to 15 ms after the last.
  [[nodiscard]] double size(std::span<const std::size_t> chosen) const;

 private:
  [[nodiscard]] std::vector<double> averaged(std::span<const std::size_t> chosen) const;

  std::size_t samples_ = 0;     // of a reduced sweep
  double sample_ms_ = 0.0;      // from one to the next
  std::vector<float> sweeps_;   // reduced, trial after trial
  std::vector<double> factor_;  // Cholesky factor of the background's covariance in one sweep, row by row
  std::vector<double> slow_;    // what is no response: orthonormal columns, whitened
  std::vector<double> phases_;  // two columns for each length of each onset, whitened, free of the slow ones
  std::vector<std::array<double, 3>> products_;  // of the two columns: first^2, first * second, second^2
  std::vector<double> onsets_;                   // ms
  std::size_t early_ = 0;                        // how many of the onsets lie before the first possible one
  std::size_t size_from_ = 0;                    // first reduced sample that counts for the size
  double variance_ = 0.0;                        // of background, uV^2
};

}  // namespace trilayer::measures
