// People: medians with the spread between them, and lesions that are none of the three layers.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "trilayer/model/participant.hpp"

namespace trilayer::model {

/// Which lesions a population may have. Without them cerebral palsy, ALS, MS and stroke would turn into false layers.
enum class Lesions { none, some };

struct AgeRange {
  double low = 0.0, high = 0.0;  ///< years
};

/// Another median or spread of one row of the table of parameters.
struct RowChange {
  std::string name;
  std::optional<double> value, spread;
};

/// How a population differs from adults of no stated age with the table's medians and spreads.
struct Population {
  std::optional<AgeRange> age;
  std::vector<RowChange> changes;
};

/// A person drawn from the population with these loadings; person `number` of `seed`. With Lesions::some one in four
/// has a lesion: a crossed tract of less integrity, slowed and dispersed, with a raised threshold; lost motor units.
/// Adults have a height (171 +- 9 cm [project]); an age is drawn, uniformly, where a range of ages is asked for.
Participant draw_participant(const Loadings& loadings, std::uint64_t seed, std::uint32_t number, Lesions lesions,
                             const Population& population = {});

}  // namespace trilayer::model
