// *_channels.tsv: what the signals are.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "trilayer/recording/formats/edf_header.hpp"
#include "trilayer/recording/pulse_table.hpp"
#include "trilayer/recording/recording.hpp"

namespace trilayer::recording::bids {

/// The channels of a recording as a table; `header` is that of the file they were written to, whose units count.
Table channels_table(const Recording& recording, const EdfHeader& header);

/// What the columns that BIDS does not define mean, as a sidecar.
nlohmann::ordered_json channels_sidecar();

/// Sets name, kind, unit, side, muscle and resolution of the channels as read from a file with this header.
/// Units count as the file states them; where the table states another one, the warning `channel_units_differ` is
/// added. Throws Refusal naming line and column: rows and channels that do not match, a type EMG of a signal that is no
/// voltage, a rate or a side that the file or another column denies.
void apply_channels_table(Recording& recording, const Table& table, const EdfHeader& header);

}  // namespace trilayer::recording::bids
