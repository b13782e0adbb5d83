// Where to put the next pulse when a threshold is hunted: published adaptive rules, as pure functions of the pulses so
// far.
#pragma once

#include <span>

#include "trilayer/measures/excitability/psychometric.hpp"

namespace trilayer::measures {

/// ML-PEST (Awiszus 2003 [V code]): the next pulse is the likeliest threshold so far.
double next_ml_pest(std::span<const PulseOutcome> outcomes);

/// Kontsevich and Tyler 1999 [V code]: of the intensities 1, 2 ... 130 % the one after which the expected entropy of
/// threshold and spread is smallest. On a coarser grid than the estimate's: thresholds in steps of 1 %.
double next_kontsevich_tyler(std::span<const PulseOutcome> outcomes, const SpreadPrior& prior = {});

/// Stochastic approximation (SAMT, digital, harmonic adaptive [V code]): one step down after a response,
/// up after none; the step is first_step / (1 + changes), with `changes` how often the answer has changed so far.
/// Within 0 and 130 %. `first_step` in % of output; `start` where there is no pulse yet.
double next_samt(std::span<const PulseOutcome> outcomes, double start = 50.0, double first_step = 4.2);

/// Whether the pulses, in the order given, were set by such a rule: at least 8, and nine in ten steps go down after a
/// response or up after none.
bool is_adaptive(std::span<const PulseOutcome> outcomes);

}  // namespace trilayer::measures
