// What a session says, as the network reads it: eight inputs a feature.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "trilayer/inference/bank.hpp"
#include "trilayer/inference/features.hpp"

namespace trilayer::inference {

/// How the numbers of one row of features.toml are brought to a common scale: both directions alike. All on the
/// feature's scale.
struct FeatureScale {
  double centre = 0.0;  ///< median of the bank
  double spread = 1.0;  ///< robust standard deviation of the bank (1.4826 times the median absolute deviation)
  double error = 0.0;   ///< median standard error; taken where an error is not known
  double trials = 0.0;  ///< median number of trials that such an error rests on
  double low = 0.0;     ///< 0.1 % of the bank's numbers lie below ...
  double high = 0.0;    ///< ... and above
};

/// The scales of a bank, one a row of features.toml.
std::vector<FeatureScale> scales_of(const Bank& bank);

/// Value, logarithm of the error over the usual one, and a flag each for value, absent, at_least, at_most, confounded,
/// unobtainable. All 0 for what is missing or invalid: the network then cannot know that there is such a feature.
constexpr std::size_t inputs_a_feature = 8;

/// Number of inputs of a session.
std::size_t input_count();

/// The error of a number: as it is known, else the usual one of as many trials.
double error_of(const Feature& feature, const FeatureScale& scale);

/// Inputs of a session into `inputs` (input_count()). Numbers are cut at 5 spreads; those of `mirrored` are the session
/// with left and right exchanged.
void encode_inputs(const FeatureRow& row, std::span<const FeatureScale> scales, bool mirrored,
                   std::span<double> inputs);

/// Whether the state of a feature tells anything.
bool is_informative(measures::State state);

}  // namespace trilayer::inference
