#include "trilayer/model/nerve.hpp"

#include <algorithm>

#include "trilayer/model/motor_cortex.hpp"

namespace trilayer::model {
namespace {

constexpr double distal_delay = 3.0;                   // wrist to the onset of the potential, ms
constexpr double turnaround = 1.0;                     // in the cord, ms
constexpr double backfiring = 0.04;                    // share of units a shock
constexpr double inside = 1.0;                         // cord to where a magnetic pulse meets the root, ms
constexpr double root_half = 50.0, root_slope = 0.15;  // %MSO

}  // namespace

std::vector<Spike> peripheral_spikes(const Pool& pool, const Muscle& muscle, const Grid& grid, protocol::Side side,
                                     const std::vector<PeripheralPulse>& pulses, base::Stream& stream) {
  std::vector<Spike> spikes;
  const auto fire = [&](double time, std::size_t unit) {
    const double step = (time - grid.from) / grid.step;
    if (step >= 0.0 && step < static_cast<double>(grid.fine_size()))
      spikes.push_back({static_cast<std::uint32_t>(step + 0.5), static_cast<std::uint16_t>(unit)});
  };
  for (const PeripheralPulse& pulse : pulses)
    for (std::size_t unit = 0; unit < pool_size; ++unit) {
      const double chance = stream.uniform();  // drawn for every unit, so that lost ones do not shift the others
      if (pulse.side != side || pool.synaptic_gain[unit] <= 0.0F) continue;
      const double whole = muscle.delay[unit] - onset_to_middle;
      if (pulse.site == protocol::Site::root) {
        if (chance < recruited(pulse.output, root_half, root_slope)) fire(pulse.time - std::min(inside, whole), unit);
        continue;
      }
      const double distal = std::min(distal_delay, whole);
      fire(pulse.time + distal - whole, unit);
      if (chance < backfiring) fire(pulse.time + whole - distal + turnaround, unit);
    }
  std::sort(spikes.begin(), spikes.end(), [](const Spike& a, const Spike& b) { return a.step < b.step; });
  return spikes;
}

}  // namespace trilayer::model
