// Small operations on one trace: smoothing, onsets, runs below a limit.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace trilayer::measures {

/// Columns [first, last) of a trace.
struct Columns {
  std::size_t first = 0;
  std::size_t last = 0;

  [[nodiscard]] std::size_t size() const { return last > first ? last - first : 0; }
  friend bool operator==(const Columns&, const Columns&) = default;
};

/// Centred moving average over `width` samples (made odd), the trace mirrored at its ends.
void smooth(std::span<const double> trace, std::size_t width, std::vector<double>& out);

/// Centred RMS over `width` samples (made odd), mirrored at the ends.
void rms_envelope(std::span<const float> signal, std::size_t width, std::vector<double>& out);

/// Mean and standard deviation of some columns; (0, 0) where there are none.
struct Level {
  double mean = 0.0;
  double deviation = 0.0;
};
Level level(std::span<const double> trace, Columns columns);

/// Mean absolute difference of neighbouring samples (MCD); 0 where there are fewer than two columns.
double mean_difference(std::span<const double> trace, Columns columns);

/// From the largest value in `window` back to the first sample of the response: the trace has stayed at or below
/// `limit` for `gap` samples before it (or the window's start is reached). From there on back to the foot of the rise,
/// the last sample at or below `foot`, where there is one within another `gap`. Nothing where the largest value is not
/// above the limit.
std::optional<std::size_t> onset_before_peak(std::span<const double> trace, Columns window, double limit, double foot,
                                             std::size_t gap);

/// The same towards the end: the first sample after the peak from which the trace stays at or below the limit for
/// `gap` samples; the end of the trace where it never does.
std::size_t end_after_peak(std::span<const double> trace, Columns window, double limit, std::size_t gap);

/// The run of samples below `limit` that has the largest area below `mean`, among runs that begin in
/// [window.first, latest_onset) ; cut at the window's end. Empty columns where there is none.
struct Dip {
  Columns run;
  double area = 0.0;  ///< sum over the run of mean - trace
};
Dip deepest_dip(std::span<const double> trace, Columns window, std::size_t latest_onset, double mean, double limit);

/// The sample of [first, last) from which on the variance of normal noise is most likely another one (likelihood
/// ratio); not nearer than `edge` samples to either end.
std::size_t change_of_variance(std::span<const float> row, std::size_t first, std::size_t last, std::size_t edge);

}  // namespace trilayer::measures
