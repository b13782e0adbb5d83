// How effects are written: the axis of a forest or funnel plot, and numbers in words.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "trilayer/literature/effects.hpp"
#include "trilayer/literature/meta_analysis.hpp"
#include "trilayer/report/svg.hpp"

namespace trilayer::report {

/// Where a tick stands, on the scale, and what is written there: a ratio, share or correlation as such.
struct EffectTick {
  double at = 0.0;
  std::string words;
};

/// Round numbers inside the axis, at least `apart` pixels from one another.
std::vector<EffectTick> effect_ticks(literature::EffectScale scale, const Axis& axis, double apart);

/// Decimals that estimates with these intervals deserve, after back-transformation: two digits of the smallest half
/// width, 0 to 4.
int decimals_for(literature::EffectScale scale, std::span<const literature::Interval> intervals);

/// The value back-transformed, with so many decimals, never "-0.0"; of a ratio three digits, since its interval may
/// reach over powers of ten.
std::string effect_number(literature::EffectScale scale, double value, int decimals);

/// "-0.54 (-1.22 to 0.13)"
std::string effect_with_interval(literature::EffectScale scale, double value, const literature::Interval& interval,
                                 int decimals);

/// Whether 0 on the scale means no effect: not for one group's share.
bool has_no_effect_line(literature::EffectScale scale);

}  // namespace trilayer::report
