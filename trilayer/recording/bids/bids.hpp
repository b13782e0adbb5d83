// EMG-BIDS (BIDS 1.11.1): a folder of recordings with tables beside them, read and written.
#pragma once

#include <filesystem>
#include <vector>

#include "trilayer/recording/session.hpp"

namespace trilayer::recording {

/// True where the folder holds a dataset_description.json.
bool is_bids_dataset(const std::filesystem::path& folder);

/// Reads every participant's emg/ recordings with channels, events and context (`docs/reference/bids.md`). Pulses and
/// conditions come from the columns of *_events.tsv (`docs/reference/events.md`). A participant with ses- folders gives
/// a session each, its participant "01_ses-2". No name written in a file is followed.
/// Throws Refusal naming file, line and column where a table cannot be used.
std::vector<Session> read_bids(const std::filesystem::path& folder);

/// Writes sessions as an EMG-BIDS data set into a folder that does not exist yet or is empty; whole or not at all.
/// Data as EDF+C; segments are kept through rows `segment_start` of the events tables. Same sessions, same bytes.
/// Throws Refusal where a participant is no label of BIDS ("P07", "P07_ses-2") or comes twice, where a session has no
/// recordings, and all of `write_edf`.
void write_bids(const std::filesystem::path& folder, const std::vector<Session>& sessions);

}  // namespace trilayer::recording
