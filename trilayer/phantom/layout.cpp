#include "trilayer/phantom/layout.hpp"

#include <cmath>
#include <string_view>
#include <utility>

#include "trilayer/base/errors.hpp"
#include "trilayer/protocol/protocol_file.hpp"

namespace trilayer::phantom {
namespace {

using protocol::Side;

constexpr double lead_seconds = 1.2;  // quiet EMG before a block's first anchor, for backgrounds and resting levels
constexpr double tail_seconds = 0.8;  // after its last anchor or task: longer than any window of a detector

// FNV-1a
std::uint32_t address_of(std::string_view id) {
  std::uint32_t hash = 2166136261u;
  for (const char c : id) hash = (hash ^ static_cast<unsigned char>(c)) * 16777619u;
  return hash;
}

std::size_t samples(double seconds, double rate) { return static_cast<std::size_t>(std::floor(seconds * rate + 0.5)); }

void check(const Phantom& phantom) {
  base::require(phantom.rate.value() >= 1000.0, "a phantom needs a rate of 1000 Hz or more");
  base::require(phantom.interval_spread >= 0.0 && phantom.interval_spread < 1.0, "interval_spread outside [0, 1)");
  for (const PhantomBlock& block : phantom.blocks) {
    base::require(block.plan.trials > 0 && block.plan.interval.value() > 0.0, "a phantom's block without trials");
    for (const Side side : protocol::both_sides) {
      const Hand& hand = block.hands[side];
      base::require(!hand.response || (hand.response->share >= 0.0 && hand.response->share <= 1.0 &&
                                       hand.response->length.value() > 0.0),
                    "a phantom's response with a share outside [0, 1] or without length");
      base::require(!hand.silence || hand.silence->end > hand.silence->onset,
                    "a phantom's silence ends before it begins");
    }
  }
}

}  // namespace

base::Stream stream_for(std::uint64_t seed, const Placed& placed, std::size_t trial, Side side, Purpose purpose) {
  const std::uint32_t hand = side == Side::left ? 0 : 1;
  return base::Stream(seed, placed.address, static_cast<std::uint32_t>(trial),
                      2 * static_cast<std::uint32_t>(purpose) + hand);
}

std::vector<Placed> place(const Phantom& phantom, std::uint64_t seed) {
  check(phantom);
  const double rate = phantom.rate.value();
  std::vector<Placed> all;
  std::size_t first = 0;
  for (const PhantomBlock& block : phantom.blocks) {
    Placed placed{&block, address_of(block.plan.id), first, 0, {}};
    for (const Placed& other : all)
      base::require(other.address != placed.address, "two blocks of a phantom share an id");
    const double interval = block.plan.interval.value();
    for (int trial = 0; trial < block.plan.trials; ++trial) {
      base::Stream stream = stream_for(seed, placed, static_cast<std::size_t>(trial), Side::left, Purpose::interval);
      const double late = phantom.interval_spread > 0.0 ? phantom.interval_spread * stream.uniform() : 0.0;
      placed.anchors.push_back(samples(lead_seconds + (trial + late) * interval, rate));
    }
    placed.length = placed.anchors.back() + samples(block.plan.task_duration.value() + tail_seconds, rate);
    first += placed.length;
    all.push_back(std::move(placed));
  }
  return all;
}

protocol::Block stated_block(const Phantom& phantom, const Placed& placed) {
  protocol::Block block{placed.block->plan.id, placed.block->plan.condition, {}};
  for (const std::size_t anchor : placed.anchors) {
    const base::Seconds time = base::Seconds(static_cast<double>(placed.first + anchor) / phantom.rate.value()) +
                               base::Seconds(phantom.marker_delay);
    block.trials.push_back(
        {{anchor_kind(block.condition), time, placed.block->plan.task_duration}, pulses_at(block.condition, time), ""});
  }
  return block;
}

}  // namespace trilayer::phantom
