// From measurements to the answer, with the names people know the measures by.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "trilayer/base/elementary.hpp"
#include "trilayer/inference/answer.hpp"
#include "trilayer/inference/contributions.hpp"
#include "trilayer/inference/feature_rules.hpp"
#include "trilayer/inference/regression.hpp"
#include "trilayer/inference/rules.hpp"
#include "trilayer/inference/typicality.hpp"

namespace trilayer::inference {

using measures::Measurement;
using measures::State;

namespace {

constexpr std::string_view selection_measure = "wrong_hand_lead";

// "IHI ratio, 10 ms (right)": the direction, named by its intended hand.
std::string words_of(std::size_t feature) {
  if (is_of_person(feature)) return std::string(title_of(feature));
  return fmt::format("{} ({})", title_of(feature), protocol::name(feature_names()[feature].direction));
}

// What is of the person stands twice, once a direction: it is named once.
bool is_named_already(std::size_t feature) {
  return is_of_person(feature) && feature_names()[feature].direction == protocol::Direction::right;
}

// From a feature's scale to what people read.
double readable(double value, Scale scale) {
  if (scale == Scale::log) return base::portable_exp(value);
  return scale == Scale::logit ? logistic(value) : value;
}

base::Warning warning_of(const Unlike& unlike, State state) {
  const std::string feature = words_of(unlike.feature);
  if (unlike.by_state)
    return {"unlike_bank",
            fmt::format("{}: its state, {}, hardly occurs in simulated sessions; it is left out", feature,
                        measures::name(state)),
            feature};
  const Scale scale = scale_of(unlike.feature);
  return {
      "unlike_bank",
      fmt::format("{}: {:.3g} lies outside what simulated sessions show, {:.3g} to {:.3g}; the answer may not hold",
                  feature, readable(unlike.value, scale), readable(unlike.low, scale), readable(unlike.high, scale)),
      feature};
}

// Whether a measure that was there bears on this layer in this direction.
bool has_own_measure(const FeatureRow& observed, model::LoadingName name) {
  for (std::size_t i = 0; i < observed.size(); ++i) {
    if (observed[i].state == State::missing || observed[i].state == State::invalid) continue;
    if (feature_names()[i].direction != name.direction || is_of_person(i)) continue;
    for (const catalogue::Evidence& evidence : feature_rules().rows[i / 2].measure->evidence)
      if (catalogue::name(evidence.layer) == model::name(name.layer)) return true;
  }
  return false;
}

// Layers are more often in both directions than in one, so that measures of one direction raise the other, too. That
// is the prior's doing: without a measure of its own a loading does not lead.
void drop_leading_without_measure(Answer& answer, const FeatureRow& observed) {
  std::erase_if(answer.leading, [&](model::LoadingName name) { return !has_own_measure(observed, name); });
}

// The second head: a normal law of each member for the logarithm of the gain; what members disagree in widens it.
void add_gains(Answer& answer, const FeatureRow& observed, const Network& network) {
  constexpr double of_90 = 1.6448536269514722;
  const auto members = densities(network, observed);
  const auto count = static_cast<double>(members.size());
  for (const protocol::Direction direction : protocol::both_directions) {
    const std::size_t place = direction == protocol::Direction::right ? 1 : 0;  // the first nuisance
    double mean = 0.0, square = 0.0;
    for (const Density& member : members) {
      const double m = member.nuisance_mean[place], sd = member.nuisance_sd[place];
      mean += m / count;
      square += (m * m + sd * sd) / count;
    }
    const double sd = std::sqrt(std::max(0.0, square - mean * mean));
    answer.callosal_gain.push_back({direction, base::portable_exp(mean), base::portable_exp(mean - of_90 * sd),
                                    base::portable_exp(mean + of_90 * sd)});
  }
}

void add_roles(Answer& answer, const FeatureRow& observed, const Network& network) {
  for (const Contribution& c : contributions(observed, network))
    answer.roles.push_back({words_of(c.feature), c.shift, c.bits});
}

void add_likeness(Answer& answer, const FeatureRow& observed, const Bank& bank, const Rules& rules) {
  const Typicality found = typicality(observed, bank);
  answer.likeness = {found.p, static_cast<int>(found.features), {}};
  for (const Odd& odd : found.odd)
    answer.likeness.odd.push_back(fmt::format("{}: {:.1f} SD {} than the other measures lead one to expect",
                                              words_of(odd.feature), std::abs(odd.deviations),
                                              odd.deviations > 0.0 ? "larger" : "smaller"));
  if (found.p >= rules.least_likeness) return;
  answer.leading.clear();
  std::string measures;
  for (const std::string& odd : answer.likeness.odd) measures += (measures.empty() ? "" : "; ") + odd;
  answer.warnings.push_back(
      {"unlike_any_layers",
       fmt::format("none of the three explains this session as a whole: {:.1f} % of simulated sessions lie as far out; "
                   "nothing is said to lead{}",
                   100.0 * found.p, measures.empty() ? "" : ". " + measures),
       ""});
}

}  // namespace

Answer interpret(const FeatureRow& observed, const Method& method, const Asked& asked, const Prior& prior,
                 const Rules& rules) {
  const Posterior found = method.posterior(observed);
  Answer answer = answer_of(found, prior, rules);
  answer.method = method.name;
  answer.bank_sessions = static_cast<int>(method.sessions);
  answer.used_features = found.used;
  for (const std::size_t feature : found.used)
    if (!is_named_already(feature)) answer.used.push_back(words_of(feature));
  for (std::size_t feature = 0; feature < observed.size(); ++feature)
    if (!is_named_already(feature) &&
        (observed[feature].state == State::missing || observed[feature].state == State::invalid))
      answer.lacked.push_back(words_of(feature));
  for (const Unlike& unlike : found.unlike)
    if (!is_named_already(unlike.feature))
      answer.warnings.push_back(warning_of(unlike, observed[unlike.feature].state));
  if (method.network != nullptr && !found.used.empty()) add_gains(answer, observed, *method.network);
  if (method.network != nullptr && asked.roles) add_roles(answer, observed, *method.network);
  if (asked.like != nullptr) add_likeness(answer, observed, *asked.like, rules);
  return answer;
}

Answer interpret(const std::string& participant, const std::vector<Measurement>& measurements,
                 const recording::Context& context, const Method& method, const Asked& asked) {
  const FeatureRow observed = features_of(measurements, context);
  Answer answer = interpret(observed, method, asked);
  drop_leading_without_measure(answer, observed);
  answer.participant = participant;
  answer.selection = selection_of(measurements);
  return answer;
}

Answer interpret(const FeatureRow& observed, const Bank& bank, const Prior& prior, const Rules& rules) {
  return interpret(observed, abc_method(bank), {}, prior, rules);
}

Answer interpret(const std::string& participant, const std::vector<Measurement>& measurements,
                 const recording::Context& context, const Bank& bank) {
  return interpret(participant, measurements, context, abc_method(bank));
}

std::vector<Selection> selection_of(const std::vector<Measurement>& measurements) {
  std::vector<Selection> found;
  for (const protocol::Direction direction : protocol::both_directions) {
    // One a direction: of several muscles or blocks the first that has a number, else the first there is.
    const Measurement* chosen = nullptr;
    for (const Measurement& measurement : measurements) {
      if (measurement.key.measure != selection_measure || !measurement.key.side ||
          protocol::direction_mirrored_in(*measurement.key.side) != direction)
        continue;
      if (chosen == nullptr || (measurement.value && !chosen->value)) chosen = &measurement;
    }
    if (chosen != nullptr)
      found.push_back(
          {direction, chosen->state, chosen->value, chosen->standard_error, chosen->trials, chosen->reason});
  }
  return found;
}

}  // namespace trilayer::inference
