// Which protocol would tell most next, for terminal and programs.
#pragma once

#include <string>
#include <vector>

#include "trilayer/inference/advice.hpp"

namespace trilayer::report {

/// A line a protocol: expected bits with their error, bits in ten minutes, minutes, pulses, what it would tell most of;
/// then those left out, with the reason.
std::string advice_table(const std::vector<inference::Advice>& advice);

/// {schema, intended_use, validated_on, protocols: [{name, title, expected_bits, standard_error, presence_bits:
/// {loading: bits}, minutes, pulses, features, left_out}]}
std::string advice_json(const std::vector<inference::Advice>& advice);

}  // namespace trilayer::report
