#include "trilayer/recording/bids/segments.hpp"

#include <algorithm>
#include <cmath>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/text.hpp"

namespace trilayer::recording::bids {
namespace {

base::Seconds length_of(const Recording& recording, const Segment& segment) {
  double longest = 0.0;
  for (std::size_t c = 0; c < recording.channels.size(); ++c)
    longest = std::max(longest, static_cast<double>(segment.samples[c].size()) / recording.channels[c].rate.value());
  return base::Seconds(longest);
}

void check_order(const std::vector<StoredSegment>& segments, base::Seconds end) {
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const StoredSegment& segment = segments[i];
    if (i == 0 && segment.stored.value() != 0.0)
      throw base::Refusal("the first segment does not start at onset 0", segment.place,
                          "every sample of the file must lie in a segment: add its row");
    if (segment.stored >= end)
      throw base::Refusal("the segment starts at " + base::format_number(segment.stored.value(), 9) +
                              " s, but the file ends at " + base::format_number(end.value(), 9) + " s",
                          segment.place, "the data file is cut short, or the table belongs to another one");
    if (i == 0) continue;
    if (segment.stored <= segments[i - 1].stored)
      throw base::Refusal("the segments are not in order of onset", segment.place, "sort the rows by onset");
    if (segment.start < segments[i - 1].start + segments[i - 1].length - base::Seconds(1e-9))
      throw base::Refusal("the segment starts before the one before it has ended", segment.place,
                          "correct its acq_onset");
  }
}

}  // namespace

std::vector<StoredSegment> stored_segments(const Recording& recording) {
  std::vector<StoredSegment> segments;
  base::Seconds stored(0.0);
  for (const Segment& segment : recording.segments) {
    const base::Seconds length = length_of(recording, segment);
    segments.push_back({stored, segment.start, length, ""});
    stored += length;
  }
  return segments;
}

bool is_unbroken(const std::vector<StoredSegment>& segments) {
  return segments.size() == 1 && segments[0].start.value() == 0.0;
}

std::size_t segment_at(const std::vector<StoredSegment>& segments, base::Seconds time) {
  std::size_t at = 0;
  while (at + 1 < segments.size() && segments[at + 1].start <= time) ++at;
  return at;
}

base::Seconds from_stored(const std::vector<StoredSegment>& segments, base::Seconds stored) {
  std::size_t at = 0;
  while (at + 1 < segments.size() && segments[at + 1].stored <= stored) ++at;
  return segments[at].start + (stored - segments[at].stored);
}

void split_segments(Recording& recording, std::vector<StoredSegment>& segments) {
  const Segment whole = std::move(recording.segments.at(0));
  const base::Seconds end = length_of(recording, whole);
  for (std::size_t i = 0; i < segments.size(); ++i)
    segments[i].length = (i + 1 < segments.size() ? segments[i + 1].stored : end) - segments[i].stored;
  check_order(segments, end);
  recording.segments.clear();
  for (std::size_t i = 0; i < segments.size(); ++i) {
    Segment part{segments[i].start, {}};
    for (std::size_t c = 0; c < recording.channels.size(); ++c) {
      const auto& row = whole.samples[c];
      const auto at = [&](base::Seconds time) {
        const double sample = std::round(time.value() * recording.channels[c].rate.value());
        return row.begin() + static_cast<std::ptrdiff_t>(std::clamp(sample, 0.0, static_cast<double>(row.size())));
      };
      const auto last = i + 1 < segments.size() ? at(segments[i + 1].stored) : row.end();
      part.samples.emplace_back(at(segments[i].stored), last);
    }
    recording.segments.push_back(std::move(part));
  }
}

}  // namespace trilayer::recording::bids
