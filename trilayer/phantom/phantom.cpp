#include "trilayer/phantom/phantom.hpp"

#include <cmath>
#include <span>
#include <utility>

#include "trilayer/phantom/hand_signal.hpp"
#include "trilayer/phantom/layout.hpp"

namespace trilayer::phantom {
namespace {

using protocol::Side;

void append_rounded(std::span<const double> signal, double step, std::vector<float>& row) {
  if (step > 0.0)
    for (const double v : signal) row.push_back(static_cast<float>(std::floor(v / step + 0.5) * step));
  else
    for (const double v : signal) row.push_back(static_cast<float>(v));
}

recording::Channel channel(const Phantom& phantom, Side side) {
  recording::Channel channel;
  channel.name = phantom.muscle + (side == Side::left ? "_L" : "_R");
  channel.rate = phantom.rate;
  channel.side = side;
  channel.muscle = phantom.muscle;
  channel.label_source = recording::LabelSource::stated;
  channel.resolution = phantom.resolution.value();
  return channel;
}

}  // namespace

recording::Session draw(const Phantom& phantom, std::uint64_t seed) {
  const std::vector<Placed> blocks = place(phantom, seed);
  const EmgFilter filter(phantom.rate);
  recording::Recording recording;
  recording.name = phantom.participant;
  recording.mains = base::Hertz(50.0);
  recording.segments.push_back({base::Seconds(0.0), {}});
  const std::size_t length = blocks.empty() ? 0 : blocks.back().first + blocks.back().length;
  for (const Side side : protocol::both_sides) {
    recording.channels.push_back(channel(phantom, side));
    auto& row = recording.segments.front().samples.emplace_back();
    row.reserve(length);
    for (const Placed& placed : blocks)
      append_rounded(hand_signal(phantom, placed, side, filter, seed), phantom.resolution.value(), row);
  }
  for (const Placed& placed : blocks) {
    recording.blocks.push_back(stated_block(phantom, placed));
    for (const auto& trial : recording.blocks.back().trials)
      recording.markers.push_back({trial.anchor.time, trial.anchor.duration, placed.block->plan.id});
  }
  recording::Session session;
  session.participant = phantom.participant;
  session.recordings.push_back(std::move(recording));
  return session;
}

}  // namespace trilayer::phantom
