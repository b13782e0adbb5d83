// Protocols as files: what a laboratory plans to do, in TOML (docs/reference/protocol.md).
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "trilayer/base/units.hpp"
#include "trilayer/protocol/block.hpp"

namespace trilayer::protocol {

/// Reads a protocol. Throws Refusal with file, line and the permitted range or words where something cannot be done:
/// a negative interval, intensity 0, an unknown site, contraction above 100 %, a key that is not known, ids that occur
/// twice, a pulse without hemisphere ...
Protocol parse_protocol(std::string_view toml, const std::string& place);
Protocol read_protocol(const std::filesystem::path& file);

/// The protocols that come with the program, by name, in the order of the list. Embedded: no file is looked for.
std::vector<std::string> shipped_protocols();
/// The text of a shipped protocol; throws Refusal listing the names where there is none.
std::string_view shipped_protocol_text(std::string_view name);

/// A shipped name, or the path of a file: what a user writes for PROTOCOL. A file of that name wins.
Protocol find_protocol(const std::string& name_or_path);

/// What a protocol asks of the participant.
struct Effort {
  int trials = 0;
  int pulses = 0;         ///< conditioning and test pulses, of both coils
  base::Seconds time{0};  ///< trials times interval, summed over blocks; pauses are not in it
};
Effort effort(const Protocol& protocol);
Effort effort(const PlannedBlock& block);

/// Assumed after every block: to say what comes next and to move the coil.
constexpr base::Seconds pause_after_block{30.0};
/// Trials and pauses. Electrodes, hotspots and thresholds come before it and are not in it.
base::Seconds session_time(const Protocol& protocol);

/// The pulses of a trial whose anchor stands at `anchor`, in order of time, the conditioning pulse first.
std::vector<Pulse> pulses_at(const Condition& condition, base::Seconds anchor);

/// What the trials of a condition are counted from.
AnchorKind anchor_kind(const Condition& condition);

}  // namespace trilayer::protocol
