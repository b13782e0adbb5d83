// A pool of leaky integrate-and-fire motoneurons: from input to the times of their spikes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "trilayer/model/corticospinal.hpp"
#include "trilayer/model/grid.hpp"
#include "trilayer/model/noise.hpp"
#include "trilayer/model/participant.hpp"

namespace trilayer::model {

constexpr std::size_t pool_size = 120;    // FDI: about 119 units anatomically (Feinstein [V, quoted])
constexpr std::size_t padded_size = 128;  // whole vectors; the last eight never fire

/// Constants of every motoneuron (docs/explanation/model.md, 5).
struct Membrane {
  double time_constant = 6.0;  ///< ms (4 to 10 [V])
  double threshold = 10.0;     ///< mV above rest
  double refractory = 3.0;     ///< ms
  double ahp_decay = 45.0;     ///< ms
};

/// The motoneurons of one hand, from small and early recruited to large.
struct Pool {
  Membrane membrane;
  double after_hyperpolarisation = 11.0;                         ///< mV added a spike
  double noise = 1.1;                                            ///< SD of the membrane potential, mV
  alignas(64) std::array<float, padded_size> synaptic_gain{};    ///< exp(-ln 8 i / N): fast excitation
  alignas(64) std::array<float, padded_size> tonic_threshold{};  ///< drive at which the unit is recruited
};

/// The pool of one hand: of 120 units the hand's share `motor_units` is there, chosen by `seed`.
Pool make_pool(const Participant& participant, protocol::Side hand, std::uint64_t seed);

/// Current into a unit for a tonic drive, mV: it rises to the firing threshold as the drive reaches the unit's own and
/// then saturates, so that a unit's rate stays in the physiological range at any drive [project]:
///   I = 10 u / u_i below u_i;  10 + 8 y / (1 + y), y = (u - u_i) / 0.1 above.
float tonic_current(float drive, float unit_threshold);

/// A spike of unit `unit` in fine step `step`.
struct Spike {
  std::uint32_t step = 0;
  std::uint16_t unit = 0;
};

/// Whose noise the pool hears: its own and that of the hemispheres' tracts.
struct PoolNoise {
  NoiseAddress own, from_left, from_right;
};

/// Runs the pool over the trial. tau V' = -V + g_i X + I_i(u) - H + noise, spike at 10 mV, reset to 0 for 3 ms, H grows
/// by the after-hyperpolarisation at each spike and decays with 45 ms. Within a step the membrane relaxes exactly.
/// Noise is held for 0.5 ms, so that it does not depend on the step. Where nothing drives the pool it is not run: noise
/// alone, which stands 4.5 SD below firing at the median noise, makes no unit fire there.
std::vector<Spike> run_pool(const Pool& pool, const Grid& grid, const PoolInput& input, const PoolNoise& noise);

/// Steady rate of a unit without noise, spikes/s, in closed form for constant current `i` mV without
/// after-hyperpolarisation: 1 / (refractory + tau ln(i / (i - threshold))); 0 at or below threshold.
double closed_form_rate(const Membrane& membrane, double i);

}  // namespace trilayer::model
