// IHI, SICI, ICF and LICI: how much a conditioning pulse changes the response to the test pulse.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "trilayer/measures/block_channel.hpp"

namespace trilayer::measures {

/// Which measure a pair of pulses is: "ihi", "sici", "icf" or "lici", by the conditioning hemisphere, the interval and
/// the strength of the conditioning pulse (docs/measures/paired_pulse.md has the table). Nothing where the pair has no
/// such name: other sites than M1, an interval between the named ones, a hemisphere that is not stated, a single
/// pulse, or a conditioning pulse alone. `context`: thresholds, where the strength is in % of stimulator output.
std::optional<std::string_view> pair_measure(const protocol::Condition& condition, const recording::Context& context);

/// One measurement for each paired block that has a name and each contralateral muscle, compared with the
/// unconditioned block of the same recording, hemisphere, muscle, test intensity and contraction (several such blocks
/// are pooled). Value: ratio of geometric means; standard error: of its natural logarithm. Responses below
/// settings.smallest_response count as censored (base::censored_normal); on active EMG the limit is
/// settings.active_criterion, and always at least six times the background RMS.
/// `blocks`: all muscles and blocks of one recording.
std::vector<Measurement> paired_pulse(std::span<const BlockChannel> blocks, const Settings& settings);

}  // namespace trilayer::measures
