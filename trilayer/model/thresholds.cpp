#include "trilayer/model/thresholds.hpp"

#include <algorithm>
#include <cmath>

#include "trilayer/base/random.hpp"

namespace trilayer::model {
namespace {

using protocol::Hemisphere;
using protocol::IntensityReference;

constexpr int pulses_a_level = 10, responses_needed = 5;
constexpr double resting_criterion = 0.05,
                 active_criterion = 0.2;  // mV peak to peak; the resting one is common usage [M], the other [project]
constexpr double active_contraction = 10.0;  // % of maximum
constexpr double full_output = 100.0;

// What is asked for at one intensity.
struct Search {
  const Body* body;
  Hemisphere hemisphere;
  bool active;
  Demand demand;
  Grid grid;
};

double peak_to_peak(const Course& emg, const Grid& grid, double from, double to) {
  const auto at = [&](double t) { return static_cast<std::ptrdiff_t>((t - grid.from) / grid.step); };
  const auto [low, high] = std::minmax_element(emg.begin() + at(from), emg.begin() + at(to));
  return static_cast<double>(*high - *low);
}

// In contraction a response is what stands above the background of as long a stretch before the pulse.
bool is_response(const Course& emg, const Search& search) {
  const double size = peak_to_peak(emg, search.grid, 12.0, 55.0);
  if (!search.active) return size >= resting_criterion;
  return size - peak_to_peak(emg, search.grid, -53.0, -10.0) >= active_criterion;
}

bool is_enough(const Search& search, double output) {
  const Participant& participant = search.body->participant;
  const double strength = output / participant.hemisphere[search.hemisphere].threshold;
  const auto purpose =
      static_cast<std::uint32_t>(1 + (search.active ? 2 : 0) + (search.hemisphere == Hemisphere::left ? 0 : 1));
  int responses = 0;
  for (int k = 0; k < pulses_a_level; ++k) {
    const auto trial = static_cast<std::uint32_t>(output * 16.0) * pulses_a_level + static_cast<std::uint32_t>(k);
    base::Stream stream(search.body->seed, trial, purpose, 99);
    const double noise = 1.0 + participant.person.excitability_noise * stream.normal();
    const TrialOutcome outcome =
        run_trial(*search.body, search.grid, search.demand, {{0.0, search.hemisphere, strength * noise}},
                  {search.body->seed, trial, purpose});
    responses += is_response(outcome.emg[contralateral_side(search.hemisphere)].front(), search) ? 1 : 0;
    if (responses >= responses_needed || k - responses >= pulses_a_level - responses_needed) break;
  }
  return responses >= responses_needed;
}

std::optional<double> search_threshold(const Search& search) {
  if (!is_enough(search, full_output)) return std::nullopt;
  double low = 0.0, high = full_output;
  while (high - low > 1.0) {
    const double middle = std::floor(0.5 * (low + high) + 0.5);
    (is_enough(search, middle) ? high : low) = middle;
  }
  return high;
}

bool refers_to(const protocol::Protocol& protocol, IntensityReference reference) {
  const auto fits = [&](const std::optional<protocol::Intensity>& i) { return i && i->reference == reference; };
  return std::any_of(protocol.blocks.begin(), protocol.blocks.end(), [&](const protocol::PlannedBlock& block) {
    const auto& c = block.condition;
    return fits(c.intensity) || (c.conditioning && fits(c.conditioning->intensity));
  });
}

std::optional<double> determine(const Body& body, Hemisphere hemisphere, bool active, double step) {
  Search search{&body, hemisphere, active, {}, {-30.0, 60.0, step}};
  if (active) {
    protocol::PlannedBlock block;
    block.condition.hemisphere = hemisphere;
    block.condition.hands[contralateral_side(hemisphere)] = {protocol::Contraction::active, active_contraction};
    search.demand = demand_of(body.participant, block);
    search.grid.from = -120.0;
  }
  return search_threshold(search);
}

}  // namespace

AllThresholds determine_thresholds(const Body& body, const protocol::Protocol& protocol, double step) {
  AllThresholds all;
  for (const Hemisphere h : protocol::both_hemispheres) {
    if (refers_to(protocol, IntensityReference::resting_motor_threshold))
      all[h].resting = determine(body, h, false, step);
    if (refers_to(protocol, IntensityReference::active_motor_threshold)) all[h].active = determine(body, h, true, step);
  }
  return all;
}

}  // namespace trilayer::model
