// Markers of a .vmrk file, and the segments its "New Segment" markers make.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "trilayer/base/units.hpp"
#include "trilayer/base/warning.hpp"
#include "trilayer/recording/recording.hpp"

namespace trilayer::recording {

/// Where a segment lies in the data file and in time.
struct BrainVisionSegment {
  long long first = 0;  ///< data point, from 0
  long long count = 0;
  base::Seconds start{0.0};  ///< from the first sample of the recording
};

struct BrainVisionMarkers {
  std::string data_file;                     ///< as the .vmrk names it, "$b" filled in; may be empty
  std::vector<BrainVisionSegment> segments;  ///< at least one, in order, covering all data points
  std::vector<Marker> markers;               ///< in order of time, without the "New Segment" markers
  std::vector<base::Warning> warnings;
};

/// One segment and no markers: a recording without a marker file.
BrainVisionMarkers no_brainvision_markers(long long data_points);

/// Reads a marker file for a recording of `data_points` samples a channel. A position is a data point counted from 1.
/// Between two "New Segment" markers with a date lies the time their dates say; without dates a segment follows its
/// predecessor at once, and so it does, with the warning `segment_dates_overlap`, where the dates leave less time than
/// the samples take. Throws Refusal for markers that cannot be read or lie outside the recording.
BrainVisionMarkers read_brainvision_markers(const std::filesystem::path& path, long long data_points, base::Hertz rate);

}  // namespace trilayer::recording
