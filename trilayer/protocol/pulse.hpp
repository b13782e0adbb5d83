// A magnetic pulse: when, where, how strong, and what for.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "trilayer/base/units.hpp"
#include "trilayer/protocol/side.hpp"

namespace trilayer::protocol {

/// Where the coil stood. `root` is magnetic stimulation over the spine (for central conduction time), `nerve` a
/// peripheral electrical shock (M-wave, F-wave, afferent conditioning), `sham` a click without a field.
enum class Site { m1, premotor, supplementary_motor, root, nerve, sham };

/// What a pulse is for. Latencies are always counted from the test pulse.
enum class PulseRole { test, conditioning };

/// What an intensity is a percentage of.
enum class IntensityReference {
  maximum_stimulator_output,  ///< %MSO
  resting_motor_threshold,    ///< %RMT
  active_motor_threshold,     ///< %AMT
};

/// Strength of a pulse in percent of its reference; above 0, at most 300.
struct Intensity {
  double percent = 0.0;
  IntensityReference reference = IntensityReference::maximum_stimulator_output;

  friend bool operator==(const Intensity&, const Intensity&) = default;
};

/// Direction of the current induced in the brain.
enum class CurrentDirection { posterior_anterior, anterior_posterior, lateral_medial };

/// One pulse of a recording. `time` counts from the first sample of the recording.
struct Pulse {
  base::Seconds time;
  PulseRole role = PulseRole::test;
  Site site = Site::m1;
  std::optional<Hemisphere> hemisphere;  ///< empty: not stated; never guessed
  std::optional<Intensity> intensity;
  std::optional<CurrentDirection> current_direction;

  friend bool operator==(const Pulse&, const Pulse&) = default;
};

std::string_view name(Site site);
std::string_view name(PulseRole role);
std::string_view name(IntensityReference reference);  ///< "%MSO", "%RMT", "%AMT"
std::string_view name(CurrentDirection direction);    ///< "PA", "AP", "LM"
std::optional<Site> parse_site(std::string_view text);
std::optional<IntensityReference> parse_intensity_reference(std::string_view text);
std::optional<CurrentDirection> parse_current_direction(std::string_view text);

/// "120 %RMT"
std::string to_text(const Intensity& intensity);
/// The inverse, blanks or none before the reference, any letter case. Whether the number can be an intensity is not
/// asked.
std::optional<Intensity> parse_intensity(std::string_view text);

}  // namespace trilayer::protocol
