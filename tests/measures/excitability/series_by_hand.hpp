// A session whose single-pulse responses are written in, intensity by intensity.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "trilayer/measures/excitability/intensity_series.hpp"

namespace trilayer::tests {

/// Blocks of single pulses with the sizes of their responses. work() points into it: keep it where it is.
struct SeriesByHand {
  recording::Session session;
  recording::Recording recording;
  std::deque<protocol::Block> blocks;
  std::vector<std::pair<const protocol::Block*, std::vector<measures::TrialResponse>>> responses;

  /// Both hands at rest.
  [[nodiscard]] static protocol::Condition rest(protocol::Hemisphere hemisphere = protocol::Hemisphere::left) {
    protocol::Condition condition;
    condition.hemisphere = hemisphere;
    condition.hands.left.contraction = condition.hands.right.contraction = protocol::Contraction::rest;
    return condition;
  }

  /// A block with one trial a size, peak-to-peak in uV.
  void add(const protocol::Condition& condition, const std::vector<double>& sizes, double background = 2.0) {
    protocol::Block block{"b" + std::to_string(blocks.size()), condition, {}};
    std::vector<measures::TrialResponse> trials;
    for (const double size : sizes) {
      protocol::Trial trial;
      trial.anchor.time = base::Seconds(5.0 * static_cast<double>(++pulses_));
      trial.pulses.push_back({trial.anchor.time, protocol::PulseRole::test, protocol::Site::m1, condition.hemisphere,
                              condition.intensity, std::nullopt});
      block.trials.push_back(trial);
      measures::TrialResponse response;
      response.background_rms = background;
      response.peak_to_peak = response.clean_peak_to_peak = size;
      trials.push_back(response);
    }
    blocks.push_back(block);
    responses.emplace_back(&blocks.back(), trials);
  }

  [[nodiscard]] measures::SessionWork work() const {
    measures::SessionWork work;
    work.session = &session;
    for (const auto& [block, trials] : responses) {
      measures::BlockChannel look;
      look.session = &session;
      look.recording = &recording;
      look.block = block;
      look.side = protocol::contralateral_side(*block->condition.hemisphere);
      look.muscle = "FDI";
      look.active = block->condition.hands[look.side].contraction == protocol::Contraction::active;
      look.responses = trials;
      for (std::size_t t = 0; t < trials.size(); ++t) look.epochs.trial_of.push_back(t);
      work.looks.push_back(look);
    }
    return work;
  }

 private:
  std::size_t pulses_ = 0;
};

}  // namespace trilayer::tests
