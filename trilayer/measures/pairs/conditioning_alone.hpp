// What the conditioning pulse does by itself in the muscle whose test response it is to change.
#pragma once

#include <span>
#include <vector>

#include "trilayer/measures/pairs/pair_ratio.hpp"
#include "trilayer/measures/session_work.hpp"

namespace trilayer::measures {

/// Blocks of conditioning pulses alone, given to the hemisphere other than that of the test pulse they would have had,
/// seen by the muscle contralateral to that test pulse. Their responses are those settings.response after the
/// *conditioning* pulse; time 0 stays when the test pulse would have come.
std::vector<BlockChannel> conditioning_alone_looks(const SessionWork& work, const Settings& settings);

/// conditioning_alone_ratio of every block in `alone`, and ihi_subtracted of every "ihi" in `pairs` whose conditioning
/// pulse was given alone in the same recording, state of the hands and strength (at any interval, aligned by the
/// pulse): the average sweep of the conditioning pulse alone is taken from every conditioned trial before its size is
/// measured. Where the conditioning pulse alone evokes responses, the IHI itself becomes `confounded` and says so;
/// where it was not given alone, its method does.
std::vector<Measurement> conditioning_alone(std::span<const BlockChannel> alone, std::vector<PairRatio>& pairs,
                                            std::span<const BlockChannel> blocks, const Settings& settings);

}  // namespace trilayer::measures
