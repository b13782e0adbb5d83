#include "trilayer/measures/responses/imep_onset.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <numeric>

#include "trilayer/measures/contralateral_mep.hpp"
#include "trilayer/measures/responses/imep_phases.hpp"
#include "trilayer/measures/result.hpp"

namespace trilayer::measures {
namespace {

constexpr double shape_error = 0.3;       // ms: the fit's bias differs so much between responses of other shapes
constexpr double enough_evidence = 3.0;   // ln of odds: the average shows a cMEP
constexpr std::size_t most_matched = 20;  // trials of the reference
constexpr double usual_sign = 0.9;        // of responses of one muscle to begin with the same sign
constexpr double around_onset = 8.0;      // ms either side of the cMEP's usual onset

// Trials of several blocks of one channel in one.
struct Pool {
  Epochs epochs;
  std::vector<const BlockChannel*> block_of;  // of each row
  std::vector<double> sizes;                  // peak-to-peak, uV
  std::optional<double> onset;                // ms, usual
};

Pool pool_of(std::span<const BlockChannel* const> looks) {
  Pool pool;
  for (const BlockChannel* look : looks) {
    if (pool.block_of.empty()) pool.epochs = look->epochs;
    const Epochs& more = look->epochs;
    if (more.rate != pool.epochs.rate || more.samples != pool.epochs.samples || more.zero != pool.epochs.zero) continue;
    if (!pool.block_of.empty()) {
      pool.epochs.values.insert(pool.epochs.values.end(), more.values.begin(), more.values.end());
      pool.epochs.trial_of.insert(pool.epochs.trial_of.end(), more.trial_of.begin(), more.trial_of.end());
    }
    for (const TrialResponse& response : look->responses) {
      pool.block_of.push_back(look);
      pool.sizes.push_back(response.clean_peak_to_peak);
    }
    if (!pool.onset) pool.onset = median_onset(*look);
  }
  return pool;
}

// The trials of a pool whose average comes nearest in size to the iMEP, and when it begins.
struct Match {
  std::vector<std::size_t> chosen;
  FittedOnset onset;
  double size_ratio = 0.0;  // of the matched cMEP to the iMEP
};

std::optional<Match> match(const Pool& pool, double imep_size, const Settings& settings) {
  const auto fewest = static_cast<std::size_t>(settings.fewest_trials_averaged);
  if (pool.sizes.size() < fewest) return std::nullopt;
  const base::Milliseconds centre(pool.onset.value_or(settings.response.from.value() + around_onset));
  const PhaseFit fit(pool.epochs,
                     {centre - base::Milliseconds(around_onset), centre + base::Milliseconds(around_onset)}, settings);
  if (!fit.possible()) return std::nullopt;
  std::vector<std::size_t> order(pool.sizes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) { return pool.sizes[a] < pool.sizes[b]; });
  const std::size_t count = std::clamp(order.size() / 2, fewest, most_matched);
  std::vector<Match> groups;
  for (std::size_t first = 0; first + count <= order.size(); first += std::max<std::size_t>(1, count / 4)) {
    const std::span<const std::size_t> group(&order[first], count);
    groups.push_back({{group.begin(), group.end()}, {}, fit.size(group) / imep_size});
  }
  std::stable_sort(groups.begin(), groups.end(), [](const Match& a, const Match& b) {
    return std::abs(std::log(a.size_ratio)) < std::abs(std::log(b.size_ratio));
  });
  for (Match& group : groups) {
    if (fit.belief(group.chosen, {}).evidence < enough_evidence) continue;
    group.onset = fit.onset(group.chosen, {}, settings);
    return group;
  }
  return std::nullopt;
}

OnsetDifference without(std::string obstacle) {
  OnsetDifference difference;
  difference.obstacle = std::move(obstacle);
  return difference;
}

}  // namespace

OnsetDifference onset_difference(const ImepTest& test, std::span<const BlockChannel* const> references,
                                 const Settings& settings) {
  const base::Milliseconds lead = settings.imep_before_cmep;
  const PhaseFit fit(test.epochs(), {test.window.from - lead, test.window.to - lead}, settings);
  if (!fit.possible()) return without("the recording ends too soon after the pulses for a response to be fitted");
  std::vector<std::size_t> every(test.epochs().trials());
  std::iota(every.begin(), every.end(), std::size_t{0});
  const Pool pool = pool_of(references);
  const auto matched = match(pool, fit.size(every), settings);
  if (!matched) return without("no cMEP of this muscle or of the other hand to compare with");
  // The same electrodes see the same muscle: its responses look more or less alike. The other hand's are turned anyhow.
  ResponseShape expected = matched->onset.belief.shape;
  const bool same_muscle = pool.block_of.front()->side == test.look->side;
  expected.positive = same_muscle ? std::clamp(expected.positive, 1.0 - usual_sign, usual_sign) : 0.5;
  FittedOnset imep = fit.onset(every, expected, settings);
  if (imep.belief.too_early > 0.5) imep.ms = imep.belief.first_ms;
  OnsetDifference difference;
  difference.value = imep.ms - matched->onset.ms;
  difference.standard_error = std::hypot(imep.error, matched->onset.error, shape_error);
  difference.at_edge = imep.belief.too_early > 0.5;
  difference.size_ratio = matched->size_ratio;
  for (const std::size_t t : matched->chosen) difference.reference.push_back(pool.block_of[t]);
  return difference;
}

namespace {
constexpr std::array classes{PathClass{"imep_class_0", 0.0, 0.7}, PathClass{"imep_class_1", 1.0, 1.0},
                             PathClass{"imep_class_6", 6.0, 1.5}, PathClass{"imep_class_13", 13.0, 2.0}};
}  // namespace

std::span<const PathClass> path_classes() { return classes; }

double class_probability(std::size_t index, double difference, double error, bool at_edge) {
  // Logarithms, so that a difference far from all classes still has a nearest one.
  std::array<double, classes.size()> logs{};
  for (std::size_t c = 0; c < classes.size(); ++c) {
    const double spread = std::hypot(classes[c].spread, error);
    const double z = (difference - classes[c].delay) / spread;
    logs[c] = at_edge && z > -6.0 ? std::log(0.5 * std::erfc(-z / std::numbers::sqrt2))
                                  : -0.5 * z * z - (at_edge ? 0.0 : std::log(spread));
  }
  const double largest = *std::max_element(logs.begin(), logs.end());
  double sum = 0.0;
  for (const double log : logs) sum += std::exp(log - largest);
  return std::exp(logs[index] - largest) / sum;
}

}  // namespace trilayer::measures
