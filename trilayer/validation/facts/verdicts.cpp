#include "trilayer/validation/facts/verdicts.hpp"

namespace trilayer::validation {
namespace {

using literature::Target;
using literature::Trend;

Verdict beside_reference(const Target& target, double value) {
  const bool met = target.trend == Trend::above ? value > *target.reference : value < *target.reference;
  return met ? Verdict::right : Verdict::wrong;
}

bool goes(Trend trend, double step, double tolerated) {
  switch (trend) {
    case Trend::rises:
      return step > 0.0;
    case Trend::falls:
      return step < 0.0;
    case Trend::not_rises:
      return step <= tolerated;
    case Trend::not_falls:
      return step >= -tolerated;
    case Trend::above:
    case Trend::below:
      break;
  }
  return false;
}

}  // namespace

std::string_view name(Verdict verdict) {
  switch (verdict) {
    case Verdict::inside:
      return "inside";
    case Verdict::outside:
      return "outside";
    case Verdict::right:
      return "right";
    case Verdict::wrong:
      return "wrong";
    case Verdict::printed:
      return "printed";
  }
  return "";
}

bool is_met(Verdict verdict) { return verdict == Verdict::inside || verdict == Verdict::right; }

std::optional<Verdict> verdict_on(const Target& target, const std::vector<double>& values,
                                  std::optional<double> error) {
  if (values.empty()) return std::nullopt;
  const bool over_circumstances = target.trend && *target.trend != Trend::above && *target.trend != Trend::below;
  if (over_circumstances) {
    if (values.size() < 2) return std::nullopt;
    for (std::size_t i = 1; i < values.size(); ++i)
      if (!goes(*target.trend, values[i] - values[i - 1], 2.0 * error.value_or(0.0))) return Verdict::wrong;
    return Verdict::right;
  }
  if (values.size() != 1) return std::nullopt;
  const double value = values.front();
  const bool beyond = (target.low && value < *target.low) || (target.high && value > *target.high);
  if (!target.trend && !target.low && !target.high) return Verdict::printed;
  if (!target.trend) return beyond ? Verdict::outside : Verdict::inside;
  if (!target.reference) return std::nullopt;
  const Verdict trend = beside_reference(target, value);
  return trend == Verdict::right && beyond ? Verdict::outside : trend;
}

}  // namespace trilayer::validation
