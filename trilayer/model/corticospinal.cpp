#include "trilayer/model/corticospinal.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "trilayer/model/fast_math.hpp"

namespace trilayer::model {
namespace {

using protocol::ByHemisphere;
using protocol::Hemisphere;
using protocol::Side;

constexpr double wave_width = 0.25;      // SD of a wave, ms
constexpr double synaptic_decay = 4.0;   // ms (AMPA 1/5 [V])
constexpr double synaptic_gain = 65.0;   // mV/ms at full volley (prototype)
constexpr double slow_path_delay = 6.0;  // behind the crossed tract, ms (adults +5 to +7 [M])
constexpr double slow_path_floor = 0.8;  // R_0: only strong volleys pass
constexpr double child_path_delay =
    15.2;  // behind the crossed tract, ms: onsets as measured are +12 to +14 (IM-05 [V])
constexpr double child_path_needs = 0.03;  // rate of the hand's own M1: contraction before the pulse
constexpr double slow_path_needs = 0.2;    // rate of the hand's own M1: only in contraction
// A normal law in five equal parts: where each part's mean stands, in SD.
constexpr std::array<double, 5> fibres{-1.3998, -0.5319, 0.0, 0.5319, 1.3998};

// Adds a wave to a course on the fine grid. `above` is subtracted first: only what is larger counts.
void add_wave(Course& course, const Grid& grid, double time, double height, double above) {
  const double first = std::ceil((time - 4.0 * wave_width - grid.from) / grid.step);
  const double last = std::floor((time + 4.0 * wave_width - grid.from) / grid.step);
  const double end = static_cast<double>(course.size()) - 1.0;
  for (double i = std::max(0.0, first); i <= std::min(end, last); ++i) {
    const double z = (grid.from + i * grid.step - time) / wave_width;
    const double value = height * fast_exp(-0.5 * z * z) - above;
    if (value > 0.0) course[static_cast<std::size_t>(i)] += static_cast<float>(value);
  }
}

// A volley through a tract of given gain, delay and dispersion.
void add_volley(Course& course, const Grid& grid, const std::vector<Wave>& volley, double gain, double delay,
                double dispersion) {
  if (gain <= 0.0) return;
  for (const Wave& wave : volley) {
    if (dispersion <= 0.0) {
      add_wave(course, grid, wave.time + delay, gain * wave.height, 0.0);
      continue;
    }
    for (const double fibre : fibres)
      add_wave(course, grid, wave.time + delay + dispersion * fibre, gain * wave.height / fibres.size(), 0.0);
  }
}

// Sums with decay: g' = -g / 4 ms + gain X, exact for X constant within a step.
void integrate(Course& course, const Grid& grid, double gain) {
  const auto decay = static_cast<float>(fast_exp(-grid.step / synaptic_decay));
  const auto weight = static_cast<float>(gain * synaptic_decay * (1.0 - fast_exp(-grid.step / synaptic_decay)));
  float g = 0.0F;
  for (float& x : course) x = g = g * decay + weight * x;
}

Course delayed_sum(const Course& crossed, double crossed_gain, std::size_t crossed_lag, const Course& uncrossed,
                   double uncrossed_gain, std::size_t uncrossed_lag) {
  Course sum(crossed.size());
  for (std::size_t i = 0; i < sum.size(); ++i) {
    const float c = crossed[i >= crossed_lag ? i - crossed_lag : 0];
    const float u = uncrossed[i >= uncrossed_lag ? i - uncrossed_lag : 0];
    sum[i] = static_cast<float>(crossed_gain) * c + static_cast<float>(uncrossed_gain) * u;
  }
  return sum;
}

std::size_t coarse_lag(double ms) { return static_cast<std::size_t>(ms / coarse_step + 0.5); }

// How much of each hemisphere's unitary noise reaches the pool: what its crossed fibres carry, and the same fibres'
// branches where they are branched. Common noise makes the homologous muscles coherent.
void share_noise(PoolInput& input, const Participant& participant, Side hand, const TractGains& gains) {
  constexpr double carried = 0.9;  // share of a motoneuron's noise that comes down the tract [project]
  const double total = gains.crossed + gains.uncrossed;
  const bool is_needed = std::any_of(participant.loadings.values.begin(), participant.loadings.values.begin() + 2,
                                     [](double loading) { return loading > 0.0; });
  if (!is_needed || total <= 0.0) return;
  const double crossed = std::sqrt(carried) * gains.crossed / total;
  const double branched = std::sqrt(carried * participant.person.branching) * gains.uncrossed / total;
  const bool from_left = contralateral_hemisphere(hand) == Hemisphere::left;
  input.from_left = from_left ? crossed : branched;
  input.from_right = from_left ? branched : crossed;
  input.own = std::sqrt(std::max(0.0, 1.0 - crossed * crossed - branched * branched));
}

}  // namespace

TractGains tract_gains(const Participant& participant, Side hand) {
  const Hemisphere c = contralateral_hemisphere(hand), i = ipsilateral_hemisphere(hand);
  const PersonParameters& p = participant.person;
  // Branched axons keep their crossed branch: only what leaves for the other side alone is lost.
  return {(1.0 - p.crossed_loss * (1.0 - p.branching) *
                     participant.loadings.at(Layer::corticospinal, direction_driven_by(c))) *
              participant.hemisphere[c].integrity,
          p.uncrossed_gain * participant.loadings.at(Layer::corticospinal, direction_driven_by(i))};
}

PoolInput pool_input(const Participant& participant, const Grid& grid, Side hand, const CorticalResponse& response,
                     const ByHemisphere<Course>& tonic, const ByHemisphere<Course>& rates, double trial_gain) {
  const Hemisphere c = contralateral_hemisphere(hand), i = ipsilateral_hemisphere(hand);
  const TractGains gains = tract_gains(participant, hand);
  const PersonParameters& p = participant.person;
  const HemisphereParameters& tract = participant.hemisphere[c];
  PoolInput input;
  share_noise(input, participant, hand, gains);
  input.tonic = delayed_sum(tonic[c], gains.crossed, coarse_lag(p.central_delay + tract.slowing), tonic[i],
                            gains.uncrossed, coarse_lag(p.central_delay));
  if (response.volleys.left.empty() && response.volleys.right.empty()) return input;
  input.synaptic.assign(grid.fine_size(), 0.0F);
  add_volley(input.synaptic, grid, response.volleys[c], gains.crossed, p.central_delay + tract.slowing,
             tract.dispersion);
  add_volley(input.synaptic, grid, response.volleys[i], gains.uncrossed, p.central_delay, 0.0);
  for (const Wave& wave : response.volleys[i]) {
    const auto at = std::min(rates[c].size() - 1, coarse_lag(std::max(0.0, wave.time - grid.from)));
    if (static_cast<double>(rates[c][at]) > slow_path_needs)
      add_wave(input.synaptic, grid, wave.time + p.central_delay + slow_path_delay, p.slow_path_gain * wave.height,
               p.slow_path_gain * slow_path_floor);
    if (p.child_path_gain > 0.0 && static_cast<double>(rates[c][at]) > child_path_needs)
      add_wave(input.synaptic, grid, wave.time + p.central_delay + child_path_delay, p.child_path_gain * wave.height,
               0.0);
  }
  integrate(input.synaptic, grid, synaptic_gain * trial_gain);
  return input;
}

}  // namespace trilayer::model
