// Sustained contractions drawn with a known common drive of both hands: for the measures of coupling.
#pragma once

#include <cstdint>

#include "trilayer/recording/session.hpp"

namespace trilayer::tests {

/// One muscle on both sides, the right hand intended. EMG of each hand is noise of its own whose amplitude a drive near
/// 22 Hz modulates: one drive for both hands, and one of each hand's own.
struct CoupledEmg {
  int trials = 8;        ///< each of 10 whole seconds after the ramp
  double rate = 1000.0;  ///< Hz
  double rest = 2.0;     ///< uV RMS before and after the contractions
  double level = 100.0;  ///< uV RMS of the intended hand
  double mirror = 50.0;  ///< uV RMS of the mirror hand
  double common = 0.0;   ///< size of the common drive; the own ones have 0.5
  double lag = 0.0;      ///< s by which the drive reaches the left hand later
  double wander = 0.0;   ///< SD of ln of a level common to both hands that wanders over a second
  double copied = 0.0;   ///< of the intended hand's EMG, relative to the mirror hand's, added to it
  double hum = 0.0;      ///< uV amplitude of 50 Hz in both channels
  bool both_intended = false;
};

recording::Session draw(const CoupledEmg& drawing, std::uint64_t seed);

}  // namespace trilayer::tests
