#include "trilayer/measures/excitability/threshold_hunting.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace trilayer::measures {
namespace {

constexpr double highest = 130.0;  // % of output

// One threshold and spread, with its probability and the logarithm of that.
struct Belief {
  double threshold, spread, probability, log_probability;
};

std::vector<Belief> beliefs(std::span<const PulseOutcome> outcomes, const SpreadPrior& prior) {
  constexpr int spreads = 12;
  const std::vector<IntensityLevel> levels = levels_of(outcomes);
  std::vector<Belief> all;
  for (double t = 1.0; t <= highest; t += 1.0)
    for (int j = 0; j < spreads; ++j) {
      const double s = 0.5 * std::pow(100.0, j / (spreads - 1.0));
      const double off = std::log(s / (prior.relative_spread * t)) / prior.log_deviation;
      double sum = -0.5 * off * off;
      for (const IntensityLevel& level : levels) {
        const double z = (level.intensity - t) / s;
        sum += level.responses * log_normal_share(z) + (level.trials - level.responses) * log_normal_share(-z);
      }
      all.push_back({t, s, 0.0, sum});
    }
  double best = all.front().log_probability, total = 0.0;
  for (const Belief& belief : all) best = std::max(best, belief.log_probability);
  for (Belief& belief : all) total += std::exp(belief.log_probability - best);
  for (Belief& belief : all) {
    belief.log_probability -= best + std::log(total);
    belief.probability = std::exp(belief.log_probability);
  }
  // What weighs nothing changes no entropy.
  std::erase_if(all, [](const Belief& belief) { return belief.probability < 1e-7; });
  return all;
}

// Expected entropy after a pulse: for each answer r, -sum w p ln(w p) + P(r) ln P(r).
double expected_entropy(const std::vector<Belief>& all, double intensity) {
  double yes = 0.0, no = 0.0, entropy = 0.0;
  for (const Belief& belief : all) {
    const double log_yes = log_normal_share((intensity - belief.threshold) / belief.spread);
    const double share_yes = belief.probability * std::exp(log_yes), share_no = belief.probability - share_yes;
    yes += share_yes;
    no += share_no;
    entropy -= share_yes * (belief.log_probability + log_yes);
    if (share_no > 0.0) entropy -= share_no * std::log(share_no);
  }
  const auto settle = [](double p) { return p > 0.0 ? p * std::log(p) : 0.0; };
  return entropy + settle(yes) + settle(no);
}

}  // namespace

double next_ml_pest(std::span<const PulseOutcome> outcomes) { return ml_pest_threshold(outcomes); }

double next_kontsevich_tyler(std::span<const PulseOutcome> outcomes, const SpreadPrior& prior) {
  const std::vector<Belief> all = beliefs(outcomes, prior);
  double best = 1.0, smallest = expected_entropy(all, best);
  for (double intensity = 2.0; intensity <= highest; intensity += 1.0)
    if (const double entropy = expected_entropy(all, intensity); entropy < smallest) {
      smallest = entropy;
      best = intensity;
    }
  return best;
}

double next_samt(std::span<const PulseOutcome> outcomes, double start, double first_step) {
  if (outcomes.empty()) return start;
  int changes = 0;
  for (std::size_t i = 1; i < outcomes.size(); ++i) changes += outcomes[i].response != outcomes[i - 1].response ? 1 : 0;
  const double size = first_step / (1.0 + changes);
  return std::clamp(outcomes.back().intensity + (outcomes.back().response ? -size : size), 0.0, highest);
}

bool is_adaptive(std::span<const PulseOutcome> outcomes) {
  int steps = 0, fitting = 0;
  for (std::size_t i = 1; i < outcomes.size(); ++i) {
    const double moved = outcomes[i].intensity - outcomes[i - 1].intensity;
    if (moved == 0.0) continue;
    ++steps;
    fitting += (moved < 0.0) == outcomes[i - 1].response ? 1 : 0;
  }
  return outcomes.size() >= 8 && 2 * steps >= static_cast<int>(outcomes.size()) && 10 * fitting >= 9 * steps;
}

}  // namespace trilayer::measures
