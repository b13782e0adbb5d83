// Pairs made by hand: their amplitudes are drawn, so the true ratio is known.
#pragma once

#include <doctest/doctest.h>

#include <cmath>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "trilayer/base/random.hpp"
#include "trilayer/measures/paired_pulse.hpp"
#include "trilayer/measures/pairs/pair_ratio.hpp"

namespace trilayer::measures::tests {

using protocol::Condition;
using protocol::Hemisphere;
using protocol::Intensity;
using protocol::IntensityReference;
using protocol::Side;

inline constexpr Intensity below_threshold{80.0, IntensityReference::resting_motor_threshold};
inline constexpr Intensity above_threshold{120.0, IntensityReference::resting_motor_threshold};

inline Condition single(Hemisphere hemisphere = Hemisphere::left) {
  Condition condition;
  condition.hemisphere = hemisphere;
  condition.intensity = above_threshold;
  return condition;
}

inline Condition pair(double interval, std::optional<Intensity> conditioning, Hemisphere from = Hemisphere::left,
                      Hemisphere test = Hemisphere::left) {
  Condition condition = single(test);
  condition.conditioning =
      protocol::Conditioning{from, protocol::Site::m1, conditioning, base::Milliseconds(interval), ""};
  return condition;
}

// A recording whose responses are written in, block by block.
struct ByHand {
  recording::Session session;
  recording::Recording recording;
  std::deque<protocol::Block> blocks;
  std::vector<BlockChannel> channels;

  void add(const std::string& id, const Condition& condition, const std::vector<double>& microvolts,
           std::optional<Side> side = std::nullopt, double background = 2.0) {
    blocks.push_back({id, condition, {}});
    BlockChannel channel;
    channel.session = &session;
    channel.recording = &recording;
    channel.block = &blocks.back();
    channel.side = side.value_or(protocol::contralateral_side(*condition.hemisphere));
    channel.channel = channel.side == Side::left ? 0 : 1;
    channel.muscle = "FDI";
    for (const double size : microvolts) {
      TrialResponse response;
      response.background_rms = background;
      response.peak_to_peak = size + 100.0;  // as if hum stood in it
      response.clean_peak_to_peak = size;
      channel.responses.push_back(response);
    }
    channels.push_back(channel);
  }

  [[nodiscard]] std::vector<Measurement> measure() const {
    auto found = paired_pulse(channels, Settings{});
    for (const Measurement& m : found) check_promises(m);
    return found;
  }
  // The ratios that interactions and curves are made of.
  [[nodiscard]] std::vector<PairRatio> pairs() const { return pair_ratios(channels, Settings{}); }
  [[nodiscard]] Measurement only() const {
    const auto found = measure();
    REQUIRE(found.size() == 1);
    return found.front();
  }
};

inline std::vector<double> drawn(base::Stream& stream, int count, double median, double spread) {
  std::vector<double> sizes;
  for (int i = 0; i < count; ++i) sizes.push_back(median * std::exp(spread * stream.normal()));
  return sizes;
}

inline Intensity resting_threshold(double percent) { return {percent, IntensityReference::resting_motor_threshold}; }

}  // namespace trilayer::measures::tests
