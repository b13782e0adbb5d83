// Averages of rectified trials, over all of them or over a resample.
#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "trilayer/measures/epochs.hpp"
#include "trilayer/measures/surrogates.hpp"

namespace trilayer::measures {

/// Rectified trials cut to a geometry: the real counterpart of what sham averages are made of.
struct RectifiedTrials {
  Geometry geometry;
  double rate = 0.0;  ///< Hz
  std::size_t trials = 0;
  std::vector<float> values;  ///< trial after trial, geometry.before + geometry.after samples each, uV

  [[nodiscard]] std::size_t length() const { return geometry.before + geometry.after; }
  /// ms after the pulse of a column of the average.
  [[nodiscard]] double ms(double column) const { return (column - static_cast<double>(geometry.before)) / rate * 1e3; }
  /// The column nearest to a time, kept inside the average.
  [[nodiscard]] std::size_t column(double time_ms) const;
};

/// Rectified samples, at most `clip` uV each. No trials where the epochs do not hold the geometry.
RectifiedTrials rectify(const Epochs& epochs, Geometry geometry, double clip = std::numeric_limits<double>::infinity());

/// Average of all trials, or of the chosen ones (an index may come more than once).
void average(const RectifiedTrials& trials, std::vector<double>& out);
void average(const RectifiedTrials& trials, std::span<const std::size_t> chosen, std::vector<double>& out);

/// The geometry from settings.background.from to `until` after the pulse.
Geometry geometry_until(base::Milliseconds until, const Settings& settings, double rate);

}  // namespace trilayer::measures
