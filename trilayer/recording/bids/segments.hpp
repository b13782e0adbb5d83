// Two clocks: BIDS counts times of events from the first sample stored in the file, where segments stand one right
// after the other; a Recording counts from its first sample and knows the gaps.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "trilayer/base/units.hpp"
#include "trilayer/recording/recording.hpp"

namespace trilayer::recording::bids {

/// A segment in both clocks.
struct StoredSegment {
  base::Seconds stored;  ///< of its first sample, from the first sample in the file
  base::Seconds start;   ///< of its first sample, from the first sample of the recording
  base::Seconds length{0.0};
  std::string place;  ///< file and line that say so, for messages
};

/// Where the segments of a recording come to stand in a file.
std::vector<StoredSegment> stored_segments(const Recording& recording);

/// True where both clocks are one: a single segment that starts at 0.
bool is_unbroken(const std::vector<StoredSegment>& segments);

/// The segment whose time this is in the recording's clock (the one before, in a gap; the first, before all).
std::size_t segment_at(const std::vector<StoredSegment>& segments, base::Seconds time);

/// From the file's clock to the recording's; `time_in_edf` is the way back.
base::Seconds from_stored(const std::vector<StoredSegment>& segments, base::Seconds stored);

/// Cuts the single segment of a file as it was read into these. Fills their lengths.
/// Throws Refusal where they are out of order, overlap, or lie beyond the samples.
void split_segments(Recording& recording, std::vector<StoredSegment>& segments);

}  // namespace trilayer::recording::bids
