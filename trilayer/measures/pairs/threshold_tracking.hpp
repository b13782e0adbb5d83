// SICI as threshold tracking has it: by how much the test pulse must grow for the response to stay the same.
#pragma once

#include <span>
#include <vector>

#include "trilayer/measures/pairs/pair_ratio.hpp"

namespace trilayer::measures {

/// Size of the response that is tracked, uV peak-to-peak (0.2 mV, +- 20 %, in published tracking).
constexpr double tracked_response = 200.0;

/// sici_threshold_tracking of every SICI condition whose test pulses had at least two intensities, with and without the
/// conditioning pulse: 100 (T conditioned - T unconditioned) / T unconditioned, T the intensity at which the geometric
/// mean of the responses is tracked_response, on a straight line of its logarithm through up to two intensities on
/// either side. A bound where a target is outside the intensities given. Standard error: of the percentage. `blocks`:
/// all muscles and blocks of one session.
std::vector<Measurement> threshold_tracking(std::span<const BlockChannel> blocks, const Settings& settings);

}  // namespace trilayer::measures
