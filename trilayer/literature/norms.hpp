// What healthy people of an age have, from publications: for words ("reduced") and z-scores.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "trilayer/literature/studies.hpp"

namespace trilayer::literature {

/// Mean and standard deviation of a measure over healthy people. Norms of one measure that differ (by definition,
/// intensity, laboratory) stand beside each other; none is chosen.
struct Norm {
  std::string id;
  std::string measure;  ///< of the catalogue
  During during = During::not_reported;
  std::vector<std::string> muscles;      ///< short names; empty: the source does not say
  double age_low = 0.0, age_high = 0.0;  ///< years, inclusive
  bool age_is_ours = false;              ///< the source says "adults" or less
  double mean = 0.0, sd = 0.0;           ///< over people, in `unit`
  std::optional<int> n;                  ///< people
  std::string unit;                      ///< the catalogue's
  std::string fact, finding;             ///< where it stands: id of a fact or of a finding, one of them
  Mark mark = Mark::gap;
  std::string conditions;
};

/// Files of evidence/norms together: ids are unique, measures and units are the catalogue's, facts and findings exist.
/// Throws Refusal with file, line, key and what is allowed.
std::vector<Norm> parse_norms(const std::vector<FactsFile>& files, const Facts& facts, const Studies& studies);

/// The norms inside the program.
const std::vector<Norm>& shipped_norms();

/// Those that speak of a measure in people of an age (in years) and a muscle, in the order of the files. A norm without
/// muscles speaks of any; `during` not_reported on either side fits all.
std::vector<const Norm*> norms_for(std::span<const Norm> norms, std::string_view measure, double age,
                                   std::string_view muscle, During during = During::not_reported);

/// (value - mean) / sd; nothing for norms that nobody has seen in their source.
std::optional<double> z_score(double value, const Norm& norm);

/// "reduced" below -2, "increased" above 2, else "normal": the choice of this project for words without a number.
std::string_view word_for(double z);

/// Every key of a [[norm]].
const std::vector<std::string_view>& norm_keys();

}  // namespace trilayer::literature
