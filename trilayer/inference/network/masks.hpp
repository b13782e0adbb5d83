// What a training session is seen through, so that the network meets every kind of laboratory.
#pragma once

#include <span>

#include "trilayer/base/random.hpp"
#include "trilayer/inference/network/encoding.hpp"
#include "trilayer/inference/patterns.hpp"

namespace trilayer::inference {

/// One of several laws, whatever the session holds: everything; a named pattern, now and then with gaps; whole
/// circumstances at random; one direction less than the other; single features at random; nothing. The age is known in
/// two of three.
Pattern draw_mask(base::Stream& stream);

/// The session as a laboratory with fewer trials or no errors might have it: errors up to six times as large, with
/// values moved accordingly; errors not told.
FeatureRow blurred(FeatureRow row, std::span<const FeatureScale> scales, base::Stream& stream);

}  // namespace trilayer::inference
