// From a path to what was measured in it: the way `measure` and `interpret` share.
#pragma once

#include <filesystem>
#include <vector>

#include "trilayer/measures/measure.hpp"
#include "trilayer/recording/open.hpp"

namespace trilayer::app {

struct Measured {
  std::vector<recording::Session> sessions;
  measures::Results results;
};

/// Reads a recording or data set and measures it; shows a progress bar unless `quiet`. Throws Refusal where it cannot
/// be read, where nothing in it says which marker is a pulse, or which channel is left and which right.
Measured measure_path(const std::filesystem::path& path, const recording::OpenOptions& open,
                      const measures::Settings& settings, int jobs, bool quiet);

/// The same, or the rows of a table of measures (.tsv), which has no sessions. Throws Refusal where a table is none, is
/// in another format, or comes with options that say how to read a recording.
Measured measured_from(const std::filesystem::path& path, const recording::OpenOptions& open,
                       const measures::Settings& settings, int jobs, bool quiet);

}  // namespace trilayer::app
