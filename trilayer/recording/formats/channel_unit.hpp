// What a channel of a file is, from its name and the text of its unit.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "trilayer/recording/channel.hpp"

namespace trilayer::recording {

/// Kind of a channel, the unit its samples are held in, and the factor from the file's unit to that one.
struct ChannelUnit {
  ChannelKind kind = ChannelKind::emg;
  std::string unit = "uV";
  double factor = 1.0;
};

/// A name that says "trigger" by itself: Status, Trigger, TRIG, TTL, STI 014 ... (letters only, any case).
bool is_trigger_name(std::string_view name);

/// Trigger where the name says so, EMG in microvolts for a voltage unit, `other` for a unit known to be no voltage.
/// Nothing for a text that is none of these, the empty one among them: each format has its own rule for that.
std::optional<ChannelUnit> interpret_unit(std::string_view name, std::string_view unit);

/// "V" for "Volt" and "Volts" in any case, as CED's programs write it; any other text as it is.
std::string ced_unit(const std::string& unit);

/// The advice of every refusal of a unit.
std::string unit_advice();

}  // namespace trilayer::recording
