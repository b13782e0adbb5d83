// How much later than a cMEP an iMEP begins: the difference that tells a fast ipsilateral path from slow ones.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>

#include "trilayer/measures/ipsilateral_mep.hpp"

namespace trilayer::measures {

/// The difference of onsets with its error, or why it cannot be had.
struct OnsetDifference {
  std::optional<double> value;       ///< ms, positive: the iMEP begins later
  double standard_error = 0.0;       ///< ms
  bool at_edge = false;              ///< the iMEP is there where the window opens: it begins at this time or before
  bool of_sweeps = false;            ///< onsets on the averaged sweep; else on the averaged rectified sweeps
  double scale = 0.0;                ///< by which the cMEP was made as small as the iMEP
  std::size_t reference_trials = 0;  ///< whose responses were scaled
  std::string obstacle;              ///< where there is no value
};

/// A small response rises out of the background late. So the reference is made as small, and laid on the same
/// background: in every draw as many sweeps as the iMEP has are taken from the trials of `references` with a response
/// (the half of them, at least settings.fewest_trials_averaged, nearest in size), scaled, moved to where the iMEP is,
/// and added to quiet EMG of the iMEP's own block; the onset is found on their average by the rule that finds the
/// iMEP's. The scale is that at which the draws' peaks have the iMEP's size on the mean. The value is the iMEP's onset
/// minus the mean onset of the draws; its error is the draws' deviation, that of the reference trials' onsets, and
/// sampling. Averages are those of sweeps or of rectified sweeps, whichever shows the iMEP more clearly. The test must
/// have found a response. [project]
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
