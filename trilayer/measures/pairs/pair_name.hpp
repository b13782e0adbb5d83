// Which measure a pair of pulses is.
#pragma once

#include <optional>
#include <string_view>

#include "trilayer/protocol/condition.hpp"
#include "trilayer/recording/session.hpp"

namespace trilayer::measures {

/// The conditioning pulse against resting motor threshold of its hemisphere.
enum class Strength { unknown, subthreshold, suprathreshold };

/// By the intensity in %RMT, or the session's thresholds; `condition` has a conditioning pulse with a hemisphere.
Strength conditioning_strength(const protocol::Condition& condition, const recording::Context& context);

/// Which measure a pair of pulses is: "ihi", "sici", "icf", "lici", "sai", "lai", "pmd_m1" or "sma_m1", by site and
/// hemisphere of the conditioning pulse, the interval and the strength (docs/measures/paired_pulse.md has the table).
/// Nothing where the pair has no such name: an interval between the named ones, a hemisphere or a side of the body that
/// is not stated, a nerve of the other hand, a single pulse, three pulses, or a conditioning pulse alone. `context`:
/// thresholds, where the strength is in % of stimulator output.
std::optional<std::string_view> pair_measure(const protocol::Condition& condition, const recording::Context& context);

}  // namespace trilayer::measures
