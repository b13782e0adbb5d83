#include "trilayer/measures/epochs.hpp"

#include <algorithm>
#include <cmath>

namespace trilayer::measures {
namespace {

using recording::Recording;
using recording::Segment;

constexpr double hum_reach_before = 1.0;  // s of EMG before the anchor that hum is fitted on
constexpr double hum_reach_after = 0.6;   // s after it
constexpr double pulse_settled = 0.15;    // s after a pulse that the fit leaves out: artefact and responses

// One trial's place in its segment, in samples of the channel.
struct Place {
  std::size_t trial = 0;
  const std::vector<float>* row = nullptr;
  std::ptrdiff_t anchor = 0;  // column of the anchor in the segment's row
  std::ptrdiff_t from = 0;    // first available, relative to the anchor
  std::ptrdiff_t to = 0;      // one past the last available, relative to the anchor
};

std::vector<Place> places_of(const Recording& recording, const protocol::Block& block, std::size_t channel,
                             std::ptrdiff_t from, std::ptrdiff_t to) {
  const double rate = recording.channels[channel].rate.value();
  std::vector<Place> places;
  for (std::size_t t = 0; t < block.trials.size(); ++t) {
    if (!protocol::used(block.trials[t], channel)) continue;
    for (const Segment& segment : recording.segments) {
      const auto& row = segment.samples[channel];
      const auto anchor =
          static_cast<std::ptrdiff_t>(std::llround((block.trials[t].anchor.time - segment.start).value() * rate));
      const auto length = static_cast<std::ptrdiff_t>(row.size());
      if (anchor < 0 || anchor >= length) continue;
      places.push_back({t, &row, anchor, std::max(from, -anchor), std::min(to, length - anchor)});
      break;
    }
  }
  return places;
}

// Shrinks the window to what nine in ten trials have and leaves out those that have less.
void agree_on_window(std::vector<Place>& places, std::ptrdiff_t& from, std::ptrdiff_t& to) {
  std::vector<std::ptrdiff_t> starts, ends;
  for (const Place& place : places) {
    starts.push_back(place.from);
    ends.push_back(place.to);
  }
  std::sort(starts.begin(), starts.end());
  std::sort(ends.begin(), ends.end());
  from = starts[(starts.size() - 1) * 9 / 10];
  to = ends[ends.size() - 1 - (ends.size() - 1) * 9 / 10];
  std::erase_if(places, [&](const Place& place) { return place.from > from || place.to < to; });
}

// EMG round a trial that hum is fitted on: what its own pulses and their responses leave.
std::vector<Stretch> hum_stretches(const Place& place, const protocol::Trial& trial, double rate, double window_end) {
  const auto clamp = [&](double seconds) {
    const auto column = place.anchor + static_cast<std::ptrdiff_t>(std::llround(seconds * rate));
    return std::clamp<std::ptrdiff_t>(column, 0, static_cast<std::ptrdiff_t>(place.row->size()));
  };
  std::vector<std::pair<double, double>> free{{-hum_reach_before, std::max(hum_reach_after, window_end)}};
  for (const auto& pulse : trial.pulses) {
    const double at = (pulse.time - trial.anchor.time).value();
    std::vector<std::pair<double, double>> next;
    for (const auto& [from, to] : free) {
      if (at - 0.005 > from) next.emplace_back(from, std::min(to, at - 0.005));
      if (at + pulse_settled < to) next.emplace_back(std::max(from, at + pulse_settled), to);
    }
    free = next;
  }
  std::vector<Stretch> stretches;
  for (const auto& [from, to] : free) {
    const std::ptrdiff_t first = clamp(from), last = clamp(to);
    if (last > first)
      stretches.push_back({std::span<const float>(*place.row)
                               .subspan(static_cast<std::size_t>(first), static_cast<std::size_t>(last - first)),
                           static_cast<double>(first - place.anchor)});
  }
  return stretches;
}

void subtract_background(std::span<float> row, std::size_t first, std::size_t last) {
  if (last <= first) return;
  double sum = 0.0;
  for (std::size_t i = first; i < last; ++i) sum += static_cast<double>(row[i]);
  const auto mean = static_cast<float>(sum / static_cast<double>(last - first));
  for (float& value : row) value -= mean;
}

}  // namespace

std::size_t Epochs::column(base::Milliseconds time) const {
  const double at = std::round(time.value() * 1e-3 * rate) + static_cast<double>(zero);
  return static_cast<std::size_t>(std::clamp(at, 0.0, static_cast<double>(samples)));
}

Epochs cut_epochs(const Recording& recording, const protocol::Block& block, std::size_t channel, const Window& window,
                  const Window& background, const std::optional<Hum>& hum) {
  Epochs epochs;
  epochs.rate = recording.channels[channel].rate.value();
  epochs.hum = hum;
  epochs.background = background;
  const auto samples_of = [&](base::Milliseconds time) {
    return static_cast<std::ptrdiff_t>(std::llround(time.value() * 1e-3 * epochs.rate));
  };
  std::ptrdiff_t from = samples_of(window.from), to = samples_of(window.to) + 1;
  std::vector<Place> places = places_of(recording, block, channel, from, to);
  if (places.empty()) return epochs;
  agree_on_window(places, from, to);
  if (to <= from || from > 0 || to <= 0) return epochs;

  epochs.samples = static_cast<std::size_t>(to - from);
  epochs.zero = static_cast<std::size_t>(-from);
  epochs.values.resize(places.size() * epochs.samples);
  const std::size_t background_first = epochs.column(background.from), background_last = epochs.column(background.to);
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Place& place = places[i];
    const std::span<float> row(epochs.values.data() + i * epochs.samples, epochs.samples);
    std::copy_n(place.row->begin() + place.anchor + from, row.size(), row.begin());
    if (hum) {
      const auto stretches = hum_stretches(place, block.trials[place.trial], epochs.rate, window.to.value() * 1e-3);
      HumFit(*hum, epochs.rate, stretches).subtract(row, static_cast<double>(from));
    }
    subtract_background(row, background_first, background_last);
    epochs.trial_of.push_back(place.trial);
  }
  return epochs;
}

Window background_before(const protocol::Block& block, const Settings& settings) {
  base::Seconds lead(0.0);
  for (const protocol::Trial& trial : block.trials)
    for (const protocol::Pulse& pulse : trial.pulses) lead = std::max(lead, trial.anchor.time - pulse.time);
  return {settings.background.from - base::Milliseconds(lead), settings.background.to - base::Milliseconds(lead)};
}

std::vector<double> rectified_average(const Epochs& epochs) {
  std::vector<double> average(epochs.samples, 0.0);
  for (std::size_t t = 0; t < epochs.trials(); ++t) {
    const auto row = epochs.row(t);
    for (std::size_t i = 0; i < row.size(); ++i) average[i] += static_cast<double>(std::abs(row[i]));
  }
  for (double& value : average) value /= static_cast<double>(std::max<std::size_t>(1, epochs.trials()));
  return average;
}

}  // namespace trilayer::measures
