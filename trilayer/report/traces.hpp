// The pictures of a report: every block and muscle, left and right hand side by side.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "trilayer/measures/measurement.hpp"
#include "trilayer/measures/settings.hpp"
#include "trilayer/recording/session.hpp"

namespace trilayer::report {

/// Figures as HTML (<figure> with <svg> and caption), in the order of participants, recordings, blocks and muscles.
struct Gallery {
  std::vector<std::string> figures;
  std::size_t left_out = 0;  ///< figures there was no room for
};

/// Draws the traces exactly as the detectors saw them (cut, background mean and hum removed) with what they found.
/// Stops before the figures together are larger than `limit` bytes.
Gallery draw_traces(const measures::Results& results, const std::vector<recording::Session>& sessions,
                    const measures::Settings& settings, std::size_t limit);

}  // namespace trilayer::report
