#include "trilayer/measures/pairs/pair_interactions.hpp"

#include <algorithm>
#include <utility>

#include "trilayer/base/text.hpp"
#include "trilayer/measures/pairs/pair_name.hpp"
#include "trilayer/measures/result.hpp"

namespace trilayer::measures {
namespace {

using protocol::Condition;
using protocol::Contraction;

const Condition& condition_of(const PairRatio& pair) { return pair.paired->block->condition; }

bool same_place(const PairRatio& a, const PairRatio& b) {
  return a.paired->recording == b.paired->recording && a.paired->channel == b.paired->channel;
}

// ---- the other hand's contraction ----

// Equal but for the other hand. A conditioning pulse that was set anew in each state (to a matched response, say) keeps
// its calibration and not its intensity; where no calibration is stated, the intensity has to be equal.
bool differ_in_other_hand(const PairRatio& active, const PairRatio& rest) {
  Condition a = condition_of(active), r = condition_of(rest);
  const protocol::Side other = protocol::opposite(active.paired->side);
  if (a.hands[other].contraction != Contraction::active || r.hands[other].contraction != Contraction::rest)
    return false;
  a.hands[other] = r.hands[other];
  a.intensity = r.intensity;  // the test pulse, too, may be set anew, to the same response
  if (!a.conditioning->calibration.empty()) a.conditioning->intensity = r.conditioning->intensity;
  return a == r;
}

Measurement task_change(const PairRatio& active, const PairRatio& rest) {
  Measurement m = active.paired->blank("ihi_task_change");
  m.block = active.paired->block->id + "+" + rest.paired->block->id;
  m = combined(std::move(m), std::vector<Term>{{&active.measurement, 1.0, "IHI with the other hand active"},
                                               {&rest.measurement, -1.0, "IHI with the other hand at rest"}});
  if (!m.value) return m;
  const std::string& calibration = condition_of(active).conditioning->calibration;
  m.method = "IHI ratio with the other hand active over that at rest; conditioning pulse " +
             (calibration.empty() ? "at the same intensity, how it was set is not stated"
                                  : "calibrated alike (" + calibration + ")");
  if (condition_of(active).intensity != condition_of(rest).intensity) m.method += "; test intensities differ";
  return m;
}

// Of several resting blocks, that with the same test intensity.
void add_task_changes(std::span<const PairRatio> pairs, std::vector<Measurement>& all) {
  for (const PairRatio& active : pairs) {
    if (active.id != "ihi") continue;
    const PairRatio* found = nullptr;
    for (const PairRatio& rest : pairs) {
      if (rest.id != "ihi" || !same_place(active, rest) || !differ_in_other_hand(active, rest)) continue;
      if (found == nullptr || condition_of(rest).intensity == condition_of(active).intensity) found = &rest;
    }
    if (found != nullptr) all.push_back(task_change(active, *found));
  }
}

// ---- IHI on SICI ----

// The pair of the triple's conditioning or earlier pulse with its test pulse, as a ratio; null where there is none.
const PairRatio* pair_within(const BlockChannel& triple, const protocol::Conditioning& first, std::string_view id,
                             std::span<const PairRatio> pairs) {
  Condition wanted = triple.block->condition;
  wanted.earlier.reset();
  wanted.conditioning = first;
  const auto found = std::ranges::find_if(pairs, [&](const PairRatio& pair) {
    return pair.id == id && pair.paired->recording == triple.recording && pair.paired->channel == triple.channel &&
           condition_of(pair) == wanted;
  });
  return found == pairs.end() ? nullptr : &*found;
}

bool is_ihi_on_sici(const BlockChannel& look) {
  const Condition& condition = look.block->condition;
  if (!condition.earlier || condition.conditioning_alone || !look.contralateral()) return false;
  Condition second = condition, first = condition;
  second.earlier.reset();
  first.earlier.reset();
  first.conditioning = condition.earlier;
  return pair_measure(second, look.session->context) == "sici" && pair_measure(first, look.session->context) == "ihi";
}

Measurement ihi_on_sici(const BlockChannel& triple, std::span<const PairRatio> pairs, const Settings& settings) {
  Measurement m = triple.blank("ihi_on_sici");
  const Condition& condition = triple.block->condition;
  const PairRatio* sici = pair_within(triple, *condition.conditioning, "sici", pairs);
  const PairRatio* ihi = pair_within(triple, *condition.earlier, "ihi", pairs);
  if (sici == nullptr || ihi == nullptr)
    return missing(m, std::string("no block of the ") + (ihi == nullptr ? "IHI" : "SICI") +
                          " pair alone, in the same state and recording");
  PairRatio under{&triple, "ihi_on_sici", m, {}, {}};  // three pulses over the pair with the earlier one
  fill_ratio(under, {ihi->paired}, settings);
  m.block = triple.block->id + "+" + ihi->measurement.block + "+" + sici->measurement.block;
  m.trials = static_cast<int>(triple.responses.size());
  m = combined(std::move(m), std::vector<Term>{{&under.measurement, 1.0, "SICI under IHI"},
                                               {&sici->measurement, -1.0, "SICI alone"}});
  if (m.value) {
    m.method = "SICI ratio under the earlier pulse to the other hemisphere over that without it";
    if (under.measurement.value && sici->measurement.value)
      m.method += " (" + base::format_number(*under.measurement.value, 3) + " over " +
                  base::format_number(*sici->measurement.value, 3) + ")";
    if (ihi->measurement.value)
      m.method += "; IHI ratio " + base::format_number(*ihi->measurement.value, 3) +
                  ": the test responses under IHI are smaller, and SICI depends on their size";
  }
  return m;
}

// ---- premotor switch ----

// Equal but for the hand that is to move: the measured one, and the other.
bool differ_in_hand_to_move(const PairRatio& own, const PairRatio& other) {
  Condition condition = condition_of(other);
  condition.intended = own.paired->side;
  return condition == condition_of(own) && condition_of(other).intended == protocol::opposite(own.paired->side);
}

// All times after the cue of one condition, those of the measured hand first in each pair.
struct Switch {
  Condition condition;  // without the time
  std::vector<std::pair<const PairRatio*, const PairRatio*>> times;
};

std::vector<Switch> switches(std::span<const PairRatio> pairs) {
  std::vector<Switch> all;
  for (const PairRatio& own : pairs) {
    if (own.id != "pmd_m1" || !condition_of(own).after_cue || condition_of(own).intended != own.paired->side) continue;
    for (const PairRatio& other : pairs) {
      if (other.id != "pmd_m1" || !same_place(own, other) || !differ_in_hand_to_move(own, other)) continue;
      Condition condition = condition_of(own);
      condition.after_cue.reset();
      auto found = std::ranges::find_if(all, [&](const Switch& known) {
        return known.condition == condition && same_place(*known.times.front().first, own);
      });
      if (found == all.end()) found = all.insert(all.end(), {condition, {}});
      found->times.emplace_back(&own, &other);
    }
  }
  return all;
}

Measurement premotor_switch(const Switch& found) {
  Measurement m = found.times.front().first->paired->blank("premotor_switch");
  m.key.condition = protocol::label(found.condition);
  m.block.clear();
  m.trials = 0;
  std::vector<Term> terms;
  std::string times;
  const double share = 1.0 / static_cast<double>(found.times.size());
  for (const auto& [own, other] : found.times) {
    const std::string time = base::format_number(condition_of(*own).after_cue->value()) + " ms";
    terms.push_back({&own->measurement, share, "measured hand to move, " + time});
    terms.push_back({&other->measurement, -share, "other hand to move, " + time});
    for (const PairRatio* pair : {own, other}) {
      m.block += (m.block.empty() ? "" : "+") + pair->paired->block->id;
      m.trials += pair->measurement.trials;
    }
    times += (times.empty() ? "" : ", ") + time;
    if (own->measurement.value && other->measurement.value)
      times += " (" + base::format_number(*own->measurement.value, 3) + " over " +
               base::format_number(*other->measurement.value, 3) + ")";
  }
  m = combined(std::move(m), terms);
  if (m.value)
    m.method = "premotor ratio, measured hand over other hand to move; geometric mean over " + times + " after the cue";
  return m;
}

}  // namespace

std::vector<Measurement> pair_interactions(std::span<const PairRatio> pairs, std::span<const BlockChannel> blocks,
                                           const Settings& settings) {
  std::vector<Measurement> all;
  add_task_changes(pairs, all);
  for (const BlockChannel& look : blocks)
    if (is_ihi_on_sici(look)) all.push_back(ihi_on_sici(look, pairs, settings));
  for (const Switch& found : switches(pairs)) all.push_back(premotor_switch(found));
  return all;
}

}  // namespace trilayer::measures
