#include "trilayer/inference/features.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>

#include "trilayer/base/elementary.hpp"
#include "trilayer/base/hash.hpp"
#include "trilayer/inference/feature_rules.hpp"
#include "trilayer/measures/settings.hpp"

namespace trilayer::inference {
namespace {

using catalogue::Relation;
using measures::Measurement;
using measures::State;
using protocol::Condition;
using protocol::Contraction;
using protocol::Direction;
using protocol::Hemisphere;
using protocol::IntensityReference;
using protocol::Side;

// A measurement that may be a feature, with its label read.
struct Candidate {
  const Measurement* measurement = nullptr;
  Side side = Side::left;
  std::size_t muscle = 0;  // place in the list of muscles
  Condition condition;
  bool looked_at = false;
};

// ---- what the hands did ----

using Place = std::tuple<std::string, std::string, std::string, Side>;  // recording, block, muscle, side

// Where nobody said whether a hand contracted, its background EMG does, by the detectors' own rule.
std::map<Place, Contraction> concluded_from_background(const std::vector<Measurement>& measurements) {
  const double active = measures::Settings{}.active_background.value();
  std::map<Place, Contraction> concluded;
  for (const Measurement& m : measurements)
    if (m.key.measure == "background_emg" && m.value && m.key.side)
      concluded[{m.recording, m.block, m.key.muscle, *m.key.side}] =
          *m.value >= active ? Contraction::active : Contraction::rest;
  return concluded;
}

// A measurement of two blocks names them "a+b"; the first is its own.
std::vector<std::string> own_block(const std::string& block) {
  std::vector<std::string> candidates{block};
  for (auto at = block.rfind('+'); at != std::string::npos && at > 0; at = block.rfind('+', at - 1))
    candidates.push_back(block.substr(0, at));
  return candidates;
}

void conclude_hands(Candidate& candidate, const std::map<Place, Contraction>& concluded) {
  const Measurement& m = *candidate.measurement;
  for (const Side side : protocol::both_sides) {
    Contraction& hand = candidate.condition.hands[side].contraction;
    for (const std::string& block : own_block(m.block)) {
      if (hand != Contraction::unstated) break;
      const auto found = concluded.find({m.recording, block, m.key.muscle, side});
      if (found != concluded.end()) hand = found->second;
    }
  }
}

std::vector<Candidate> candidates_of(const std::vector<Measurement>& measurements) {
  const auto& muscles = feature_rules().muscles;
  const auto concluded = concluded_from_background(measurements);
  std::vector<Candidate> candidates;
  for (const Measurement& m : measurements) {
    const auto muscle = std::find(muscles.begin(), muscles.end(), m.key.muscle);
    if (!m.key.side || muscle == muscles.end() || m.key.condition.empty()) continue;
    const auto condition = protocol::parse_label(m.key.condition, m.key.hemisphere);
    if (!condition) continue;
    candidates.push_back({&m, *m.key.side, static_cast<std::size_t>(muscle - muscles.begin()), *condition, false});
    conclude_hands(candidates.back(), concluded);
  }
  return candidates;
}

// ---- whether it fits a row, and how far from nominal ----

constexpr double unknown_is_far = 1.0;       // an intensity that is not known, against a share of its range
constexpr double unstated_complexity = 0.1;  // a task of which nothing is said is taken as a simple one

std::optional<double> threshold(const recording::Context& context, std::optional<Hemisphere> hemisphere, bool active) {
  for (const auto& known : context.thresholds)
    if (known.hemisphere == hemisphere && known.active == active && known.percent_output > 0.0)
      return known.percent_output;
  return std::nullopt;
}

// An intensity in %RMT, where the thresholds allow it.
std::optional<double> percent_of_resting(const std::optional<protocol::Intensity>& intensity,
                                         std::optional<Hemisphere> hemisphere, const recording::Context& context) {
  if (!intensity) return std::nullopt;
  const auto resting = threshold(context, hemisphere, false);
  switch (intensity->reference) {
    case IntensityReference::resting_motor_threshold:
      return intensity->percent;
    case IntensityReference::maximum_stimulator_output:
      return resting ? std::optional(100.0 * intensity->percent / *resting) : std::nullopt;
    case IntensityReference::active_motor_threshold: {
      const auto active = threshold(context, hemisphere, true);
      return resting && active ? std::optional(intensity->percent * *active / *resting) : std::nullopt;
    }
  }
  return std::nullopt;
}

// Distance from nominal as a share of the range; nothing where the value lies outside it, or is needed and not known.
std::optional<double> distance(const std::optional<Range>& range, const std::optional<double>& value,
                               bool may_be_unknown) {
  if (!range) return 0.0;
  if (!value) return may_be_unknown ? std::optional(unknown_is_far) : std::nullopt;
  if (!range->contains(*value)) return std::nullopt;
  return std::abs(*value - range->nominal) / (range->high - range->low);
}

bool hemisphere_fits(const FeatureRule& rule, Direction direction, const Candidate& candidate) {
  const auto hemisphere = candidate.measurement->key.hemisphere;
  switch (rule.measure->relation) {
    case Relation::contralateral:
      return hemisphere == protocol::contralateral_hemisphere(candidate.side);
    case Relation::ipsilateral:
      return hemisphere == protocol::ipsilateral_hemisphere(candidate.side);
    case Relation::no_pulse:
      return !hemisphere && candidate.condition.intended == protocol::intended_side(direction);
    case Relation::any:
      return true;
  }
  return false;
}

bool hands_fit(Hands rule, const Candidate& candidate) {
  const Contraction measured = candidate.condition.hands[candidate.side].contraction;
  const Contraction other = candidate.condition.hands[opposite(candidate.side)].contraction;
  const auto are = [&](Contraction a, Contraction b) { return measured == a && other == b; };
  switch (rule) {
    case Hands::any:
      return true;
    case Hands::rest:
      return are(Contraction::rest, Contraction::rest);
    case Hands::measured_active:
      return are(Contraction::active, Contraction::rest);
    case Hands::other_active:
      return are(Contraction::rest, Contraction::active);
    case Hands::both_active:
      return are(Contraction::active, Contraction::active);
  }
  return false;
}

bool pulses_fit(const FeatureRule& rule, const Condition& condition) {
  using protocol::Site;
  if (condition.site != Site::m1 || condition.conditioning_alone) return false;
  if (condition.earlier || condition.after_cue) return false;  // the bank has none of these
  if (condition.both_hemispheres_together != rule.both_hemispheres_together) return false;
  if (condition.conditioning.has_value() != (rule.conditioned != Conditioned::none)) return false;
  if (!condition.conditioning) return true;
  const auto& first = *condition.conditioning;
  if (first.site != Site::m1 || !first.hemisphere || !condition.hemisphere) return false;
  return (first.hemisphere == condition.hemisphere) == (rule.conditioned == Conditioned::same_hemisphere);
}

std::optional<double> complexity_distance(const FeatureRule& rule, protocol::Complexity complexity) {
  if (!rule.complexity || complexity == *rule.complexity) return 0.0;
  const bool taken_as_simple =
      *rule.complexity == protocol::Complexity::simple && complexity == protocol::Complexity::unstated;
  return taken_as_simple ? std::optional(unstated_complexity) : std::nullopt;
}

// How far a candidate is from the row's nominal condition; nothing where it does not fit.
std::optional<double> distance(const FeatureRule& rule, Direction direction, const Candidate& candidate,
                               const recording::Context& context) {
  const Condition& condition = candidate.condition;
  const bool fits = candidate.measurement->key.measure == rule.measure->id &&
                    candidate.side == protocol::mirror_side(direction) && condition.task == rule.task &&
                    hemisphere_fits(rule, direction, candidate) && pulses_fit(rule, condition) &&
                    hands_fit(rule.hands, candidate);
  if (!fits) return std::nullopt;
  std::optional<double> interval, conditioning;
  if (condition.conditioning) {
    interval = condition.conditioning->interval.value();
    conditioning = percent_of_resting(condition.conditioning->intensity, condition.conditioning->hemisphere, context);
  }
  double total = 0.0;
  for (const auto& part :
       {distance(rule.interval, interval, false),
        distance(rule.conditioning_intensity, conditioning, rule.any_intensity),
        distance(rule.intensity, percent_of_resting(condition.intensity, condition.hemisphere, context),
                 rule.any_intensity),
        distance(rule.force, condition.force_percent, false), complexity_distance(rule, condition.complexity)}) {
    if (!part) return std::nullopt;
    total += *part;
  }
  return total;
}

// What decides between several that fit, the smaller first: whether there is anything in it, distance from nominal,
// trials; then, so that the choice is the same after exchanging left and right, hemisphere, muscle and conditions.
using Rank = std::tuple<bool, double, int, bool, std::size_t, double, double, double>;

Rank rank(const Candidate& candidate, double distance) {
  const Measurement& m = *candidate.measurement;
  const Condition& condition = candidate.condition;
  const bool empty = m.state == State::missing || m.state == State::invalid;
  return {empty,
          distance,
          -m.trials,
          m.key.hemisphere != protocol::contralateral_hemisphere(candidate.side),
          candidate.muscle,
          condition.intensity ? condition.intensity->percent : 0.0,
          condition.conditioning ? condition.conditioning->interval.value() : 0.0,
          condition.force_percent.value_or(0.0)};
}

// ---- values on the feature's scale ----

// A value in the catalogue's unit on a scale, and the slope of the scale there; nothing where it has no place on it.
struct Scaled {
  double value = 0.0;
  double slope = 1.0;
};

std::optional<Scaled> scaled(double value, Scale scale, int trials) {
  switch (scale) {
    case Scale::linear:
      return Scaled{value, 1.0};
    case Scale::log:
      if (value <= 0.0) return std::nullopt;
      return Scaled{base::portable_log(value), 1.0 / value};
    case Scale::logit: {
      if (value < 0.0 || value > 1.0) return std::nullopt;
      // Half a count on either side, as in the shares' errors (Haldane 1956): 0 and 1 have a logit too.
      const double n = std::max(trials, 1);
      const double p = (value * n + 0.5) / (n + 1.0);
      return Scaled{base::portable_log(p / (1.0 - p)), 1.0 / (p * (1.0 - p))};
    }
  }
  return std::nullopt;
}

Feature feature_from(const Measurement& m, const FeatureRule& rule) {
  Feature feature{m.state, 0.0, 0.0, std::max(0, m.trials)};
  const auto number = m.state == State::absent ? m.smallest_detectable : m.value;
  if (!number) return feature;
  const auto on_scale = scaled(*number, rule.scale, m.trials);
  if (!on_scale) {  // a size of 0 has no logarithm: nothing that could be compared
    if (m.state != State::absent) feature.state = State::invalid;
    return feature;
  }
  feature.value = on_scale->value;
  if (!m.value || !m.standard_error) return feature;
  const auto scale_of_error = static_cast<Scale>(rule.measure->scale);
  const auto on_error_scale = scaled(*number, scale_of_error, m.trials);
  if (on_error_scale) feature.error = *m.standard_error * on_scale->slope / on_error_scale->slope;
  return feature;
}

Feature of_person(ContextField field, const recording::Context& context) {
  switch (field) {
    case ContextField::age:
      return context.age ? Feature{State::value, *context.age} : Feature{};
  }
  return {};
}

Feature choose(const FeatureRule& rule, Direction direction, std::vector<Candidate>& candidates,
               const recording::Context& context) {
  if (rule.context) return of_person(*rule.context, context);
  const Candidate* best = nullptr;
  Rank best_rank;
  for (Candidate& candidate : candidates) {
    const auto far = distance(rule, direction, candidate, context);
    if (!far) continue;
    candidate.looked_at = true;
    const Rank here = rank(candidate, *far);
    if (best != nullptr && !(here < best_rank)) continue;
    best = &candidate;
    best_rank = here;
  }
  return best == nullptr ? Feature{} : feature_from(*best->measurement, rule);
}

std::vector<measures::Key> never_looked_at(const std::vector<Measurement>& measurements,
                                           const std::vector<Candidate>& candidates) {
  std::vector<measures::Key> keys;
  for (const Measurement& m : measurements) {
    const bool looked_at = std::any_of(candidates.begin(), candidates.end(), [&](const Candidate& candidate) {
      return candidate.measurement == &m && candidate.looked_at;
    });
    if (!looked_at && m.state != State::missing) keys.push_back(m.key);
  }
  return keys;
}

static_assert(static_cast<int>(Scale::log) == static_cast<int>(catalogue::ErrorScale::log) &&
              static_cast<int>(Scale::logit) == static_cast<int>(catalogue::ErrorScale::logit));

}  // namespace

const std::vector<FeatureName>& feature_names() {
  static const std::vector<FeatureName> names = [] {
    std::vector<FeatureName> all;
    for (const FeatureRule& rule : feature_rules().rows)
      for (const Direction direction : protocol::both_directions) all.push_back({rule.name, direction});
    return all;
  }();
  return names;
}

Scale scale_of(std::size_t feature) { return feature_rules().rows.at(feature / 2).scale; }

bool is_of_person(std::size_t feature) { return feature_rules().rows.at(feature / 2).context.has_value(); }

std::string_view title_of(std::size_t feature) { return feature_rules().rows.at(feature / 2).title; }

std::uint64_t features_hash() { return base::fnv1a(features_text()); }

FeatureRow features_of(const std::vector<Measurement>& measurements, const recording::Context& context,
                       std::vector<measures::Key>* unused) {
  std::vector<Candidate> candidates = candidates_of(measurements);
  FeatureRow row;
  for (const FeatureRule& rule : feature_rules().rows)
    for (const Direction direction : protocol::both_directions)
      row.push_back(choose(rule, direction, candidates, context));
  if (unused != nullptr) *unused = never_looked_at(measurements, candidates);
  return row;
}

}  // namespace trilayer::inference
