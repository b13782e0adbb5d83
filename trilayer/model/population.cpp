#include "trilayer/model/population.hpp"

#include <algorithm>

#include "trilayer/base/random.hpp"
#include "trilayer/model/fast_math.hpp"
#include "trilayer/model/parameters.hpp"

namespace trilayer::model {
namespace {

using protocol::Hemisphere;
using protocol::Side;

// Addresses of random numbers: apart from those of whoever draws the loadings of the same person.
enum Draw : std::uint32_t { of_parameters = 0x70657273, of_lesion, of_callosum, of_age };

// Of the variance 0.64 is the person's and 0.36 the side's: left and right are alike but not equal [project].
constexpr double common_share = 0.8, own_share = 0.6;  // squares add to 1
constexpr double lesion_probability = 0.25, bilateral_probability = 0.3;

// The callosal circuits of one hemisphere have half of their variance in common: iSP and IHI correlate at about 0.5
// between people [project].
constexpr double callosal_share = 0.70710678118654752, residual_share = callosal_share;  // squares add to 1

// Tonic inhibition has 0.8 of its variance in common with the mean of both sides: who has deeper IHI mirrors less (T16
// [V] sign; size [project]).
constexpr double tonic_share = 0.89442719099991588, tonic_residual = 0.44721359549995794;  // squares add to 1

bool is_callosal(const Parameter& row) {
  return row.name == "fast_callosal" || row.name == "slow_callosal" || row.name == "tonic_gate_callosal";
}

// The sum of both sides' factors, brought back to unit variance: 2 (1 + common_share^2).
constexpr double mean_of_sides = 1.8110770276274835;

// What the circuits that a hemisphere sends have in common, by the side of the hemisphere.
protocol::BySide<double> callosal_factor(std::uint64_t seed, std::uint32_t number) {
  base::Stream stream(seed, number, of_callosum);
  const double common = common_share * stream.normal();
  return {common + own_share * stream.normal(), common + own_share * stream.normal()};
}

double drawn(const Parameter& row, double normal) {
  switch (row.law) {
    case Spread::none:
      return row.value;
    case Spread::normal:
      return std::clamp(row.value + row.spread * normal, row.low, row.high);
    case Spread::log_normal:
      return std::clamp(row.value * fast_exp(row.spread * normal), row.low, row.high);
  }
  return row.value;
}

Parameter changed(Parameter row, const Population& population) {
  for (const RowChange& change : population.changes) {
    if (change.name != row.name) continue;
    row.value = change.value.value_or(row.value);
    row.spread = change.spread.value_or(row.spread);
  }
  return row;
}

// Heights of adults only: those of children would need their growth.
void draw_age_and_height(Participant& participant, std::uint64_t seed, std::uint32_t number,
                         const Population& population) {
  constexpr double mean_height = 171.0, height_spread = 9.0, adult = 18.0;  // cm, cm, years [project]
  base::Stream stream(seed, number, of_age);
  const double share = stream.uniform(), height = mean_height + height_spread * stream.normal();
  if (population.age) participant.age = population.age->low + share * (population.age->high - population.age->low);
  if (participant.age.value_or(adult) >= adult) participant.height = std::clamp(height, 145.0, 205.0);
}

// A tract of less integrity, slower and dispersed, under a cortex that is harder to excite; lost motor units, the
// remaining ones larger.
void add_lesion(Participant& participant, Hemisphere h, base::Stream& stream) {
  HemisphereParameters& tract = participant.hemisphere[h];
  tract.integrity = stream.uniform(0.1, 0.9);
  tract.slowing = stream.uniform(0.0, 5.0);
  tract.dispersion = stream.uniform(0.0, 2.0);
  tract.threshold = std::min(250.0, tract.threshold * stream.uniform(1.0, 1.8));
  HandParameters& hand = participant.hand[contralateral_side(h)];
  if (stream.uniform() < 0.5) return;
  hand.motor_units = stream.uniform(0.3, 1.0);
  hand.unit_size = std::min(10.0, hand.unit_size / hand.motor_units);
}

}  // namespace

Participant draw_participant(const Loadings& loadings, std::uint64_t seed, std::uint32_t number, Lesions lesions,
                             const Population& population) {
  Participant participant = median_participant();
  participant.loadings = loadings;
  draw_age_and_height(participant, seed, number, population);
  base::Stream stream(seed, number, of_parameters);
  const auto callosum = callosal_factor(seed, number);
  const double of_both = (callosum.left + callosum.right) / mean_of_sides;
  for (const Parameter& shipped : parameters()) {
    const Parameter row = changed(shipped, population);
    // All three draws are made for every row, so that a row that changes its kind does not shift the others.
    const double common = stream.normal(), left = stream.normal(), right = stream.normal();
    for (const Side side : protocol::both_sides) {
      const double own = side == Side::left ? left : right;
      double z = is_sided(row) ? common_share * common + own_share * own : common;
      if (is_callosal(row)) z = callosal_share * callosum[side] + residual_share * z;
      if (row.name == "tonic_inhibition") z = tonic_share * of_both + tonic_residual * z;
      value_of(participant, row, side) = drawn(row, z);
    }
  }
  base::Stream lesion(seed, number, of_lesion);
  const bool has_lesion = lesion.uniform() < lesion_probability;
  const bool bilateral = lesion.uniform() < bilateral_probability;
  const Hemisphere first = lesion.uniform() < 0.5 ? Hemisphere::left : Hemisphere::right;
  if (lesions == Lesions::none || !has_lesion) return participant;
  add_lesion(participant, first, lesion);
  if (bilateral) add_lesion(participant, opposite(first), lesion);
  return participant;
}

}  // namespace trilayer::model
