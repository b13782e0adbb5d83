// How much later than a cMEP an iMEP begins: the difference that tells a fast ipsilateral path from slow ones.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "trilayer/measures/ipsilateral_mep.hpp"

namespace trilayer::measures {

/// The difference of onsets with its error, or why it cannot be had.
struct OnsetDifference {
  std::optional<double> value;                 ///< ms, positive: the iMEP begins later
  double standard_error = 0.0;                 ///< ms
  bool at_edge = false;                        ///< the iMEP begins where the search does: at this time or before
  double size_ratio = 0.0;                     ///< of the reference's average to the iMEP's
  std::vector<const BlockChannel*> reference;  ///< block of each trial in the reference
  std::string obstacle;                        ///< where there is no value
};

/// The iMEP's onset minus that of a reference of like size, both found on averages of signed sweeps by the fit of two
/// phases (responses/imep_phases.hpp), which rounds nothing to where the response rises out of the background. The
/// trials of all `references` are put together and ordered by size; of the groups of neighbours (half of the trials, 8
/// to 20) that show a response that one is taken whose average comes nearest to the iMEP's size: small responses seem
/// to start late. The error holds both onsets' errors and 0.3 ms for responses of different shape [project]. The test
/// must have found a response.
OnsetDifference onset_difference(const ImepTest& test, std::span<const BlockChannel* const> references,
                                 const Settings& settings);

/// The probabilities that the difference is that of one of four kinds of path, the four being equally likely before.
struct PathClass {
  std::string_view measure;  ///< imep_class_0, imep_class_1, imep_class_6, imep_class_13
  double delay;              ///< ms, the mean of the class
  double spread;             ///< ms, its deviation [project]
};
std::span<const PathClass> path_classes();

/// The probability of class `index` (of path_classes()) given a difference and its error, ms. `at_edge`: the true
/// difference is the given one or smaller.
double class_probability(std::size_t index, double difference, double error, bool at_edge);

}  // namespace trilayer::measures
