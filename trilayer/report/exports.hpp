// Single trials for other people's programs, under the names these programs use.
#pragma once

#include <string>
#include <vector>

#include "trilayer/measures/measurement.hpp"
#include "trilayer/recording/session.hpp"

namespace trilayer::report {

/// One row a trial and contralateral muscle, comma-separated, with the column names of MEP-CMAP Analyser's trial table
/// as far as they mean the same (docs/reference/outputs.md); what is not there is empty. Excluded trials are listed.
std::string to_mep_cmap(const measures::Results& results, const std::vector<recording::Session>& sessions);

/// A table for hbMEP and the configuration that says what its columns are.
struct HbmepFiles {
  std::string csv;   ///< one row a single pulse of stated intensity: TMSIntensity, features, PKPK_<muscle> in mV
  std::string toml;  ///< [paths] [variables] [mcmc]
};
/// Throws Refusal where no block of single pulses over M1 states its intensity and hemisphere.
HbmepFiles to_hbmep(const measures::Results& results, const std::vector<recording::Session>& sessions);

}  // namespace trilayer::report
