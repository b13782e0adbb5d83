// The recordings of one participant, with what is known of the person and the circumstances.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "trilayer/protocol/pulse.hpp"
#include "trilayer/recording/recording.hpp"

namespace trilayer::recording {

/// A motor threshold as it was determined.
struct Threshold {
  protocol::Hemisphere hemisphere = protocol::Hemisphere::left;
  bool active = false;                   ///< active (AMT) or resting (RMT) motor threshold
  double percent_output = 0.0;           ///< % of maximum stimulator output
  std::optional<double> standard_error;  ///< same unit
  std::string criterion;                 ///< for example "50 uV in 5 of 10"

  friend bool operator==(const Threshold&, const Threshold&) = default;
};

/// Context of a session (`docs/reference/context.md`). Everything is optional; what is absent widens later answers.
struct Context {
  std::optional<double> age;     ///< years
  std::string sex;               ///< as stated
  std::optional<double> height;  ///< cm
  std::string handedness;        ///< as stated
  std::string drugs;             ///< with time of dose and state, as stated
  std::string lesion;            ///< as stated
  std::optional<protocol::Side> affected_side;
  std::string stimulator, coil, coil_position, waveform;
  std::optional<protocol::CurrentDirection> current_direction;
  std::vector<Threshold> thresholds;
  std::string conditioning_calibration;

  friend bool operator==(const Context&, const Context&) = default;
};

/// Everything recorded from one participant. The simulator yields the same type.
struct Session {
  std::string participant;  ///< label without "sub-"; never a name
  Context context;
  std::vector<Recording> recordings;
};

}  // namespace trilayer::recording
