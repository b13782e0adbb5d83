// When a response begins in one trial: the rule that contralateral and other single-trial responses share.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "trilayer/measures/settings.hpp"
#include "trilayer/measures/trace.hpp"

namespace trilayer::measures {

/// Where a response begins; the column may lie between samples.
struct ResponseOnset {
  double column = 0.0;
  bool at_edge = false;  ///< it was there already where the search begins: the onset is at most this
};

/// Finds onsets trial by trial without allocating anew. First, on the rectified trial smoothed over
/// settings.onset_smoothing, from the largest deflection back to where EMG had stayed within mean +
/// settings.onset_deviations SD of the background for settings.onset_gap, and on to the foot of the rise. That is late
/// by what the background hides, and early or late by what noise there is. So where the first deflection stands well
/// out of the background, its rise is taken for half a raised cosine, v = top sin(phase)^2: the phases between a tenth
/// and nine tenths of the top lie on a straight line in time, which meets zero at the onset [project]. Where such a
/// rise would have been seen before the limit was crossed, it is a sharp one, and the foot stands.
class OnsetFinder {
 public:
  OnsetFinder(const Settings& settings, double rate);

  /// The rectified and smoothed trial, as limits are set on it; valid until the next call.
  const std::vector<double>& smoothed(std::span<const float> trial);

  /// `quiet`: mean and SD of the smoothed background. Nothing where nothing rises above the limit.
  std::optional<ResponseOnset> find(std::span<const float> trial, Columns search, const Level& quiet);

 private:
  [[nodiscard]] std::size_t samples(double ms) const;
  std::optional<double> extrapolated(std::span<const float> trial, Columns search, std::size_t crossing,
                                     const Level& quiet);

  Settings settings_;
  double rate_;
  std::vector<double> rectified_, smoothed_, gentle_;
};

/// Onsets of the trials of one block where background EMG is strong against the responses: a response keeps its shape
/// from trial to trial, so that it can be found by that shape. The average of the sweeps, each moved by its delay, is
/// the shape; each sweep's delay is where it correlates best with it (Woody 1967 [M]), at most 2.5 ms; the onset of the
/// shape is found by its rise as above. Columns, one a sweep. Nothing where the sweeps do not reach that far or the
/// shape has no onset.
std::optional<std::vector<double>> onsets_by_shape(std::span<const std::span<const float>> sweeps, Columns background,
                                                   Columns search, double first_guess, const Settings& settings,
                                                   double rate);

}  // namespace trilayer::measures
