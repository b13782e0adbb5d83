// The rows of features.toml: which measurement, under which conditions, is which feature.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "trilayer/catalogue/descriptor.hpp"
#include "trilayer/inference/features.hpp"
#include "trilayer/protocol/condition.hpp"

namespace trilayer::inference {

/// What may differ between laboratories: from `low` to `high`, both inclusive; `nominal` is what banks simulate.
struct Range {
  double low = 0.0;
  double high = 0.0;
  double nominal = 0.0;

  [[nodiscard]] bool contains(double value) const { return value >= low && value <= high; }
};

/// The conditioning pulse seen from the test pulse.
enum class Conditioned { none, same_hemisphere, other_hemisphere };

/// What the measured hand (the mirror hand of the direction) and the other one did. `measured_active`: only the
/// measured one contracts.
enum class Hands { any, rest, measured_active, other_active, both_active };

/// What a session may say of the person.
enum class ContextField { age };

/// One row, for both directions: a measure, or something of the context (the same in both, then).
struct FeatureRule {
  std::string name;
  std::string title;
  const catalogue::Descriptor* measure = nullptr;  ///< none: `context`
  std::optional<ContextField> context;
  Scale scale = Scale::linear;
  Conditioned conditioned = Conditioned::none;
  std::optional<Range> interval;                ///< ms, from conditioning to test pulse
  std::optional<Range> conditioning_intensity;  ///< %RMT of its hemisphere
  std::optional<Range> intensity;               ///< %RMT, of the test pulse
  bool any_intensity = false;                   ///< an intensity that is not known in %RMT will do
  Hands hands = Hands::any;
  bool both_hemispheres_together = false;
  protocol::Task task = protocol::Task::stimulation;
  std::optional<Range> force;  ///< % of maximum
  std::optional<protocol::Complexity> complexity;
};

/// The whole file.
struct FeatureRules {
  std::vector<std::string> muscles;  ///< hand muscles, the preferred first
  std::vector<FeatureRule> rows;
};

/// Reads such a file. Throws base::Bug where it is not as docs/reference/features.md says: the file is ours.
FeatureRules parse_feature_rules(std::string_view toml);

/// The embedded file, read once; and its text.
const FeatureRules& feature_rules();
std::string_view features_text();

}  // namespace trilayer::inference
