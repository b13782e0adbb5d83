#include "trilayer/report/effect_axis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "trilayer/base/text.hpp"

namespace trilayer::report {
namespace {

using literature::EffectScale;

// Numbers that may stand on an axis of ratios, the most welcome first.
std::vector<double> ratios() {
  std::vector<double> all;
  for (int power = 0; power <= 6; ++power)
    for (const int sign : {1, -1})
      if (power > 0 || sign > 0) all.push_back(std::pow(10.0, sign * power));
  for (const double factor : {2.0, 5.0, 1.5, 3.0, 7.0, 1.2})
    for (int power = -6; power <= 6; ++power) all.push_back(factor * std::pow(10.0, power));
  return all;
}

std::vector<double> shares() {
  return {0.5,  0.1,  0.9, 0.01, 0.99,  0.2,   0.8,   0.05,  0.95, 0.3, 0.7,
          0.02, 0.98, 0.4, 0.6,  0.001, 0.999, 0.005, 0.995, 0.15, 0.85};
}

std::vector<double> correlations() {
  std::vector<double> all{0.0};
  for (const double r : {0.5, 0.9, 0.2, 0.8, 0.7, 0.99, 0.3, 0.4, 0.6, 0.1, 0.95, 0.05}) {
    all.push_back(r);
    all.push_back(-r);
  }
  return all;
}

bool is_ratio(EffectScale scale) {
  return scale == EffectScale::log_ratio || scale == EffectScale::log_odds || scale == EffectScale::log_risk;
}

double on_scale(EffectScale scale, double value) {
  if (scale == EffectScale::logit) return std::log(value / (1.0 - value));
  if (scale == EffectScale::fisher_z) return std::atanh(value);
  return std::log(value);
}

std::vector<EffectTick> plain_ticks(const Axis& axis, double apart) {
  std::vector<EffectTick> all;
  const int wanted = std::max(2, static_cast<int>(std::abs(axis.high - axis.low) / (1.6 * apart)));
  for (const double at : ticks(axis.from, axis.to, wanted)) all.push_back({at, base::format_number(at, 4)});
  return all;
}

}  // namespace

std::vector<EffectTick> effect_ticks(EffectScale scale, const Axis& axis, double apart) {
  if (scale == EffectScale::standardised_difference || scale == EffectScale::mean_difference)
    return plain_ticks(axis, apart);
  std::vector<EffectTick> kept;
  const auto wanted = scale == EffectScale::logit      ? shares()
                      : scale == EffectScale::fisher_z ? correlations()
                                                       : ratios();
  for (const double value : wanted) {
    const double at = on_scale(scale, value);
    const bool inside = at >= axis.from && at <= axis.to;
    if (inside && std::all_of(kept.begin(), kept.end(),
                              [&](const EffectTick& tick) { return std::abs(axis(tick.at) - axis(at)) >= apart; }))
      kept.push_back({at, base::format_number(value, 4)});
  }
  std::sort(kept.begin(), kept.end(), [](const EffectTick& a, const EffectTick& b) { return a.at < b.at; });
  return kept;
}

int decimals_for(EffectScale scale, std::span<const literature::Interval> intervals) {
  int decimals = 0;
  for (const auto& interval : intervals) {
    const double half =
        0.5 * (literature::back_transformed(scale, interval.high) - literature::back_transformed(scale, interval.low));
    if (half > 0.0 && std::isfinite(half))
      decimals = std::max(decimals, static_cast<int>(std::floor(2.0 - std::log10(half))));
  }
  return std::clamp(decimals, 0, 4);
}

std::string effect_number(EffectScale scale, double value, int decimals) {
  const double shown = literature::back_transformed(scale, value);
  if (is_ratio(scale)) return shown < 1e5 ? base::format_number(shown, 3) : fmt::format("{:.2e}", shown);
  const std::string text = fmt::format("{:.{}f}", shown, decimals);
  const bool zero = text.find_first_not_of("-0.") == std::string::npos;
  return zero && text.front() == '-' ? text.substr(1) : text;
}

std::string effect_with_interval(EffectScale scale, double value, const literature::Interval& interval, int decimals) {
  return fmt::format("{} ({} to {})", effect_number(scale, value, decimals),
                     effect_number(scale, interval.low, decimals), effect_number(scale, interval.high, decimals));
}

bool has_no_effect_line(EffectScale scale) { return scale != EffectScale::logit; }

}  // namespace trilayer::report
