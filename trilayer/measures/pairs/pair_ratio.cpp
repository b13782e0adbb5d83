#include "trilayer/measures/pairs/pair_ratio.hpp"

#include <algorithm>
#include <cmath>

#include "trilayer/base/statistics.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/measures/pairs/pair_name.hpp"
#include "trilayer/measures/responses/clipping.hpp"
#include "trilayer/measures/result.hpp"

namespace trilayer::measures {
namespace {

using protocol::Condition;

// Peak-to-peak of EMG alone over the 35 ms response window stays below this times its RMS in 99 % of simulated windows.
constexpr double noise_peak_to_peak = 6.0;
constexpr std::size_t fewest = 3;      // trials a side, and responses seen
constexpr double share_to_fit = 0.25;  // of conditioned responses seen; fewer give a bound

bool same_muscle(const BlockChannel& a, const BlockChannel& b) {
  return a.recording == b.recording ? a.channel == b.channel : a.side == b.side && a.muscle == b.muscle;
}

// The same in everything but for what came before the test pulse, which it lacks.
bool is_reference(const BlockChannel& candidate, const BlockChannel& paired) {
  if (!same_muscle(candidate, paired) || candidate.block->condition.conditioning) return false;
  Condition conditioned = candidate.block->condition;
  conditioned.conditioning = paired.block->condition.conditioning;
  conditioned.earlier = paired.block->condition.earlier;
  conditioned.stimulated_side = paired.block->condition.stimulated_side;
  return conditioned == paired.block->condition;
}

// Test responses of one or several blocks, in uV.
struct Sizes {
  std::vector<double> all;
  std::vector<double> background;
  std::size_t clipped = 0;
};

Sizes sizes_of(const std::vector<const BlockChannel*>& blocks) {
  Sizes sizes;
  for (const BlockChannel* block : blocks)
    for (const TrialResponse& response : block->responses) {
      sizes.all.push_back(response.clean_peak_to_peak);
      sizes.background.push_back(response.background_rms);
      sizes.clipped += response.clipped ? 1 : 0;
    }
  return sizes;
}

std::string text(double value) { return base::format_number(value, 3); }

std::string describe(const PairRatio& pair, const Sizes& conditioned, const Sizes& unconditioned, double limit,
                     bool on_active_emg) {
  const LogMean &test = pair.conditioned, &reference = pair.reference;
  std::string words = "ratio of geometric means of peak-to-peak, hum removed (of means " +
                      text(base::mean(conditioned.all) / base::mean(unconditioned.all)) + ", of medians " +
                      text(base::median(conditioned.all) / base::median(unconditioned.all)) + "); " +
                      std::to_string(test.trials()) + " conditioned and " + std::to_string(reference.trials()) +
                      " unconditioned trials of " + text(std::exp(reference.mean) * 1e-3) + " mV";
  if (test.below + reference.below > 0)
    words += "; " + std::to_string(test.below) + " and " + std::to_string(reference.below) + " of them below " +
             text(limit) + " uV, taken as censored";
  const Condition& condition = pair.paired->block->condition;
  if (!condition.intensity) words += "; test intensity not stated, taken as equal";
  const bool same = condition.conditioning && condition.conditioning->site == protocol::Site::m1 &&
                    condition.conditioning->hemisphere == condition.hemisphere;
  if (same && conditioning_strength(condition, pair.paired->session->context) == Strength::unknown)
    words += "; strength of the conditioning pulse against threshold not known, named by the interval";
  if (on_active_emg) words += "; amplitudes on active EMG contain background, which draws the ratio towards 1";
  return words;
}

std::string why_no_reference(const BlockChannel& paired, std::span<const BlockChannel> blocks) {
  for (const BlockChannel& other : blocks)
    if (other.recording == paired.recording && other.channel == paired.channel &&
        !other.block->condition.conditioning && other.block->condition.hemisphere == paired.block->condition.hemisphere)
      return "the unconditioned blocks of this session differ in test intensity, contraction or task";
  return "no unconditioned block of this hemisphere and muscle in this session";
}

void set_ratio(PairRatio& pair, double limit) {
  Measurement& m = pair.measurement;
  if (pair.conditioned.usable()) {
    m.state = State::value;
    m.value = std::exp(pair.conditioned.mean - pair.reference.mean);
    m.standard_error = std::hypot(pair.conditioned.error, pair.reference.error);
    return;
  }
  if (2 * pair.conditioned.below <= pair.conditioned.trials()) {
    m = unobtainable(m, "only " + std::to_string(pair.conditioned.seen) + " conditioned responses reach " +
                            text(limit) + " uV: too few for a mean, too many for a bound");
    return;
  }
  m.state = State::at_most;
  m.value = limit / std::exp(pair.reference.mean);
  m.standard_error = pair.reference.error;
  m.reason = std::to_string(pair.conditioned.below) + " of " + std::to_string(pair.conditioned.trials()) +
             " conditioned responses are below " + text(limit) + " uV";
}

// Responses at the limit of the amplifier are smaller on paper than they were: so is the mean they stand in.
void bound_by_clipping(Measurement& m, const Sizes& conditioned, const Sizes& unconditioned) {
  const bool small_above = clips_a_mean(conditioned.clipped, conditioned.all.size());
  const bool small_below = clips_a_mean(unconditioned.clipped, unconditioned.all.size());
  if (!m.value || (!small_above && !small_below)) return;
  const std::string why = std::to_string(conditioned.clipped) + " conditioned and " +
                          std::to_string(unconditioned.clipped) +
                          " unconditioned responses stand at the limit of the amplifier";
  if (small_above && (small_below || m.state == State::at_most)) {
    m = unobtainable(m, why);
    return;
  }
  m.state = small_above ? State::at_least : State::at_most;
  m.reason += (m.reason.empty() ? "" : "; ") + why;
}

}  // namespace

bool LogMean::usable() const {
  return seen >= fewest && static_cast<double>(seen) >= share_to_fit * static_cast<double>(trials());
}

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

double response_limit(const std::vector<double>& background, bool active, const Settings& settings) {
  return std::max({active ? settings.active_criterion.value() : settings.resting_criterion.value(),
                   settings.smallest_response.value(),
                   background.empty() ? 0.0 : noise_peak_to_peak * base::median(background)});
}

void fill_ratio(PairRatio& pair, const std::vector<const BlockChannel*>& references, const Settings& settings,
                const WorkedOn* worked_on) {
  Measurement& m = pair.measurement;
  Sizes conditioned = sizes_of({pair.paired});
  const Sizes unconditioned = sizes_of(references);
  if (worked_on != nullptr) conditioned.all = worked_on->sizes;
  for (const BlockChannel* reference : references) m.block += "+" + reference->block->id;
  m.trials = static_cast<int>(conditioned.all.size());
  if (conditioned.all.size() < fewest || unconditioned.all.size() < fewest) {
    m = invalid(m, "fewer than 3 usable trials (" + std::to_string(conditioned.all.size()) + " conditioned, " +
                       std::to_string(unconditioned.all.size()) + " unconditioned)");
    return;
  }
  // The reference's background alone: that of a pair may hold the conditioning pulse and its response.
  const bool active = references.front()->active;
  double limit = response_limit(unconditioned.background, active, settings);
  pair.reference = log_mean(unconditioned.all, limit);
  if (pair.reference.seen < fewest || base::median(unconditioned.all) < limit) {
    m = unobtainable(m, "the unconditioned test response is too small: " + std::to_string(pair.reference.below) +
                            " of " + std::to_string(unconditioned.all.size()) + " are below " + text(limit) + " uV");
    return;
  }
  if (worked_on != nullptr)
    limit = std::max(limit, worked_on->noise * noise_peak_to_peak * base::median(unconditioned.background));
  pair.conditioned = log_mean(conditioned.all, limit);
  m.method = describe(pair, conditioned, unconditioned, limit, active);
  set_ratio(pair, limit);
  bound_by_clipping(m, conditioned, unconditioned);
  if (references.front()->recording != pair.paired->recording)
    m = confounded(m, "the unconditioned trials are of another recording (" + references.front()->recording->name +
                          "): coil, electrodes and excitability may have changed");
}

std::vector<const BlockChannel*> references_of(const BlockChannel& paired, std::span<const BlockChannel> blocks) {
  std::vector<const BlockChannel*> here, elsewhere;
  for (const BlockChannel& candidate : blocks) {
    if (!is_reference(candidate, paired)) continue;
    auto& found = candidate.recording == paired.recording ? here : elsewhere;
    if (std::ranges::find(found, candidate.block, &BlockChannel::block) == found.end()) found.push_back(&candidate);
  }
  if (!here.empty()) return here;
  std::erase_if(elsewhere, [&](const BlockChannel* other) { return other->recording != elsewhere[0]->recording; });
  return elsewhere;
}

std::vector<PairRatio> pair_ratios(std::span<const BlockChannel> blocks, const Settings& settings) {
  std::vector<PairRatio> pairs;
  for (const BlockChannel& paired : blocks) {
    const auto id = pair_measure(paired.block->condition, paired.session->context);
    if (!id || !paired.contralateral()) continue;
    if (std::ranges::any_of(pairs, [&](const PairRatio& known) {
          return known.paired->block == paired.block && known.paired->channel == paired.channel;
        }))
      continue;
    PairRatio pair{&paired, *id, paired.blank(*id), {}, {}};
    const auto references = references_of(paired, blocks);
    if (references.empty())
      pair.measurement = missing(pair.measurement, why_no_reference(paired, blocks));
    else
      fill_ratio(pair, references, settings);
    pairs.push_back(std::move(pair));
  }
  return pairs;
}

Measurement combined(Measurement m, std::span<const Term> terms) {
  double sum = 0.0, variance = 0.0;
  bool lower = false, upper = false;
  std::string reasons;
  const auto add_reason = [&](const Term& term) {
    if (!term.ratio->reason.empty()) reasons += (reasons.empty() ? "" : "; ") + term.what + ": " + term.ratio->reason;
  };
  for (const Term& term : terms) {
    if (!term.ratio->value) return unobtainable(m, term.what + ": " + term.ratio->reason);
    const State state = term.ratio->state;
    if (state == State::at_most || state == State::at_least)
      ((state == State::at_most) == (term.weight > 0.0) ? upper : lower) = true;
    add_reason(term);
    sum += term.weight * std::log(*term.ratio->value);
    variance += std::pow(term.weight * term.ratio->standard_error.value_or(0.0), 2);
  }
  if (lower && upper) return unobtainable(m, "the bounds of its parts leave it open on both sides: " + reasons);
  m.state = upper ? State::at_most : lower ? State::at_least : reasons.empty() ? State::value : State::confounded;
  m.value = std::exp(sum);
  m.standard_error = std::sqrt(variance);
  m.reason = reasons;
  return m;
}

}  // namespace trilayer::measures
