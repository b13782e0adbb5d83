// Time inside the simulator: milliseconds on two grids. Volleys and motoneurons run on the fine grid, drives and their
// noise on the coarse one, so that the noise does not change when the fine step is halved.
#pragma once

#include <cstddef>
#include <vector>

namespace trilayer::model {

/// Step of drives, tonic output and noise, ms. Below every time constant of the cortex by a factor of ten or more.
constexpr double coarse_step = 0.5;

/// The time of one trial. Time 0 is its anchor.
struct Grid {
  double from = 0.0;  ///< ms, 0 or negative
  double to = 0.0;    ///< ms
  double step = 0.1;  ///< fine, ms; coarse_step is a multiple of it

  [[nodiscard]] std::size_t coarse_size() const { return static_cast<std::size_t>((to - from) / coarse_step + 0.5); }
  [[nodiscard]] std::size_t ratio() const { return static_cast<std::size_t>(coarse_step / step + 0.5); }
  [[nodiscard]] std::size_t fine_size() const { return coarse_size() * ratio(); }
  [[nodiscard]] double coarse_time(std::size_t i) const { return from + coarse_step * static_cast<double>(i); }
};

/// A signal on one of the grids.
using Course = std::vector<float>;

}  // namespace trilayer::model
