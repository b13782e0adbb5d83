// How far answers can be believed, as tables, JSON and a page.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "trilayer/validation/calibration/calibration.hpp"

namespace trilayer::report {

/// What was scored, with what.
struct CalibrationSource {
  std::uint64_t seed = 0;  ///< of the held-out sessions
  std::string protocol;
  std::uint64_t held_out = 0, network = 0, bank = 0;  ///< hashes of the bytes; 0: not used
  std::uint64_t features = 0, settings = 0;
  int model_version = 0;
};

/// {schema, seed, protocol, hashes, patterns: [{name, title, method, sessions, joint_bits, joint_bits_error,
/// tarp_deviation, leads_where_nothing_is, two_three_correlation, loadings: [{name, bins: [{from, to, n, coverage_90,
/// interval_holds, crps_skill, log_skill}], overall, places, uniformity_p, false_positive_at_zero, leads_from_half,
/// auc_0_vs_half, recovery, informed, log_skill_error}]}]}
std::string calibration_json(std::span<const validation::PatternCalibration> results, const CalibrationSource& source);

/// For a terminal: a line a pattern, method and layer, both directions together.
std::string calibration_table(std::span<const validation::PatternCalibration> results);

/// A line a pattern, method and layer, both directions together: what `stored_calibration` reads.
std::string calibration_tsv(std::span<const validation::PatternCalibration> results, const CalibrationSource& source);

/// One self-contained page without script: for each pattern the places of the truth (SBC) and the coverage in bins of
/// the truth, for every loading, with what leads falsely and how much is said.
std::string calibration_page(std::span<const validation::PatternCalibration> results, const CalibrationSource& source);

}  // namespace trilayer::report
