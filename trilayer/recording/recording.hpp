// What one file, or one run of a data set, holds: signals, markers and, once it is known, pulses in their blocks.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "trilayer/base/units.hpp"
#include "trilayer/base/warning.hpp"
#include "trilayer/protocol/block.hpp"
#include "trilayer/recording/channel.hpp"
#include "trilayer/recording/decisions.hpp"

namespace trilayer::recording {

/// A named moment of the file, before anyone has said what it means.
struct Marker {
  base::Seconds time;  ///< from the first sample of the recording
  base::Seconds duration{0.0};
  std::string code;  ///< "S255", "21", an annotation's text

  friend bool operator==(const Marker&, const Marker&) = default;
};

/// An unbroken stretch of samples. Gaps, frames and epochs are segments, never padding.
struct Segment {
  base::Seconds start;                      ///< of its first sample, from the first sample of the recording
  std::vector<std::vector<float>> samples;  ///< one row a channel, in the order of Recording::channels

  friend bool operator==(const Segment&, const Segment&) = default;
};

/// Signals, markers and blocks of one file or run. Segments are in order of time and do not overlap.
/// Every segment has a row for every channel; rows of one segment cover the same time at their channels' rates.
struct Recording {
  std::string name;  ///< of the file, without its folder: a folder may name a person
  std::vector<Channel> channels;
  std::vector<Segment> segments;
  std::vector<Marker> markers;
  std::vector<protocol::Block> blocks;  ///< empty until it is known which markers are pulses or cues
  std::optional<base::Hertz> mains;     ///< 50 or 60 Hz where the file states it
  /// By how much the stimulus artefact comes after the test pulses' times (negative: before), where an artefact was
  /// seen; what is left after a correction the user asked for. See marker_check.hpp.
  std::optional<base::Milliseconds> marker_delay;
  std::vector<Decision> decisions;  ///< of people on its trials, those in force
  std::vector<base::Warning> warnings;
};

/// The samples of one channel from `from` on, `count` of them, or an empty span where no single segment holds them
/// all. The nearest sample to `from` is the first.
std::span<const float> samples_at(const Recording& recording, std::size_t channel, base::Seconds from,
                                  std::size_t count);

/// From the first sample of the first segment to the end of the last, gaps included.
base::Seconds duration(const Recording& recording);

/// The index of the EMG channel of this side and muscle; nothing where there is none.
std::optional<std::size_t> find_channel(const Recording& recording, protocol::Side side, std::string_view muscle);

/// Throws Bug where a promise above does not hold (rows and channels differ, segments overlap, a rate is 0).
void check_consistent(const Recording& recording);

}  // namespace trilayer::recording
