#include "trilayer/measures/coupling/cross_correlogram.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/both_hands.hpp"
#include "trilayer/measures/coupling/correlogram.hpp"
#include "trilayer/measures/coupling/steady_contraction.hpp"
#include "trilayer/measures/result.hpp"
#include "trilayer/measures/surrogates.hpp"
#include "trilayer/measures/trace.hpp"

namespace trilayer::measures {
namespace {

constexpr std::size_t most_groups = 10;  // of segments, for the error of the width
constexpr double level_width = 0.25;     // s: slower than the drive that is looked for
constexpr double narrowest = 3.0;        // ms: common drive makes no narrower peak, a copied signal does

Correlogram sum_of(const std::vector<Correlogram>& groups, std::optional<std::size_t> without = std::nullopt) {
  Correlogram sum;
  for (std::size_t g = 0; g < groups.size(); ++g)
    if (g != without) add(sum, groups[g]);
  return sum;
}

std::vector<Correlogram> correlograms_of(const SteadyContraction& steady, const Settings& settings) {
  const double stretch = static_cast<double>(steady.length) / steady.rate;
  const std::size_t count = std::min(most_groups, steady.segments);
  std::vector<Correlogram> groups(count);
  for (std::size_t s = 0; s < steady.segments; ++s) {
    const auto times = [&](const SteadyHand& hand) {
      return impulses(std::span(hand.plain).subspan(s * steady.length, steady.length), steady.rate,
                      settings.coupling.spike_deviations);
    };
    add(groups[s * count / steady.segments],
        cross_correlogram(times(steady.other), times(steady.measured), stretch, settings.coupling.correlogram_reach));
  }
  return groups;
}

// Of unrectified EMG at lag 0; rows have variance 1.
double correlation_at_zero(const SteadyContraction& steady) {
  double sum = 0.0;
  for (std::size_t i = 0; i < steady.measured.plain.size(); ++i)
    sum += steady.measured.plain[i] * steady.other.plain[i];
  return std::abs(sum) / static_cast<double>(steady.measured.plain.size());
}

std::optional<double> width_error(const std::vector<Correlogram>& groups, const Settings& settings) {
  std::vector<double> widths;
  for (std::size_t g = 0; g < groups.size(); ++g)
    if (const auto found = synchrony(sum_of(groups, g), settings.coupling)) widths.push_back(found->width());
  if (widths.size() < 3) return std::nullopt;
  const auto n = static_cast<double>(widths.size());
  const double jackknife = base::standard_deviation(widths) * (n - 1.0) / std::sqrt(n);
  return std::hypot(jackknife, 1.0 / std::sqrt(6.0));  // both borders lie on a grid of 1 ms
}

std::vector<Measurement> rows_of(Measurement blank, const SteadyContraction& steady, double level,
                                 const Settings& settings) {
  Measurement width = blank, cis = blank;
  width.key.measure = "synchrony_peak_width";
  cis.key.measure = "synchrony_cis";
  const auto groups = correlograms_of(steady, settings);
  const Correlogram all = sum_of(groups);
  const auto found = synchrony(all, settings.coupling);
  if (!found) {
    const std::string reason = "too few impulses to know the level of chance";
    return {unobtainable(width, reason), unobtainable(cis, reason)};
  }
  width.p_value = cis.p_value = found->p;
  width.method = cis.method = fmt::format(
      "multi-unit: peaks of surface EMG above {:.2g} SD, {:.0f} in the other hand, {:.0f} s; {:.1f} counts a "
      "ms by chance; excess within {:.0f} ms tested at level {:.3g}",
      settings.coupling.spike_deviations, all.references, all.duration, found->level,
      settings.coupling.correlogram_centre.value(), level);
  if (found->p > level) {
    const std::string reason = fmt::format("no more impulses together than by chance (p = {:.2g})", found->p);
    cis.state = State::absent;
    cis.reason = reason;
    cis.smallest_detectable = (base::normal_quantile(1.0 - level) + base::normal_quantile(settings.detection_power)) *
                              std::sqrt(found->expected) / all.duration;
    return {unobtainable(width, reason), cis};
  }
  width.state = cis.state = State::value;
  width.value = found->width();
  if (const auto error = width_error(groups, settings)) set_error(width, *error);
  cis.value = found->extra_per_second;
  set_error(cis, found->error / found->extra_per_second);
  cis.method += fmt::format("; k' {:.2f}, {:.3f} extra an impulse, {:.1f} to {:.1f} ms", found->mean_ratio,
                            found->extra_per_reference, found->first, found->last);
  std::string reason;
  if (found->width() <= narrowest) reason = "the peak is narrower than common drive makes it";
  if (const double r = correlation_at_zero(steady); r > settings.cross_talk)
    reason += fmt::format("{}unrectified EMG of both hands is correlated at zero lag ({:.2f})",
                          reason.empty() ? "" : "; ", r);
  if (reason.empty()) return {width, cis};
  reason += ": electrical cross-talk is possible";
  return {confounded(width, reason), confounded(cis, reason)};
}

}  // namespace

std::vector<double> impulses(std::span<const double> row, double rate, double deviations) {
  const std::vector<float> signal(row.begin(), row.end());
  std::vector<double> level, times;
  rms_envelope(signal, static_cast<std::size_t>(level_width * rate), level);
  for (std::size_t i = 1; i + 1 < row.size(); ++i)
    if (row[i] > deviations * level[i] && row[i] >= row[i - 1] && row[i] > row[i + 1])
      times.push_back(static_cast<double>(i) / rate);
  return times;
}

std::vector<Measurement> multi_unit_synchrony(const recording::Session& session, const recording::Recording& recording,
                                              const protocol::Block& block, std::span<const std::optional<Hum>> hum,
                                              const Settings& settings) {
  std::vector<Measurement> results;
  if (!is_steady_contraction(block)) return results;
  const double level = level_per_test(settings.false_alarm_rate, tests_of_coupling(recording));
  for (const std::string& muscle : muscles_of(recording))
    for (const protocol::Side side : measured_sides(block)) {
      Measurement blank;
      blank.key = {"synchrony_cis", protocol::label(block.condition), side, muscle, std::nullopt};
      blank.participant = session.participant;
      blank.recording = recording.name;
      blank.block = block.id;
      SteadyContraction steady;
      std::string lacking;
      if (recorded_on_both_sides(recording, muscle)) {
        steady = steady_contraction(recording, block, muscle, side, hum, settings);
        lacking = why_not_steady(steady, settings);
      }
      blank.trials = static_cast<int>(steady.trials);
      if (steady.rate > 0.0 && lacking.empty()) {
        const auto rows = rows_of(blank, steady, level, settings);
        results.insert(results.end(), rows.begin(), rows.end());
        continue;
      }
      for (const char* id : {"synchrony_peak_width", "synchrony_cis"}) {
        blank.key.measure = id;
        results.push_back(!recorded_on_both_sides(recording, muscle)
                              ? missing(blank, muscle + " is recorded on one side only")
                          : steady.rate == 0.0 ? invalid(blank, "the channels of the two hands have different rates")
                                               : unobtainable(blank, lacking));
      }
    }
  return results;
}

}  // namespace trilayer::measures
