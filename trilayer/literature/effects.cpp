#include "trilayer/literature/effects.hpp"

#include <cmath>
#include <string>

#include "trilayer/base/errors.hpp"

namespace trilayer::literature {
namespace {

void check(const GroupMean& group, EffectScale scale) {
  const std::string place = "effect " + std::string(name(scale));
  if (!std::isfinite(group.mean)) throw base::Refusal("the mean of a group is no number", place, "give the mean");
  if (group.people < 2)
    throw base::Refusal("a group has " + std::to_string(group.people) + " people", place,
                        "a deviation needs at least 2");
  if (!(group.deviation > 0.0) || !std::isfinite(group.deviation))
    throw base::Refusal("the standard deviation of a group is not above 0", place,
                        "give the deviation between people; without one a study has no weight");
}

void check(const GroupShare& group, EffectScale scale) {
  const std::string place = "effect " + std::string(name(scale));
  if (group.people < 1) throw base::Refusal("a group has no people", place, "give the number of people examined");
  if (group.events < 0 || group.events > group.people)
    throw base::Refusal(std::to_string(group.events) + " of " + std::to_string(group.people) + " people cannot be",
                        place, "events lie between 0 and the number of people");
}

double squared(double x) { return x * x; }

double error_of_mean_squared(const GroupMean& group) { return squared(group.deviation) / group.people; }

// The four cells of two groups: with the event and without, first group before the second.
struct Cells {
  double a, b, c, d;
};

Cells cells_of(const GroupShare& first, const GroupShare& second) {
  const Cells n{static_cast<double>(first.events), static_cast<double>(first.people - first.events),
                static_cast<double>(second.events), static_cast<double>(second.people - second.events)};
  if (n.a > 0.0 && n.b > 0.0 && n.c > 0.0 && n.d > 0.0) return n;
  return {n.a + 0.5, n.b + 0.5, n.c + 0.5, n.d + 0.5};
}

constexpr std::array<std::string_view, 7> names{"g", "md", "log_ratio", "log_odds", "log_risk", "logit", "z"};

}  // namespace

std::string_view name(EffectScale scale) { return names.at(static_cast<std::size_t>(scale)); }

std::optional<EffectScale> effect_scale_of(std::string_view text) {
  for (const EffectScale scale : all_effect_scales)
    if (name(scale) == text) return scale;
  return std::nullopt;
}

Effect standardised_difference(const GroupMean& first, const GroupMean& second) {
  check(first, EffectScale::standardised_difference);
  check(second, EffectScale::standardised_difference);
  const double n1 = first.people, n2 = second.people, degrees = n1 + n2 - 2.0;
  const double deviation =
      std::sqrt(((n1 - 1.0) * squared(first.deviation) + (n2 - 1.0) * squared(second.deviation)) / degrees);
  const double correction =
      std::exp(std::lgamma(0.5 * degrees) - std::lgamma(0.5 * (degrees - 1.0))) / std::sqrt(0.5 * degrees);
  const double g = correction * (first.mean - second.mean) / deviation;
  return {g, 1.0 / n1 + 1.0 / n2 + squared(g) / (2.0 * (n1 + n2))};
}

Effect mean_difference(const GroupMean& first, const GroupMean& second) {
  check(first, EffectScale::mean_difference);
  check(second, EffectScale::mean_difference);
  return {first.mean - second.mean, error_of_mean_squared(first) + error_of_mean_squared(second)};
}

Effect log_ratio(const GroupMean& first, const GroupMean& second) {
  check(first, EffectScale::log_ratio);
  check(second, EffectScale::log_ratio);
  if (!(first.mean * second.mean > 0.0))
    throw base::Refusal("the means of the groups are zero or lie on both sides of it", "effect log_ratio",
                        "a ratio needs means of one sign; pool with md or g");
  return {std::log(first.mean / second.mean),
          error_of_mean_squared(first) / squared(first.mean) + error_of_mean_squared(second) / squared(second.mean)};
}

Effect log_odds(const GroupShare& first, const GroupShare& second) {
  check(first, EffectScale::log_odds);
  check(second, EffectScale::log_odds);
  const Cells n = cells_of(first, second);
  return {std::log(n.a * n.d / (n.b * n.c)), 1.0 / n.a + 1.0 / n.b + 1.0 / n.c + 1.0 / n.d};
}

Effect log_risk(const GroupShare& first, const GroupShare& second) {
  check(first, EffectScale::log_risk);
  check(second, EffectScale::log_risk);
  const Cells n = cells_of(first, second);
  const double n1 = n.a + n.b, n2 = n.c + n.d;
  return {std::log(n.a / n1) - std::log(n.c / n2), 1.0 / n.a - 1.0 / n1 + 1.0 / n.c - 1.0 / n2};
}

Effect logit(const GroupShare& group) {
  check(group, EffectScale::logit);
  const double added = group.events == 0 || group.events == group.people ? 0.5 : 0.0;
  const double with = group.events + added, without = group.people - group.events + added;
  return {std::log(with / without), 1.0 / with + 1.0 / without};
}

Effect fisher_z(double correlation, int people) {
  if (!(std::abs(correlation) < 1.0))
    throw base::Refusal("the correlation is not between -1 and 1", "effect z", "give r, without its ends");
  if (people < 4)
    throw base::Refusal("a correlation over " + std::to_string(people) + " people", "effect z",
                        "its variance needs at least 4");
  return {std::atanh(correlation), 1.0 / (people - 3.0)};
}

double back_transformed(EffectScale scale, double value) {
  switch (scale) {
    case EffectScale::log_ratio:
    case EffectScale::log_odds:
    case EffectScale::log_risk:
      return std::exp(value);
    case EffectScale::logit:
      return 1.0 / (1.0 + std::exp(-value));
    case EffectScale::fisher_z:
      return std::tanh(value);
    case EffectScale::standardised_difference:
    case EffectScale::mean_difference:
      break;
  }
  return value;
}

}  // namespace trilayer::literature
