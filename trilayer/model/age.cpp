#include "trilayer/model/age.hpp"

#include <algorithm>

#include "trilayer/model/fast_math.hpp"

namespace trilayer::model {
namespace {

constexpr double young = 25.0;   // years: nothing ages before
constexpr double adult = 18.0;   // years: a child's shorter but slower nerves take about as long as an adult's
constexpr double closed = 0.08;  // slow_path_gain below which the child has no late path either: one in three
constexpr double reference_height = 171.0;  // cm

// 0 long before `middle` years, 1 long after.
double grown(double age, double middle, double width) { return 1.0 / (1.0 + fast_exp((middle - age) / width)); }

void mature_callosum(Participant& p, double age) {
  const double maturity = grown(age, 16.5, 1.2);
  for (auto* h : {&p.hemisphere.left, &p.hemisphere.right}) {
    h->fast_callosal *= maturity;
    h->slow_callosal *= maturity;
    h->tonic_gate_callosal *= maturity;
  }
  p.person.tonic_inhibition *= maturity;
}

void grow_up(Participant& p, double age) {
  mature_callosum(p, age);
  const double childhood = fast_exp(-std::max(0.0, age - 3.0) / 6.0);
  p.person.premotor_leak *= 1.0 + p.person.age_leak * childhood;
  p.person.child_path_gain += 2.5 * std::max(0.0, p.person.slow_path_gain - closed) * (1.0 - grown(age, 9.3, 0.15));
  for (auto* h : {&p.hemisphere.left, &p.hemisphere.right}) {
    h->gaba_a *= 0.4 + 0.6 * grown(age, 13.0, 2.0);
    h->threshold = std::min(250.0, h->threshold * (1.0 + 0.8 * childhood));
  }
}

void grow_old(Participant& p, double age) {
  const double years = std::max(0.0, age - young);
  p.person.premotor_leak = std::min(0.9, p.person.premotor_leak * (1.0 + 0.016 * p.person.age_leak * years));
  p.person.callosal_delay *= 1.0 + 0.002 * years;
  p.person.central_delay *= 1.0 + 0.001 * years;
  p.person.peripheral_delay *= 1.0 + 0.001 * years;
  for (auto* h : {&p.hemisphere.left, &p.hemisphere.right}) h->threshold *= 1.0 + 0.001 * years;
  for (auto* hand : {&p.hand.left, &p.hand.right}) hand->unit_size *= std::max(0.5, 1.0 - 0.004 * years);
}

}  // namespace

Participant with_age_and_height(const Participant& participant) {
  Participant p = participant;
  if (p.height && p.age.value_or(young) >= adult) {
    p.person.central_delay *= *p.height / reference_height;
    p.person.peripheral_delay *= *p.height / reference_height;
  }
  if (!p.age) return p;
  grow_up(p, *p.age);
  grow_old(p, *p.age);
  return p;
}

}  // namespace trilayer::model
