#include "trilayer/measures/task_emg.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "trilayer/measures/high_pass.hpp"
#include "trilayer/measures/trace.hpp"

namespace trilayer::measures {
namespace {

constexpr double shortest_window = 0.2;  // s
constexpr double relaxation = 0.2;       // s after an earlier trial before a resting window may begin
constexpr double onset_reach = 0.04;     // s either side of the envelope's crossing in which the onset is refined
constexpr double onset_edge = 0.005;     // s at either end of that stretch that an onset cannot lie in

double busy_until(const protocol::Trial& trial, const Settings& settings) {
  const double stated = trial.anchor.duration.value();
  return trial.anchor.time.value() + (stated > 0.0 ? stated : base::Seconds(settings.task_length).value());
}

// Subtracts the hum that a fit to the resting part finds, so that the burst does not leak into the quiet before it.
void subtract_resting_hum(std::vector<float>& row, std::size_t rest_end, const std::optional<Hum>& hum, double rate) {
  if (!hum) return;
  const std::vector<float> rest(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(rest_end));
  const Stretch stretch{rest, 0.0};
  HumFit(*hum, rate, std::span(&stretch, 1)).subtract(row, 0.0);
}

double power(std::span<const float> values) {
  double sum = 0.0;
  for (const float v : values) sum += static_cast<double>(v) * static_cast<double>(v);
  return sum / static_cast<double>(values.size());
}

struct Power {
  double mean = 0.0;      // over all pieces
  double mean_log = 0.0;  // of the pieces' powers
};

// Each piece loses its own hum: the mains frequency wanders too much for one fit to hold through a long task.
Power power_of_pieces(std::span<const float> window, std::size_t length, const std::optional<Hum>& hum, double rate) {
  const std::size_t count = window.size() / length;
  Power result;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t first = count == 1 ? 0 : i * (window.size() - length) / (count - 1);
    std::vector<float> piece(window.begin() + static_cast<std::ptrdiff_t>(first),
                             window.begin() + static_cast<std::ptrdiff_t>(first + length));
    if (hum) {
      const Stretch stretch{window.subspan(first, length), 0.0};
      HumFit(*hum, rate, std::span(&stretch, 1)).subtract(piece, 0.0);
    }
    const double p = power(piece);
    result.mean += p / static_cast<double>(count);
    result.mean_log += std::log(p) / static_cast<double>(count);
  }
  return result;
}

// The envelope finds the burst; as it smears a strong burst further back than a weak one, the change of variance near
// the crossing gives the time.
std::optional<std::size_t> onset_of(std::span<const float> row, std::size_t rest_end, double rate,
                                    const Settings& settings) {
  const auto samples = [&](base::Milliseconds t) { return static_cast<std::size_t>(t.value() * 1e-3 * rate + 0.5); };
  std::vector<double> envelope;
  rms_envelope(row, samples(settings.task_envelope), envelope);
  const Level rest = level(envelope, {0, rest_end});
  const double limit = rest.mean + settings.task_onset_deviations * rest.deviation;
  const std::size_t run = std::max<std::size_t>(1, samples(settings.task_onset_run));
  std::size_t above = 0;
  for (std::size_t i = rest_end; i < envelope.size(); ++i) {
    above = envelope[i] > limit ? above + 1 : 0;
    if (above < run) continue;
    const std::size_t crossing = i + 1 - run;
    if (crossing == rest_end) return std::nullopt;  // it had begun before
    const auto reach = static_cast<std::size_t>(onset_reach * rate);
    const std::size_t first = crossing > reach ? crossing - reach : 0;
    const std::size_t edge = std::max<std::size_t>(2, static_cast<std::size_t>(onset_edge * rate));
    return change_of_variance(row, first, std::min(row.size(), crossing + reach), edge);
  }
  return std::nullopt;
}

}  // namespace

std::vector<TaskTrial> task_trials(const recording::Recording& recording, const protocol::Block& block,
                                   const Settings& settings) {
  const base::Seconds rest_from = settings.task_rest.from, rest_to = settings.task_rest.to, ramp = settings.task_ramp;
  std::vector<TaskTrial> found;
  for (std::size_t i = 0; i < block.trials.size(); ++i) {
    const protocol::Trial& trial = block.trials[i];
    if (!trial.excluded.empty()) continue;
    const double anchor = trial.anchor.time.value();
    double from = anchor + rest_from.value();
    double to = busy_until(trial, settings);
    for (const auto& other_block : recording.blocks)
      for (const auto& other : other_block.trials) {
        const double at = other.anchor.time.value();
        if (at < anchor) from = std::max(from, busy_until(other, settings) + relaxation);
        if (at > anchor) to = std::min(to, at + rest_to.value());
      }
    for (const auto& segment : recording.segments) {
      const double start = segment.start.value();
      if (segment.samples.empty() || recording.channels.empty()) continue;
      const double end = start + static_cast<double>(segment.samples[0].size()) / recording.channels[0].rate.value();
      if (anchor < start || anchor >= end) continue;
      from = std::max(from, start);
      to = std::min(to, end - 0.002);  // a sample or two lost to rounding
    }
    const bool sustained = trial.anchor.kind == protocol::AnchorKind::sustained;
    const double begin = sustained ? anchor + ramp.value() : anchor;
    if (anchor + rest_to.value() - from < shortest_window || to - begin < shortest_window) continue;
    found.push_back({i, trial.anchor.time, base::Seconds(from), base::Seconds(anchor + rest_to.value()),
                     base::Seconds(begin), base::Seconds(to)});
  }
  return found;
}

std::optional<TaskEmg> look_at_task(const recording::Recording& recording, std::size_t channel, const TaskTrial& trial,
                                    const std::optional<Hum>& hum, const Settings& settings) {
  const double rate = recording.channels[channel].rate.value();
  const auto column = [&](base::Seconds time) {
    return static_cast<std::size_t>(std::llround((time - trial.rest_from).value() * rate));
  };
  const auto samples = recording::samples_at(recording, channel, trial.rest_from, column(trial.task_to));
  if (samples.empty()) return std::nullopt;
  const base::Hertz corner = settings.task_highpass;
  const std::vector<float> row = high_passed(samples, corner, rate, Passes::both);
  const std::size_t rest_end = column(trial.rest_to), task_first = column(trial.task_from);
  const std::span<const float> rest = std::span<const float>(row).first(rest_end);
  const std::span<const float> task = std::span<const float>(row).subspan(task_first);
  const std::size_t piece = std::min(rest.size(), task.size());
  const Power at_rest = power_of_pieces(rest, piece, hum, rate), in_task = power_of_pieces(task, piece, hum, rate);

  TaskEmg emg;
  emg.rest_power = at_rest.mean;
  emg.task_power = in_task.mean;
  if (at_rest.mean > 0.0 && in_task.mean > 0.0) emg.log_ratio = in_task.mean_log - at_rest.mean_log;
  std::vector<float> causal = high_passed(samples, corner, rate, Passes::forward);
  subtract_resting_hum(causal, rest_end, hum, rate);
  const double anchor = (trial.anchor - trial.rest_from).value() * 1e3;  // ms after the row's start
  if (const auto onset = onset_of(causal, rest_end, rate, settings))
    emg.onset = static_cast<double>(*onset) / rate * 1e3 - anchor;
  const auto bursts = find_bursts(causal, rest_end, rate, settings);
  for (const Burst& burst : bursts) emg.burst_area = std::max(emg.burst_area, burst.area);
  if (!bursts.empty()) {
    emg.burst = bursts.front();
    emg.burst->onset -= anchor;
    emg.burst->end -= anchor;
  }
  emg.samples = std::move(causal);
  return emg;
}

}  // namespace trilayer::measures
