// Trials of one channel as rows of one matrix, ready for every detector.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "trilayer/measures/mains_hum.hpp"
#include "trilayer/measures/settings.hpp"
#include "trilayer/protocol/block.hpp"
#include "trilayer/recording/recording.hpp"

namespace trilayer::measures {

/// Trials x samples in microvolts. Each row has its background mean and, where there is hum, the fitted lines removed;
/// the stimulus artefact is still in it. Rows whose window the recording does not hold are left out.
struct Epochs {
  double rate = 0.0;                  ///< Hz
  std::size_t samples = 0;            ///< a row
  std::size_t zero = 0;               ///< column of the anchor
  std::vector<std::size_t> trial_of;  ///< position in the block of each row
  std::vector<float> values;          ///< row after row
  std::optional<Hum> hum;             ///< what was removed
  Window background;                  ///< whose mean was removed

  [[nodiscard]] std::size_t trials() const { return trial_of.size(); }
  [[nodiscard]] std::span<const float> row(std::size_t trial) const {
    return std::span<const float>(values).subspan(trial * samples, samples);
  }
  [[nodiscard]] double ms(std::size_t column) const {
    return (static_cast<double>(column) - static_cast<double>(zero)) / rate * 1e3;
  }
  /// The column nearest to a time, kept inside the row.
  [[nodiscard]] std::size_t column(base::Milliseconds time) const;
};

/// Cuts the trials of a block that are used in this channel, `window` round each anchor. Where the recording holds less
/// (short epochs, its beginning or end) the window shrinks to what nine in ten trials have, and the others are left
/// out. `hum`: subtract it; nothing: leave the samples as recorded. `background`: its mean is taken from each row.
Epochs cut_epochs(const recording::Recording& recording, const protocol::Block& block, std::size_t channel,
                  const Window& window, const Window& background, const std::optional<Hum>& hum);

/// The settings' background, moved so that it ends before the first pulse of the block's trials: a conditioning pulse,
/// its artefact and its response are no background.
Window background_before(const protocol::Block& block, const Settings& settings);

/// Average over rows of the rectified signal, uV, one value a column.
std::vector<double> rectified_average(const Epochs& epochs);

}  // namespace trilayer::measures
