// Which features a laboratory has: patterns by name, what a protocol gives, what a session looks like without the rest.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "trilayer/inference/features.hpp"
#include "trilayer/protocol/block.hpp"

namespace trilayer::inference {

/// A flag for each of feature_names().
using Pattern = std::vector<bool>;

/// A pattern that laboratories have, and its name as in `trilayer calibrate`.
struct NamedPattern {
  std::string name;   ///< "no_ihi"
  std::string title;  ///< "no interhemispheric inhibition"
  Pattern has;
};

/// full, clinical, no_ihi, resting, single_pulses, mirror_emg, emg_only, one_hemisphere. The age is in all of them.
const std::vector<NamedPattern>& named_patterns();

/// The features that a session of the protocol can fill: those that a measurement of every measure in every block and
/// hand would.
Pattern features_of_protocol(const protocol::Protocol& protocol);

/// The session with everything outside the pattern missing.
FeatureRow seen_through(FeatureRow row, const Pattern& pattern);

/// For each row of features.toml the number of its circumstances: rows with the same pulses, hands and task come from
/// the same trials, so that a laboratory has all of them or none. Rows of the person are apart.
const std::vector<std::size_t>& circumstances();

}  // namespace trilayer::inference
