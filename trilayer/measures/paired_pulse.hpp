// IHI, SICI, ICF, LICI, SAI, LAI and dual-site ratios: how much a conditioning pulse changes the response to the test
// pulse, and what follows from several of them.
#pragma once

#include <span>
#include <vector>

#include "trilayer/measures/block_channel.hpp"
#include "trilayer/measures/pairs/pair_name.hpp"
#include "trilayer/measures/session_work.hpp"

namespace trilayer::measures {

/// One measurement for each paired block that has a name and each contralateral muscle, compared with the
/// unconditioned blocks of the same recording, hemisphere, muscle, test intensity and contraction (several such blocks
/// are pooled); with those of another recording, where this one has none, it is `confounded`. Value: ratio of geometric
/// means; standard error: of its natural logarithm. Responses below settings.smallest_response count as censored
/// (base::censored_normal); on active EMG the limit is settings.active_criterion, and always at least six times the
/// background RMS. `blocks`: all muscles and blocks of one session.
std::vector<Measurement> paired_pulse(std::span<const BlockChannel> blocks, const Settings& settings);

/// All of a session's measures of pairs: those above, with what the conditioning pulse does alone
/// (pairs/conditioning_alone.hpp), their interactions, curves and tracked thresholds.
std::vector<Measurement> measures_of_pairs(const SessionWork& work, const Settings& settings);

}  // namespace trilayer::measures
