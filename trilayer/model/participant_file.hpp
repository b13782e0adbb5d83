// Virtual participants as files (docs/reference/participant.md): loadings and any parameters that differ from the
// median.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "trilayer/model/participant.hpp"

namespace trilayer::model {

/// Reads a participant. Throws Refusal with file, line and permitted range where a name is not known or a value is
/// outside its range.
Participant parse_participant(std::string_view toml, const std::string& place);
Participant read_participant(const std::filesystem::path& file);

/// The inverse: loadings and every parameter that differs from the table's value.
std::string to_toml(const Participant& participant);

/// The truth of a simulated session, for `--truth FILE`: loadings and all parameters, one row each (TSV).
std::string truth_table(const Participant& participant);

}  // namespace trilayer::model
