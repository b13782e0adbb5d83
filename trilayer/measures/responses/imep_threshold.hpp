// From which intensity on does the ipsilateral hand answer, compared with the contralateral one?
#pragma once

#include <vector>

#include "trilayer/measures/session_work.hpp"

namespace trilayer::measures {

/// imep_threshold_ratio of every ipsilateral muscle and state whose hemisphere was pulsed at two or more intensities on
/// one scale: the lowest intensity at which the iMEP test finds a response over the lowest at which at least half of
/// the trials of the contralateral homologous muscle in the same state show one. Both muscles have their lowest from
/// blocks as they were given, so the error is that of a step to the next lower intensity, spread evenly. `at_least`
/// where the strongest block has no iMEP, `at_most` where the weakest one has; `invalid` where an iMEP was testable in
/// none.
std::vector<Measurement> imep_threshold_ratio(const SessionWork& work);

}  // namespace trilayer::measures
