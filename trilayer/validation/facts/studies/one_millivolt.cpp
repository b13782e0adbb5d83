#include "trilayer/validation/facts/studies/one_millivolt.hpp"

#include <array>
#include <cmath>

#include "trilayer/validation/facts/readings.hpp"

namespace trilayer::validation {
namespace {

constexpr std::array<double, 5> steps{105.0, 115.0, 125.0, 140.0, 160.0};  // %RMT

std::string id_of(protocol::Hemisphere hemisphere, double percent) {
  return numbered(hemisphere == protocol::Hemisphere::left ? "set-left" : "set-right", percent);
}

}  // namespace

std::vector<protocol::PlannedBlock> recruitment_of(protocol::Hemisphere hemisphere) {
  std::vector<protocol::PlannedBlock> blocks;
  for (const double percent : steps)
    blocks.push_back(pulses(id_of(hemisphere, percent), hemisphere, of_rmt(percent), 8));
  return blocks;
}

protocol::Intensity one_millivolt(const Visit& before, protocol::Hemisphere hemisphere) {
  const protocol::Side hand = protocol::contralateral_side(hemisphere);
  std::vector<std::string> ids;
  for (const double percent : steps) ids.push_back(id_of(hemisphere, percent));
  const auto weakest = mean_size(before, ids.front(), hand);
  const auto percent =
      weakest && *weakest >= 1.0 ? std::optional(steps.front()) : intensity_for(before, ids, hand, 1.0);
  return of_rmt(std::floor(percent.value_or(steps.back()) + 0.5));
}

}  // namespace trilayer::validation
