#include "trilayer/measures/excitability/m_wave.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/contralateral_mep.hpp"
#include "trilayer/measures/result.hpp"

namespace trilayer::measures {
namespace {

using protocol::Side;

constexpr std::size_t reproduced = 3;  // the largest M-wave is the size that this many reach
constexpr double supramaximal = 0.8;   // of M-max: shocks whose M-wave is smaller give no F-waves worth counting

Settings m_wave_settings(const Settings& settings) {
  Settings m = strict_onsets(settings);
  m.response = settings.excitability.m_wave;
  m.resting_criterion = m.active_criterion = base::Microvolts(100.0);
  // M-waves stand hundreds of times above the noise: smoothing would only move their onset forward.
  m.onset_smoothing = base::Milliseconds(0.0);
  return m;
}

Settings f_wave_settings(const Settings& settings) {
  Settings f = strict_onsets(settings);
  f.response = settings.excitability.f_wave;
  f.resting_criterion = settings.excitability.f_criterion;
  return f;
}

// Level and slope of a row round column `middle`, from `reach` columns on both sides.
struct Tangent {
  double level = 0.0, slope = 0.0;
};
Tangent tangent_at(const float* row, std::size_t middle, std::size_t reach) {
  Tangent t;
  double squares = 0.0;
  for (std::size_t k = 0; k <= 2 * reach; ++k) {
    const double x = static_cast<double>(k) - static_cast<double>(reach);
    const auto y = static_cast<double>(row[middle - reach + k]);
    t.level += y / static_cast<double>(2 * reach + 1);
    t.slope += x * y;
    squares += x * x;
  }
  t.slope /= squares;
  return t;
}

// The M-wave's tail after the amplifier's high-pass is many times an F-wave and hides its onset. It is smooth: the
// cubic that goes on from what stands just before the window to what stands just after it.
void take_tail_away(Epochs& epochs, const Window& window) {
  constexpr double reach_ms = 2.0;
  const auto reach = static_cast<std::size_t>(reach_ms * 1e-3 * epochs.rate);
  const std::size_t first = epochs.column(window.from) - reach, last = epochs.column(window.to) + reach;
  if (reach == 0 || first < reach || last + reach >= epochs.samples) return;
  const auto span = static_cast<double>(last - first);
  for (std::size_t trial = 0; trial < epochs.trials(); ++trial) {
    float* row = epochs.values.data() + trial * epochs.samples;
    const Tangent a = tangent_at(row, first, reach), b = tangent_at(row, last, reach);
    for (std::size_t i = first; i <= last; ++i) {
      const double t = static_cast<double>(i - first) / span, u = 1.0 - t;
      const double tail = u * u * ((1.0 + 2.0 * t) * a.level + t * span * a.slope) +
                          t * t * ((1.0 + 2.0 * u) * b.level - u * span * b.slope);
      row[i] -= static_cast<float>(tail);
    }
  }
}

// One shock's M-wave.
struct Shock {
  double size = 0.0;  // peak-to-peak, uV
  std::optional<double> onset;
  std::optional<double> intensity;
  bool present = false;
};

// The looks of one muscle, pooled over blocks.
struct Muscle {
  std::vector<BlockChannel> m, f;

  [[nodiscard]] Measurement blank(std::string_view measure, const std::vector<BlockChannel>& looks) const {
    Measurement result = looks.front().blank(measure);
    protocol::Condition condition = looks.front().block->condition;
    condition.intensity.reset();
    result.key.condition = protocol::label(condition);
    result.key.hemisphere.reset();
    result.trials = 0;
    for (const BlockChannel& look : looks) {
      if (&look != &looks.front()) result.block += "+" + look.block->id;
      result.trials += static_cast<int>(look.responses.size());
    }
    return result;
  }
};

std::vector<Shock> shocks_of(const std::vector<BlockChannel>& looks) {
  std::vector<Shock> shocks;
  for (const BlockChannel& look : looks) {
    const auto& intensity = look.block->condition.intensity;
    for (const TrialResponse& r : look.responses)
      shocks.push_back(
          {r.clean_peak_to_peak, r.onset, intensity ? std::optional(intensity->percent) : std::nullopt, r.present});
  }
  return shocks;
}

// The shocks that evoke the largest reproducible M-wave: within a share of what three of them reach.
std::vector<Shock> largest_shocks(std::vector<Shock> shocks, double share) {
  std::sort(shocks.begin(), shocks.end(), [](const Shock& a, const Shock& b) { return a.size > b.size; });
  const double reached = shocks[reproduced - 1].size;
  std::erase_if(shocks, [&](const Shock& shock) { return shock.size < (1.0 - share) * reached; });
  return shocks;
}

std::set<double> intensities_of(const std::vector<Shock>& shocks) {
  std::set<double> intensities;
  for (const Shock& shock : shocks)
    if (shock.intensity) intensities.insert(*shock.intensity);
  return intensities;
}

Measurement m_max(Measurement m, const std::vector<Shock>& all, const std::vector<Shock>& largest,
                  const Settings& settings) {
  const Window& window = settings.excitability.m_wave;
  m.trials = static_cast<int>(largest.size());
  m.method = fmt::format(
      "peak-to-peak {:g} to {:g} ms after the shock, hum removed; geometric mean of the {} of {} "
      "shocks within {:g} % of what three reach",
      window.from.value(), window.to.value(), largest.size(), all.size(), 100.0 * settings.excitability.m_plateau);
  if (!largest.back().present) {
    m.state = State::absent;
    m.smallest_detectable = m_wave_settings(settings).resting_criterion.value() * 1e-3;
    m.reason = "fewer than three shocks evoke an M-wave";
    return m;
  }
  std::vector<double> logs;
  logs.reserve(largest.size());
  for (const Shock& shock : largest) logs.push_back(std::log(shock.size * 1e-3));
  m.state = State::value;
  m.value = std::exp(base::mean(logs));
  set_error(m, base::standard_deviation(logs) / std::sqrt(static_cast<double>(logs.size())));
  const std::set<double> used = intensities_of(all);
  if (used.size() < 2)
    m.method += "; shocks of one intensity: that it was supramaximal is not shown";
  else if (intensities_of(largest) == std::set<double>{*used.rbegin()}) {
    m.state = State::at_least;
    m.reason = "the M-wave still grows at the strongest shocks";
  }
  return m;
}

Measurement distal_latency(Measurement m, const std::vector<Shock>& largest, const BlockChannel& look,
                           const Settings& settings) {
  std::vector<double> onsets;
  for (const Shock& shock : largest)
    if (shock.onset) onsets.push_back(*shock.onset);
  m.trials = static_cast<int>(onsets.size());
  m.method = fmt::format(
      "onset: back from the peak to background mean + {:g} SD; median over the shocks with the largest M-waves",
      settings.excitability.onset_deviations);
  if (onsets.size() < reproduced)
    return unobtainable(m, fmt::format("fewer than three M-waves have an onset later than {:g} ms",
                                       settings.excitability.m_wave.from.value()));
  m.state = State::value;
  m.value = base::median(onsets);
  const double spread = base::bootstrap_error(onsets.size(), settings.bootstrap, settings.seed,
                                              [&](auto chosen) { return base::median(resampled(onsets, chosen)); });
  set_error(m, std::hypot(std::isfinite(spread) ? spread : 0.0, sampling_error(look.epochs.rate)));
  return confound_by_marker(m, *look.recording, settings);
}

void measure_m(const Muscle& muscle, const Settings& settings, std::vector<Measurement>& all) {
  Measurement size = muscle.blank("m_max", muscle.m), latency = muscle.blank("distal_motor_latency", muscle.m);
  const std::vector<Shock> shocks = shocks_of(muscle.m);
  if (shocks.size() < reproduced) {
    all.push_back(invalid(size, "fewer than three usable shocks"));
    all.push_back(invalid(latency, "fewer than three usable shocks"));
    return;
  }
  const std::vector<Shock> largest = largest_shocks(shocks, settings.excitability.m_plateau);
  all.push_back(m_max(size, shocks, largest, settings));
  all.push_back(distal_latency(latency, largest, muscle.m.front(), settings));
}

Measurement f_latency(Measurement m, const std::vector<double>& onsets, const BlockChannel& look,
                      const Settings& settings) {
  m.method = fmt::format("shortest onset among {} F-waves, back from the peak to background mean + {:g} SD",
                         onsets.size(), settings.excitability.onset_deviations);
  if (onsets.size() < 2) return unobtainable(m, fmt::format("{} F-waves in {} shocks", onsets.size(), m.trials));
  m.state = State::value;
  m.value = *std::min_element(onsets.begin(), onsets.end());
  const double spread = base::bootstrap_error(onsets.size(), settings.bootstrap, settings.seed, [&](auto chosen) {
    const std::vector<double> some = resampled(onsets, chosen);
    return *std::min_element(some.begin(), some.end());
  });
  set_error(m, std::hypot(std::isfinite(spread) ? spread : 0.0, sampling_error(look.epochs.rate)));
  return confound_by_marker(m, *look.recording, settings);
}

Measurement f_persistence(Measurement m, int waves, const Settings& settings) {
  const base::Share share = base::wilson(waves, m.trials);
  m.state = State::value;
  m.value = share.share;
  m.standard_error = logit_error(waves, m.trials);
  m.method = fmt::format(
      "{} of {} shocks with an F-wave of {:g} uV and an onset of its own, {:g} to {:g} ms; Wilson 95 % interval {:.2f} "
      "to {:.2f}",
      waves, m.trials, settings.excitability.f_criterion.value(), settings.excitability.f_wave.from.value(),
      settings.excitability.f_wave.to.value(), share.low, share.high);
  return m;
}

void measure_f(const Muscle& muscle, bool supplied, const Settings& settings, std::vector<Measurement>& all) {
  Measurement latency = muscle.blank("f_latency_shortest", muscle.f);
  Measurement persistence = muscle.blank("f_persistence", muscle.f);
  std::string reason;
  if (latency.trials < settings.excitability.fewest_f_shocks)
    reason = fmt::format("{} supramaximal shocks in a block; F-waves need {}", latency.trials,
                         settings.excitability.fewest_f_shocks);
  else if (!supplied)
    reason = "the shocks evoke no M-wave in this muscle";
  if (!reason.empty()) {
    all.push_back(unobtainable(latency, reason));
    all.push_back(unobtainable(persistence, reason));
    return;
  }
  std::vector<double> onsets;
  bool active = false;
  for (const BlockChannel& look : muscle.f) {
    active = active || look.active;
    for (const TrialResponse& r : look.responses)
      if (r.present && r.onset) onsets.push_back(*r.onset);  // the tail of the M-wave has no onset in this window
  }
  latency = f_latency(latency, onsets, muscle.f.front(), settings);
  persistence = f_persistence(persistence, static_cast<int>(onsets.size()), settings);
  for (Measurement* m : {&latency, &persistence}) {
    if (active && m->value) *m = confounded(*m, "the muscle contracts: F-waves cannot be told from its EMG");
    all.push_back(*m);
  }
}

// Blocks whose M-waves are far from the largest have no F-waves to count; of those left the longest say how many.
void keep_supramaximal(Muscle& muscle, const Settings& settings) {
  std::vector<double> sizes;
  for (const BlockChannel& look : muscle.m) {
    std::vector<double> one;
    for (const TrialResponse& r : look.responses) one.push_back(r.clean_peak_to_peak);
    sizes.push_back(base::median(one));
  }
  const double largest = *std::max_element(sizes.begin(), sizes.end());
  std::vector<BlockChannel> kept, shortest;
  for (std::size_t i = 0; i < muscle.f.size(); ++i) {
    if (sizes[i] < supramaximal * largest) continue;
    const bool enough = muscle.f[i].responses.size() >= static_cast<std::size_t>(settings.excitability.fewest_f_shocks);
    (enough ? kept : shortest).push_back(std::move(muscle.f[i]));
  }
  if (kept.empty()) {
    std::sort(shortest.begin(), shortest.end(),
              [](const BlockChannel& a, const BlockChannel& b) { return a.responses.size() > b.responses.size(); });
    kept.push_back(std::move(shortest.front()));
  }
  muscle.f = std::move(kept);
}

}  // namespace

std::vector<BlockChannel> looks_at_site(const SessionWork& work, protocol::Site site, const Settings& settings) {
  std::vector<BlockChannel> looks;
  for (std::size_t r = 0; r < work.session->recordings.size(); ++r) {
    const recording::Recording& recording = work.session->recordings[r];
    for (const protocol::Block& block : recording.blocks) {
      const protocol::Condition& c = block.condition;
      if (c.site != site || !c.stimulated_side || c.conditioning || c.task != protocol::Task::stimulation) continue;
      if (block.trials.empty()) continue;
      for (std::size_t channel = 0; channel < recording.channels.size(); ++channel) {
        const recording::Channel& known = recording.channels[channel];
        if (known.kind != recording::ChannelKind::emg || known.muscle.empty() || known.side != c.stimulated_side)
          continue;
        BlockChannel one = look(*work.session, recording, block, channel, settings, work.hum[r][channel]);
        if (one.epochs.trials() > 0) looks.push_back(std::move(one));
      }
    }
  }
  return looks;
}

Settings strict_onsets(const Settings& settings) {
  Settings strict = settings;
  strict.onset_deviations = settings.excitability.onset_deviations;
  strict.onset_smoothing = settings.excitability.onset_smoothing;
  strict.onset_gap = settings.excitability.onset_gap;
  return strict;
}

std::vector<Measurement> m_wave(const SessionWork& work, const Settings& settings) {
  std::map<std::pair<Side, std::string>, Muscle> muscles;
  for (BlockChannel& look : looks_at_site(work, protocol::Site::nerve, m_wave_settings(settings)))
    muscles[{look.side, look.muscle}].m.push_back(std::move(look));
  const Settings f_settings = f_wave_settings(settings);
  for (BlockChannel& look : looks_at_site(work, protocol::Site::nerve, f_settings)) {
    take_tail_away(look.epochs, f_settings.response);
    look.responses.assign(look.epochs.trials(), {});
    find_responses(look, f_settings);
    muscles[{look.side, look.muscle}].f.push_back(std::move(look));
  }
  std::vector<Measurement> all;
  for (auto& [place, muscle] : muscles) {
    keep_supramaximal(muscle, settings);
    measure_m(muscle, settings, all);
    const bool supplied =
        std::any_of(all.end() - 2, all.end(), [](const Measurement& m) { return m.value.has_value(); });
    measure_f(muscle, supplied, settings, all);
  }
  return all;
}

std::vector<Measurement> cmep_to_m_max(const SessionWork& work, std::span<const Measurement> found,
                                       const Settings& settings) {
  std::vector<Measurement> all;
  for (const BlockChannel& look : work.looks) {
    if (!look.contralateral() || look.block->condition.conditioning) continue;
    const auto m_wave = std::find_if(found.begin(), found.end(), [&](const Measurement& m) {
      return m.key.measure == "m_max" && m.key.side == look.side && m.key.muscle == look.muscle && m.value;
    });
    if (m_wave == found.end()) continue;
    const Measurement response = contralateral_mep(look, nullptr, settings).front();
    Measurement m = response;
    m.key.measure = "cmep_to_m_max";
    m.method = fmt::format("cmep_amplitude over the M-max of this muscle, {:.2f} mV", *m_wave->value);
    m.block += "+" + m_wave->block;
    if (m.smallest_detectable) m.smallest_detectable = *m.smallest_detectable / *m_wave->value;
    if (m.value) m.value = *m.value / *m_wave->value;
    if (m.standard_error) set_error(m, std::hypot(*m.standard_error, m_wave->standard_error.value_or(0.0)));
    if (m.state == State::at_least && m_wave->state == State::at_least) {
      all.push_back(unobtainable(m, "both responses are known from below only: " + m.reason + "; " + m_wave->reason));
      continue;
    }
    if (m.value && m_wave->state == State::at_least) {
      m.state = State::at_most;
      m.reason += (m.reason.empty() ? "" : "; ") + m_wave->reason;
    }
    all.push_back(m);
  }
  return all;
}

}  // namespace trilayer::measures
