// A silence on averaged rectified EMG: found where the smoothed average is low, its edges where a rectangle fits best.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "trilayer/measures/averaging.hpp"
#include "trilayer/measures/settings.hpp"
#include "trilayer/measures/trace.hpp"

namespace trilayer::measures {

/// The silence on one average.
struct AverageSilence {
  double onset = 0.0;          ///< ms after the pulse
  double end = 0.0;            ///< ms
  double depth = 0.0;          ///< % of background, mean over the silence
  double maximal_depth = 0.0;  ///< % of background, of the smoothed average
  double area = 0.0;           ///< ms: area below background over background
  bool open = false;           ///< still silent where the search ends: duration and area are at least this
  bool open_start = false;     ///< silent already where the search begins: the onset is at most this
};

/// Where on an average a silence is looked for, in columns.
struct SilenceSearch {
  Columns window;
  std::size_t latest_onset = 0;
  std::size_t shortest = 0;
  std::size_t smoothing = 1;
  std::size_t background = 0;  ///< columns [0, background)
  std::size_t reach = 0;       ///< how far the edges may lie from those of the run below the limit
  double deviations = 2.0;
};

SilenceSearch search_of(const RectifiedTrials& trials, const Settings& settings);

/// What the presence test looks at: the largest area below the mean of a run below mean - search.deviations SD of the
/// smoothed background, over the mean; 0 where there is none at least search.shortest long.
Statistic normalised_area(const SilenceSearch& search);

/// That run, with its edges moved to those of the rectangle that fits the unsmoothed average best (least squares):
/// smoothing rounds the edges, and where a limit cuts them depends on depth. `trials` says what columns are in ms.
/// Nothing where there is no run.
std::optional<AverageSilence> silence_on(std::span<const double> trace, const RectifiedTrials& trials,
                                         const SilenceSearch& search, std::vector<double>& smoothed);

/// A second phase: the largest dip that begins within 20 ms after the first silence, on the real average and on sham
/// ones at the same place.
struct SecondPhase {
  double area = 0.0;  ///< ms, below background over background, of the smoothed average; 0: no dip
  double p = 1.0;
  bool open = false;  ///< still silent where the search ends
};

/// Looks for it after `first` ends. Nothing where the search ends too early to tell.
std::optional<SecondPhase> second_phase(std::span<const double> trace, const RectifiedTrials& trials,
                                        const SilenceSearch& search, const AverageSilence& first,
                                        const Surrogates& surrogates);

}  // namespace trilayer::measures
