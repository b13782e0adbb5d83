// A small laboratory for tests of the simulator: trials of a virtual participant, looked at without an amplifier.
#pragma once

#include <initializer_list>
#include <utility>
#include <vector>

#include "trilayer/model/trial.hpp"

namespace trilayer::model {

constexpr LoadingName one_right{Layer::corticospinal, protocol::Direction::right};
constexpr LoadingName two_right{Layer::transcallosal, protocol::Direction::right};
constexpr LoadingName three_right{Layer::supraspinal, protocol::Direction::right};
constexpr LoadingName mirrored(LoadingName loading) { return {loading.layer, opposite(loading.direction)}; }

/// The median person with these loadings.
Participant loaded(std::initializer_list<std::pair<LoadingName, double>> loadings = {});

/// Her motoneurons and FDI muscles.
Body body_of(const Participant& participant);

/// Trials under one condition.
struct Trials {
  std::vector<CorticalPulse> pulses;
  protocol::BySide<double> effort{0.0, 0.0};  ///< steady, of maximal drive
  Grid grid{-60.0, 80.0, 0.1};
  int count = 20;
};

/// Mean over trials of the peak-to-peak EMG of a hand from `from` to `to` ms, mV.
double peak_to_peak(const Body& body, const Trials& trials, protocol::Side side, double from, double to);

/// Mean over trials and time of the rectified EMG, mV.
double rectified(const Body& body, const Trials& trials, protocol::Side side, double from, double to);

}  // namespace trilayer::model
