#include "trilayer/measures/coupling/steady_contraction.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/both_hands.hpp"
#include "trilayer/measures/high_pass.hpp"
#include "trilayer/measures/task_emg.hpp"

namespace trilayer::measures {
namespace {

constexpr double after_pulse = 0.5;    // s in which a pulse may still show
constexpr double before_pulse = 0.01;  // s: the marker may be late

// How many segments of `length` s fit into one trial from `from` on.
std::size_t segments_in(const recording::Recording& recording, const protocol::Trial& trial, double from,
                        double length) {
  double end = trial.anchor.time.value() + trial.anchor.duration.value();
  for (const auto& segment : recording.segments) {
    const double first = segment.start.value(), rate = recording.channels.front().rate.value();
    const double last = first + static_cast<double>(segment.samples.front().size()) / rate;
    if (from >= first && from < last) end = std::min(end, last - 0.002);  // a sample or two lost to rounding
  }
  constexpr double rounding = 1e-6;
  return end > from ? static_cast<std::size_t>((end - from) / length + rounding) : 0;
}

bool pulse_in(const recording::Recording& recording, double from, double to) {
  for (const auto& block : recording.blocks)
    for (const auto& trial : block.trials)
      for (const auto& pulse : trial.pulses)
        if (pulse.time.value() + after_pulse > from && pulse.time.value() - before_pulse < to) return true;
  return false;
}

double power(std::span<const float> values) {
  double sum = 0.0;
  for (const float v : values) sum += static_cast<double>(v) * static_cast<double>(v);
  return sum / static_cast<double>(values.size());
}

// Means of `factor` neighbours, then mean 0 and variance 1.
void append_reduced(std::vector<double>& all, std::span<const float> row, std::size_t factor) {
  const std::size_t count = row.size() / factor, first = all.size();
  double sum = 0.0, squares = 0.0;
  for (std::size_t i = 0; i < count; ++i) {
    double value = 0.0;
    for (std::size_t k = 0; k < factor; ++k) value += static_cast<double>(row[i * factor + k]);
    value /= static_cast<double>(factor);
    sum += value;
    all.push_back(value);
  }
  const double mean = sum / static_cast<double>(count);
  for (std::size_t i = first; i < all.size(); ++i) squares += (all[i] - mean) * (all[i] - mean);
  const double scale = squares > 0.0 ? 1.0 / std::sqrt(squares / static_cast<double>(count)) : 0.0;
  for (std::size_t i = first; i < all.size(); ++i) all[i] = (all[i] - mean) * scale;
}

std::vector<float> without_hum(std::span<const float> row, const std::optional<Hum>& hum, double rate) {
  std::vector<float> clean(row.begin(), row.end());
  if (!hum) return clean;
  const Stretch stretch{row, 0.0};
  HumFit(*hum, rate, std::span(&stretch, 1)).subtract(clean, 0.0);
  return clean;
}

// Power of one hand at rest before the trials; nothing where none has a resting window.
std::optional<double> resting_power(const recording::Recording& recording, const protocol::Block& block,
                                    std::size_t channel, const std::optional<Hum>& hum, const Settings& settings) {
  const double rate = recording.channels[channel].rate.value();
  std::vector<double> powers;
  for (const TaskTrial& trial : task_trials(recording, block, settings)) {
    const auto count = static_cast<std::size_t>((trial.rest_to - trial.rest_from).value() * rate);
    const auto samples = recording::samples_at(recording, channel, trial.rest_from, count);
    if (samples.empty()) continue;
    powers.push_back(power(without_hum(high_passed(samples, settings.task_highpass, rate, Passes::both), hum, rate)));
  }
  if (powers.empty()) return std::nullopt;
  return base::median(powers);
}

// The segments of one trial: they follow one another without a gap.
struct Cut {
  base::Seconds from;
  std::size_t count = 0;            // of segments
  std::vector<std::size_t> chosen;  // those without a pulse
  std::size_t length = 0;           // samples of a segment
  std::size_t factor = 1;           // samples that are averaged into one
};

// The used trials that both channels hold and that have a segment without a pulse; `length` in samples.
std::vector<Cut> cuts_of(const recording::Recording& recording, const protocol::Block& block,
                         const std::array<std::size_t, 2>& channels, std::size_t length, std::size_t factor,
                         const Settings& settings) {
  const double seconds = static_cast<double>(length) / recording.channels[channels[0]].rate.value();
  std::vector<Cut> cuts;
  for (const protocol::Trial& trial : block.trials) {
    if (!trial.excluded.empty()) continue;
    const double from = trial.anchor.time.value() + base::Seconds(settings.task_ramp).value();
    Cut cut{base::Seconds(from), segments_in(recording, trial, from, seconds), {}, length, factor};
    for (std::size_t i = 0; i < cut.count; ++i) {
      const double start = from + static_cast<double>(i) * seconds;
      if (!pulse_in(recording, start, start + seconds)) cut.chosen.push_back(i);
    }
    const bool held = std::none_of(channels.begin(), channels.end(), [&](std::size_t c) {
      return recording::samples_at(recording, c, cut.from, cut.count * length).empty();
    });
    if (held && !cut.chosen.empty()) cuts.push_back(std::move(cut));
  }
  return cuts;
}

// Adds the chosen segments of one hand; returns their summed power.
double add_segments(SteadyHand& hand, const recording::Recording& recording, std::size_t channel, const Cut& cut,
                    const Settings& settings) {
  const double rate = recording.channels[channel].rate.value();
  const auto samples = recording::samples_at(recording, channel, cut.from, cut.count * cut.length);
  const auto filtered = high_passed(samples, settings.task_highpass, rate, Passes::both);
  std::vector<float> clean;
  for (std::size_t i = 0; i < cut.count; ++i) {
    const auto row = without_hum(std::span(filtered).subspan(i * cut.length, cut.length), hand.hum, rate);
    clean.insert(clean.end(), row.begin(), row.end());
  }
  std::vector<float> rectified(clean);
  for (float& v : rectified) v = std::abs(v);
  // Force that wanders slowly in both hands would leak from the lowest bins into all others.
  rectified = high_passed(rectified, settings.coupling.cumulant.from, rate, Passes::both);
  double sum = 0.0;
  for (const std::size_t i : cut.chosen) {
    const auto segment = [&](const std::vector<float>& all) {
      return std::span(all).subspan(i * cut.length, cut.length);
    };
    append_reduced(hand.rectified, segment(rectified), cut.factor);
    append_reduced(hand.plain, segment(clean), cut.factor);
    sum += power(segment(clean));
  }
  return sum;
}

}  // namespace

bool is_steady_contraction(const protocol::Block& block) {
  const auto& condition = block.condition;
  return condition.task == protocol::Task::sustained_contraction && !condition.hemisphere &&
         (condition.intended || condition.both_intended) && !block.trials.empty() &&
         std::all_of(block.trials.begin(), block.trials.end(), [](const protocol::Trial& trial) {
           return trial.pulses.empty() && trial.anchor.duration.value() > 0.0;
         });
}

std::vector<protocol::Side> measured_sides(const protocol::Block& block) {
  if (block.condition.intended) return {protocol::opposite(*block.condition.intended)};
  return {protocol::both_sides.begin(), protocol::both_sides.end()};
}

SteadyContraction steady_contraction(const recording::Recording& recording, const protocol::Block& block,
                                     const std::string& muscle, protocol::Side measured,
                                     std::span<const std::optional<Hum>> hum, const Settings& settings) {
  SteadyContraction steady;
  const auto channel = find_channel(recording, measured, muscle);
  const auto other = find_channel(recording, protocol::opposite(measured), muscle);
  if (!channel || !other) return steady;
  const double rate = recording.channels[*channel].rate.value();
  if (recording.channels[*other].rate.value() != rate) return steady;
  const auto factor = std::max<std::size_t>(1, static_cast<std::size_t>(rate / settings.coupling.reduced_rate.value()));
  steady.rate = rate / static_cast<double>(factor);
  steady.length =
      static_cast<std::size_t>(std::llround(base::Seconds(settings.coupling.segment).value() * steady.rate));
  const std::size_t samples = steady.length * factor;
  steady.measured.hum = hum[*channel];
  steady.other.hum = hum[*other];

  const auto cuts = cuts_of(recording, block, {*channel, *other}, samples, factor, settings);
  steady.trials = cuts.size();
  for (const Cut& cut : cuts) steady.segments += cut.chosen.size();
  // Short contractions are common and filters cost time.
  if (steady.segments < static_cast<std::size_t>(settings.coupling.fewest_segments)) return steady;
  double measured_power = 0.0, other_power = 0.0;
  for (const Cut& cut : cuts) {
    measured_power += add_segments(steady.measured, recording, *channel, cut, settings);
    other_power += add_segments(steady.other, recording, *other, cut, settings);
  }
  const auto over_rest = [&](double sum, std::size_t c) -> std::optional<double> {
    if (sum <= 0.0) return 0.0;  // a flat channel
    const auto rest = resting_power(recording, block, c, hum[c], settings);
    if (!rest || *rest <= 0.0) return std::nullopt;
    return std::sqrt(sum / static_cast<double>(steady.segments) / *rest);
  };
  steady.measured.over_rest = over_rest(measured_power, *channel);
  steady.other.over_rest = over_rest(other_power, *other);
  return steady;
}

std::string why_not_steady(const SteadyContraction& steady, const Settings& settings) {
  const double seconds = base::Seconds(settings.coupling.segment).value();
  if (steady.segments < static_cast<std::size_t>(settings.coupling.fewest_segments))
    return fmt::format("{} segments of {:.2g} s of contraction of both hands; {} are needed", steady.segments, seconds,
                       settings.coupling.fewest_segments);
  for (const SteadyHand* hand : {&steady.measured, &steady.other})
    if (hand->over_rest && *hand->over_rest < settings.coupling.active_over_rest)
      return fmt::format("{} hand is too quiet: its EMG is {:.2g} times that at rest; {:.2g} are needed",
                         hand == &steady.measured ? "this" : "the other", *hand->over_rest,
                         settings.coupling.active_over_rest);
  return "";
}

std::size_t tests_of_coupling(const recording::Recording& recording) {
  std::size_t pairs = 0, blocks = 0;
  for (const auto& muscle : muscles_of(recording)) pairs += recorded_on_both_sides(recording, muscle) ? 1 : 0;
  for (const auto& block : recording.blocks) blocks += is_steady_contraction(block) ? 1 : 0;
  return std::max<std::size_t>(1, pairs * blocks);
}

}  // namespace trilayer::measures
