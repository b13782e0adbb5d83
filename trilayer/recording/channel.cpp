#include "trilayer/recording/channel.hpp"

namespace trilayer::recording {

std::string_view name(ChannelKind kind) {
  switch (kind) {
    case ChannelKind::emg:
      return "EMG";
    case ChannelKind::trigger:
      return "trigger";
    case ChannelKind::other:
      return "other";
  }
  return "";
}

std::string label(const Channel& channel) {
  if (!channel.side || channel.muscle.empty()) return channel.name;
  return std::string(protocol::name(*channel.side)) + " " + channel.muscle;
}

std::optional<double> microvolts_per(std::string_view unit) {
  if (unit == "V") return 1e6;
  if (unit == "mV") return 1e3;
  if (unit == "uV" || unit == "\u00b5V" || unit == "\u03bcV") return 1.0;
  if (unit == "nV") return 1e-3;
  return std::nullopt;
}

}  // namespace trilayer::recording
