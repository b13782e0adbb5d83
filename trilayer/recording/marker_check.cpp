#include "trilayer/recording/marker_check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/statistics.hpp"

namespace trilayer::recording {
namespace {

using protocol::Pulse;
using protocol::PulseRole;
using protocol::Trial;

// The samples of one channel round a trial. Positions are in samples from the front, and need not be whole.
struct Window {
  std::span<const float> samples;
  double rate = 0.0;
  double pulse = 0.0;      // where the test pulse should be
  double interval = 0.0;   // from conditioning to test pulse; 0: a single pulse
  double threshold = 0.0;  // a step below it does not stand out

  [[nodiscard]] double step(std::size_t i) const {
    return std::abs(static_cast<double>(samples[i + 1]) - static_cast<double>(samples[i]));
  }
  [[nodiscard]] double in_samples(base::Milliseconds time) const { return base::Seconds(time).value() * rate; }
  [[nodiscard]] std::size_t index(double position) const {
    return static_cast<std::size_t>(std::clamp(position, 0.0, static_cast<double>(samples.size() - 1)));
  }
};

struct Transient {
  std::size_t first = 0;
  std::size_t steepest = 0;
  std::size_t last = 0;
};

Transient transient_round(const Window& window, std::size_t steepest, const MarkerCheckSettings& settings) {
  const double edge = settings.edge_share * window.step(steepest);
  const auto bridge = static_cast<std::size_t>(std::max(1.0, std::round(window.in_samples(settings.bridge))));
  const std::size_t steps = window.samples.size() - 1;
  Transient found{steepest, steepest, steepest};
  for (std::size_t i = steepest + 1; i < steps && i - found.last <= bridge + 1; ++i)
    if (window.step(i) > edge) found.last = i;
  for (std::size_t i = steepest; i-- > 0 && found.first - i <= bridge + 1;)
    if (window.step(i) > edge) found.first = i;
  return found;
}

// Narrow transients within the search window, steepest first. Responses are passed over.
std::vector<Transient> artefacts_in(const Window& window, const MarkerCheckSettings& settings) {
  constexpr std::size_t most = 8;  // steep places looked at: two artefacts, their ringing, responses
  const std::size_t from = window.index(window.pulse - window.in_samples(settings.search));
  const std::size_t to = window.index(window.pulse + window.in_samples(settings.search));
  // At low rates an artefact is as long as the filter makes it: two samples are always narrow.
  const double narrow = std::max(2.0, window.in_samples(settings.narrow));
  std::vector<Transient> artefacts;
  std::vector<Transient> seen;
  const auto is_seen = [&](std::size_t i) {
    return std::any_of(seen.begin(), seen.end(), [&](const Transient& t) { return i >= t.first && i <= t.last; });
  };
  while (seen.size() < most) {
    std::optional<std::size_t> steepest;
    for (std::size_t i = from; i < to; ++i)
      if (window.step(i) >= window.threshold && !is_seen(i) && (!steepest || window.step(i) > window.step(*steepest)))
        steepest = i;
    if (!steepest) break;
    seen.push_back(transient_round(window, *steepest, settings));
    if (static_cast<double>(seen.back().last - seen.back().first + 1) <= narrow) artefacts.push_back(seen.back());
  }
  return artefacts;
}

// True where something stands out one pair interval before this artefact.
bool has_partner(const Window& window, const Transient& artefact, const MarkerCheckSettings& settings) {
  const double at = static_cast<double>(artefact.steepest) - window.interval;
  const double slack = std::max(1.0, window.in_samples(settings.pair_tolerance));
  if (at - slack < 0.0) return false;
  for (std::size_t i = window.index(at - slack); i <= window.index(at + slack); ++i)
    if (window.step(i) >= window.threshold) return true;
  return false;
}

// What one channel says of one trial.
struct Finding {
  bool ambiguous = false;  // artefacts of a pair, of which it is not clear which is which
  double delay = 0.0;      // milliseconds from the pulse time to the artefact
  double step = 0.0;
};

std::optional<Finding> finding_in(const Window& window, const MarkerCheckSettings& settings) {
  const auto artefacts = artefacts_in(window, settings);
  if (artefacts.empty()) return std::nullopt;
  auto test = artefacts.begin();
  if (window.interval > 0.0)
    test = std::find_if(artefacts.begin(), artefacts.end(),
                        [&](const Transient& artefact) { return has_partner(window, artefact, settings); });
  if (test == artefacts.end()) return Finding{true, 0.0, 0.0};
  const double delay = (static_cast<double>(test->steepest) - window.pulse) / window.rate * 1e3;
  return Finding{false, delay, window.step(test->steepest)};
}

double interval_of(const Trial& trial, const Pulse& test) {
  double longest = 0.0;
  for (const Pulse& other : trial.pulses)
    if (other.role == PulseRole::conditioning) longest = std::max(longest, (test.time - other.time).value());
  return longest;
}

// From `reference` before the search window and the first pulse to some milliseconds behind; shorter where the
// segment is. Nothing where less than 20 ms of reference are left.
std::optional<Window> window_round(const Recording& recording, std::size_t channel, const Trial& trial,
                                   const Pulse& test, const MarkerCheckSettings& settings) {
  const double rate = recording.channels[channel].rate.value();
  for (const Segment& segment : recording.segments) {
    const std::vector<float>& row = segment.samples[channel];
    const double at = (test.time - segment.start).value() * rate;
    if (at < 0.0 || at >= static_cast<double>(row.size())) continue;
    Window window{{}, rate, 0.0, interval_of(trial, test) * rate, 0.0};
    const double quiet_end = at - window.interval - window.in_samples(settings.search);
    const double first = std::max(0.0, std::floor(quiet_end - window.in_samples(settings.reference)));
    const double end = std::ceil(at + window.in_samples(settings.search + 4.0 * settings.narrow));
    if (quiet_end - first < window.in_samples(base::Milliseconds(20.0))) return std::nullopt;
    const auto from = static_cast<std::size_t>(first);
    window.samples = std::span<const float>(row).subspan(
        from, static_cast<std::size_t>(std::min(static_cast<double>(row.size()), end)) - from);
    window.pulse = at - first;
    double noise = settings.smallest_noise.value();
    for (std::size_t i = 0; i < window.index(quiet_end - first); ++i) noise = std::max(noise, window.step(i));
    window.threshold = settings.slope_over_noise * noise;
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
  for (const Pulse& pulse : trial.pulses) {
    const double apart = std::abs((test->time - pulse.time).value());
    const bool together =
        apart < base::Seconds(settings.pair_tolerance).value();  // the pulse itself, or both hemispheres
    if (!together && apart < base::Seconds(settings.closest_pair).value()) return nullptr;
  }
  return test;
}

// A person put the pulse where it is: it says nothing of the marker.
bool moved_by_hand(const Recording& recording, const std::string& block, std::size_t trial) {
  const Decision* said = decision_on(recording, block, trial, std::nullopt, "", "");
  return said != nullptr && said->verdict == Verdict::moved;
}

// The steepest artefact over all EMG channels.
std::optional<Finding> finding_of(const Recording& recording, const Trial& trial, const Pulse& pulse,
                                  const MarkerCheckSettings& settings) {
  std::optional<Finding> best;
  for (std::size_t c = 0; c < recording.channels.size(); ++c) {
    if (recording.channels[c].kind != ChannelKind::emg) continue;
    const auto window = window_round(recording, c, trial, pulse, settings);
    const auto found = window ? finding_in(*window, settings) : std::nullopt;
    if (found && (!best || found->step > best->step)) best = found;
  }
  return best;
}

double sample_ms(const Recording& recording) {
  double longest = 0.0;
  for (const Channel& channel : recording.channels)
    if (channel.kind == ChannelKind::emg) longest = std::max(longest, 1e3 / channel.rate.value());
  return longest;
}

// What was found at the pulses of one stimulator: those to one site, or to one site of one hemisphere.
struct Delays {
  protocol::Site site = protocol::Site::m1;
  std::string of;             // " of the left hemisphere"; empty: of all that go to the site
  std::vector<double> found;  // ms
  int checked = 0;
  std::map<std::optional<protocol::Hemisphere>, std::vector<double>> by_hemisphere;
  std::map<std::optional<protocol::Hemisphere>, int> checked_by_hemisphere;
};

bool are_seen(const Delays& delays, const MarkerCheckSettings& settings) {
  const auto seen = static_cast<double>(delays.found.size());
  return seen >= settings.trials_seen && seen >= settings.share_seen * delays.checked;
}

bool jitters(const Recording& recording, const Delays& delays, const MarkerCheckSettings& settings) {
  return base::standard_deviation(delays.found) > std::max(settings.jitter.value(), sample_ms(recording));
}

// Each hemisphere may have a stimulator with a delay of its own: together they would look like jitter.
std::vector<Delays> by_stimulator(const Recording& recording, const Delays& at_site,
                                  const MarkerCheckSettings& settings) {
  if (!jitters(recording, at_site, settings)) return {at_site};
  std::vector<Delays> split;
  for (const auto& [hemisphere, found] : at_site.by_hemisphere) {
    Delays one{at_site.site, "", found, at_site.checked_by_hemisphere.at(hemisphere), {}, {}};
    if (!hemisphere || !are_seen(one, settings)) return {at_site};
    one.of = " of the " + std::string(protocol::name(*hemisphere)) + " hemisphere";
    split.push_back(std::move(one));
  }
  return split;
}

double tolerated(const Recording& recording, const MarkerCheckSettings& settings) {
  return std::max(settings.tolerance.value(), 1.001 * sample_ms(recording));
}

void refuse_jitter(const Recording& recording, const Delays& delays, const MarkerCheckSettings& settings) {
  if (!jitters(recording, delays, settings)) return;
  const auto [low, high] = std::minmax_element(delays.found.begin(), delays.found.end());
  throw base::Refusal(
      fmt::format("the markers jitter against the pulses{}: the stimulus artefact comes {:.1f} to {:.1f} "
                  "ms from the marker (SD {:.1f} ms over {} of {} pulses)",
                  delays.of, *low, *high, base::standard_deviation(delays.found), delays.found.size(), delays.checked),
      recording.name, "choose another marker for the pulse, or give the pulses in a table (--pulses FILE)");
}

// `alike`: one shift of all markers is a correction.
void warn_of_delay(Recording& recording, const Delays& delays, bool alike, const MarkerCheckSettings& settings) {
  const double delay = base::median(delays.found);
  if (std::abs(delay) <= tolerated(recording, settings)) return;
  recording.warnings.push_back(
      {"marker_delay",
       fmt::format("the stimulus artefact comes {:.1f} ms {} the marker{} (SD {:.1f} ms over {} of {} pulses). "
                   "Latencies are counted from the marker; to count them from the artefact, {}",
                   std::abs(delay), delay > 0.0 ? "after" : "before", delays.of, base::standard_deviation(delays.found),
                   delays.found.size(), delays.checked,
                   alike ? fmt::format("correct with --marker-shift {:.1f}", delay)
                         : "give the pulses in a table (--pulses FILE): other pulses have another delay"),
       recording.name});
}

bool are_alike(const Recording& recording, const std::vector<Delays>& stimulators,
               const MarkerCheckSettings& settings) {
  std::vector<double> delays;
  for (const Delays& one : stimulators) delays.push_back(base::median(one.found));
  const auto [low, high] = std::minmax_element(delays.begin(), delays.end());
  return delays.empty() || *high - *low <= tolerated(recording, settings);
}

// The delay of M1 before that of other sites, and of the hemispheres the larger one: what it spoils is not trusted.
void fill_in(Recording& recording, const std::vector<Delays>& stimulators) {
  const Delays* chosen = nullptr;
  const auto size = [](const Delays& one) { return std::abs(base::median(one.found)); };
  for (const Delays& one : stimulators) {
    const bool same_site = chosen != nullptr && chosen->site == one.site;
    if (chosen == nullptr || (same_site ? size(one) > size(*chosen) : one.site == protocol::Site::m1)) chosen = &one;
  }
  if (chosen != nullptr) recording.marker_delay = base::Milliseconds(base::median(chosen->found));
}

}  // namespace

bool check_markers(Recording& recording, const MarkerCheckSettings& settings) {
  std::map<protocol::Site, Delays> sites;
  for (const protocol::Block& block : recording.blocks)
    for (std::size_t t = 0; t < block.trials.size(); ++t) {
      const Pulse* pulse = pulse_to_check(block.trials[t], settings);
      if (pulse == nullptr || moved_by_hand(recording, block.id, t)) continue;
      const auto found = finding_of(recording, block.trials[t], *pulse, settings);
      if (found && found->ambiguous) continue;
      Delays& at_site = sites[block.condition.site];
      at_site.site = block.condition.site;
      ++at_site.checked;
      ++at_site.checked_by_hemisphere[block.condition.hemisphere];
      if (!found) continue;
      at_site.found.push_back(found->delay);
      at_site.by_hemisphere[block.condition.hemisphere].push_back(found->delay);
    }
  std::vector<Delays> stimulators;
  for (const auto& [site, at_site] : sites)
    if (are_seen(at_site, settings))
      for (Delays& one : by_stimulator(recording, at_site, settings)) stimulators.push_back(std::move(one));
  for (const Delays& one : stimulators) refuse_jitter(recording, one, settings);
  fill_in(recording, stimulators);
  const bool alike = are_alike(recording, stimulators, settings);
  for (const Delays& one : stimulators) warn_of_delay(recording, one, alike, settings);
  return std::ranges::none_of(stimulators, [](const Delays& one) { return !one.of.empty(); });
}

}  // namespace trilayer::recording
