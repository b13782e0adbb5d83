#include "trilayer/measures/paired_pulse.hpp"

#include <algorithm>
#include <cmath>

#include "trilayer/base/statistics.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/measures/result.hpp"

namespace trilayer::measures {
namespace {

using protocol::Condition;
using protocol::IntensityReference;

// Peak-to-peak of EMG alone over the 35 ms response window stays below this times its RMS in 99 % of simulated windows.
constexpr double noise_peak_to_peak = 6.0;
constexpr std::size_t fewest = 3;      // trials a side, and responses seen
constexpr double share_to_fit = 0.25;  // of conditioned responses seen; fewer give a bound

enum class Strength { unknown, subthreshold, suprathreshold };

std::optional<double> threshold(const recording::Context& context, protocol::Hemisphere hemisphere, bool active) {
  for (const auto& known : context.thresholds)
    if (known.hemisphere == hemisphere && known.active == active && known.percent_output > 0.0)
      return known.percent_output;
  return std::nullopt;
}

// The conditioning pulse against resting motor threshold.
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

// The same in everything but for the conditioning pulse, which it lacks.
bool is_reference(const BlockChannel& candidate, const BlockChannel& paired) {
  if (candidate.recording != paired.recording || candidate.channel != paired.channel) return false;
  if (candidate.block->condition.conditioning) return false;
  Condition conditioned = candidate.block->condition;
  conditioned.conditioning = paired.block->condition.conditioning;
  return conditioned == paired.block->condition;
}

std::vector<const BlockChannel*> references_of(const BlockChannel& paired, std::span<const BlockChannel> blocks) {
  std::vector<const BlockChannel*> found;
  for (const BlockChannel& candidate : blocks) {
    const bool known = std::any_of(found.begin(), found.end(),
                                   [&](const BlockChannel* other) { return other->block == candidate.block; });
    if (is_reference(candidate, paired) && !known) found.push_back(&candidate);
  }
  return found;
}

// Test responses of one or several blocks, in uV.
struct Sizes {
  std::vector<double> all;
  std::vector<double> background;
};

void add(Sizes& sizes, const BlockChannel& block) {
  for (const TrialResponse& response : block.responses) {
    sizes.all.push_back(response.clean_peak_to_peak);
    sizes.background.push_back(response.background_rms);
  }
}

// Natural logarithm of the responses: its mean, with those below the limit known only to lie there.
struct LogMean {
  std::size_t seen = 0;
  std::size_t below = 0;
  double mean = 0.0;
  double error = 0.0;
};

LogMean log_mean(const std::vector<double>& sizes, double limit) {
  std::vector<double> logs;
  for (const double size : sizes)
    if (size >= limit) logs.push_back(std::log(size));
  LogMean result{logs.size(), sizes.size() - logs.size()};
  if (result.seen < fewest) return result;
  const auto fit = base::censored_normal(logs, result.below, std::log(limit));
  result.mean = fit.mean;
  result.error = fit.standard_error;
  return result;
}

std::string text(double value) { return base::format_number(value, 3); }

std::string describe(const BlockChannel& paired, const LogMean& conditioned, const LogMean& reference, double limit,
                     bool on_active_emg) {
  std::string words = "ratio of geometric means of peak-to-peak, hum removed; " +
                      std::to_string(conditioned.seen + conditioned.below) + " conditioned and " +
                      std::to_string(reference.seen + reference.below) + " unconditioned trials of " +
                      text(std::exp(reference.mean) * 1e-3) + " mV";
  if (conditioned.below + reference.below > 0)
    words += "; " + std::to_string(conditioned.below) + " and " + std::to_string(reference.below) + " of them below " +
             text(limit) + " uV, taken as censored";
  if (!paired.block->condition.intensity) words += "; test intensity not stated, taken as equal";
  const bool same = paired.block->condition.conditioning->hemisphere == paired.block->condition.hemisphere;
  if (same && conditioning_strength(paired.block->condition, paired.session->context) == Strength::unknown)
    words += "; strength of the conditioning pulse against threshold not known, named by the interval";
  if (on_active_emg) words += "; amplitudes on active EMG contain background, which draws the ratio towards 1";
  return words;
}

std::string why_no_reference(const BlockChannel& paired, std::span<const BlockChannel> blocks) {
  for (const BlockChannel& other : blocks)
    if (other.recording == paired.recording && other.channel == paired.channel &&
        !other.block->condition.conditioning && other.block->condition.hemisphere == paired.block->condition.hemisphere)
      return "the unconditioned blocks of this recording differ in test intensity, contraction or task";
  return "no unconditioned block of this hemisphere and muscle in this recording";
}

void fill_ratio(Measurement& m, const LogMean& conditioned, const LogMean& reference, double limit) {
  const auto seen = static_cast<double>(conditioned.seen);
  const double share = seen / static_cast<double>(conditioned.seen + conditioned.below);
  if (conditioned.seen >= fewest && share >= share_to_fit) {
    m.state = State::value;
    m.value = std::exp(conditioned.mean - reference.mean);
    m.standard_error = std::hypot(conditioned.error, reference.error);
    return;
  }
  m.state = State::at_most;
  m.value = limit / std::exp(reference.mean);
  m.standard_error = reference.error;
  m.reason = std::to_string(conditioned.below) + " of " + std::to_string(conditioned.seen + conditioned.below) +
             " conditioned responses are below " + text(limit) + " uV";
}

Measurement measure_pair(std::string_view id, const BlockChannel& paired, std::span<const BlockChannel> blocks,
                         const Settings& settings) {
  Measurement m = paired.blank(id);
  const auto references = references_of(paired, blocks);
  if (references.empty()) return missing(m, why_no_reference(paired, blocks));
  Sizes conditioned, unconditioned;
  add(conditioned, paired);
  for (const BlockChannel* reference : references) {
    add(unconditioned, *reference);
    m.block += "+" + reference->block->id;
  }
  m.trials = static_cast<int>(conditioned.all.size());
  if (conditioned.all.size() < fewest || unconditioned.all.size() < fewest)
    return invalid(m, "fewer than 3 usable trials (" + std::to_string(conditioned.all.size()) + " conditioned, " +
                          std::to_string(unconditioned.all.size()) + " unconditioned)");

  // The reference's background alone: that of a pair may hold the conditioning pulse and its response.
  const bool active = references.front()->active;
  const double limit =
      std::max({active ? settings.active_criterion.value() : settings.resting_criterion.value(),
                settings.smallest_response.value(), noise_peak_to_peak * base::median(unconditioned.background)});
  const LogMean reference = log_mean(unconditioned.all, limit);
  const LogMean test = log_mean(conditioned.all, limit);
  if (reference.seen < fewest || base::median(unconditioned.all) < limit)
    return unobtainable(m, "the unconditioned test response is too small: " + std::to_string(reference.below) + " of " +
                               std::to_string(unconditioned.all.size()) + " are below " + text(limit) + " uV");
  m.method = describe(paired, test, reference, limit, active);
  fill_ratio(m, test, reference, limit);
  return m;
}

}  // namespace

std::optional<std::string_view> pair_measure(const Condition& condition, const recording::Context& context) {
  if (!condition.conditioning || condition.conditioning_alone || condition.both_hemispheres_together ||
      condition.earlier)
    return std::nullopt;
  const auto& first = *condition.conditioning;
  if (!condition.hemisphere || !first.hemisphere) return std::nullopt;
  if (condition.site != protocol::Site::m1 || first.site != protocol::Site::m1) return std::nullopt;
  if (first.hemisphere != condition.hemisphere) return "ihi";
  const double interval = first.interval.value();
  const Strength strength = conditioning_strength(condition, context);
  if (interval <= 0.0) return std::nullopt;
  if (interval <= 6.0 && strength != Strength::suprathreshold) return "sici";
  if (interval >= 7.0 && interval <= 30.0 && strength != Strength::suprathreshold) return "icf";
  if (interval >= 50.0 && interval <= 250.0 && strength != Strength::subthreshold) return "lici";
  return std::nullopt;
}

std::vector<Measurement> paired_pulse(std::span<const BlockChannel> blocks, const Settings& settings) {
  std::vector<Measurement> measurements;
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    const BlockChannel& paired = blocks[i];
    const auto id = pair_measure(paired.block->condition, paired.session->context);
    if (!id || !paired.contralateral()) continue;
    const bool repeated =
        std::any_of(blocks.begin(), blocks.begin() + static_cast<std::ptrdiff_t>(i), [&](const BlockChannel& earlier) {
          return earlier.block == paired.block && earlier.channel == paired.channel;
        });
    if (!repeated) measurements.push_back(measure_pair(*id, paired, blocks, settings));
  }
  return measurements;
}

}  // namespace trilayer::measures
