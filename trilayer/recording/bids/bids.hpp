// EMG-BIDS (BIDS 1.11.1): a folder of recordings with tables beside them, read and written.
#pragma once

#include <filesystem>
#include <vector>

#include "trilayer/recording/session.hpp"

namespace trilayer::recording {

/// True where the folder holds a dataset_description.json.
bool is_bids_dataset(const std::filesystem::path& folder);

/// Reads every participant's emg/ recordings with channels, events and context. Pulses and conditions come from the
/// columns of *_events.tsv (`docs/reference/events.md`).
/// Throws Refusal naming file, row and column where a table cannot be used.
std::vector<Session> read_bids(const std::filesystem::path& folder);

/// Writes sessions as an EMG-BIDS data set into a folder that does not exist yet or is empty; whole or not at all.
/// Data as EDF+C, segments kept through `RecordingType: epoched|discontinuous` and the events tables.
void write_bids(const std::filesystem::path& folder, const std::vector<Session>& sessions);

}  // namespace trilayer::recording
