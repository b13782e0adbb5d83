// Small phantoms for the tests of the phantom itself.
#pragma once

#include <span>
#include <string>
#include <utility>

#include "trilayer/phantom/phantom.hpp"

namespace trilayer::phantom {

/// A block of single pulses to the left hemisphere, one every 1.5 s, in which nothing happens yet.
inline PhantomBlock pulses(std::string id, int trials) {
  PhantomBlock block;
  block.plan.id = std::move(id);
  block.plan.condition.hemisphere = protocol::Hemisphere::left;
  block.plan.trials = trials;
  block.plan.interval = base::Seconds(1.5);
  block.hands.left.background = block.hands.right.background = base::Microvolts(0.0);
  return block;
}

/// A phantom in which nothing is random and nothing rounded unless the test says so.
inline Phantom silent(PhantomBlock block) {
  Phantom phantom;
  phantom.sensor_noise = base::Microvolts(0.0);
  phantom.artefact = base::Millivolts(0.0);
  phantom.resolution = base::Microvolts(0.0);
  phantom.blocks = {std::move(block)};
  return phantom;
}

/// All samples of one hand.
inline std::span<const float> hand(const recording::Session& session, protocol::Side side) {
  return session.recordings.at(0).segments.at(0).samples.at(side == protocol::Side::left ? 0 : 1);
}

/// Samples of one hand from `from` to `to` ms after the anchor of a trial.
inline std::span<const float> around(const recording::Session& session, protocol::Side side, std::size_t block,
                                     std::size_t trial, double from, double to) {
  const auto& recording = session.recordings.at(0);
  const double rate = recording.channels.at(0).rate.value();
  const auto anchor = recording.blocks.at(block).trials.at(trial).anchor.time;
  return recording::samples_at(recording, side == protocol::Side::left ? 0 : 1, anchor + base::Seconds(from * 1e-3),
                               static_cast<std::size_t>((to - from) * 1e-3 * rate + 0.5));
}

}  // namespace trilayer::phantom
