// The result of measuring: a value with its error, or the reason there is none.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "trilayer/base/warning.hpp"
#include "trilayer/catalogue/descriptor.hpp"
#include "trilayer/protocol/condition.hpp"
#include "trilayer/protocol/side.hpp"

namespace trilayer::measures {

/// What became of a measure. Only `value`, `at_least`, `at_most` and `confounded` carry a number.
enum class State {
  value,         ///< measured
  absent,        ///< looked for, not there; `smallest_detectable` says what would have been seen
  at_least,      ///< censored: the true value is this or larger
  at_most,       ///< censored: the true value is this or smaller
  confounded,    ///< a value is there, and the reason why it cannot be read alone
  unobtainable,  ///< attempted, could not be had
  missing,       ///< not recorded
  invalid,       ///< recorded, no reading possible, and why
};

/// What makes a measurement the same measurement in two sessions.
struct Key {
  std::string measure;    ///< id of the catalogue
  std::string condition;  ///< protocol::label of the condition; empty where no block could give it
  std::optional<protocol::Side> side;
  std::string muscle;
  std::optional<protocol::Hemisphere> hemisphere;

  friend auto operator<=>(const Key&, const Key&) = default;
};

/// A measure with its uncertainty, or the reason there is none. Never NaN, never 0 for "not found".
struct Measurement {
  Key key;
  std::string participant;
  std::string recording;
  std::string block;  ///< id of the block, or several joined by "+" where two blocks were compared
  State state = State::missing;
  std::optional<double> value;                ///< in the catalogue's unit
  std::optional<double> standard_error;       ///< on the catalogue's scale of error
  std::optional<double> smallest_detectable;  ///< in the catalogue's unit, where the state is `absent`
  std::optional<double> p_value;              ///< of the presence test, before correction for several tests
  int trials = 0;                             ///< used
  std::string reason;                         ///< always there unless the state is `value`
  std::string method;                         ///< detector, reference and correction, in words

  friend bool operator==(const Measurement&, const Measurement&) = default;
};

/// One number of one trial, for --per-trial.
struct TrialValue {
  std::string participant;
  std::string recording;
  std::string block;
  int trial = 0;      ///< position in its block, from 1
  double time = 0.0;  ///< of the anchor, s from the first sample of the recording
  std::string measure;
  std::optional<protocol::Side> side;
  std::string muscle;
  std::optional<protocol::Hemisphere> hemisphere;
  State state = State::missing;
  std::optional<double> value;
  std::string reason;
  std::optional<double> held{};  ///< of an absent response: the size of what its window held all the same

  friend bool operator==(const TrialValue&, const TrialValue&) = default;
};

/// What a check of a trial leads to. A flag changes no result.
enum class Severity { flag, exclude };

/// What a check found in one trial (docs/measures/trial_quality.md).
struct QualityFinding {
  std::string participant;
  std::string recording;
  std::string block;
  int trial = 0;                       ///< position in its block, from 1
  double time = 0.0;                   ///< of the anchor, s from the first sample of the recording
  std::optional<protocol::Side> side;  ///< empty: the whole trial
  std::string muscle;
  std::string check;  ///< "clipped", "background", "gap" ...
  Severity severity = Severity::flag;
  std::optional<double> number;  ///< what was measured
  std::string unit;              ///< of the number; "1" for a share or count
  std::string words;             ///< for people

  friend bool operator==(const QualityFinding&, const QualityFinding&) = default;
};

/// Where something was found on an averaged trace: for the pictures. Times in ms from the anchor.
struct Detection {
  std::string measure;  ///< "cmep_amplitude", "imep_presence", "csp_duration", "isp_duration", "mirror_emg_ratio"
  std::string recording;
  std::string block;
  protocol::Side side = protocol::Side::left;
  std::string muscle;
  double from_ms = 0.0;
  double to_ms = 0.0;
};

/// Everything measured in a set of sessions.
struct Results {
  std::vector<Measurement> measurements;
  std::vector<TrialValue> trials;
  std::vector<Detection> detections;
  std::vector<QualityFinding> quality;  ///< of single trials, recording by recording
  std::vector<base::Warning> warnings;  ///< those of the recordings, then those of the measures
};

std::string_view name(State state);
std::string_view name(Severity severity);  ///< "flag", "exclude"
std::optional<State> parse_state(std::string_view text);

/// Throws base::Bug unless the measurement keeps the promises above (a number exactly where the state has one, finite,
/// error not negative, a reason where one is due, an id the catalogue knows).
void check_promises(const Measurement& measurement);

}  // namespace trilayer::measures
