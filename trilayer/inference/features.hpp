// Features: which measures inference looks at, under which conditions. The table is data (features.toml, embedded).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "trilayer/measures/measurement.hpp"
#include "trilayer/protocol/side.hpp"
#include "trilayer/recording/session.hpp"

namespace trilayer::inference {

/// The scale a feature's value stands on: as measured, or the catalogue's logarithm or logit of it.
enum class Scale { linear, log, logit };

/// One feature of one direction, "ihi_10.right": the measured hand is the mirror hand of that direction (the test
/// pulse's hemisphere follows from the measure's relation).
struct FeatureName {
  std::string name;  ///< row of features.toml
  protocol::Direction direction = protocol::Direction::right;
};

/// What a session says about a feature. `state` as in measures; `missing` where nothing in it fits.
struct Feature {
  measures::State state = measures::State::missing;
  double value = 0.0;  ///< on the feature's scale; for `absent` the smallest detectable; 0 and meaningless without one
  double error = 0.0;  ///< standard error on the same scale; 0: not known
  int trials = 0;      ///< that it rests on; 0: not known
};

/// The features of one session, in the order of feature_names().
using FeatureRow = std::vector<Feature>;

/// Whether both directions of a row have the same value because it is of the person (age) and no measure.
bool is_of_person(std::size_t feature);

/// Every row of features.toml in both directions: left and right of a row stand beside one another.
const std::vector<FeatureName>& feature_names();
Scale scale_of(std::size_t feature);
/// "IHI ratio, 10 ms" and the like, for people.
std::string_view title_of(std::size_t feature);
/// FNV-1a of features.toml: stands in banks and answers.
std::uint64_t features_hash();

/// The features of one participant, taken from measurements (of our own, or of a measures table). Where several fit,
/// the one nearest to the row's nominal condition, then the one with most trials, is taken. Intensities in %MSO and
/// %AMT are converted by the thresholds of `context` where they are there. `unused`, where given, receives the keys of
/// measurements that no feature looks at.
FeatureRow features_of(const std::vector<measures::Measurement>& measurements, const recording::Context& context,
                       std::vector<measures::Key>* unused = nullptr);

}  // namespace trilayer::inference
