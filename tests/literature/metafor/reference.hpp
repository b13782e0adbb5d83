// The reference numbers of reference.toml: published data, analysed by the R package metafor.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "trilayer/literature/effects.hpp"

namespace trilayer::tests {

using Numbers = std::map<std::string, double>;

struct ReferenceCase {
  std::string name;
  literature::EffectScale scale = literature::EffectScale::mean_difference;
  Numbers results;             ///< of the whole case, "tau2", "wald_low" ...
  std::vector<Numbers> study;  ///< what the study reported under the names of escalc, "yi", "vi", and without it
};

const std::vector<ReferenceCase>& metafor_reference();

}  // namespace trilayer::tests
