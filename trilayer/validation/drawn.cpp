#include "trilayer/validation/drawn.hpp"

#include <cmath>
#include <utility>

#include "trilayer/base/parallel.hpp"

namespace trilayer::validation {

using measures::BlockChannel;
using measures::Columns;
using measures::Settings;

phantom::PhantomBlock pulses(std::string id, int trials, double background_uv) {
  phantom::PhantomBlock block;
  block.plan.id = std::move(id);
  block.plan.trials = trials;
  block.plan.interval = base::Seconds(1.2);
  block.plan.condition.hemisphere = protocol::Hemisphere::left;
  const bool active = background_uv >= contracting;
  for (const auto side : protocol::both_sides) {
    block.hands[side].background = base::Microvolts(background_uv);
    block.plan.condition.hands[side].contraction = active ? protocol::Contraction::active : protocol::Contraction::rest;
  }
  return block;
}

phantom::Response response(double onset_ms, double amplitude_uv) {
  phantom::Response response;
  response.onset = base::Milliseconds(onset_ms);
  response.amplitude = base::Millivolts(amplitude_uv * 1e-3);
  return response;
}

BlockChannel look_at(const recording::Session& session, std::size_t block, protocol::Side side,
                     const Settings& settings) {
  const auto& recording = session.recordings.front();
  const std::size_t channel = side == protocol::Side::left ? 0 : 1;
  return measures::look(session, recording, recording.blocks.at(block), channel, settings, std::nullopt);
}

measures::published::Trial trial_of(const BlockChannel& look, std::size_t row, const measures::Level& level,
                                    const Settings& settings) {
  const auto& epochs = look.epochs;
  const auto columns = [&](const measures::Window& window) {
    return Columns{epochs.column(window.from), epochs.column(window.to)};
  };
  return {epochs.row(row), epochs.rate, epochs.zero, columns(epochs.background), columns(settings.response), level};
}

measures::Level rectified_background(const BlockChannel& look, const Settings& settings) {
  static_cast<void>(settings);
  const auto& epochs = look.epochs;
  const std::size_t first = epochs.column(epochs.background.from), last = epochs.column(epochs.background.to);
  double sum = 0.0, squares = 0.0, count = 0.0;
  for (std::size_t row = 0; row < epochs.trials(); ++row)
    for (const float v : epochs.row(row).subspan(first, last - first)) {
      const double r = std::abs(static_cast<double>(v));
      sum += r;
      squares += r * r;
      count += 1.0;
    }
  const double mean = sum / count;
  return {mean, std::sqrt(std::max(0.0, squares / count - mean * mean))};
}

RectifiedBlock rectify_block(const BlockChannel& look, const measures::Window& searched, const Settings& settings) {
  RectifiedBlock made;
  const base::Milliseconds end(look.epochs.ms(look.epochs.samples) - 1.0);
  const auto trials = measures::rectify(look.epochs, measures::geometry_until(end, settings, look.epochs.rate));
  measures::average(trials, made.trace);
  const auto columns = [&](const measures::Window& w) {
    return Columns{trials.column(w.from.value()), trials.column(w.to.value())};
  };
  made.average = {made.trace,        trials.rate,  trials.geometry.before, columns(settings.background),
                  columns(searched), trials.trials};
  return made;
}

Settings settings_of(const BenchmarkOptions& options, std::size_t repeat) {
  Settings settings;
  settings.seed += options.seed * 1000003U + repeat;  // or all repeats would draw the same sham pulses
  return settings;
}

std::vector<Tally> tallied(std::size_t repeats, std::size_t tallies, int jobs,
                           const std::function<void(std::size_t, std::vector<Tally>&)>& work) {
  std::vector<std::vector<Tally>> each(repeats, std::vector<Tally>(tallies));
  base::for_each_index(repeats, jobs, [&](std::size_t i) { work(i, each[i]); });
  std::vector<Tally> sum(tallies);
  for (const auto& one : each)
    for (std::size_t t = 0; t < tallies; ++t) sum[t].add(one[t]);
  return sum;
}

}  // namespace trilayer::validation
