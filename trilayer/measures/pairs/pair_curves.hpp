// Pairs over several intervals or several strengths of the conditioning pulse.
#pragma once

#include <span>
#include <vector>

#include "trilayer/measures/pairs/pair_ratio.hpp"

namespace trilayer::measures {

/// Of at least three intervals of one conditioning pulse: ihi_deepest, the smallest IHI ratio, and
/// ihi_deepest_interval. The smallest of several noisy ratios lies too low; by how much is reckoned with the ratios'
/// own errors and taken off. Of at least three strengths at one interval: ihi_intensity_slope and sici_intensity_slope,
/// the factor on the ratio that 10 % of the strength's reference make. Bounds are left out of slopes, which are then
/// `confounded`. `pairs`: pair_ratios of one session.
std::vector<Measurement> pair_curves(std::span<const PairRatio> pairs, const Settings& settings);

}  // namespace trilayer::measures
