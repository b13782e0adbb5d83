// What published detectors look at. They are here to be compared (`trilayer benchmark detectors`): the program's own
// measures use the one that the comparison chose.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "trilayer/measures/trace.hpp"

namespace trilayer::measures::published {

/// One trial of one muscle: microvolts, background mean and mains hum removed, the stimulus artefact still in it.
/// Times in columns; `zero` is the test pulse.
struct Trial {
  std::span<const float> samples;
  double rate = 0.0;  ///< Hz
  std::size_t zero = 0;
  Columns background;  ///< before the pulse
  Columns search;      ///< where the response may be
  Level rectified;     ///< mean and SD of the rectified background of all trials of the block
};

/// The averaged rectified EMG of a block, uV.
struct Average {
  std::span<const double> trace;
  double rate = 0.0;  ///< Hz
  std::size_t zero = 0;
  Columns background;
  Columns search;
  std::size_t trials = 0;
};

/// A way to find when a response begins, column of the onset or nothing.
struct OnsetMethod {
  std::string_view id;      ///< "threshold_pooled"
  std::string_view name;    ///< for people
  std::string_view source;  ///< with its mark
  std::optional<double> (*find)(const Trial&);
};

/// A way to find the end of the contralateral silence (column, or nothing where EMG does not return), given the column
/// of the end of the response. Each looks at single trials or needs the average of a block: one of the two is null.
/// Traces are seen to their end; `search` does not matter.
struct SilenceEndMethod {
  std::string_view id, name, source;
  std::optional<double> (*find)(const Trial&, std::size_t after_response);
  std::optional<double> (*find_on_average)(const Average&, std::size_t after_response);
};

/// Where something was found on an average; columns may lie between samples.
struct Found {
  double onset = 0.0;
  double end = 0.0;
};

/// A criterion for an iMEP or an iSP on the averaged rectified EMG.
struct AverageMethod {
  std::string_view id, name, source;
  std::optional<Found> (*find)(const Average&);
};

std::span<const OnsetMethod> onset_methods();             ///< onset_methods.cpp
std::span<const AverageMethod> imep_criteria();           ///< imep_criteria.cpp
std::span<const SilenceEndMethod> silence_end_methods();  ///< silence_end_methods.cpp
std::span<const AverageMethod> isp_criteria();            ///< isp_criteria.cpp

}  // namespace trilayer::measures::published
