#include "trilayer/measures/tasks/mirror_contrasts.hpp"

#include <cmath>
#include <string>
#include <utility>

#include "trilayer/base/text.hpp"
#include "trilayer/measures/result.hpp"

namespace trilayer::measures {
namespace {

using protocol::Side;
using Amounts = std::span<const MirrorAmount>;

// The block of maximal force in which this muscle of this side gave most EMG; null where there is none.
const MirrorAmount* maximum_of(Amounts amounts, const std::string& muscle, Side side, const Settings& settings) {
  const MirrorAmount* best = nullptr;
  for (const MirrorAmount& amount : amounts) {
    const protocol::Condition& condition = amount.look->condition();
    const bool maximal = condition.intended == side && condition.force_percent &&
                         *condition.force_percent >= settings.tasks.maximal_force;
    if (!maximal || amount.look->muscle != muscle || !amount.unreadable.empty()) continue;
    if (best == nullptr || amount.intended > best->intended) best = &amount;
  }
  return best;
}

// The mirror EMG as a number, or the limit below which it lies.
double seen_or_limit(const MirrorAmount& amount) { return amount.present ? amount.mirror : amount.detectable; }

double joint_error(std::optional<double> a, std::optional<double> b) {
  return std::hypot(a.value_or(0.0), b.value_or(0.0));
}

Measurement percent_of_maximum(const MirrorAmount& amount, const MirrorAmount& maximum) {
  Measurement m = amount.look->blank("mirror_emg_percent_mvc");
  m.block += "+" + maximum.look->block->id;
  if (!amount.unreadable.empty()) return invalid(std::move(m), amount.unreadable);
  m.p_value = amount.p;
  m.method = "RMS above rest in power over the same in block '" + maximum.look->block->id +
             "' of maximal force of this hand (" + std::to_string(maximum.look->trials.size()) + " trials)";
  if (!amount.present) {
    m.state = State::absent;
    m.smallest_detectable = 100.0 * amount.detectable / maximum.intended;
    m.reason = "EMG of the mirror hand does not rise above rest (p = " + base::format_number(amount.p, 2) + ")";
    return m;
  }
  m.state = State::value;
  m.value = 100.0 * amount.mirror / maximum.intended;
  set_error(m, joint_error(amount.mirror_error, maximum.intended_error));
  return amount.cross_talk.empty() ? m : confounded(std::move(m), amount.cross_talk);
}

// The quotient of two mirror EMGs of which either may be absent.
Measurement quotient(Measurement m, const MirrorAmount& upper, double lower, std::optional<double> lower_error,
                     bool lower_present) {
  m.value = seen_or_limit(upper) / lower;
  if (upper.present && lower_present) {
    m.state = State::value;
    set_error(m, joint_error(upper.mirror_error, lower_error));
  } else {
    m.state = upper.present ? State::at_least : State::at_most;
  }
  return m;
}

Measurement demand_gain(const MirrorAmount& complex, const MirrorAmount& simple, const Settings& settings) {
  Measurement m = complex.look->blank("mirror_demand_gain");
  m.block += "+" + simple.look->block->id;
  m.trials += static_cast<int>(simple.look->trials.size());
  for (const MirrorAmount* one : {&complex, &simple})
    if (!one->unreadable.empty())
      return invalid(std::move(m), "block '" + one->look->block->id + "': " + one->unreadable);
  if (!complex.present && !simple.present)
    return unobtainable(std::move(m), "no mirror EMG in either task, complex or simple");
  m = quotient(std::move(m), complex, seen_or_limit(simple), simple.mirror_error, simple.present);
  const double drift = complex.intended / simple.intended;
  m.method = "mirror EMG in the complex over the simple task, both at " + force_text(*complex.look) +
             "; EMG of the intended hand changed " + base::format_number(drift, 3) + "-fold";
  if (m.state == State::at_least) m.reason = "no mirror EMG in the simple task";
  if (m.state == State::at_most) m.reason = "no mirror EMG in the complex task";
  if (std::abs(std::log(drift)) > std::log(settings.tasks.drift))
    m = confounded(std::move(m), "the intended hand did not work equally hard in both tasks");
  for (const MirrorAmount* one : {&complex, &simple})
    if (one->present && !one->cross_talk.empty()) return confounded(std::move(m), one->cross_talk);
  return m;
}

bool is_pair(const MirrorAmount& complex, const MirrorAmount& simple) {
  protocol::Condition a = complex.look->condition(), b = simple.look->condition();
  if (!a.intended || a.complexity != protocol::Complexity::complex || b.complexity != protocol::Complexity::simple)
    return false;
  a.complexity = b.complexity;
  a.hands = b.hands;
  return a == b && complex.look->muscle == simple.look->muscle && complex.look->on_both_sides;
}

// One muscle of a block with its scale: its own maxima, or 1 uV.
struct Scaled {
  const MirrorAmount* amount;
  double intended_maximum = 1.0, mirror_maximum = 1.0;
  std::optional<double> mirror_maximum_error{};
};

// All readable muscles of a block; each per own maximum only where every one has both.
std::vector<Scaled> muscles_of_block(Amounts amounts, const protocol::Block& block, const Settings& settings,
                                     bool& per_maximum) {
  std::vector<Scaled> muscles;
  per_maximum = true;
  for (const MirrorAmount& amount : amounts) {
    if (amount.look->block != &block || !amount.look->on_both_sides || !amount.unreadable.empty()) continue;
    const MirrorAmount* intended = maximum_of(amounts, amount.look->muscle, amount.look->intended, settings);
    const MirrorAmount* mirror = maximum_of(amounts, amount.look->muscle, amount.look->mirror(), settings);
    muscles.push_back({&amount});
    per_maximum = per_maximum && intended != nullptr && mirror != nullptr;
    if (!per_maximum) continue;
    muscles.back().intended_maximum = intended->intended;
    muscles.back().mirror_maximum = mirror->intended;
    muscles.back().mirror_maximum_error = mirror->intended_error;
  }
  if (!per_maximum)
    for (Scaled& muscle : muscles) muscle = {muscle.amount};
  return muscles;
}

Measurement selectivity(const std::vector<Scaled>& muscles, const Scaled& own, bool per_maximum) {
  Measurement m = own.amount->look->blank("mirror_selectivity");
  double log_others = 0.0, variance = 0.0;
  bool any_present = false, any_absent = false;
  std::string names;
  const auto n = static_cast<double>(muscles.size() - 1);
  for (const Scaled& other : muscles) {
    if (other.amount == own.amount) continue;
    log_others += std::log(std::max(1e-9, seen_or_limit(*other.amount) / other.mirror_maximum)) / n;
    const double error = joint_error(other.amount->mirror_error, other.mirror_maximum_error);
    variance += error * error / (n * n);
    (other.amount->present ? any_present : any_absent) = true;
    names += (names.empty() ? "" : ", ") + other.amount->look->muscle;
  }
  if (!own.amount->present && any_absent)
    return unobtainable(std::move(m), "no mirror EMG in the homologous muscle, nor in some of the others");
  const double error = joint_error(std::sqrt(variance), own.mirror_maximum_error);
  m = quotient(std::move(m), *own.amount, own.mirror_maximum * std::exp(log_others), error, !any_absent);
  m.method = "mirror EMG over the geometric mean of that in " + names +
             (per_maximum ? "; each in % of its own maximum" : "; in uV, for want of the muscles' maxima");
  if (m.state == State::at_least)
    m.reason = any_present ? "no mirror EMG in some of the other muscles" : "no mirror EMG in the other muscles";
  if (m.state == State::at_most) m.reason = "no mirror EMG in the homologous muscle";
  return own.amount->cross_talk.empty() ? m : confounded(std::move(m), own.amount->cross_talk);
}

// The homologous muscle is the one that works most in the intended hand: per its maximum, else above its rest.
void add_selectivity(std::vector<Measurement>& all, Amounts amounts, const TaskLook& first, const Settings& settings) {
  bool per_maximum = false;
  const auto muscles = muscles_of_block(amounts, *first.block, settings, per_maximum);
  if (muscles.size() < 2) return;
  const auto work = [&](const Scaled& muscle) {
    const AddedPower& added = muscle.amount->added;
    return per_maximum ? muscle.amount->intended / muscle.intended_maximum
                       : std::sqrt(added.intended / added.intended_rest);
  };
  const Scaled* own = &muscles.front();
  for (const Scaled& muscle : muscles)
    if (work(muscle) > work(*own)) own = &muscle;
  all.push_back(selectivity(muscles, *own, per_maximum));
}

}  // namespace

std::vector<Measurement> mirror_contrasts(Amounts amounts, const Settings& settings) {
  std::vector<Measurement> all;
  const protocol::Block* seen = nullptr;  // the muscles of a block stand together
  for (const MirrorAmount& amount : amounts) {
    const TaskLook& look = *amount.look;
    if (!look.condition().intended || !look.on_both_sides) continue;
    if (const auto* maximum = maximum_of(amounts, look.muscle, look.mirror(), settings))
      all.push_back(percent_of_maximum(amount, *maximum));
    for (const MirrorAmount& simple : amounts)
      if (is_pair(amount, simple)) {
        all.push_back(demand_gain(amount, simple, settings));
        break;
      }
    if (look.block != seen) add_selectivity(all, amounts, look, settings);
    seen = look.block;
  }
  return all;
}

}  // namespace trilayer::measures
