// IHI, SICI, ICF and LICI: how much a conditioning pulse changes the response to the test pulse.
#pragma once

#include <span>
#include <vector>

#include "trilayer/measures/block_channel.hpp"

namespace trilayer::measures {

/// One measurement for each paired block and contralateral muscle, compared with the unconditioned block of the same
/// recording, hemisphere, muscle, test intensity and contraction (several such blocks are pooled). Value: ratio of
/// geometric means; standard error: of its natural logarithm. Responses below settings.smallest_response count as
/// censored (base::censored_normal). Which measure a pair is: see the page docs/measures/paired_pulse.md.
/// `blocks`: all muscles and blocks of one recording.
std::vector<Measurement> paired_pulse(std::span<const BlockChannel> blocks, const Settings& settings);

}  // namespace trilayer::measures
