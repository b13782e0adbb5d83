// The answer: what the data say about each of the six loadings, beside what was believed before.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "trilayer/base/warning.hpp"
#include "trilayer/inference/bank.hpp"
#include "trilayer/inference/features.hpp"
#include "trilayer/inference/method.hpp"
#include "trilayer/inference/prior.hpp"
#include "trilayer/model/loadings.hpp"

namespace trilayer::inference {

/// One loading. `mean` and `interval_90` are of the loading with its point mass at 0 (not of its size where present).
struct LoadingAnswer {
  model::LoadingName name;
  double prior_presence = 0.0;
  double presence = 0.0;      ///< probability that it is present
  double bayes_factor = 1.0;  ///< posterior odds of presence over prior odds
  double mean = 0.0;
  double low_90 = 0.0, high_90 = 0.0;
  double information_bits = 0.0;  ///< divergence of posterior from prior, of presence and size together; at least 0
  std::vector<double> draws;      ///< of the loading, 0 where not present, equally weighted; the same order in all six
};

/// A group of loadings of which one or more is probably present while none leads: "II or III, undetermined".
struct Undetermined {
  std::vector<model::LoadingName> loadings;
  double presence_of_any = 0.0;
  std::string words;
};

/// Right less left of a layer's loading.
struct Lateralisation {
  model::Layer layer = model::Layer::corticospinal;
  double mean = 0.0, low_90 = 0.0, high_90 = 0.0;
  double right_larger = 0.0, left_larger = 0.0;  ///< probabilities; the rest: both are 0
};

/// Fast phasic callosal inhibition that is left, as a factor: 1 is the median person of that age. What layer II took
/// from it and what the person has by nature together: that is what IHI and the iSP see.
struct CallosalGain {
  protocol::Direction direction = protocol::Direction::right;
  double median = 1.0, low_90 = 1.0, high_90 = 1.0;
};

/// How often the wrong hand's EMG came first in choice reactions: exploratory, part of no loading.
struct Selection {
  protocol::Direction direction;  ///< of the hand that was intended
  measures::State state = measures::State::missing;
  std::optional<double> share;           ///< of trials with an onset in the intended hand
  std::optional<double> standard_error;  ///< on the logit scale
  int trials = 0;
  std::string reason;
};

/// A measure and what it does to the answer.
struct MeasureRole {
  std::string words;              ///< "IHI ratio, 10 ms (right)"
  std::array<double, 6> shift{};  ///< log odds of presence with it less without it, one a loading
  double bits = 0.0;              ///< how much the pattern of presence moves
};

/// Whether the session as a whole is like simulated ones.
struct Likeness {
  double p = 1.0;  ///< share of the bank's sessions as far out; 1 where too little was measured
  int features = 0;
  std::vector<std::string> odd;  ///< measures the others would not lead one to expect: "CSP (left): 3.4 SD too long"
};

/// The answer for one participant.
struct Answer {
  std::string participant;
  std::array<LoadingAnswer, 6> loadings;         ///< in the order of model::all_loadings
  std::array<Lateralisation, 3> lateralisation;  ///< of layers I, II, III
  std::vector<CallosalGain> callosal_gain;       ///< left, right; by the network only
  std::vector<Selection> selection;
  std::vector<model::LoadingName> leading;  ///< those the data raised clearly
  std::vector<Undetermined> undetermined;
  std::vector<model::LoadingName> not_informed;  ///< those the data say next to nothing about
  std::vector<std::size_t> used_features;        ///< places in feature_names()
  std::vector<std::string> used;                 ///< features the answer rests on: "IHI ratio, 10 ms (right)"
  std::vector<std::string> lacked;               ///< features of the full battery that were not there
  std::vector<MeasureRole> roles;  ///< by the network only, those that say most first; where they were asked for
  Likeness likeness;               ///< where it was asked for
  std::vector<base::Warning> warnings;
  std::string method;     ///< "network" or "abc"
  int bank_sessions = 0;  ///< sessions of the bank
  double effective_draws = 0.0;
};

/// Where a loading leads, and where it is not informed. docs/explanation/answers.md says why these figures.
struct Rules {
  double leading_presence = 0.7;       ///< at least this probable ...
  double leading_bayes_factor = 3.0;   ///< ... and the odds raised at least this much by the data
  double least_likeness = 0.01;        ///< below: nothing leads, the session is unlike what any layers make
  double undetermined_presence = 0.8;  ///< of any of a group
  double informed_bits = 0.1;          ///< less is called not informed
};

/// What `interpret` is asked for beyond the loadings: each takes longer than they do.
struct Asked {
  bool roles = true;           ///< of every measure; by the network
  const Bank* like = nullptr;  ///< likeness to the sessions of this bank
};

/// The answer to what was observed, by a method. `participant` and `selection` are left empty.
Answer interpret(const FeatureRow& observed, const Method& method, const Asked& asked = {}, const Prior& prior = {},
                 const Rules& rules = {});

/// The answer for one participant, from what was measured: features_of, interpret, selection_of.
Answer interpret(const std::string& participant, const std::vector<measures::Measurement>& measurements,
                 const recording::Context& context, const Method& method, const Asked& asked = {});

/// The posterior by regression-ABC on the bank (docs/explanation/abc.md): only features that were observed enter;
/// `absent`, censored, `confounded` and `unobtainable` are evidence of their own kind; `missing` and `invalid` are
/// none. Deterministic. Without any informative feature the answer is the prior. `prior` is the one the bank was drawn
/// from. Throws Refusal where the bank is too small. `participant` and `selection` are left empty.
Answer interpret(const FeatureRow& observed, const Bank& bank, const Prior& prior = {}, const Rules& rules = {});

/// The answer for one participant, from what was measured: features_of, interpret, selection_of.
Answer interpret(const std::string& participant, const std::vector<measures::Measurement>& measurements,
                 const recording::Context& context, const Bank& bank);

/// What the measurements say about selection: those of "wrong_hand_lead", measured in the mirror hand.
std::vector<Selection> selection_of(const std::vector<measures::Measurement>& measurements);

}  // namespace trilayer::inference
