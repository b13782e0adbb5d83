// The mapping file: what a person says about a recording that the file itself does not (docs/reference/mapping.md).
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "trilayer/base/units.hpp"
#include "trilayer/protocol/block.hpp"
#include "trilayer/recording/channel.hpp"
#include "trilayer/recording/session.hpp"

namespace trilayer::recording {

/// What is said of one channel of the file, or of one derived from two. `place` is file and line, for messages.
struct ChannelStatement {
  std::string name;
  ChannelKind kind = ChannelKind::emg;
  std::optional<protocol::Side> side;
  std::string muscle;
  std::string place;
};

/// A channel that is the difference of two monopolar ones of the file: `plus` minus `minus`.
struct DerivedChannel {
  ChannelStatement channel;
  std::string plus;
  std::string minus;
};

/// Which pulse of a pair a single trigger marks.
enum class TriggerMarks { first_pulse, test_pulse };

/// What a marker code means as a pulse.
struct PulseStatement {
  std::string code;
  protocol::Condition condition;  ///< with `conditioning` where the trials are, or can be, pairs
  std::optional<protocol::CurrentDirection> current_direction;
  std::optional<TriggerMarks> trigger_marks;  ///< set where one trigger marks a pair
  std::string conditioning_code;              ///< of the other pulse's own marker; empty: it has none
  std::string place;
};

/// What a marker code means in a voluntary task.
struct CueStatement {
  std::string code;
  protocol::Condition condition;
  base::Seconds duration{0.0};  ///< of a sustained contraction; 0: the marker's own
  std::string place;
};

/// What one axis of an array counts.
enum class ArrayAxis { trial, sample, channel };

/// What a file of bare numbers holds: the meaning of its axes and all that the numbers themselves do not say.
struct ArrayStatement {
  std::vector<ArrayAxis> axes;            ///< in the order of the array's shape; each at most once, `sample` always
  base::Hertz rate;                       ///< samples a second, above 0
  std::string unit;                       ///< of all its numbers
  std::vector<std::string> channels;      ///< names, one for each place of the axis `channel`, or one without that axis
  std::optional<long long> pulse_sample;  ///< counted from 0 within each trial; empty: no markers
  std::vector<std::string> codes;         ///< of the markers, one a trial; empty: all "pulse"
  std::string place;
};

/// A mapping file as it was read. Everything is optional.
struct Mapping {
  std::string place;        ///< of the file, for messages
  std::string participant;  ///< letters and digits; empty: not said
  std::vector<ChannelStatement> channels;
  std::vector<DerivedChannel> derived;
  std::vector<ChannelStatement> drop;
  std::vector<PulseStatement> pulses;
  std::vector<CueStatement> cues;
  base::Milliseconds marker_shift{0.0};
  std::optional<ArrayStatement> array;
  Context context;
};

/// Reads a mapping file. Throws Refusal with file and line and what is allowed: no TOML, an unknown key, a wrong
/// type, a value out of range, one code with two meanings.
Mapping read_mapping(const std::filesystem::path& path);

/// The same from text; `place` names it in messages.
Mapping parse_mapping(std::string_view text, const std::string& place);

}  // namespace trilayer::recording
