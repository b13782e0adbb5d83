// Effect sizes: what a study reports of its groups, brought to a scale on which studies can be pooled, with the
// variance it has there. Definitions and defaults are those of escalc() of the R package metafor, against which the
// tests hold them.
#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace trilayer::literature {

/// The scale on which studies are compared. The name in brackets is that of the command line.
enum class EffectScale {
  standardised_difference,  ///< Hedges' g [g]; differences in standard deviations
  mean_difference,          ///< [md]; unit of the measure
  log_ratio,                ///< logarithm of the ratio of means [log_ratio]
  log_odds,                 ///< logarithm of the odds ratio of two shares [log_odds]
  log_risk,                 ///< logarithm of the ratio of two shares [log_risk]
  logit,                    ///< logit of one group's share [logit]
  fisher_z                  ///< inverse hyperbolic tangent of a correlation [z]
};
constexpr std::array<EffectScale, 7> all_effect_scales{EffectScale::standardised_difference,
                                                       EffectScale::mean_difference,
                                                       EffectScale::log_ratio,
                                                       EffectScale::log_odds,
                                                       EffectScale::log_risk,
                                                       EffectScale::logit,
                                                       EffectScale::fisher_z};

std::string_view name(EffectScale scale);                           ///< "g", "md", "log_ratio" ...
std::optional<EffectScale> effect_scale_of(std::string_view name);  ///< its inverse

/// An effect and its sampling variance, on one of the scales.
struct Effect {
  double value = 0.0;
  double variance = 0.0;  ///< above 0, square of the scale's unit
};

/// A group's mean and standard deviation, in the unit of the measure, over `people` people.
struct GroupMean {
  double mean = 0.0;
  double deviation = 0.0;  ///< with n - 1, not the standard error
  int people = 0;
};

/// How many of a group's people show something.
struct GroupShare {
  int events = 0;
  int people = 0;
};

// All of these compare `first` with `second`: positive where the first group has more. Each throws Refusal where the
// numbers cannot be: fewer people than the scale needs, no positive deviation, more events than people.

/// Hedges' g: J (m1 - m2) / s with the pooled deviation s and J = Gamma(d/2) / (sqrt(d/2) Gamma((d-1)/2)) for
/// d = n1 + n2 - 2, not its usual approximation. Variance 1/n1 + 1/n2 + g^2 / (2 (n1 + n2)).
/// Hedges 1981, J Educ Stat 6:107; Hedges 1982, Psychol Bull 92:490 (large-sample variance). At least 2 people each.
Effect standardised_difference(const GroupMean& first, const GroupMean& second);

/// m1 - m2, variance s1^2/n1 + s2^2/n2: deviations may differ between the groups. At least 2 people each.
Effect mean_difference(const GroupMean& first, const GroupMean& second);

/// log(m1 / m2), variance s1^2/(n1 m1^2) + s2^2/(n2 m2^2). Hedges, Gurevitch and Curtis 1999, Ecology 80:1150.
/// Only for measures with a true zero: both means must lie on the same side of it. At least 2 people each.
Effect log_ratio(const GroupMean& first, const GroupMean& second);

/// log(a d / (b c)) of a events and b none in the first group, c and d in the second; variance
/// 1/a + 1/b + 1/c + 1/d. Where one of the four is 0, 0.5 is added to all four.
Effect log_odds(const GroupShare& first, const GroupShare& second);

/// log((a / n1) / (c / n2)), variance 1/a - 1/n1 + 1/c - 1/n2. Where a cell is 0, 0.5 is added to all four cells, so
/// 1 to each n.
Effect log_risk(const GroupShare& first, const GroupShare& second);

/// log(a / (n - a)), variance 1/a + 1/(n - a). Where all or none show it, 0.5 is added to both.
Effect logit(const GroupShare& group);

/// artanh(r), variance 1/(n - 3). Fisher 1921, Metron 1:3. |r| below 1, at least 4 people.
Effect fisher_z(double correlation, int people);

/// Back from the scale to what people read: exp for the logarithms (a ratio), the share for logit, the correlation for
/// Fisher's z, the value itself for the other two.
double back_transformed(EffectScale scale, double value);

}  // namespace trilayer::literature
