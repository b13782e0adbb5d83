// What the channels of a recording allow, said before anything is measured.
#pragma once

#include <vector>

#include "trilayer/recording/recording.hpp"
#include "trilayer/recording/session.hpp"

namespace trilayer::recording {

/// Sets EMG channels without any change in their samples aside (ChannelKind::other, warning `dead_channel`) and warns
/// `one_side_only` where the labelled EMG is not of both sides. EMG below 250 Hz, which shows no response, is set aside
/// too (warning `slow_channel`).
/// Throws Refusal where there is no EMG channel, where none has a signal or rate to measure, or where two are the same
/// muscle.
void judge_channels(Recording& recording);

/// Throws Refusal listing the channels where no EMG channel of any session has a side and a muscle.
void require_sides(const std::vector<Session>& sessions);

}  // namespace trilayer::recording
