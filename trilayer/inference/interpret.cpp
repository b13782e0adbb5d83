// From measurements to the answer, with the names people know the measures by.
#include <fmt/format.h>

#include <algorithm>

#include "trilayer/base/elementary.hpp"
#include "trilayer/inference/abc.hpp"
#include "trilayer/inference/answer.hpp"
#include "trilayer/inference/feature_rules.hpp"
#include "trilayer/inference/regression.hpp"
#include "trilayer/inference/rules.hpp"

namespace trilayer::inference {

using measures::Measurement;
using measures::State;

namespace {

constexpr std::string_view selection_measure = "wrong_hand_lead";

// "IHI ratio, 10 ms (right)": the direction, named by its intended hand.
std::string words_of(std::size_t feature) {
  return fmt::format("{} ({})", title_of(feature), protocol::name(feature_names()[feature].direction));
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
    if (feature_names()[i].direction != name.direction) continue;
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

}  // namespace

Answer interpret(const FeatureRow& observed, const Bank& bank, const Prior& prior, const Rules& rules) {
  const Posterior found = posterior(observed, bank);
  Answer answer = answer_of(found, prior, rules);
  answer.bank_sessions = static_cast<int>(bank.rows.size());
  for (const std::size_t feature : found.used) answer.used.push_back(words_of(feature));
  for (std::size_t feature = 0; feature < observed.size(); ++feature)
    if (observed[feature].state == State::missing || observed[feature].state == State::invalid)
      answer.lacked.push_back(words_of(feature));
  for (const Unlike& unlike : found.unlike)
    answer.warnings.push_back(warning_of(unlike, observed[unlike.feature].state));
  return answer;
}

Answer interpret(const std::string& participant, const std::vector<Measurement>& measurements,
                 const recording::Context& context, const Bank& bank) {
  const FeatureRow observed = features_of(measurements, context);
  Answer answer = interpret(observed, bank);
  drop_leading_without_measure(answer, observed);
  answer.participant = participant;
  answer.selection = selection_of(measurements);
  return answer;
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
