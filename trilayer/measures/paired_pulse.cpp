#include "trilayer/measures/paired_pulse.hpp"

#include "trilayer/measures/pairs/conditioning_alone.hpp"
#include "trilayer/measures/pairs/pair_curves.hpp"
#include "trilayer/measures/pairs/pair_interactions.hpp"
#include "trilayer/measures/pairs/pair_ratio.hpp"
#include "trilayer/measures/pairs/threshold_tracking.hpp"

namespace trilayer::measures {

std::vector<Measurement> paired_pulse(std::span<const BlockChannel> blocks, const Settings& settings) {
  std::vector<Measurement> measurements;
  for (PairRatio& pair : pair_ratios(blocks, settings)) measurements.push_back(std::move(pair.measurement));
  return measurements;
}

std::vector<Measurement> measures_of_pairs(const SessionWork& work, const Settings& settings) {
  std::vector<Measurement> all;
  const auto add = [&](std::vector<Measurement> some) {
    for (Measurement& m : some) all.push_back(std::move(m));
  };
  std::vector<PairRatio> pairs = pair_ratios(work.looks, settings);
  const std::vector<BlockChannel> alone = conditioning_alone_looks(work, settings);
  std::vector<Measurement> of_alone = conditioning_alone(alone, pairs, work.looks, settings);
  for (const PairRatio& pair : pairs) all.push_back(pair.measurement);
  add(std::move(of_alone));
  add(pair_interactions(pairs, work.looks, settings));
  add(pair_curves(pairs, settings));
  add(threshold_tracking(work.looks, settings));
  return all;
}

}  // namespace trilayer::measures
