#include "trilayer/measures/pairs/pair_name.hpp"

namespace trilayer::measures {
namespace {

using protocol::Condition;
using protocol::IntensityReference;
using protocol::Site;

std::optional<double> threshold(const recording::Context& context, protocol::Hemisphere hemisphere, bool active) {
  for (const auto& known : context.thresholds)
    if (known.hemisphere == hemisphere && known.active == active && known.percent_output > 0.0)
      return known.percent_output;
  return std::nullopt;
}

// Afferent inhibition by a shock to a nerve of the hand that the test pulse moves.
std::optional<std::string_view> afferent(const Condition& condition) {
  const double interval = condition.conditioning->interval.value();
  if (condition.stimulated_side != protocol::contralateral_side(*condition.hemisphere)) return std::nullopt;
  if (interval >= 18.0 && interval <= 28.0) return "sai";
  if (interval >= 150.0 && interval <= 250.0) return "lai";
  return std::nullopt;
}

std::optional<std::string_view> within_one_hemisphere(double interval, Strength strength) {
  if (interval <= 6.0 && strength != Strength::suprathreshold) return "sici";
  if (interval >= 7.0 && interval <= 30.0 && strength != Strength::suprathreshold) return "icf";
  if (interval >= 50.0 && interval <= 250.0 && strength != Strength::subthreshold) return "lici";
  return std::nullopt;
}

}  // namespace

Strength conditioning_strength(const Condition& condition, const recording::Context& context) {
  const auto& first = *condition.conditioning;
  if (!first.intensity) return Strength::unknown;
  const double percent = first.intensity->percent;
  const auto resting = threshold(context, *first.hemisphere, false);
  const auto against = [](double of_resting) {
    return of_resting < 100.0 ? Strength::subthreshold : Strength::suprathreshold;
  };
  switch (first.intensity->reference) {
    case IntensityReference::resting_motor_threshold:
      return against(percent);
    case IntensityReference::maximum_stimulator_output:
      if (resting) return against(100.0 * percent / *resting);
      break;
    case IntensityReference::active_motor_threshold: {
      const auto active = threshold(context, *first.hemisphere, true);
      if (resting && active) return against(percent * *active / *resting);
      if (percent <= 100.0) return Strength::subthreshold;  // AMT lies below RMT
      break;
    }
  }
  // A test pulse evokes responses; a conditioning pulse of the same hemisphere that is at least as strong does too.
  const bool as_strong = condition.intensity && condition.intensity->reference == first.intensity->reference &&
                         percent >= condition.intensity->percent && first.hemisphere == condition.hemisphere;
  return as_strong ? Strength::suprathreshold : Strength::unknown;
}

std::optional<std::string_view> pair_measure(const Condition& condition, const recording::Context& context) {
  if (!condition.conditioning || condition.conditioning_alone || condition.both_hemispheres_together ||
      condition.earlier)
    return std::nullopt;
  const auto& first = *condition.conditioning;
  if (!condition.hemisphere || condition.site != Site::m1 || first.interval.value() <= 0.0) return std::nullopt;
  if (first.site == Site::nerve) return afferent(condition);
  if (first.site == Site::supplementary_motor) return "sma_m1";
  if (!first.hemisphere) return std::nullopt;
  if (first.site == Site::premotor) return "pmd_m1";
  if (first.site != Site::m1) return std::nullopt;
  // Pulses closer than this are a double pulse to both hemispheres: nothing has crossed the callosum by then.
  constexpr double shortest_ihi = 2.0;  // ms [project]
  if (first.hemisphere != condition.hemisphere)
    return first.interval.value() >= shortest_ihi ? std::optional<std::string_view>("ihi") : std::nullopt;
  return within_one_hemisphere(first.interval.value(), conditioning_strength(condition, context));
}

}  // namespace trilayer::measures
