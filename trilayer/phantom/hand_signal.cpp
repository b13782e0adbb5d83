#include "trilayer/phantom/hand_signal.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <utility>

#include "trilayer/base/elementary.hpp"
#include "trilayer/phantom/shapes.hpp"
#include "trilayer/protocol/protocol_file.hpp"

namespace trilayer::phantom {
namespace {

using protocol::Side;

constexpr double mains_hz = 50.0;
constexpr double ramp_ms = 20.0;
constexpr double tail_measured_ms = 5.0;
constexpr double tail_constants = 15.0;  // after so many time constants nothing of a tail is left
constexpr double artefact_ms = 5.0;      // after which nothing of it is left

// The columns of a block that lie in [from, to) seconds from its first sample.
std::pair<std::size_t, std::size_t> columns(double from, double to, double rate, std::size_t length) {
  const auto clip = [&](double t) {
    return static_cast<std::size_t>(std::clamp(std::ceil(t * rate - 1e-9), 0.0, static_cast<double>(length)));
  };
  return {clip(from), std::max(clip(from), clip(to))};
}

void add_task(const Hand& hand, base::Seconds duration, double anchor, double rate, std::span<double> level) {
  const double start = anchor + base::Seconds(hand.task_onset).value();
  const double end = start + duration.value();
  const double ramp = ramp_ms * 1e-3;
  const double task = hand.task_emg.value();
  const auto [from, to] = columns(start, end, rate, level.size());
  for (std::size_t i = from; i < to; ++i) {
    const double t = static_cast<double>(i) / rate;
    const double added = task * std::min(ramp_wave((t - start) / ramp), ramp_wave((end - t) / ramp));
    level[i] = std::sqrt(level[i] * level[i] + added * added);
  }
}

void add_silence(const Silence& silence, base::Stream stream, double anchor, double rate, std::span<double> level) {
  const double shift = silence.jitter.value() * stream.normal();
  const double onset = anchor + 1e-3 * (silence.onset.value() + shift);
  const double end = anchor + 1e-3 * (silence.end.value() + shift);
  const double edge = base::Seconds(silence.edge).value();
  const auto [from, to] = columns(onset - 0.5 * edge, end + 0.5 * edge, rate, level.size());
  for (std::size_t i = from; i < to; ++i) {
    const double t = static_cast<double>(i) / rate;
    const double share = edge > 0.0 ? ramp_wave((t - onset) / edge + 0.5) * ramp_wave((end - t) / edge + 0.5) : 1.0;
    level[i] *= 1.0 - silence.depth * share;
  }
}

// RMS of the EMG in every sample of a block, uV.
std::vector<double> emg_level(const Placed& placed, const Hand& hand, Side side, double rate, std::uint64_t seed) {
  std::vector<double> level(placed.length, hand.background.value());
  for (std::size_t trial = 0; trial < placed.anchors.size(); ++trial) {
    const double anchor = static_cast<double>(placed.anchors[trial]) / rate;
    if (hand.task_emg.value() > 0.0) add_task(hand, placed.block->plan.task_duration, anchor, rate, level);
    if (hand.silence)
      add_silence(*hand.silence, stream_for(seed, placed, trial, side, Purpose::silence), anchor, rate, level);
  }
  return level;
}

void add_response(const Response& response, base::Stream stream, double anchor, double rate, std::span<double> signal) {
  // All three are drawn whatever the settings are, so that changing one setting leaves the other draws alone.
  const bool there = stream.uniform() < response.share;
  const double onset = anchor + 1e-3 * (response.onset.value() + response.jitter.value() * stream.normal());
  const double size =
      base::Microvolts(response.amplitude).value() * base::portable_exp(response.log_spread * stream.normal());
  if (!there) return;
  const double length = base::Seconds(response.length).value();
  const auto [from, to] = columns(onset, onset + length, rate, signal.size());
  for (std::size_t i = from; i < to; ++i)
    signal[i] += size * response_wave((static_cast<double>(i) / rate - onset) / length);
}

void add_artefacts(const Phantom& phantom, const Placed& placed, std::span<double> signal) {
  const double rate = phantom.rate.value();
  const double peak = base::Microvolts(phantom.artefact).value();
  for (const std::size_t anchor : placed.anchors) {
    const base::Seconds time(static_cast<double>(anchor) / rate);
    for (const protocol::Pulse& pulse : pulses_at(placed.block->plan.condition, time)) {
      const double at = pulse.time.value();
      const auto [from, to] = columns(at, at + artefact_ms * 1e-3, rate, signal.size());
      for (std::size_t i = from; i < to; ++i)
        signal[i] += peak * artefact_wave((static_cast<double>(i) / rate - at) * 1e3);
    }
  }
}

void add_tails(const Phantom& phantom, const Placed& placed, Side side, std::uint64_t seed, std::span<double> signal) {
  const double rate = phantom.rate.value();
  const double constant = phantom.tail_constant.value();
  const double at_pulse = phantom.artefact_tail.value() * base::portable_exp(tail_measured_ms / constant);
  for (std::size_t trial = 0; trial < placed.anchors.size(); ++trial) {
    base::Stream stream = stream_for(seed, placed, trial, side, Purpose::tail);
    const base::Seconds time(static_cast<double>(placed.anchors[trial]) / rate);
    for (const protocol::Pulse& pulse : pulses_at(placed.block->plan.condition, time)) {
      const double size = (side == Side::left ? 1.0 : -1.0) * at_pulse * base::portable_exp(0.3 * stream.normal());
      const double at = pulse.time.value();
      const auto [from, to] = columns(at, at + tail_constants * constant * 1e-3, rate, signal.size());
      for (std::size_t i = from; i < to; ++i)
        signal[i] += size * base::portable_exp((at - static_cast<double>(i) / rate) * 1e3 / constant);
    }
  }
}

void add_hum(const Phantom& phantom, std::size_t first, std::span<double> signal) {
  const double turns_a_sample = mains_hz / phantom.rate.value();
  for (std::size_t i = 0; i < signal.size(); ++i) {
    const double turns = turns_a_sample * static_cast<double>(first + i);
    signal[i] += phantom.hum.value() * base::portable_sincos_turns(turns - std::floor(turns)).sine;
  }
}

}  // namespace

std::vector<double> hand_signal(const Phantom& phantom, const Placed& placed, Side side, const EmgFilter& filter,
                                std::uint64_t seed) {
  const Hand& hand = placed.block->hands[side];
  const double rate = phantom.rate.value();
  std::vector<double> signal(placed.length, 0.0);
  if (hand.background.value() > 0.0 || hand.task_emg.value() > 0.0) {
    filter.draw(stream_for(seed, placed, 0, side, Purpose::emg), signal);
    const std::vector<double> level = emg_level(placed, hand, side, rate, seed);
    for (std::size_t i = 0; i < signal.size(); ++i) signal[i] *= level[i];
  }
  for (std::size_t trial = 0; hand.response && trial < placed.anchors.size(); ++trial)
    add_response(*hand.response, stream_for(seed, placed, trial, side, Purpose::response),
                 static_cast<double>(placed.anchors[trial]) / rate, rate, signal);
  if (phantom.artefact.value() != 0.0) add_artefacts(phantom, placed, signal);
  if (phantom.artefact_tail.value() != 0.0) add_tails(phantom, placed, side, seed, signal);
  if (phantom.hum.value() != 0.0) add_hum(phantom, placed.first, signal);
  if (phantom.sensor_noise.value() > 0.0) {
    base::Stream stream = stream_for(seed, placed, 0, side, Purpose::sensor);
    for (double& v : signal) v += phantom.sensor_noise.value() * stream.normal();
  }
  return signal;
}

}  // namespace trilayer::phantom
