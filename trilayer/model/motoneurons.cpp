#include "trilayer/model/motoneurons.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "trilayer/base/random.hpp"
#include "trilayer/model/fast_math.hpp"
#include "trilayer/model/kernel.hpp"

namespace trilayer::model {
namespace {

using protocol::Side;

constexpr double synaptic_range = 4.0;                           // RR of fast excitation (prototype; 8 to 30)
constexpr double first_recruited = 0.008, last_recruited = 0.6;  // of maximal drive [project]
constexpr float never = 1e9F;                                    // threshold of a unit that is not there
constexpr std::size_t most_substeps = 10;                        // fine steps in a coarse one

// State of a pool, a neuron a lane.
struct Lanes {
  alignas(64) std::array<float, padded_size> potential{}, refractory{};
  alignas(64) std::array<float, padded_size> hyperpolarisation{};
  alignas(64) std::array<float, padded_size> held{};  // tonic current and noise, constant over a coarse step
};

struct StepConstants {
  float keep, gain;  // of the membrane over a fine step
  float threshold, refractory, step;
  float ahp_keep, ahp_kick;
};

// One coarse step: `substeps` fine ones, `synaptic` fast excitation of each. `spiked[k * padded_size + i]` is 1 where
// unit i fires in substep k. Returns whether any did.
TRILAYER_KERNEL
bool advance(Lanes& lanes, const float* synaptic, const float* gains, std::size_t substeps, const StepConstants& c,
             std::uint8_t* spiked) {
  float* __restrict v = lanes.potential.data();
  float* __restrict h = lanes.hyperpolarisation.data();
  float* __restrict r = lanes.refractory.data();
  const float* __restrict held = lanes.held.data();
  std::uint32_t any = 0;
  for (std::size_t k = 0; k < substeps; ++k) {
    const float x = synaptic[k];
    std::uint8_t* __restrict out = spiked + k * padded_size;
    std::uint32_t fired_here = 0;
#pragma GCC ivdep
    for (std::size_t i = 0; i < padded_size; ++i) {
      const float current = held[i] + gains[i] * x - h[i];
      const bool resting = r[i] > 0.0F;
      const float relaxed = current + (v[i] - current) * c.keep;
      const float potential = resting ? 0.0F : relaxed;
      const bool fires = potential > c.threshold;
      v[i] = fires ? 0.0F : potential;
      r[i] = fires ? c.refractory : r[i] - c.step;
      h[i] = h[i] * c.ahp_keep + (fires ? c.ahp_kick : 0.0F);
      out[i] = fires ? 1 : 0;
      fired_here |= fires ? 1U : 0U;
    }
    any |= fired_here;
  }
  return any != 0;
}

TRILAYER_KERNEL
void hold(float* __restrict held, const float* __restrict thresholds, float drive, const float* __restrict own,
          float own_weight) {
#pragma GCC ivdep
  for (std::size_t i = 0; i < padded_size; ++i) {
    const float over = (drive - thresholds[i]) * 10.0F;
    const float y = over > 0.0F ? over : 0.0F;
    const float below = 10.0F * drive / thresholds[i];
    held[i] = (over > 0.0F ? 10.0F + 8.0F * y / (1.0F + y) : below) + own_weight * own[i];
  }
}

void add_scaled(float* out, const float* in, float weight) {
  for (std::size_t i = 0; i < padded_size; ++i) out[i] += weight * in[i];
}

// The coarse steps in which some unit might fire, widened so that membranes have settled and after-effects are over.
struct Stretch {
  std::size_t from = 0, to = 0;
};
Stretch awake(const Pool& pool, const Grid& grid, const PoolInput& input) {
  constexpr float quiet_excitation = 0.5F;        // mV
  constexpr double settle = 20.0, linger = 10.0;  // ms
  // At half the first unit's threshold the membrane stands 4.5 SD of noise below firing.
  const float quiet_drive = 0.5F * *std::min_element(pool.tonic_threshold.begin(), pool.tonic_threshold.end());
  const std::size_t size = grid.coarse_size(), ratio = grid.ratio();
  std::size_t first = size, last = 0;
  for (std::size_t i = 0; i < size; ++i) {
    bool busy = input.tonic[i] > quiet_drive;
    for (std::size_t k = 0; k < ratio && !busy && !input.synaptic.empty(); ++k)
      busy = input.synaptic[i * ratio + k] > quiet_excitation;
    if (!busy) continue;
    first = std::min(first, i);
    last = i + 1;
  }
  if (first == size) return {};
  const auto before = static_cast<std::size_t>(settle / coarse_step),
             after = static_cast<std::size_t>(linger / coarse_step);
  return {first > before ? first - before : 0, std::min(size, last + after)};
}

StepConstants constants(const Pool& pool, const Grid& grid) {
  const Membrane& m = pool.membrane;
  StepConstants c{};
  c.keep = static_cast<float>(fast_exp(-grid.step / m.time_constant));
  c.threshold = static_cast<float>(m.threshold);
  // Half a step less: rounding must not add a step to the refractory time.
  c.refractory = static_cast<float>(m.refractory - 0.5 * grid.step);
  c.step = static_cast<float>(grid.step);
  c.ahp_keep = static_cast<float>(fast_exp(-grid.step / m.ahp_decay));
  c.ahp_kick = static_cast<float>(pool.after_hyperpolarisation);
  return c;
}

// What noise held for a coarse step must be, so that the membrane's SD is the pool's.
float held_noise(const Pool& pool) {
  const double keep = fast_exp(-coarse_step / pool.membrane.time_constant);
  return static_cast<float>(pool.noise * std::sqrt((1.0 + keep) / (1.0 - keep)));
}

// Units that the first drive recruits have been firing before: each is somewhere after its last spike. Left and right
// would start in step otherwise.
std::array<float, padded_size> under_way(const Pool& pool, float drive, const NoiseAddress& address) {
  constexpr std::uint32_t before_all = 0xFFFFFFFFU;  // no interval has this number
  alignas(64) std::array<float, padded_size> phase{}, after{};
  fill_noise(phase, address, before_all);
  for (std::size_t i = 0; i < padded_size; ++i)
    if (drive > pool.tonic_threshold[i])
      after[i] = static_cast<float>(pool.after_hyperpolarisation) * std::clamp(0.5F + 0.35F * phase[i], 0.0F, 1.0F);
  return after;
}

// Strong noise makes lanes without a unit fire too: they are no spikes.
void collect(std::vector<Spike>& spikes, const Pool& pool, const std::uint8_t* spiked, std::size_t substeps,
             std::size_t first_step) {
  for (std::size_t k = 0; k < substeps; ++k)
    for (std::size_t word = 0; word < padded_size / 8; ++word) {
      std::uint64_t eight = 0;
      std::memcpy(&eight, spiked + k * padded_size + word * 8, 8);
      if (eight == 0) continue;
      for (std::size_t i = word * 8; i < word * 8 + 8; ++i)
        if (spiked[k * padded_size + i] != 0 && pool.tonic_threshold[i] < never)
          spikes.push_back({static_cast<std::uint32_t>(first_step + k), static_cast<std::uint16_t>(i)});
    }
}

}  // namespace

Pool make_pool(const Participant& participant, Side hand, std::uint64_t seed) {
  Pool pool;
  pool.after_hyperpolarisation = participant.person.after_hyperpolarisation;
  pool.noise = participant.person.synaptic_noise;
  base::Stream stream(seed, 0x706F6F6CU, hand == Side::left ? 0 : 1);
  for (std::size_t i = 0; i < padded_size; ++i) {
    const double share = static_cast<double>(i) / pool_size;
    const bool there = stream.uniform() < participant.hand[hand].motor_units && i < pool_size;
    pool.synaptic_gain[i] = there ? static_cast<float>(fast_exp(-fast_log(synaptic_range) * share)) : 0.0F;
    pool.tonic_threshold[i] =
        there ? static_cast<float>(first_recruited * fast_exp(fast_log(last_recruited / first_recruited) * share))
              : never;
  }
  return pool;
}

float tonic_current(float drive, float unit_threshold) {
  const float over = (drive - unit_threshold) * 10.0F;
  return over > 0.0F ? 10.0F + 8.0F * over / (1.0F + over) : 10.0F * drive / unit_threshold;
}

std::vector<Spike> run_pool(const Pool& pool, const Grid& grid, const PoolInput& input, const PoolNoise& noise) {
  std::vector<Spike> spikes;
  const Stretch stretch = awake(pool, grid, input);
  if (stretch.from >= stretch.to) return spikes;
  const StepConstants c = constants(pool, grid);
  const std::size_t ratio = grid.ratio();
  const float weight = held_noise(pool);
  const std::array<float, most_substeps> silence{};
  alignas(64) std::array<float, padded_size> own{}, left{}, right{};
  alignas(64) std::array<std::uint8_t, most_substeps * padded_size> spiked{};
  Lanes lanes;
  lanes.hyperpolarisation = under_way(pool, input.tonic[stretch.from], noise.own);
  for (std::size_t i = stretch.from; i < stretch.to; ++i) {
    if (weight > 0.0F) fill_noise(own, noise.own, static_cast<std::uint32_t>(i));
    hold(lanes.held.data(), pool.tonic_threshold.data(), input.tonic[i], own.data(),
         weight * static_cast<float>(input.own));
    if (input.from_left > 0.0 || input.from_right > 0.0) {
      fill_noise(left, noise.from_left, static_cast<std::uint32_t>(i));
      fill_noise(right, noise.from_right, static_cast<std::uint32_t>(i));
      add_scaled(lanes.held.data(), left.data(), weight * static_cast<float>(input.from_left));
      add_scaled(lanes.held.data(), right.data(), weight * static_cast<float>(input.from_right));
    }
    const float* synaptic = input.synaptic.empty() ? silence.data() : input.synaptic.data() + i * ratio;
    if (advance(lanes, synaptic, pool.synaptic_gain.data(), ratio, c, spiked.data()))
      collect(spikes, pool, spiked.data(), ratio, i * ratio);
  }
  return spikes;
}

double closed_form_rate(const Membrane& membrane, double i) {
  if (i <= membrane.threshold) return 0.0;
  return 1000.0 / (membrane.refractory + membrane.time_constant * fast_log(i / (i - membrane.threshold)));
}

}  // namespace trilayer::model
