#include "trilayer/model/muscle.hpp"

#include <algorithm>
#include <cmath>

#include "trilayer/base/random.hpp"
#include "trilayer/model/fast_math.hpp"

namespace trilayer::model {
namespace {

constexpr double conduction_spread = 1.3;   // SD over units, ms
constexpr double largest_potential = 0.30;  // mV [project]
constexpr double size_range = 60.0;         // largest over smallest (60 to 100: Fuglevand, Moezzi [V])
constexpr double half_length = 8.0;         // of a potential, ms

// Conduction from memory [M]: the forearm is some 6 ms, the upper arm some 10 ms nearer than the hand.
constexpr std::array<MuscleKind, 6> kinds{{{"FDI", 0.0, 1.0},
                                           {"APB", 0.4, 0.9},
                                           {"ADM", 0.2, 1.0},
                                           {"ECR", -6.0, 1.0},
                                           {"FCR", -6.0, 1.0},
                                           {"BB", -10.0, 1.2}}};

// A potential has a beginning: without one, the tails of many units would stand before the delay of any.
double begun(double t) {
  constexpr double rise = 1.0;  // ms [project]
  const double y = (t + onset_to_middle) / rise;
  return y <= 0.0 ? 0.0 : y >= 1.0 ? 1.0 : y * y * (3.0 - 2.0 * y);
}

// What travels along a muscle fibre has no net area; the beginning took some away.
void balance(std::vector<float>& potential) {
  float up = 0.0F, down = 0.0F;
  for (const float x : potential) (x > 0.0F ? up : down) += x;
  for (float& x : potential)
    if (x < 0.0F) x *= -up / down;
}

}  // namespace

std::span<const MuscleKind> muscle_kinds() { return kinds; }

const MuscleKind* find_muscle(std::string_view name) {
  const auto* found =
      std::find_if(kinds.begin(), kinds.end(), [&](const MuscleKind& kind) { return kind.name == name; });
  return found == kinds.end() ? nullptr : found;
}

Muscle make_muscle(const Participant& participant, protocol::Side hand, const MuscleKind& kind, std::uint64_t seed) {
  Muscle muscle;
  std::uint32_t address = hand == protocol::Side::left ? 0 : 1;
  for (const char c : kind.name) address = address * 31 + static_cast<unsigned char>(c);
  base::Stream stream(seed, 0x6D757363U, address);
  for (std::size_t i = 0; i < pool_size; ++i) {
    const double place = static_cast<double>(pool_size - 1 - i) / pool_size;
    const double delay = participant.person.peripheral_delay + kind.delay + onset_to_middle +
                         conduction_spread * std::clamp(stream.normal(), -2.5, 2.5);
    muscle.delay[i] = std::max(0.0, delay);  // a short arm's biceps
    muscle.amplitude[i] =
        largest_potential * kind.size * participant.hand[hand].unit_size * fast_exp(-fast_log(size_range) * place);
    muscle.shape[i] = static_cast<std::uint8_t>(stream.below(shapes));
  }
  return muscle;
}

std::vector<float> unit_potential(std::uint8_t shape, double step) {
  // Widths of 1.4 to 1.9 ms; up to a third of the second-order function.
  const double width = 1.6 + 0.5 * (shape % 4) / 3.0;
  const double second = 0.33 * (shape / 4) / 3.0;
  const auto half = static_cast<int>(half_length / step + 0.5);
  std::vector<float> potential;
  for (int k = -half; k <= half; ++k) {
    const double x = k * step / width;
    const double bell = fast_exp(-x * x) * begun(k * step);
    potential.push_back(static_cast<float>((-x / 0.4289 - second * (1.0 - 2.0 * x * x)) * bell));
  }
  balance(potential);
  return potential;
}

Course emg(const Muscle& muscle, const Grid& grid, std::span<const Spike> spikes) {
  Course signal(grid.fine_size(), 0.0F);
  if (spikes.empty()) return signal;
  std::array<std::vector<float>, shapes> potentials;
  for (std::uint8_t s = 0; s < shapes; ++s) potentials[s] = unit_potential(s, grid.step);
  const auto size = static_cast<std::ptrdiff_t>(signal.size());
  for (const Spike& spike : spikes) {
    const std::vector<float>& potential = potentials[muscle.shape[spike.unit]];
    const auto amplitude = static_cast<float>(muscle.amplitude[spike.unit]);
    const auto delay = static_cast<std::ptrdiff_t>(muscle.delay[spike.unit] / grid.step + 0.5);
    const std::ptrdiff_t first =
        static_cast<std::ptrdiff_t>(spike.step) + delay - static_cast<std::ptrdiff_t>(potential.size() / 2);
    const std::ptrdiff_t from = std::max<std::ptrdiff_t>(0, -first);
    const std::ptrdiff_t to = std::min<std::ptrdiff_t>(static_cast<std::ptrdiff_t>(potential.size()), size - first);
    for (std::ptrdiff_t k = from; k < to; ++k)
      signal[static_cast<std::size_t>(first + k)] += amplitude * potential[static_cast<std::size_t>(k)];
  }
  return signal;
}

}  // namespace trilayer::model
