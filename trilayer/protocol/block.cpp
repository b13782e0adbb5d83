#include "trilayer/protocol/block.hpp"

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

}  // namespace trilayer::protocol
