// Quantities by topic.
#pragma once

#include <vector>

#include "trilayer/validation/facts/quantities.hpp"

namespace trilayer::validation {

std::vector<Quantity> rows_of_excitability();
std::vector<Quantity> rows_of_pairs();
std::vector<Quantity> rows_of_silences();
std::vector<Quantity> rows_of_movement();
std::vector<Quantity> rows_of_layers();

}  // namespace trilayer::validation
