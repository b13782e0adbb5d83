#include "trilayer/recording/recording.hpp"

#include <cmath>

#include "trilayer/base/errors.hpp"

namespace trilayer::recording {

std::span<const float> samples_at(const Recording& recording, std::size_t channel, base::Seconds from,
                                  std::size_t count) {
  const double rate = recording.channels[channel].rate.value();
  for (const Segment& segment : recording.segments) {
    const auto& row = segment.samples[channel];
    const double first = std::round((from - segment.start).value() * rate);
    if (first < 0.0) return {};  // segments are in order: no later one starts earlier
    if (first + static_cast<double>(count) <= static_cast<double>(row.size()))
      return std::span<const float>(row).subspan(static_cast<std::size_t>(first), count);
  }
  return {};
}

base::Seconds duration(const Recording& recording) {
  if (recording.segments.empty() || recording.channels.empty()) return base::Seconds(0.0);
  const Segment& last = recording.segments.back();
  double longest = 0.0;
  for (std::size_t c = 0; c < recording.channels.size(); ++c)
    longest = std::max(longest, static_cast<double>(last.samples[c].size()) / recording.channels[c].rate.value());
  return last.start + base::Seconds(longest) - recording.segments.front().start;
}

std::optional<std::size_t> find_channel(const Recording& recording, protocol::Side side, std::string_view muscle) {
  for (std::size_t c = 0; c < recording.channels.size(); ++c) {
    const Channel& channel = recording.channels[c];
    if (channel.kind == ChannelKind::emg && channel.side == side && channel.muscle == muscle) return c;
  }
  return std::nullopt;
}

void check_consistent(const Recording& recording) {
  for (const Channel& channel : recording.channels)
    base::require(channel.rate.value() > 0.0, "a channel without a rate");
  base::Seconds end(-1e300);
  for (const Segment& segment : recording.segments) {
    base::require(segment.samples.size() == recording.channels.size(), "a segment lacks a channel");
    base::require(segment.start.value() > end.value() - 1e-9, "segments overlap or are out of order");
    for (std::size_t c = 0; c < segment.samples.size(); ++c) {
      const double length = static_cast<double>(segment.samples[c].size()) / recording.channels[c].rate.value();
      end = std::max(end, segment.start + base::Seconds(length));
    }
  }
}

}  // namespace trilayer::recording
