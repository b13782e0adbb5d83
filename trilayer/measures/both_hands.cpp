#include "trilayer/measures/both_hands.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "trilayer/base/text.hpp"

namespace trilayer::measures {
namespace {

using protocol::Side;

// How many presence tests the recording asks for: the false-alarm rate is shared among them.
std::size_t tests_of(const recording::Recording& recording) {
  std::size_t pairs = 0, blocks = 0;
  for (const auto& muscle : muscles_of(recording)) pairs += recorded_on_both_sides(recording, muscle) ? 1 : 0;
  for (const auto& block : recording.blocks) blocks += is_unilateral_task(block) ? 1 : 0;
  return std::max<std::size_t>(1, pairs * blocks);
}

CrossProducts products_of(std::span<const float> intended, std::span<const float> mirror) {
  CrossProducts sums;
  for (std::size_t i = 0; i < intended.size(); ++i) {
    const double a = static_cast<double>(intended[i]), b = static_cast<double>(mirror[i]);
    sums.both += a * b;
    sums.intended += a * a;
    sums.mirror += b * b;
  }
  return sums;
}

double mean_square(std::span<const float> values) {
  double sum = 0.0;
  for (const float v : values) sum += static_cast<double>(v) * static_cast<double>(v);
  return values.empty() ? 0.0 : sum / static_cast<double>(values.size());
}

// RMS of one piece after the other.
std::vector<double> coarse_envelope(std::span<const float> row, std::size_t step) {
  std::vector<double> envelope;
  for (std::size_t i = 0; i + step <= row.size(); i += step)
    envelope.push_back(std::sqrt(mean_square(row.subspan(i, step))));
  return envelope;
}

// Pearson correlation of a[i] with b[i + lag].
double correlation(std::span<const double> a, std::span<const double> b, std::ptrdiff_t lag) {
  const auto from = static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, -lag));
  const std::size_t to = std::min(a.size(), b.size() - static_cast<std::size_t>(std::max<std::ptrdiff_t>(0, lag)));
  const auto n = static_cast<double>(to - from);
  double sa = 0.0, sb = 0.0, saa = 0.0, sbb = 0.0, sab = 0.0;
  for (std::size_t i = from; i < to; ++i) {
    const double x = a[i], y = b[static_cast<std::size_t>(static_cast<std::ptrdiff_t>(i) + lag)];
    sa += x;
    sb += y;
    saa += x * x;
    sbb += y * y;
    sab += x * y;
  }
  const double spread = (saa - sa * sa / n) * (sbb - sb * sb / n);
  return spread > 0.0 ? (sab - sa * sb / n) / std::sqrt(spread) : 0.0;
}

std::vector<double> correlation_of_envelopes(std::span<const float> intended, std::span<const float> mirror,
                                             double rate, const TaskSettings& settings) {
  const double step_s = base::Seconds(settings.envelope_step).value();
  const auto step = std::max<std::size_t>(1, static_cast<std::size_t>(std::llround(step_s * rate)));
  const auto reach = static_cast<std::ptrdiff_t>(settings.envelope_lag.value() / settings.envelope_step.value());
  const auto a = coarse_envelope(intended, step), b = coarse_envelope(mirror, step);
  if (a.size() < static_cast<std::size_t>(2 * reach)) return {};  // too short for such lags
  std::vector<double> by_lag;
  for (std::ptrdiff_t lag = -reach; lag <= reach; ++lag) by_lag.push_back(correlation(a, b, lag));
  return by_lag;
}

// Fills what needs both hands' samples, and lets the samples go.
BothHands join(const TaskTrial& trial, TaskEmg intended, TaskEmg mirror, double intended_rate, double mirror_rate,
               const Settings& settings) {
  BothHands both{trial, std::move(intended), std::move(mirror), {}, {}, {}};
  const auto column = [&](double after_anchor_ms, double rate) {
    const double at = (trial.anchor - trial.rest_from).value() + after_anchor_ms * 1e-3;
    return static_cast<std::size_t>(std::max(0.0, std::round(at * rate)));
  };
  if (both.intended.samples.size() == both.mirror.samples.size() && intended_rate == mirror_rate) {
    const std::size_t first = column((trial.task_from - trial.anchor).value() * 1e3, mirror_rate);
    const auto a = std::span<const float>(both.intended.samples).subspan(first);
    const auto b = std::span<const float>(both.mirror.samples).subspan(first);
    both.products = products_of(a, b);
    both.envelope_correlation = correlation_of_envelopes(a, b, mirror_rate, settings.tasks);
  }
  if (both.intended.burst) {
    const std::size_t first = column(both.intended.burst->onset, mirror_rate);
    const std::size_t last = column(both.intended.burst->onset + settings.tasks.early.value(), mirror_rate);
    if (last <= both.mirror.samples.size() && last > first)
      both.early_power = mean_square(std::span<const float>(both.mirror.samples).subspan(first, last - first));
  }
  both.intended.samples = {};
  both.mirror.samples = {};
  return both;
}

std::vector<BothHands> look_at_both(const TaskLook& look, std::span<const std::optional<Hum>> hum,
                                    const Settings& settings) {
  const recording::Recording& recording = *look.recording;
  const std::size_t intended = *find_channel(recording, look.intended, look.muscle);
  const std::size_t mirror = *find_channel(recording, look.mirror(), look.muscle);
  std::vector<BothHands> trials;
  for (const TaskTrial& trial : task_trials(recording, *look.block, settings)) {
    auto one = look_at_task(recording, intended, trial, hum[intended], settings);
    auto other = look_at_task(recording, mirror, trial, hum[mirror], settings);
    if (one && other)
      trials.push_back(join(trial, std::move(*one), std::move(*other), recording.channels[intended].rate.value(),
                            look.rate, settings));
  }
  return trials;
}

}  // namespace

bool TaskLook::cued() const {
  return !block->trials.empty() && block->trials.front().anchor.kind == protocol::AnchorKind::cue;
}

Measurement TaskLook::blank(std::string_view measure, Side side) const {
  Measurement m;
  m.key = {std::string(measure), protocol::label(block->condition), side, muscle, std::nullopt};
  m.participant = session->participant;
  m.recording = recording->name;
  m.block = block->id;
  m.trials = static_cast<int>(trials.size());
  return m;
}

std::set<std::string> muscles_of(const recording::Recording& recording) {
  std::set<std::string> muscles;
  for (const auto& channel : recording.channels)
    if (channel.kind == recording::ChannelKind::emg && channel.side && !channel.muscle.empty())
      muscles.insert(channel.muscle);
  return muscles;
}

bool recorded_on_both_sides(const recording::Recording& recording, const std::string& muscle) {
  return find_channel(recording, Side::left, muscle) && find_channel(recording, Side::right, muscle);
}

bool is_task(const protocol::Block& block) {
  return (block.condition.intended || block.condition.both_intended) && !block.condition.hemisphere &&
         std::all_of(block.trials.begin(), block.trials.end(),
                     [](const protocol::Trial& trial) { return trial.pulses.empty(); });
}

bool is_unilateral_task(const protocol::Block& block) { return block.condition.intended && is_task(block); }

std::vector<TaskLook> task_looks(const recording::Session& session, const recording::Recording& recording,
                                 std::span<const std::optional<Hum>> hum, const Settings& settings) {
  std::vector<TaskLook> looks;
  const std::size_t tests = tests_of(recording);
  for (const protocol::Block& block : recording.blocks) {
    if (!is_task(block)) continue;
    for (const std::string& muscle : muscles_of(recording)) {
      TaskLook look{&session, &recording, &block, muscle, block.condition.intended.value_or(Side::left),
                    false,    0.0,        tests,  {}};
      if (recorded_on_both_sides(recording, muscle)) {
        look.on_both_sides = true;
        look.rate = recording.channels[*find_channel(recording, look.mirror(), muscle)].rate.value();
        look.trials = look_at_both(look, hum, settings);
      }
      looks.push_back(std::move(look));
    }
  }
  return looks;
}

std::string window_text(const TaskLook& look, const Settings& settings) {
  const auto& trials = look.block->trials;
  const bool sustained = !trials.empty() && trials.front().anchor.kind == protocol::AnchorKind::sustained;
  return "high-pass " + base::format_number(settings.task_highpass.value()) + " Hz, rest " +
         base::format_number(settings.task_rest.from.value()) + " to " +
         base::format_number(settings.task_rest.to.value()) + " ms, task from " +
         base::format_number(sustained ? settings.task_ramp.value() : 0.0) + " ms";
}

}  // namespace trilayer::measures
