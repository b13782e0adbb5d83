#include "trilayer/measures/excitability/central_conduction.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/contralateral_mep.hpp"
#include "trilayer/measures/excitability/m_wave.hpp"
#include "trilayer/measures/result.hpp"

namespace trilayer::measures {
namespace {

constexpr double turnaround = 1.0;     // ms, of the antidromic volley at the motoneuron (Groppa et al. 2012 [V])
constexpr std::size_t fewest = 3;      // onsets that make a latency
constexpr double reproducible = 0.05;  // quantile of onsets taken for the shortest

// A latency with its error, ms.
struct Latency {
  double ms = 0.0;
  double error = 0.0;
};

std::vector<double> onsets_of(const BlockChannel& look) {
  std::vector<double> onsets;
  for (const TrialResponse& r : look.responses)
    if (r.present && r.onset) onsets.push_back(*r.onset);
  return onsets;
}

Latency latency_of(const BlockChannel& look, double share, const Settings& settings) {
  const std::vector<double> onsets = onsets_of(look);
  const double spread = base::bootstrap_error(onsets.size(), settings.bootstrap, settings.seed, [&](auto chosen) {
    return base::quantile(resampled(onsets, chosen), share);
  });
  return {base::quantile(onsets, share),
          std::hypot(std::isfinite(spread) ? spread : 0.0, sampling_error(look.epochs.rate))};
}

// The block of contralateral MEPs with the shortest latency, of a contracting muscle if there is one; its onsets found
// anew, strictly enough for the shortest of them to count.
std::optional<BlockChannel> shortest_meps(const SessionWork& work, protocol::Side side, const std::string& muscle,
                                          const Settings& strict) {
  const BlockChannel* best = nullptr;
  double best_median = 0.0;
  for (const BlockChannel& look : work.looks) {
    const protocol::Condition& c = look.block->condition;
    if (look.side != side || look.muscle != muscle || !look.contralateral() || c.conditioning ||
        c.both_hemispheres_together)
      continue;
    const std::vector<double> onsets = onsets_of(look);
    if (onsets.size() < fewest) continue;
    const double median = base::median(onsets);
    const bool better = best == nullptr || (look.active != best->active ? look.active : median < best_median);
    if (!better) continue;
    best = &look;
    best_median = median;
  }
  if (best == nullptr) return std::nullopt;
  BlockChannel found = *best;
  for (TrialResponse& r : found.responses) r.onset.reset();
  find_responses(found, strict);
  return onsets_of(found).size() < fewest ? std::nullopt : std::optional(std::move(found));
}

const Measurement* find(std::span<const Measurement> found, std::string_view measure, protocol::Side side,
                        const std::string& muscle) {
  for (const Measurement& m : found)
    if (m.key.measure == measure && m.key.side == side && m.key.muscle == muscle) return &m;
  return nullptr;
}

Measurement blank(const BlockChannel& meps, std::string_view measure, const Latency& latency) {
  Measurement m = meps.blank(measure);
  m.trials = static_cast<int>(onsets_of(meps).size());
  m.method = fmt::format("shortest reproducible MEP onset (5 % quantile of {} trials, {}) {:.1f} ms", m.trials,
                         meps.active ? "active" : "at rest", latency.ms);
  return m;
}

Measurement finish(Measurement m, const BlockChannel& meps, const Latency& latency, const Latency& peripheral,
                   const Settings& settings) {
  m.state = State::value;
  m.value = latency.ms - peripheral.ms;
  set_error(m, std::hypot(latency.error, peripheral.error));
  if (*m.value <= 0.0) return invalid(m, "the peripheral latency is not shorter than that of the MEP");
  if (!meps.active) m = confounded(m, "no MEPs of the contracting muscle: at rest they come about 2 ms later");
  return confound_by_marker(m, *meps.recording, settings);
}

// By F-wave: half of the way there and back, less the turnaround.
std::optional<Measurement> by_f_wave(const BlockChannel& meps, std::span<const Measurement> found,
                                     const Settings& settings) {
  const Measurement* f = find(found, "f_latency_shortest", meps.side, meps.muscle);
  const Measurement* distal = find(found, "distal_motor_latency", meps.side, meps.muscle);
  if (f == nullptr || distal == nullptr) return std::nullopt;
  const Latency latency = latency_of(meps, reproducible, settings);
  Measurement m = blank(meps, "cmct_f", latency);
  m.block += "+" + distal->block;
  for (const Measurement* needed : {f, distal})
    if (!needed->value) return unobtainable(m, needed->key.measure + ": " + needed->reason);
  const Latency peripheral{(*f->value + *distal->value - turnaround) / 2.0,
                           0.5 * std::hypot(f->standard_error.value_or(0.0), distal->standard_error.value_or(0.0))};
  m.method += fmt::format(" less (F {:.1f} + M {:.1f} - {:g}) / 2 = {:.1f} ms", *f->value, *distal->value, turnaround,
                          peripheral.ms);
  m = finish(std::move(m), meps, latency, peripheral, settings);
  for (const Measurement* used : {f, distal})
    if (m.value && used->state == State::confounded) m = confounded(m, used->key.measure + ": " + used->reason);
  return m;
}

// By stimulation of the root: its latency holds the way from the foramen to the muscle.
std::optional<Measurement> by_root(const BlockChannel& meps, std::span<const BlockChannel> roots,
                                   const Settings& settings) {
  const BlockChannel* best = nullptr;
  for (const BlockChannel& root : roots)
    if (root.side == meps.side && root.muscle == meps.muscle &&
        (best == nullptr || onsets_of(root).size() > onsets_of(*best).size()))
      best = &root;
  if (best == nullptr) return std::nullopt;
  const Latency latency = latency_of(meps, reproducible, settings);
  Measurement m = blank(meps, "cmct_root", latency);
  m.block += "+" + best->block->id;
  if (onsets_of(*best).size() < fewest) return unobtainable(m, "fewer than three responses to the root have an onset");
  const Latency root = latency_of(*best, 0.5, settings);
  m.method += fmt::format(" less median root latency {:.1f} ms", root.ms);
  m = finish(std::move(m), meps, latency, root, settings);
  return confound_by_marker(m, *best->recording, settings);
}

}  // namespace

std::vector<Measurement> central_conduction(const SessionWork& work, std::span<const Measurement> found,
                                            const Settings& settings) {
  const Settings strict = strict_onsets(settings);
  Settings of_root = strict;
  of_root.response = settings.excitability.root;
  const std::vector<BlockChannel> roots = looks_at_site(work, protocol::Site::root, of_root);
  if (roots.empty() && found.empty()) return {};
  std::vector<std::pair<protocol::Side, std::string>> muscles;
  for (const BlockChannel& look : work.looks)
    if (std::find(muscles.begin(), muscles.end(), std::pair(look.side, look.muscle)) == muscles.end())
      muscles.emplace_back(look.side, look.muscle);
  std::vector<Measurement> all;
  for (const auto& [side, muscle] : muscles) {
    const auto meps = shortest_meps(work, side, muscle, strict);
    if (!meps) continue;
    if (auto m = by_f_wave(*meps, found, settings)) all.push_back(std::move(*m));
    if (auto m = by_root(*meps, roots, settings)) all.push_back(std::move(*m));
  }
  return all;
}

}  // namespace trilayer::measures
