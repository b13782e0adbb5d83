#include "trilayer/measures/responses/clipping.hpp"

#include <algorithm>
#include <cmath>

namespace trilayer::measures {
namespace {

using Samples = std::span<const float>;

constexpr std::size_t fewest_equal = 3;
constexpr double steep = 4.0;  // steps of the amplifier

double step(Samples row, std::size_t i) {
  return std::abs(static_cast<double>(row[i + 1]) - static_cast<double>(row[i]));
}

// Of the amplifier, as far as this trial shows it.
double smallest_step(Samples row) {
  double smallest = 0.0;
  for (std::size_t k = 0; k + 1 < row.size(); ++k)
    if (const double s = step(row, k); s > 0.0 && (smallest == 0.0 || s < smallest)) smallest = s;
  return smallest;
}

}  // namespace

Samples as_recorded(const BlockChannel& look, std::size_t row) {
  const Epochs& epochs = look.epochs;
  const auto anchor = look.block->trials[epochs.trial_of[row]].anchor.time;
  const base::Seconds first = anchor - base::Seconds(static_cast<double>(epochs.zero) / epochs.rate);
  return recording::samples_at(*look.recording, look.channel, first, epochs.samples);
}

std::size_t clipped_samples(const Epochs& epochs, Samples recorded, const Settings& settings) {
  const std::size_t first = epochs.column(settings.response.from);
  const std::size_t last = std::min(epochs.column(settings.latest_end), recorded.size());
  if (recorded.empty() || first + fewest_equal + 1 > last) return 0;
  const auto [low, high] = std::minmax_element(recorded.begin(), recorded.end());
  std::size_t clipped = 0;
  for (std::size_t i = first; i < last;) {
    std::size_t end = i + 1;
    while (end < last && recorded[end] == recorded[i]) ++end;
    if (end - i >= fewest_equal && (recorded[i] == *low || recorded[i] == *high)) {
      const double into =
          std::max(i > 0 ? step(recorded, i - 1) : 0.0, end < recorded.size() ? step(recorded, end - 1) : 0.0);
      if (into >= steep * smallest_step(recorded)) clipped += end - i;
    }
    i = end;
  }
  return clipped;
}

std::size_t clipped_trials(const BlockChannel& look) {
  return static_cast<std::size_t>(std::count_if(look.responses.begin(), look.responses.end(),
                                                [](const TrialResponse& response) { return response.clipped; }));
}

bool clips_a_mean(std::size_t clipped, std::size_t trials) { return 10 * clipped > trials; }

}  // namespace trilayer::measures
