// The study behind the checks: which blocks every virtual participant goes through, and what is read from them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "trilayer/literature/facts.hpp"
#include "trilayer/protocol/block.hpp"
#include "trilayer/validation/facts/verdicts.hpp"

namespace trilayer::validation {

/// A number of each person: a measure of the catalogue in one block. FDI, left hemisphere pulsed, unless `right`.
struct Reading {
  std::string id;       ///< "tct"
  std::string measure;  ///< of the catalogue
  std::string block;    ///< of the study
  bool left_hand = false;
  bool presence = false;  ///< 1 where there is a value, 0 where it is absent
};

/// Blocks shared by the checks, and the readings; both in a fixed order.
const protocol::Protocol& facts_study();
const std::vector<Reading>& facts_readings();

/// Place of a reading. Throws Bug where there is none of this id.
std::size_t place_of(std::string_view reading);

/// The readings of the first `participants` people of `seed`: drawn without lesions and with loadings 0, simulated,
/// measured. The model draws no age yet, so these stand for healthy adults of no stated age. The same for any number of
/// jobs.
std::vector<Readings> run_facts_study(int participants, std::uint64_t seed, int jobs,
                                      const std::function<void(double)>& progress = {});

}  // namespace trilayer::validation
