#include "trilayer/measures/silences/average_silence.hpp"

#include <algorithm>
#include <cmath>

namespace trilayer::measures {
namespace {

constexpr double edges_within = 15.0;   // ms
constexpr double second_within = 20.0;  // ms after the first phase
constexpr int most_rounds = 6;          // of fitting one edge after the other; two or three are usual

// The largest dip of an average; `smoothed` is working space.
struct Candidate {
  Dip dip;
  double mean = 0.0;
  Columns edges;  // between which the dip's own edges lie: beyond them the smoothed average is back, or all but
};

// From a run outwards as far as the smoothed average stays below a level, and a smoothing's half width more.
Columns below(std::span<const double> smoothed, Columns run, double level, const SilenceSearch& search) {
  Columns wide = run;
  const std::size_t low = std::max(search.window.first, run.first > search.reach ? run.first - search.reach : 0);
  const std::size_t high = std::min(search.window.last, run.last + search.reach);
  while (wide.first > low && smoothed[wide.first - 1] < level) --wide.first;
  while (wide.last < high && smoothed[wide.last] < level) ++wide.last;
  const std::size_t half = search.smoothing / 2;
  return {std::max(low, wide.first > half ? wide.first - half : 0), std::min(high, wide.last + half)};
}

Candidate candidate_on(std::span<const double> trace, const SilenceSearch& search, std::vector<double>& smoothed) {
  smooth(trace, search.smoothing, smoothed);
  const Level quiet = level(smoothed, {0, search.background});
  const double limit = quiet.mean - search.deviations * quiet.deviation;
  Candidate candidate{deepest_dip(smoothed, search.window, search.latest_onset, quiet.mean, limit), quiet.mean, {}};
  if (candidate.dip.run.size() < search.shortest) candidate.dip = {};
  candidate.edges = below(smoothed, candidate.dip.run, 0.5 * (quiet.mean + limit), search);
  return candidate;
}

// What a rectangle from first to last takes off the sum of squares.
double gain(const std::vector<double>& missing, std::size_t first, std::size_t last) {
  const double area = missing[last] - missing[first];
  return area > 0.0 ? area * area / static_cast<double>(last - first) : 0.0;
}

// The edges of the best rectangle near a run: one edge after the other until none moves.
Columns fitted(std::span<const double> trace, const Candidate& candidate, std::size_t shortest) {
  const auto [low, high] = candidate.edges;
  const double mean = candidate.mean;
  std::vector<double> missing(high + 1, 0.0);  // below the mean, summed from `low`
  for (std::size_t i = low; i < high; ++i) missing[i + 1] = missing[i] + mean - trace[i];
  Columns best = candidate.dip.run;
  for (int round = 0; round < most_rounds; ++round) {
    const Columns before = best;
    for (std::size_t first = low; first + shortest <= best.last; ++first)
      if (gain(missing, first, best.last) > gain(missing, best.first, best.last)) best.first = first;
    for (std::size_t last = best.first + shortest; last <= high; ++last)
      if (gain(missing, best.first, last) > gain(missing, best.first, best.last)) best.last = last;
    if (best == before) break;
  }
  return best;
}

}  // namespace

SilenceSearch search_of(const RectifiedTrials& trials, const Settings& settings) {
  const auto samples = [&](base::Milliseconds t) { return static_cast<std::size_t>(t.value() * 1e-3 * trials.rate); };
  return {{trials.column(settings.isp_search.from.value()), trials.column(settings.isp_search.to.value())},
          trials.column(settings.isp_latest_onset.value()),
          samples(settings.isp_shortest),
          samples(settings.envelope) | 1U,
          trials.geometry.background,
          samples(base::Milliseconds(edges_within)),
          settings.isp_deviations};
}

Statistic normalised_area(const SilenceSearch& search) {
  return [search, smoothed = std::vector<double>()](const AverageView& view) mutable {
    const Candidate candidate = candidate_on(view.trace, search, smoothed);
    return candidate.mean > 0.0 ? candidate.dip.area / candidate.mean : 0.0;
  };
}

std::optional<AverageSilence> silence_on(std::span<const double> trace, const RectifiedTrials& trials,
                                         const SilenceSearch& search, std::vector<double>& smoothed) {
  const Candidate candidate = candidate_on(trace, search, smoothed);
  if (candidate.dip.run.size() == 0 || candidate.mean <= 0.0) return std::nullopt;
  const Columns run = fitted(trace, candidate, search.shortest);
  double lost = 0.0, lowest = candidate.mean;
  for (std::size_t i = run.first; i < run.last; ++i) {
    lost += candidate.mean - trace[i];
    lowest = std::min(lowest, smoothed[i]);
  }
  const double ms_a_sample = 1e3 / trials.rate;
  return AverageSilence{trials.ms(static_cast<double>(run.first)),
                        trials.ms(static_cast<double>(run.last)),
                        100.0 * lost / (candidate.mean * static_cast<double>(run.size())),
                        100.0 * (1.0 - lowest / candidate.mean),
                        lost / candidate.mean * ms_a_sample,
                        run.last == search.window.last,
                        run.first == search.window.first};
}

std::optional<SecondPhase> second_phase(std::span<const double> trace, const RectifiedTrials& trials,
                                        const SilenceSearch& search, const AverageSilence& first,
                                        const Surrogates& surrogates) {
  const auto within = static_cast<std::size_t>(second_within * 1e-3 * trials.rate);
  std::vector<double> smoothed;
  const auto dip_after = [&](std::span<const double> average, std::size_t from, double& mean) {
    smooth(average, search.smoothing, smoothed);
    const Level quiet = level(smoothed, {0, search.background});
    mean = quiet.mean;
    const double limit = quiet.mean - search.deviations * quiet.deviation;
    std::size_t begin = from;
    while (begin < search.window.last && smoothed[begin] < limit) ++begin;  // the first phase's own slope
    const Dip dip = deepest_dip(smoothed, {begin, search.window.last}, begin + within, quiet.mean, limit);
    return dip.run.size() < search.shortest ? Dip{} : dip;
  };
  const std::size_t from = trials.column(first.end);
  if (from + within / 2 > search.window.last) return std::nullopt;
  double mean = 0.0;
  const Dip dip = dip_after(trace, from, mean);
  if (mean <= 0.0) return std::nullopt;
  SecondPhase second{dip.area / mean * 1e3 / trials.rate, 1.0,
                     dip.run.size() > 0 && dip.run.last == search.window.last};
  std::size_t as_large = 0;
  for (const auto& sham : surrogates.kept) {
    const double area = dip_after(sham, from, mean).area;
    as_large += mean > 0.0 && area / mean * 1e3 / trials.rate >= second.area ? 1 : 0;
  }
  second.p = static_cast<double>(1 + as_large) / static_cast<double>(1 + surrogates.kept.size());
  return second;
}

}  // namespace trilayer::measures
