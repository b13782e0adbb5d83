#include "trilayer/recording/marker_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <span>
#include <vector>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/statistics.hpp"

namespace trilayer::recording {
namespace {

using protocol::Pulse;
using protocol::PulseRole;
using protocol::Trial;

// The samples round a pulse: where the test pulse should be, and where another pulse of the trial hides it.
struct Window {
  std::span<const float> samples;
  double rate = 0.0;
  double pulse = 0.0;  // in samples from the front; not whole
  std::optional<double> conditioning;

  [[nodiscard]] double step(std::size_t i) const {
    return std::abs(static_cast<double>(samples[i + 1]) - static_cast<double>(samples[i]));
  }
  [[nodiscard]] double in_samples(base::Milliseconds time) const { return base::Seconds(time).value() * rate; }
};

struct Artefact {
  double delay = 0.0;  // milliseconds after the pulse time
  double step = 0.0;
};

// From which sample to which a transient round its steepest step lasts.
std::size_t transient_length(const Window& window, std::size_t steepest, const MarkerCheckSettings& settings) {
  const double edge = settings.edge_share * window.step(steepest);
  const auto bridge = static_cast<std::size_t>(std::max(1.0, std::round(window.in_samples(settings.bridge))));
  const std::size_t steps = window.samples.size() - 1;
  std::size_t last = steepest;
  for (std::size_t i = steepest + 1; i < steps && i - last <= bridge + 1; ++i)
    if (window.step(i) > edge) last = i;
  std::size_t first = steepest;
  for (std::size_t i = steepest; i-- > 0 && first - i <= bridge + 1;)
    if (window.step(i) > edge) first = i;
  return last - first + 1;
}

bool excluded(const Window& window, std::size_t step, const MarkerCheckSettings& settings) {
  if (!window.conditioning) return false;
  const double radius =
      std::min(window.in_samples(settings.exclusion), std::abs(window.pulse - *window.conditioning) / 2.0);
  return std::abs(static_cast<double>(step) - *window.conditioning) <= radius;
}

std::optional<Artefact> artefact_in(const Window& window, const MarkerCheckSettings& settings) {
  const auto clamp = [&](double position) {
    return static_cast<std::size_t>(std::clamp(position, 0.0, static_cast<double>(window.samples.size() - 1)));
  };
  const std::size_t from = clamp(window.pulse - window.in_samples(settings.search));
  const std::size_t to = clamp(window.pulse + window.in_samples(settings.search));
  double noise = settings.smallest_noise.value();
  for (std::size_t i = 0; i < from; ++i)
    if (!excluded(window, i, settings)) noise = std::max(noise, window.step(i));
  std::optional<std::size_t> steepest;
  for (std::size_t i = from; i < to; ++i)
    if (!excluded(window, i, settings) && (!steepest || window.step(i) > window.step(*steepest))) steepest = i;
  if (!steepest || window.step(*steepest) < settings.slope_over_noise * noise) return std::nullopt;
  const auto length = static_cast<double>(transient_length(window, *steepest, settings));
  // At low rates an artefact is as long as the filter makes it: two samples are always narrow.
  if (length > std::max(2.0, window.in_samples(settings.narrow))) return std::nullopt;
  return Artefact{(static_cast<double>(*steepest) - window.pulse) / window.rate * 1e3, window.step(*steepest)};
}

// The EMG of one channel from `reference` before the search window to some milliseconds behind it; shorter where
// the segment is. Nothing where less than 20 ms of reference are left.
std::optional<Window> window_round(const Recording& recording, std::size_t channel, const Trial& trial,
                                   base::Seconds pulse, const MarkerCheckSettings& settings) {
  const double rate = recording.channels[channel].rate.value();
  for (const Segment& segment : recording.segments) {
    const std::vector<float>& row = segment.samples[channel];
    const double at = (pulse - segment.start).value() * rate;
    if (at < 0.0 || at >= static_cast<double>(row.size())) continue;
    Window window{{}, rate, at, std::nullopt};
    const double before = window.in_samples(settings.search + settings.reference);
    const double behind = window.in_samples(settings.search + 4.0 * settings.narrow);
    const auto first = static_cast<std::size_t>(std::max(0.0, std::floor(at - before)));
    const auto end = static_cast<std::size_t>(std::min(static_cast<double>(row.size()), std::ceil(at + behind)));
    if (at - static_cast<double>(first) < window.in_samples(settings.search + base::Milliseconds(20.0)))
      return std::nullopt;
    window.samples = std::span<const float>(row).subspan(first, end - first);
    window.pulse = at - static_cast<double>(first);
    for (const Pulse& other : trial.pulses)
      if (other.role == PulseRole::conditioning)
        window.conditioning = window.pulse + (other.time - pulse).value() * rate;
    return window;
  }
  return std::nullopt;
}

// The test pulse of a trial whose artefact can be looked for.
const Pulse* pulse_to_check(const Trial& trial, const MarkerCheckSettings& settings) {
  const Pulse* test = nullptr;
  for (const Pulse& pulse : trial.pulses)
    if (pulse.role == PulseRole::test && pulse.site != protocol::Site::sham) test = &pulse;
  if (test == nullptr || !trial.excluded.empty()) return nullptr;
  for (const Pulse& pulse : trial.pulses)
    if (&pulse != test && std::abs((test->time - pulse.time).value()) < base::Seconds(settings.closest_pair).value())
      return nullptr;
  return test;
}

std::optional<Artefact> artefact_of(const Recording& recording, const Trial& trial, const Pulse& pulse,
                                    const MarkerCheckSettings& settings) {
  std::optional<Artefact> largest;
  for (std::size_t c = 0; c < recording.channels.size(); ++c) {
    if (recording.channels[c].kind != ChannelKind::emg) continue;
    const auto window = window_round(recording, c, trial, pulse.time, settings);
    const auto found = window ? artefact_in(*window, settings) : std::nullopt;
    if (found && (!largest || found->step > largest->step)) largest = found;
  }
  return largest;
}

void judge(Recording& recording, const std::vector<double>& delays, int checked, const MarkerCheckSettings& settings) {
  const double delay = base::median(delays);
  const double spread = base::standard_deviation(delays);
  const auto [low, high] = std::minmax_element(delays.begin(), delays.end());
  if (spread > settings.jitter.value())
    throw base::Refusal(
        fmt::format("the markers jitter against the pulses: the stimulus artefact comes {:.1f} to {:.1f} "
                    "ms from the marker (SD {:.1f} ms over {} of {} pulses)",
                    *low, *high, spread, delays.size(), checked),
        recording.name, "choose another marker for the pulse, or give the pulses in a table (--pulse-table FILE)");
  recording.marker_delay = base::Milliseconds(delay);
  if (std::abs(delay) <= settings.tolerance.value()) return;
  recording.warnings.push_back(
      {"marker_delay",
       fmt::format("the stimulus artefact comes {:.1f} ms {} the marker (SD {:.1f} ms over {} of {} pulses). Latencies "
                   "are counted from the marker; to count them from the artefact, correct with --marker-shift {:.1f}",
                   std::abs(delay), delay > 0.0 ? "after" : "before", spread, delays.size(), checked, delay),
       recording.name});
}

}  // namespace

void check_markers(Recording& recording, const MarkerCheckSettings& settings) {
  std::vector<double> delays;
  int checked = 0;
  for (const protocol::Block& block : recording.blocks)
    for (const Trial& trial : block.trials) {
      const Pulse* pulse = pulse_to_check(trial, settings);
      if (pulse == nullptr) continue;
      ++checked;
      if (const auto found = artefact_of(recording, trial, *pulse, settings)) delays.push_back(found->delay);
    }
  const auto seen = static_cast<double>(delays.size());
  if (seen < settings.trials_seen || seen < settings.share_seen * checked) return;
  judge(recording, delays, checked, settings);
}

}  // namespace trilayer::recording
