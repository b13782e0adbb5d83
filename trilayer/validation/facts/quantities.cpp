#include "trilayer/validation/facts/quantities.hpp"

#include <algorithm>

#include "trilayer/validation/facts/goetz_law.hpp"
#include "trilayer/validation/facts/rows/rows.hpp"
#include "trilayer/validation/facts/visit.hpp"

namespace trilayer::validation {

const std::vector<Quantity>& quantities() {
  static const std::vector<Quantity> all = [] {
    std::vector<Quantity> list;
    for (auto topic : {rows_of_excitability, rows_of_pairs, rows_of_silences, rows_of_movement, rows_of_layers})
      for (Quantity& row : topic()) list.push_back(std::move(row));
    return list;
  }();
  return all;
}

const Quantity* quantity_of(const literature::Check& check, const literature::Target& target) {
  for (const Quantity& row : quantities())
    if (row.check == check.id && row.id == target.quantity) return &row;
  return nullptr;
}

std::vector<std::string> studies_of(const Quantity& quantity) {
  std::vector<std::string> ids;
  for (const std::string& reading : quantity.readings) {
    const std::string& id = study_of(reading).id;
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
  }
  return ids;
}

Recipe recipe_of(const Quantity& quantity) {
  Recipe recipe{quantity.how, {}, quantity.at, {}};
  for (const std::string& reading : quantity.readings) recipe.places.push_back(place_of(reading));
  if (quantity.how == How::distance) recipe.law = published_intensities(quantity.law_size);
  return recipe;
}

}  // namespace trilayer::validation
