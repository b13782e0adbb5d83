// *_events.tsv: pulses and tasks, markers, and the starts of segments (docs/reference/events.md).
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "trilayer/recording/pulse_table.hpp"
#include "trilayer/recording/recording.hpp"

namespace trilayer::recording::bids {

/// The events of a recording in order of time, counted from the first sample stored.
Table events_table(const Recording& recording);

/// What the columns of such a table mean, as a sidecar.
nlohmann::ordered_json events_sidecar(const Table& table);

/// What the sidecar of an epoched recording says.
struct Epochs {
  std::optional<base::Seconds> length;  ///< EpochLength
};

/// Cuts the recording, which has one segment as read from its file, where the table has segment starts, or after every
/// epoch where it has none; then fills markers and blocks.
/// Throws Refusal naming line and column: an onset that is no number or past the end, and all of blocks_from_table.
void read_events(Recording& recording, Table table, const Epochs& epochs);

}  // namespace trilayer::recording::bids
