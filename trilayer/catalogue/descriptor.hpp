// What a measure is: data about it, not how it is found.
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace trilayer::catalogue {

/// The three mechanisms of the tri-layer model (Sebastianelli et al. 2026).
enum class Layer { none, corticospinal, transcallosal, supraspinal };

/// The scale on which the error of a measure is roughly normal. On `log` the standard error is that of the natural
/// logarithm of the value, on `logit` that of ln(p / (1 - p)).
enum class ErrorScale { linear, log, logit };

/// Which hemisphere the test pulse of a measure stimulates, seen from the measured muscle.
enum class Relation { contralateral, ipsilateral, no_pulse, any };

/// What a larger value says about the loading of a layer.
enum class Bearing { none, raises, lowers, either };

/// A layer a measure bears on, and how.
struct Evidence {
  Layer layer = Layer::none;
  Bearing bearing = Bearing::none;
  std::string_view why;
};

/// Values a measure can have, both ends included. What lies outside was mistyped or is another unit.
struct Limits {
  double low = 0.0;
  double high = 0.0;
};

/// One row of the catalogue.
struct Descriptor {
  std::string_view id;    ///< stable, for files and programs: "imep_latency_difference"
  std::string_view name;  ///< for people: "iMEP onset minus cMEP onset"
  std::string_view unit;  ///< "ms", "mV", "1" for a ratio or share
  ErrorScale scale = ErrorScale::linear;
  Relation relation = Relation::contralateral;
  std::span<const Evidence> evidence;  ///< empty: context only
  std::string_view what;               ///< one sentence: what it is
  std::string_view source;             ///< where the definition comes from, with its mark where it is from memory
  bool tested_on_real = false;         ///< false: validated on simulation only
  std::optional<Limits> limits{};      ///< tables with a value outside are refused; nothing: what the unit allows
};

/// The values a measure can have: its own limits, or what its unit and scale allow (a share 0 to 1, a ratio up to 1000,
/// times up to 1000 ms either way, EMG up to 1 V). Of a measure on a logarithmic scale the lower end is not included.
Limits permitted(const Descriptor& measure);

/// Left or right. The catalogue knows nothing of sessions; `protocol` has the richer types.
enum class LeftRight { left, right };

/// Every measure, in the order of the report.
std::span<const Descriptor> measures();

/// The descriptor of an id; throws base::Bug where there is none.
const Descriptor& descriptor(std::string_view id);
/// The descriptor of an id, or nothing: for ids that come from outside.
const Descriptor* find_descriptor(std::string_view id);

/// The direction (named by its intended hand) whose loadings a measurement bears on, given the side of the measured
/// muscle and the hemisphere of the test pulse. In every measure it is the direction in which the measured hand is
/// the mirror hand: a left-hand iMEP from the left hemisphere bears on `right`, a short silent period of the right
/// hand on `left`. Nothing where side and hemisphere do not fit the measure (an iMEP is ipsilateral by definition)
/// or the measure bears on no layer.
std::optional<LeftRight> bears_on(const Descriptor& measure, LeftRight side, std::optional<LeftRight> hemisphere);

std::string_view name(Layer layer);  ///< "corticospinal" ...
std::string_view name(ErrorScale scale);
std::string_view name(Bearing bearing);

}  // namespace trilayer::catalogue
