// Which readings make which quantity of which check. The tables stand in rows/, one file a topic.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "trilayer/validation/facts/statistics.hpp"

namespace trilayer::validation {

/// How a quantity of one check is computed. The same name may stand in other checks, under other protocols, for which
/// this row does not speak.
struct Quantity {
  std::string_view check, id;
  How how = How::mean;
  std::vector<std::string> readings;  ///< "silences.tct"
  std::vector<double> at{};           ///< circumstances as numbers, where How asks for them
  double law_size = 0.0;              ///< of How::distance: the size in mV whose published intensities are compared
};

/// Every row; a target of evidence/facts each.
const std::vector<Quantity>& quantities();

/// The row of a target, or null.
const Quantity* quantity_of(const literature::Check& check, const literature::Target& target);

/// Ids of the studies that a row reads.
std::vector<std::string> studies_of(const Quantity& quantity);

Recipe recipe_of(const Quantity& quantity);

}  // namespace trilayer::validation
