// What a mapping says of channels, done to a recording.
#pragma once

#include "trilayer/recording/mapping.hpp"
#include "trilayer/recording/recording.hpp"

namespace trilayer::recording {

/// Derives, labels and drops the channels a mapping names. The two channels behind a derived one become
/// ChannelKind::other, unless the mapping labels them too.
/// Throws Refusal naming the mapping's line: a channel that is not there or is there twice, one that is labelled and
/// dropped, a derived channel of unequal rates or units or with a name that is taken, EMG that is no voltage.
void apply_channels(Recording& recording, const Mapping& mapping);

}  // namespace trilayer::recording
