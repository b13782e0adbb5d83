// From a path to sessions: whatever the file is, one call.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "trilayer/base/units.hpp"
#include "trilayer/protocol/side.hpp"
#include "trilayer/recording/decisions.hpp"
#include "trilayer/recording/session.hpp"

namespace trilayer::recording {

/// What the user says about a file that the file itself does not.
struct OpenOptions {
  std::optional<std::filesystem::path> mapping;      ///< TOML: sides, muscles, derived channels, pulses, arrays
  std::optional<std::filesystem::path> pulse_table;  ///< TSV: one row a pulse or trial, beside the recording
  std::string pulse_marker;                          ///< the marker code that is the test pulse
  std::optional<protocol::Hemisphere> hemisphere;    ///< stimulated by that pulse
  base::Milliseconds marker_shift{0.0};              ///< added to every pulse time, on request only
  std::string detectors;  ///< version and settings that decisions of people are compared with; empty: not compared
  bool decisions = true;  ///< false: what people decided is not applied, so that it cannot keep a recording closed
  std::optional<Decision> also;  ///< applied as if it stood last in the decisions file
};

/// Reads a file (.vhdr, .edf, .bdf, .smr, .cfs, .npy) or an EMG-BIDS data set (a folder with dataset_description.json)
/// into sessions, one a participant; what a file is, its first bytes say where its ending does not. The participant of
/// a single file is "recording", or what the mapping says: a file's name may be a person's. Channels are labelled,
/// pulses placed in blocks, pulse times checked against the artefact, what people decided on trials is applied
/// (decisions.hpp), and trials that cannot be read are excluded with their reason (trial_checks.hpp, pulse_scan.hpp).
/// Channels without a signal are set aside. Blocks stay empty where nothing says which marker is the pulse: see
/// `require_blocks`. Left and right are taken as they are said: a swap of the sides looks like layer I and is never
/// corrected. Throws Refusal where the input cannot be used, or where the options contradict one another.
std::vector<Session> open(const std::filesystem::path& path, const OpenOptions& options = {});

/// Throws the Refusal that lists the markers each recording of a session without blocks holds, and how to say which
/// is the pulse. Does nothing where some recording has blocks.
void require_blocks(const Session& session);

}  // namespace trilayer::recording
