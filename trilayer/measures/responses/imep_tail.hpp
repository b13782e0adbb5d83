// The stimulus artefact's tail, where it reaches into the window in which an iMEP is looked for.
#pragma once

#include <cstddef>
#include <optional>
#include <span>

#include "trilayer/base/random.hpp"
#include "trilayer/measures/epochs.hpp"
#include "trilayer/measures/settings.hpp"

namespace trilayer::measures {

/// An exponential decay fitted to the mean sweep between the artefact and the first response.
struct ArtefactTail {
  double constant = 0.0;   ///< ms
  double at_window = 0.0;  ///< uV of the mean tail where the window opens
  double size = 0.0;       ///< uV of the mean tail at the pulse
  double noise = 0.0;      ///< uV^2: variance of a sample when sizes are fitted
  std::size_t from = 0;    ///< samples after the pulse between which sizes are fitted
  std::size_t to = 0;
  bool fits = true;  ///< nothing else is left of the artefact before the window
  Epochs without;    ///< the sweeps with the tail of each subtracted
};

/// Looks for a tail in settings.artefact.to to `window_from`. Nothing where the mean sweep right after the artefact
/// does not stand out of its background, or a fitted tail has less than a twentieth of the background RMS left at
/// `window_from`. The constant is that of the mean sweep (least squares, 1 to 20 ms), the size that of each sweep,
/// drawn towards the mean size as far as background EMG leaves it uncertain. [project]
std::optional<ArtefactTail> artefact_tail(const Epochs& epochs, base::Milliseconds window_from,
                                          const Settings& settings);

/// Does to a sham sweep what subtracting a tail does to a real one: a tail of random size is added, and the one fitted
/// to it and to the sweep's EMG is taken away. `zero`: column of the sham pulse; `rate`: Hz.
void leave_rest(const ArtefactTail& tail, std::size_t zero, double rate, std::span<float> sweep, base::Stream& stream);

}  // namespace trilayer::measures
