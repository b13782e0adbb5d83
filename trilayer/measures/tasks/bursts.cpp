#include "trilayer/measures/tasks/bursts.hpp"

#include <algorithm>
#include <cmath>

#include "trilayer/measures/trace.hpp"

namespace trilayer::measures {
namespace {

constexpr double onset_reach = 0.04;  // s either side of the envelope's crossing in which the onset is refined
constexpr double onset_edge = 0.005;  // s at either end of that stretch that an onset cannot lie in

double resting_rms(std::span<const float> rest) {
  double sum = 0.0;
  for (const float v : rest) sum += static_cast<double>(v) * static_cast<double>(v);
  return std::sqrt(sum / static_cast<double>(std::max<std::size_t>(1, rest.size())));
}

// The stretch above `limit` that begins at `first`, up to a quiet of `gap` samples.
Columns stretch_above(const std::vector<double>& envelope, std::size_t first, double limit, std::size_t gap) {
  std::size_t last = first;
  for (std::size_t i = first; i < envelope.size() && i < last + gap; ++i)
    if (envelope[i] > limit) last = i + 1;
  return {first, last};
}

// Never beyond the peak: a short burst's end is a change of variance too.
std::size_t refined_onset(std::span<const float> row, std::size_t crossing, std::size_t peak, double rate) {
  const auto reach = static_cast<std::size_t>(onset_reach * rate);
  const std::size_t edge = std::max<std::size_t>(2, static_cast<std::size_t>(onset_edge * rate));
  const std::size_t first = crossing > reach ? crossing - reach : 0;
  const std::size_t last = std::min({row.size(), crossing + reach, peak + edge});
  return last - first > 2 * edge ? change_of_variance(row, first, last, edge) : crossing;
}

}  // namespace

std::vector<Burst> find_bursts(std::span<const float> row, std::size_t rest_end, double rate,
                               const Settings& settings) {
  std::vector<Burst> bursts;
  const TaskSettings& choice = settings.tasks;
  const auto samples = [&](base::Milliseconds t) { return static_cast<std::size_t>(t.value() * 1e-3 * rate + 0.5); };
  std::vector<double> envelope;
  rms_envelope(row, samples(choice.burst_envelope), envelope);
  const Level rest = level(envelope, {0, rest_end});
  const double noise = resting_rms(row.first(std::min(rest_end, row.size())));
  if (noise <= 0.0) return bursts;
  const double limit = rest.mean + settings.task_onset_deviations * rest.deviation;
  for (std::size_t i = rest_end; i < envelope.size(); ++i) {
    if (envelope[i] <= limit) continue;
    const Columns stretch = stretch_above(envelope, i, limit, samples(choice.burst_gap));
    const auto begin = envelope.begin() + static_cast<std::ptrdiff_t>(stretch.first);
    const auto top = std::max_element(begin, begin + static_cast<std::ptrdiff_t>(stretch.size()));
    if (stretch.size() >= samples(choice.burst_shortest) && *top >= choice.burst_over_rest * noise) {
      const auto peak = static_cast<std::size_t>(top - envelope.begin());
      Burst burst;
      burst.onset = static_cast<double>(refined_onset(row, stretch.first, peak, rate)) / rate * 1e3;
      burst.end = static_cast<double>(stretch.last) / rate * 1e3;
      burst.peak = *top;
      for (std::size_t k = stretch.first; k < stretch.last; ++k)
        burst.area += std::max(0.0, envelope[k] - rest.mean) / rate * 1e3;
      bursts.push_back(burst);
    }
    i = stretch.last;
  }
  return bursts;
}

}  // namespace trilayer::measures
