// From spikes to surface EMG: conduction to the muscle and the sum of motor-unit potentials.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "trilayer/model/grid.hpp"
#include "trilayer/model/motoneurons.hpp"
#include "trilayer/model/participant.hpp"

namespace trilayer::model {

/// What differs between muscles. Values of muscles other than FDI are from memory.
struct MuscleKind {
  std::string_view name;  ///< short: "FDI"
  double delay = 0.0;     ///< of the peripheral path against FDI, ms
  double size = 1.0;      ///< of motor-unit potentials against FDI
};
std::span<const MuscleKind> muscle_kinds();
const MuscleKind* find_muscle(std::string_view name);

/// From the onset of a unit's potential to its middle, ms: peripheral delays are to the onset.
constexpr double onset_to_middle = 3.0;

/// The motor units of one muscle as the electrodes see them.
struct Muscle {
  std::array<double, pool_size> delay{};      ///< from spike to the middle of the potential, ms
  std::array<double, pool_size> amplitude{};  ///< peak of the potential, mV: small for early units, range 60
  std::array<std::uint8_t, pool_size> shape{};
};

/// Units of one hand: conduction differs between units by 1 ms SD (desynchronised discharges make responses small),
/// shapes are 16 mixtures of Hermite-Rodriguez functions of first and second order.
Muscle make_muscle(const Participant& participant, protocol::Side hand, const MuscleKind& kind, std::uint64_t seed);

/// A motor-unit potential of peak about 1, on a grid of `step` ms. Its middle is at index (size - 1) / 2.
std::vector<float> unit_potential(std::uint8_t shape, double step);
constexpr std::size_t shapes = 16;

/// EMG in mV on the fine grid: each spike adds its unit's potential.
Course emg(const Muscle& muscle, const Grid& grid, std::span<const Spike> spikes);

}  // namespace trilayer::model
