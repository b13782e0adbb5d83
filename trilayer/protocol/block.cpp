#include "trilayer/protocol/block.hpp"

#include <algorithm>

namespace trilayer::protocol {

std::string_view name(AnchorKind kind) {
  switch (kind) {
    case AnchorKind::test_pulse:
      return "test pulse";
    case AnchorKind::cue:
      return "cue";
    case AnchorKind::emg_onset:
      return "EMG onset";
    case AnchorKind::sustained:
      return "sustained";
  }
  return "";
}

bool used(const Trial& trial, std::size_t channel) {
  return trial.excluded.empty() &&
         std::none_of(trial.excluded_channels.begin(), trial.excluded_channels.end(),
                      [&](const ChannelExclusion& exclusion) { return exclusion.channel == channel; });
}

}  // namespace trilayer::protocol
