// Recordings made in memory, for tests of what is done with channels and markers.
#pragma once

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "trilayer/base/random.hpp"
#include "trilayer/recording/recording.hpp"

namespace trilayer::tests {

/// EMG channels of noise: one segment, seconds long, at `rate`; every channel has its own draws.
inline recording::Recording noise_recording(const std::vector<std::string>& names, double seconds, double rate = 2000.0,
                                            double rms = 2.0) {
  recording::Recording made;
  made.name = "test.vhdr";
  made.segments.emplace_back();
  for (const auto& name : names) {
    recording::Channel channel;
    channel.name = name;
    channel.rate = base::Hertz(rate);
    base::Stream stream(7, static_cast<std::uint32_t>(made.channels.size()));
    std::vector<float> row(static_cast<std::size_t>(std::lround(seconds * rate)));
    for (float& sample : row) sample = static_cast<float>(rms * stream.normal());
    made.segments[0].samples.push_back(std::move(row));
    made.channels.push_back(std::move(channel));
  }
  return made;
}

/// Adds a marker every `interval` seconds from `first` on, `count` of them.
inline void add_markers(recording::Recording& made, const std::string& code, double first, double interval, int count) {
  for (int i = 0; i < count; ++i)
    made.markers.push_back({base::Seconds(first + i * interval), base::Seconds(0.0), code});
}

}  // namespace trilayer::tests
