#include "trilayer/measures/silences/silences_of_both_hands.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/result.hpp"

namespace trilayer::measures {
namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

// The silence of the row that holds a trial of the block, if it has one that begins as a response's would.
const TrialSilence* silence_of(const BlockChannel& look, const std::vector<TrialSilence>& silences, std::size_t trial,
                               const Settings& settings) {
  const auto& rows = look.epochs.trial_of;
  const auto row = std::find(rows.begin(), rows.end(), trial);
  if (row == rows.end()) return nullptr;
  const TrialSilence& silence = silences[static_cast<std::size_t>(row - rows.begin())];
  return silence.start && *silence.start <= settings.latest_end.value() ? &silence : nullptr;
}

// One sweep: 0 where the ipsilateral hand is not silent, infinite where it is for longer than can be seen.
struct Sweeps {
  std::vector<double> ratios;
  std::vector<double> contralateral;  // ms
};

Sweeps sweeps_of(const BlockChannel& ipsilateral, const BlockChannel& contralateral,
                 const std::vector<TrialSilence>& silences, const Settings& settings) {
  const std::vector<TrialSilence> own = find_silences(ipsilateral, settings);
  Sweeps sweeps;
  for (const std::size_t trial : ipsilateral.epochs.trial_of) {
    const TrialSilence* crossed = silence_of(contralateral, silences, trial, settings);
    if (crossed == nullptr || !crossed->end) continue;
    const double length = *crossed->end - *crossed->start;
    const TrialSilence* uncrossed = silence_of(ipsilateral, own, trial, settings);
    sweeps.contralateral.push_back(length);
    sweeps.ratios.push_back(uncrossed == nullptr ? 0.0
                            : uncrossed->end     ? (*uncrossed->end - *uncrossed->start) / length
                                                 : infinity);
  }
  return sweeps;
}

// The lower of two middle values: never between a number and a bound.
double lower_median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

}  // namespace

Measurement csp_hand_ratio(const BlockChannel& ipsilateral, const BlockChannel& contralateral,
                           const std::vector<TrialSilence>& silences, const Settings& settings) {
  Measurement m = ipsilateral.blank("csp_hand_ratio");
  m.method = fmt::format(
      "silence of this hand over that of the contralateral hand in the same sweeps, each at least {:g} ms long and "
      "begun within {:g} ms of the pulse; median over sweeps",
      settings.shortest_csp.value(), settings.latest_end.value());
  const Sweeps sweeps = sweeps_of(ipsilateral, contralateral, silences, settings);
  m.trials = static_cast<int>(sweeps.ratios.size());
  if (m.trials < 3)
    return unobtainable(m, "the contralateral hand has a silence with an end in fewer than three sweeps");
  const double ratio = lower_median(sweeps.ratios);
  const auto silent = std::count_if(sweeps.ratios.begin(), sweeps.ratios.end(), [](double r) { return r > 0.0; });
  const std::string in_how_many = fmt::format("{} of {} sweeps", silent, m.trials);
  if (ratio == 0.0) {
    m.state = State::at_most;
    m.value = settings.shortest_csp.value() / base::median(sweeps.contralateral);
    m.reason = "this hand is silent in no more than " + in_how_many;
  } else if (std::isinf(ratio)) {
    m.state = State::at_least;
    m.value = (ipsilateral.epochs.ms(ipsilateral.epochs.samples - 1) - settings.return_window.value() -
               settings.latest_end.value()) /
              base::median(sweeps.contralateral);
    m.reason = "EMG of this hand does not return before the trials end";
  } else {
    m.state = State::value;
    m.value = ratio;
    m.method += "; silent in " + in_how_many;
    set_error(m, base::bootstrap_error(sweeps.ratios.size(), settings.bootstrap, settings.seed, [&](auto chosen) {
                return std::log(lower_median(resampled(sweeps.ratios, chosen)));
              }));
  }
  return m;
}

namespace {

const Measurement* find(std::span<const Measurement> measured, const BlockChannel& look, std::string_view id) {
  for (const Measurement& m : measured)
    if (m.key.measure == id && m.block == look.block->id && m.recording == look.recording->name &&
        m.key.side == look.side && m.key.muscle == look.muscle)
      return &m;
  return nullptr;
}

// How unlike two blocks are; the same intensity on the same scale, in the same recording, is 0.
double unlikeness(const BlockChannel& a, const BlockChannel& b) {
  constexpr double other_recording = 1e6, other_scale = 1e3;
  const auto &x = a.block->condition.intensity, &y = b.block->condition.intensity;
  const double intensity = x == y                                   ? 0.0
                           : x && y && x->reference == y->reference ? std::abs(x->percent - y->percent)
                                                                    : other_scale;
  return (a.recording == b.recording ? 0.0 : other_recording) + intensity;
}

bool same_muscle(const BlockChannel& a, const BlockChannel& b) {
  return a.side == b.side && a.muscle == b.muscle && a.active == b.active &&
         a.block->condition.hemisphere == b.block->condition.hemisphere;
}

template <class Fits>
const BlockChannel* most_alike(const SessionWork& work, const BlockChannel& look, Fits&& fits) {
  const BlockChannel* best = nullptr;
  for (const BlockChannel& other : work.looks)
    if (&other != &look && same_muscle(other, look) && fits(other) &&
        (best == nullptr || unlikeness(other, look) < unlikeness(*best, look)))
      best = &other;
  return best;
}

// A number as a range: a censored one is open to one side, an absent one lies between 0 and what would have been seen.
struct Range {
  double low = -infinity, high = infinity;
};

std::optional<Range> range_of(const Measurement& m) {
  if (m.state == State::at_least) return Range{*m.value, infinity};
  if (m.state == State::at_most) return Range{-infinity, *m.value};
  if (m.state == State::absent && m.smallest_detectable) return Range{0.0, *m.smallest_detectable};
  if (m.value) return Range{*m.value, *m.value};
  return std::nullopt;
}

// first - second, with their errors, bounds and reasons.
Measurement difference(Measurement m, const BlockChannel& look, const Measurement& first, const BlockChannel& other,
                       const Measurement& second) {
  m.block += "+" + other.block->id;
  const auto a = range_of(first), b = range_of(second);
  if (!a || !b) return unobtainable(m, "not measured in both blocks: " + (a ? second.reason : first.reason));
  const double low = a->low - b->high, high = a->high - b->low;
  if (first.value && second.value && low == high) {
    m.state = State::value;
    m.value = low;
    if (first.standard_error && second.standard_error)
      set_error(m, std::hypot(*first.standard_error, *second.standard_error));
  } else if (std::isfinite(low) && (first.value || !std::isfinite(high))) {
    m.state = State::at_least;
    m.value = low;
    m.reason = first.reason.empty() ? second.reason : first.reason;
  } else if (std::isfinite(high) && (second.value || !std::isfinite(low))) {
    m.state = State::at_most;
    m.value = high;
    m.reason = first.reason.empty() ? second.reason : first.reason;
  } else {
    return unobtainable(m, "neither block gives a number: " + first.reason);
  }
  for (const Measurement* part : {&first, &second})
    if (part->state == State::confounded) m = confounded(m, part->reason);
  if (look.recording != other.recording)
    m = confounded(m, "the other block is of another recording, " + other.recording->name);
  if (look.block->condition.intensity != other.block->condition.intensity)
    m = confounded(m, "the pulses of the other block were of another intensity");
  return m;
}

// Compares a measure of one block with that of the block most like it in which something else holds.
template <class Fits>
std::optional<Measurement> compared(const SessionWork& work, std::span<const Measurement> measured,
                                    const BlockChannel& look, std::string_view id, std::string_view of,
                                    std::string method, const char* lacking, Fits&& fits) {
  const Measurement* first = find(measured, look, of);
  if (first == nullptr) return std::nullopt;
  Measurement m = look.blank(id);
  m.method = std::move(method);
  const BlockChannel* other = most_alike(work, look, [&](const BlockChannel& candidate) {
    return fits(candidate) && find(measured, candidate, of) != nullptr;
  });
  if (other == nullptr) return missing(m, lacking);
  return difference(m, look, *first, *other, *find(measured, *other, of));
}

}  // namespace

std::vector<Measurement> silences_of_both_hands(const SessionWork& work, std::span<const Measurement> measured) {
  std::vector<Measurement> all;
  const auto add = [&](std::optional<Measurement> m) {
    if (m) all.push_back(*std::move(m));
  };
  const auto together = [](const BlockChannel& look) { return look.block->condition.both_hemispheres_together; };
  const auto other_active = [&](const BlockChannel& look) {
    const BlockChannel* other = other_hand(work, look);
    return other != nullptr && other->active;
  };
  for (const BlockChannel& look : work.looks) {
    if (look.contralateral() && together(look))
      add(compared(work, measured, look, "csp_both_pulses_change", "csp_duration",
                   "csp_duration with both hemispheres pulsed together minus that with one",
                   "no block of the same state with pulses to this hemisphere alone", [&](const BlockChannel& other) {
                     return !together(other) && other.block->condition.hands == look.block->condition.hands;
                   }));
    if (work.isp.contains(&look) && other_active(look))
      add(compared(work, measured, look, "isp_other_hand_effect", "isp_area",
                   "isp_area with the other hand contracting minus that with the other hand at rest",
                   "no block in which this hand contracts and the other one rests",
                   [&](const BlockChannel& other) { return work.isp.contains(&other) && !other_active(other); }));
  }
  return all;
}

}  // namespace trilayer::measures
