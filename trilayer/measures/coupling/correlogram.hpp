// The cross-correlogram of two lists of impulses, such as the discharges of motor units of both hands.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "trilayer/measures/settings.hpp"

namespace trilayer::measures {

/// Counts of intervals from each reference impulse to each other impulse, in bins of 1 ms: bin i holds lags from
/// i - reach - 0.5 to i - reach + 0.5 ms.
struct Correlogram {
  int reach = 0;               ///< ms either side
  std::vector<double> counts;  ///< 2 reach + 1
  double references = 0.0;     ///< number of reference impulses
  double duration = 0.0;       ///< s, of all stretches together
  double stretch = 0.0;        ///< s, of each: at lag k a share 1 - |k| / stretch of it can hold pairs
};

/// `reference` and `other`: times in s in one stretch that begins at 0, ascending. `stretch` in s, above 0.
Correlogram cross_correlogram(std::span<const double> reference, std::span<const double> other, double stretch,
                              base::Milliseconds reach);

/// Adds another stretch of the same length.
void add(Correlogram& sum, const Correlogram& part);

/// The central excess over chance.
struct Synchrony {
  double level = 0.0;                ///< counts a bin that chance gives, from the lags far from 0
  double p = 1.0;                    ///< of as many counts in the centre, where the impulses are independent
  double expected = 0.0;             ///< counts in the centre by chance
  double found = 0.0;                ///< counts in the centre
  double first = 0.0, last = 0.0;    ///< ms: borders of the peak, at about half its height
  double mean_ratio = 0.0;           ///< k': mean count within the borders over the level
  double extra_per_second = 0.0;     ///< CIS: impulses beyond chance, a second, in the peak and
                                     ///< half its width either side
  double error = 0.0;                ///< standard error of CIS
  double extra_per_reference = 0.0;  ///< E: the same a reference impulse

  [[nodiscard]] double width() const { return last - first; }
};

/// Nothing where the far lags hold fewer than 20 counts: chance cannot be told. The test of the centre
/// (settings.correlogram_centre) is exact for Poisson counts, given centre and far lags together. The borders are where
/// the cumulative sum of counts turns (Ellaway 1978 [M]), less chance and half the excess, within 20 ms of lag 0.
std::optional<Synchrony> synchrony(const Correlogram& correlogram, const CouplingSettings& settings);

}  // namespace trilayer::measures
