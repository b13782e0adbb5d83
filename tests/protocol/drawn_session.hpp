// A session of a protocol, drawn: every block as it was planned, with responses, silences and mirror EMG written in. No
// physiology, only enough for every measure to find what it looks for.
#pragma once

#include "trilayer/protocol/block.hpp"
#include "trilayer/recording/session.hpp"

namespace trilayer::tests {

/// One recording at 2 kHz with all muscles of the protocol on both sides, all planned trials, and stated thresholds.
/// Only the time between trials is cut to what the detectors look at.
recording::Session drawn_session(const protocol::Protocol& protocol);

}  // namespace trilayer::tests
