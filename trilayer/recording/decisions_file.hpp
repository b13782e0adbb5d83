// Decisions as a table beside the data (docs/reference/decisions.md).
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "trilayer/recording/decisions.hpp"

namespace trilayer::recording {

/// The range in ms of a moved marker: of the whole trial (measure empty) how much later its pulses were than marked;
/// of cmep_latency the onset, of csp_duration the end of the silence, both after the test pulse.
struct PermittedMove {
  double from = 0.0;
  double to = 0.0;
};
PermittedMove permitted_move(std::string_view measure);

/// Where the decisions on a recording stand: "<stem>.decisions.tsv" beside a file; for a data set
/// derivatives/trilayer/sub-.../[ses-.../]emg/<stem>_decisions.tsv below its root.
std::filesystem::path decisions_file(const std::filesystem::path& opened, const std::string& recording);

/// The decisions of a file in their order; none where there is no such file. Throws Refusal naming line and column.
std::vector<Decision> read_decisions(const std::filesystem::path& file);

/// Adds a decision at the end; the file is written whole or not at all, and what stands in it stays as it is.
/// Throws Refusal where the decision cannot be (a range, an unknown measure, no initials, no reason).
void append_decision(const std::filesystem::path& file, const Decision& decision);

}  // namespace trilayer::recording
