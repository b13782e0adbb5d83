#include "trilayer/validation/facts/readings.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "trilayer/base/statistics.hpp"
#include "trilayer/base/text.hpp"

namespace trilayer::validation {

using measures::State;
using protocol::Side;

namespace {

const measures::Measurement* find(const Visit& visit, std::string_view measure, std::string_view block, Side side) {
  for (const auto& m : visit.results.measurements) {
    if (m.key.measure != measure || m.key.side != side) continue;
    const auto blocks = base::split(m.block, '+');
    if (block.empty() || std::find(blocks.begin(), blocks.end(), block) != blocks.end()) return &m;
  }
  return nullptr;
}

const protocol::Block* find_block(const Visit& visit, std::string_view id) {
  for (const auto& recording : visit.session.recordings)
    for (const auto& block : recording.blocks)
      if (block.id == id) return &block;
  return nullptr;
}

}  // namespace

std::optional<double> measured(const Visit& visit, std::string_view measure, std::string_view block, Side side) {
  const auto* m = find(visit, measure, block, side);
  return m && m->state == State::value ? m->value : std::nullopt;
}

Read of_measure(std::string measure, std::string block, Side side) {
  return [=](const Visit& visit) { return measured(visit, measure, block, side); };
}

Read of_confounded(std::string measure, std::string block, Side side) {
  return [=](const Visit& visit) {
    const auto* m = find(visit, measure, block, side);
    return m && (m->state == State::value || m->state == State::confounded) ? m->value : std::nullopt;
  };
}

Read of_presence(std::string measure, std::string block, Side side) {
  return [=](const Visit& visit) -> std::optional<double> {
    const auto* m = find(visit, measure, block, side);
    if (m && m->state == State::absent) return 0.0;
    return m && m->value ? std::optional(1.0) : std::nullopt;
  };
}

std::vector<double> sizes(const Visit& visit, std::string_view block, Side side) {
  std::vector<double> all;
  for (const auto& trial : visit.results.trials) {
    if (trial.measure != "cmep_amplitude" || trial.block != block || trial.side != side) continue;
    if (const auto size = trial.value ? trial.value : trial.held) all.push_back(*size);
  }
  return all;
}

std::optional<double> mean_of(std::span<const double> values, std::size_t fewest) {
  return values.size() < std::max<std::size_t>(fewest, 1) ? std::nullopt : std::optional(base::mean(values));
}

std::optional<double> mean_size(const Visit& visit, std::string_view block, Side side) {
  return mean_of(sizes(visit, block, side), 3);
}

Read of_size(std::string block, Side side) {
  return [=](const Visit& visit) { return mean_size(visit, block, side); };
}

Read of_median_size(std::string block, Side side) {
  return [=](const Visit& visit) -> std::optional<double> {
    const auto all = sizes(visit, block, side);
    return all.empty() ? std::nullopt : std::optional(base::median(all));
  };
}

Read of_size_cv(std::string block, Side side) {
  return [=](const Visit& visit) -> std::optional<double> {
    const auto all = sizes(visit, block, side);
    return all.size() < 5 ? std::nullopt : std::optional(base::standard_deviation(all) / base::mean(all));
  };
}

Read of_size_skewness(std::string block, Side side) {
  return [=](const Visit& visit) -> std::optional<double> {
    const auto all = sizes(visit, block, side);
    if (all.size() < 5) return std::nullopt;
    const double mean = base::mean(all), sd = base::standard_deviation(all);
    double third = 0.0;
    for (const double size : all) third += std::pow((size - mean) / sd, 3) / static_cast<double>(all.size());
    return third;
  };
}

std::optional<double> size_ratio(const Visit& visit, std::string_view block, std::string_view reference, Side side) {
  constexpr double smallest = 0.05;  // mV
  const auto size = mean_size(visit, block, side), whole = mean_size(visit, reference, side);
  return size && whole && *whole >= smallest ? std::optional(*size / *whole) : std::nullopt;
}

Read of_ratio(std::string block, std::string reference, Side side) {
  return [=](const Visit& visit) { return size_ratio(visit, block, reference, side); };
}

std::optional<double> threshold(const Visit& visit, protocol::Hemisphere hemisphere, bool active) {
  for (const auto& known : visit.session.context.thresholds)
    if (known.hemisphere == hemisphere && known.active == active) return known.percent_output;
  return std::nullopt;
}

std::optional<double> percent_of_rmt(const Visit& visit, std::string_view id) {
  const auto* block = find_block(visit, id);
  if (!block || !block->condition.hemisphere || !block->condition.intensity) return std::nullopt;
  const auto rmt = threshold(visit, *block->condition.hemisphere, false);
  const double percent = block->condition.intensity->percent;
  switch (block->condition.intensity->reference) {
    case protocol::IntensityReference::resting_motor_threshold:
      return percent;
    case protocol::IntensityReference::maximum_stimulator_output:
      return rmt ? std::optional(100.0 * percent / *rmt) : std::nullopt;
    case protocol::IntensityReference::active_motor_threshold:
      break;
  }
  const auto amt = threshold(visit, *block->condition.hemisphere, true);
  return rmt && amt ? std::optional(percent * *amt / *rmt) : std::nullopt;
}

std::optional<double> intensity_for(const Visit& visit, std::span<const std::string> blocks, Side side, double size,
                                    Size size_of) {
  std::optional<double> last_percent, last_log;
  for (const std::string& block : blocks) {
    const auto percent = percent_of_rmt(visit, block), mean = size_of(visit, block, side);
    if (!percent || !mean || *mean <= 0.0) continue;
    const double log = std::log(*mean), wanted = std::log(size);
    if (log >= wanted && last_log)
      return *last_percent + (*percent - *last_percent) * (wanted - *last_log) / (log - *last_log);
    if (log >= wanted) return std::nullopt;  // below the weakest pulses
    last_percent = percent;
    last_log = log;
  }
  return std::nullopt;
}

}  // namespace trilayer::validation
