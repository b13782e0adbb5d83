// People: medians with the spread between them, and lesions that are none of the three layers.
#pragma once

#include <cstdint>

#include "trilayer/model/participant.hpp"

namespace trilayer::model {

/// Which lesions a population may have. Without them cerebral palsy, ALS, MS and stroke would turn into false layers.
enum class Lesions { none, some };

/// A person drawn from the population with these loadings; person `number` of `seed`. With Lesions::some one in four
/// has a lesion: a crossed tract of less integrity, slowed and dispersed, with a raised threshold; lost motor units.
Participant draw_participant(const Loadings& loadings, std::uint64_t seed, std::uint32_t number, Lesions lesions);

}  // namespace trilayer::model
