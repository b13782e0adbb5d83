// One signal of a recording and what is known of it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "trilayer/base/units.hpp"
#include "trilayer/protocol/side.hpp"

namespace trilayer::recording {

enum class ChannelKind { emg, trigger, other };

/// Where side and muscle of a channel come from. A conclusion is one drawn from the channel's name; it is reported.
enum class LabelSource { unknown, stated, concluded };

/// A signal. EMG is held in microvolts whatever the file's unit was; other kinds keep the unit of the file.
struct Channel {
  std::string name;  ///< as in the file, or as the mapping names a derived channel
  ChannelKind kind = ChannelKind::emg;
  std::string unit = "uV";
  base::Hertz rate;                    ///< samples a second, above 0
  std::optional<protocol::Side> side;  ///< of the body
  std::string muscle;                  ///< short name (FDI, APB ...); empty: not known
  LabelSource label_source = LabelSource::unknown;
  double resolution = 0.0;  ///< smallest step of the amplifier in `unit`; 0: not known

  friend bool operator==(const Channel&, const Channel&) = default;
};

std::string_view name(ChannelKind kind);

/// "right FDI", or the channel's name where side or muscle is not known.
std::string label(const Channel& channel);

/// How many microvolts one of `unit` is: V, mV, uV (also with either micro sign), nV. Nothing for any other text.
std::optional<double> microvolts_per(std::string_view unit);

}  // namespace trilayer::recording
