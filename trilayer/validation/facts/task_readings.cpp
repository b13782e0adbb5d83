// Readings of voluntary activity: how much EMG there is, what stands out from it, and when it begins.
#include <algorithm>
#include <cmath>

#include "trilayer/measures/tasks/bursts.hpp"
#include "trilayer/validation/facts/readings.hpp"

namespace trilayer::validation {

using protocol::Side;

namespace {

// The samples of a hand in a window round the anchor of every trial of a block.
std::vector<std::span<const float>> rows_of(const Visit& visit, std::string_view id, Side side, TimeWindow window,
                                            double shift = 0.0) {
  std::vector<std::span<const float>> rows;
  for (const auto& recording : visit.session.recordings)
    for (const auto& block : recording.blocks) {
      if (block.id != id) continue;
      for (const auto& trial : block.trials)
        for (std::size_t channel = 0; channel < recording.channels.size(); ++channel) {
          if (recording.channels[channel].side != side) continue;
          const double rate = recording.channels[channel].rate.value();
          const auto count = static_cast<std::size_t>((window.to - window.from) * 1e-3 * rate);
          const base::Seconds from = trial.anchor.time + base::Seconds(base::Milliseconds(window.from + shift));
          rows.push_back(recording::samples_at(recording, channel, from, count));
          break;
        }
    }
  return rows;
}

double power_of(std::span<const float> row) {
  double mean = 0.0, squares = 0.0;
  for (const float x : row) mean += x;
  mean /= static_cast<double>(row.size());
  for (const float x : row) squares += (x - mean) * (x - mean);
  return squares / static_cast<double>(row.size());
}

constexpr TimeWindow resting{-1000.0, -200.0};

// Power that a task adds, averaged over trials, uV^2.
std::optional<double> added_power(const Visit& visit, std::string_view block, Side side, TimeWindow window) {
  const auto now = emg_level(visit, block, side, window), rest = emg_level(visit, block, side, resting);
  return now && rest ? std::optional(*now * *now - *rest * *rest) : std::nullopt;
}

double cue_of(const Visit& visit, std::string_view id) {
  for (const auto& recording : visit.session.recordings)
    for (const auto& block : recording.blocks)
      if (block.id == id && block.condition.after_cue) return -block.condition.after_cue->value();
  return 0.0;
}

}  // namespace

std::optional<double> emg_level(const Visit& visit, std::string_view block, Side side, TimeWindow window) {
  double power = 0.0;
  std::size_t n = 0;
  for (const auto row : rows_of(visit, block, side, window))
    if (!row.empty()) power += power_of(row), ++n;
  return n == 0 ? std::nullopt : std::optional(std::sqrt(power / static_cast<double>(n)));
}

namespace {

// Peak-to-peak of the average over trials, mV.
std::optional<double> peak_to_peak(const std::vector<std::span<const float>>& rows) {
  std::vector<double> average;
  std::size_t n = 0;
  for (const auto row : rows) {
    if (row.empty()) continue;
    average.resize(row.size());
    for (std::size_t i = 0; i < row.size(); ++i) average[i] += row[i];
    ++n;
  }
  if (n < 3) return std::nullopt;
  const auto [low, high] = std::minmax_element(average.begin(), average.end());
  return (*high - *low) / static_cast<double>(n) * 1e-3;
}

}  // namespace

std::optional<double> size_of_average(const Visit& visit, std::string_view block, Side side) {
  const auto after = peak_to_peak(rows_of(visit, block, side, {15.0, 50.0}));
  const auto before = peak_to_peak(rows_of(visit, block, side, {-45.0, -10.0}));
  if (!after || !before) return after;
  return std::sqrt(std::max(0.0, *after * *after - *before * *before));
}

Read of_percent_of_maximum(std::string block, std::string maximum, Side side, TimeWindow window) {
  return [=](const Visit& visit) -> std::optional<double> {
    const auto added = added_power(visit, block, side, window), whole = added_power(visit, maximum, side, window);
    if (!added || !whole || *whole <= 0.0) return std::nullopt;
    return 100.0 * std::sqrt(std::max(0.0, *added) / *whole);
  };
}

std::vector<std::optional<double>> burst_onsets(const Visit& visit, std::string_view block, Side side, double deaf) {
  constexpr double rest = 400.0, reach = 700.0, earliest = 80.0;  // ms
  const double cue = cue_of(visit, block);                        // after the anchor
  std::vector<std::optional<double>> onsets;
  for (const auto row : rows_of(visit, block, side, {-rest, reach}, cue)) {
    auto& onset = onsets.emplace_back();
    if (row.empty()) continue;
    const double rate = static_cast<double>(row.size()) / (rest + reach) * 1e3;
    for (const auto& burst : measures::find_bursts(row, static_cast<std::size_t>(rest * 1e-3 * rate), rate, {})) {
      const double after_cue = burst.onset - rest;
      const bool of_pulse = after_cue + cue >= -1.0 && after_cue + cue < deaf;
      if (after_cue < earliest || of_pulse) continue;
      onset = after_cue;
      break;
    }
  }
  return onsets;
}

std::vector<double> sizes_near_onset(const Visit& visit, std::span<const std::string> blocks, Side side, Side mover,
                                     TimeWindow window) {
  std::vector<double> chosen;
  for (const std::string& id : blocks) {
    if (!visit.before) return {};
    const auto onsets = burst_onsets(*visit.before, id, mover);
    const double after_cue = -cue_of(visit, id);
    for (const auto& trial : visit.results.trials) {
      if (trial.measure != "cmep_amplitude" || trial.block != id || trial.side != side) continue;
      const auto size = trial.value ? trial.value : trial.held;
      const auto k = static_cast<std::size_t>(trial.trial - 1);
      if (!size || k >= onsets.size() || !onsets[k]) continue;
      const double from_onset = after_cue - *onsets[k];
      if (from_onset >= window.from && from_onset < window.to) chosen.push_back(*size);
    }
  }
  return chosen;
}

}  // namespace trilayer::validation
