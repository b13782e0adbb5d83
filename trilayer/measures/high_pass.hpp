// The filter against movement artefact, for EMG of voluntary tasks.
#pragma once

#include <span>
#include <vector>

#include "trilayer/base/units.hpp"

namespace trilayer::measures {

/// One pass, or one pass each way. Both ways nothing is delayed, but a burst leaks into the quiet before it: good for
/// power, bad for onsets. One way both hands are delayed alike.
enum class Passes { forward, both };

/// The row after a second-order Butterworth high-pass with its corner at `corner`; `rate` in Hz, at least two samples.
/// The ends are continued by their point reflection, so that the filter has settled when the row begins.
std::vector<float> high_passed(std::span<const float> row, base::Hertz corner, double rate, Passes passes);

}  // namespace trilayer::measures
