// What the channels of a recording allow, said before anything is measured.
#pragma once

#include "trilayer/recording/recording.hpp"

namespace trilayer::recording {

/// Sets EMG channels without any change in their samples aside (ChannelKind::other, warning `dead_channel`) and warns
/// `one_side_only` where the labelled EMG is not of both sides.
/// Throws Refusal where there is no EMG channel, where none has a signal, or where two are the same muscle.
void judge_channels(Recording& recording);

}  // namespace trilayer::recording
