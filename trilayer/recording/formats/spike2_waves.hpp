// From the blocks of waveform channels to segments that all channels share.
#pragma once

#include <vector>

#include "trilayer/recording/formats/spike2_header.hpp"
#include "trilayer/recording/recording.hpp"

namespace trilayer::recording {

/// Samples of one channel without a pause: `count` of them from tick `start` on, one each interval of the channel.
struct Spike2Run {
  std::int64_t start = 0;
  std::int64_t count = 0;
  std::size_t first_block = 0, blocks = 0;  ///< indices into Spike2Channel::blocks
};

/// The runs of a waveform channel. Throws Refusal where blocks overlap, or where the times of a block do not fit its
/// number of samples.
std::vector<Spike2Run> runs_of(const BinaryFile& file, const Spike2Channel& channel);

/// A stretch that all channels cover: for each channel the run, the first sample within it and how many.
struct Spike2Stretch {
  struct Part {
    std::size_t run = 0;
    std::int64_t first = 0, count = 0;
  };
  std::int64_t start = 0;  ///< tick of the earliest sample
  std::vector<Part> parts;
};

/// The stretches in which every channel was sampled, in order of time. Channels that take turns at the converter start
/// within one of their own intervals of one another; that counts as together. Throws Refusal where stretches times
/// channels are more than half a million.
std::vector<Spike2Stretch> common_stretches(const BinaryFile& file, const std::vector<Spike2Channel>& channels,
                                            const std::vector<std::vector<Spike2Run>>& runs);

/// The samples of one part in the unit of the channel times `factor`. Throws Refusal where one is no finite number.
std::vector<float> read_samples(BinaryFile& file, const Spike2Channel& channel, const Spike2Run& run,
                                const Spike2Stretch::Part& part, double factor);

}  // namespace trilayer::recording
