#include "trilayer/model/motor_cortex.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "trilayer/base/elementary.hpp"
#include "trilayer/model/fast_math.hpp"
#include "trilayer/model/noise.hpp"

namespace trilayer::model {
namespace {

using protocol::ByHemisphere;
using protocol::Hemisphere;

constexpr double rate_time = 10.0;  // tau_u, ms (prototype)

// D, I1 to I4: half-intensity and slope of recruitment, largest height (MEPmodeling/gen_DIwave.m [V]; the slope of I4,
// a degenerate fit there, is capped).
constexpr std::array<double, 5> wave_half{1.3619, 1.0413, 1.1660, 1.0373, 1.4541};
constexpr std::array<double, 5> wave_slope{18.51, 9.26, 5.92, 17.78, 12.0};
constexpr std::array<double, 5> wave_size{0.345, 1.0, 0.806, 0.461, 0.278};
constexpr double first_wave = 0.2, between_waves = 1.5;  // ms after the pulse

// A kick that a state received.
struct Kick {
  double time = 0.0;
  double size = 0.0;
};
using Kicks = std::vector<Kick>;

double level(const BiExponential& state, const Kicks& kicks, double t) {
  double sum = 0.0;
  for (const Kick& kick : kicks)
    if (kick.time < t) sum += kick.size * height_at(state, t - kick.time);
  return sum;
}

// All kicks of one hemisphere.
struct Kicked {
  Kicks gaba_a, facilitation, gaba_b, fast, slow, tonic, premotor;
};

double value_at(const Course& course, const Grid& grid, double time) {
  if (course.empty()) return 0.0;
  const double place = std::clamp((time - grid.from) / coarse_step, 0.0, static_cast<double>(course.size()) - 1.0);
  return static_cast<double>(course[static_cast<std::size_t>(place)]);
}

// 0 without drive, near 1 once it is well above `scale`.
double saturating(double drive, double scale) { return 1.0 - fast_exp(-drive / scale); }

double wave_efficacy(std::size_t k, double m) { return k == 0 ? 1.0 : k == 1 ? 0.5 + 0.5 * m : m; }

std::vector<Wave> volley(double time, double s, double m) {
  std::vector<Wave> waves;
  for (std::size_t k = 0; k < wave_half.size(); ++k)
    waves.push_back({time + first_wave + between_waves * static_cast<double>(k),
                     wave_size[k] * recruited(s, wave_half[k], wave_slope[k]) * wave_efficacy(k, m)});
  return waves;
}

// Half-intensities and slopes of the states' recruitment are the prototype's.
void kick_own(Kicked& own, double time, double s) {
  own.gaba_a.push_back({time, recruited(s, 0.72, 18.0)});
  own.facilitation.push_back({time, recruited(s, 0.78, 18.0) / (1.0 + fast_exp(12.0 * (s - 1.15)))});
  own.gaba_b.push_back({time, recruited(s, 1.05, 10.0)});
}

// The two phases have recruitment curves of their own (the slow one begins lower [V]); the sender's contraction makes a
// pulse stronger for both and takes a share of what is sent. The gate that gives the iSP does not grow with strength in
// contraction but with the contraction itself.
void kick_other(Kicked& other, const Participant& participant, const CorticalPulse& pulse, double rate, double sent) {
  constexpr double slope = 8.0;  // of both curves [project]
  constexpr double weak = 0.12;  // rate of M1 up to which contraction leaves callosal output as it is (T06 [V] sign)
  constexpr double slow_delay = 15.0;  // of the slow phase behind the fast one, ms [project]
  const PersonParameters& p = participant.person;
  const HemisphereParameters& h = participant.hemisphere[pulse.hemisphere];
  const double squared = rate * rate, grown = std::max(0.0, rate - weak);
  const double s = pulse.strength * (1.0 + p.callosal_contraction_gain * p.contraction_gain * grown);
  const double fourth = squared * squared, near_maximum = fourth * fourth * fourth * fourth;
  const double left = sent * std::max(0.0, 1.0 - p.phasic_loss_with_force * near_maximum);
  const double each = left / static_cast<double>(callosal_fibres.size());
  const double fast = each * callosal_efficacy(participant, pulse.hemisphere, h.fast_share);
  const double slow = each * callosal_efficacy(participant, pulse.hemisphere, h.slow_share);
  const double phasic = fast * h.fast_callosal * recruited(s, p.fast_callosal_threshold, slope);
  const double late = slow * h.slow_callosal * recruited(s, p.slow_callosal_threshold, slope);
  const double gate = fast * h.tonic_gate_callosal * recruited(pulse.strength, p.fast_callosal_threshold, slope) *
                      (1.0 + p.tonic_gate_enhancement * saturating(rate, 0.05));
  for (const double fibre : callosal_fibres) {
    const double arrival = pulse.time + p.callosal_delay * fibre;
    other.fast.push_back({arrival, phasic});
    other.slow.push_back({arrival + slow_delay, late});
    other.tonic.push_back({arrival, gate});
  }
}

// A weak premotor pulse facilitates, a strong one inhibits the M1 of the other side; what a cue has chosen adds to the
// facilitation, what it has rejected takes from it. Over the supplementary motor area and towards the M1 of its own
// side a pulse facilitates. Thresholds and delays [project].
void kick_premotor(protocol::ByHemisphere<Kicked>& kicked, const Participant& participant, const CorticalPulse& pulse,
                   const protocol::ByHemisphere<double>& selection) {
  constexpr double delay = 5.0, weak = 0.65, strong = 1.0, slope = 12.0;
  const PersonParameters& p = participant.person;
  const double helped = recruited(pulse.strength, weak, slope), hindered = recruited(pulse.strength, strong, slope);
  const Hemisphere own = pulse.hemisphere, other = opposite(own);
  const double across =
      (p.premotor_facilitation + p.premotor_selection * selection[other]) * helped - p.premotor_inhibition * hindered;
  kicked[own].premotor.push_back({pulse.time + delay, 0.5 * p.premotor_facilitation * helped});
  if (pulse.site == protocol::Site::premotor) kicked[other].premotor.push_back({pulse.time + delay, across});
}

constexpr CorticalStates states;

// The height of a state on the coarse grid, added to `sum` from the first kick on: both exponentials step by step.
void add_level(const BiExponential& state, const Kicks& kicks, const Grid& grid, double weight,
               std::vector<double>& sum) {
  const double slow_decay = fast_exp(-coarse_step / state.decay), fast_decay = fast_exp(-coarse_step / state.rise);
  const double size = weight * height_scale(state);
  double slow = 0.0, fast = 0.0;
  std::size_t next = 0;
  for (std::size_t i = 0; i < sum.size(); ++i) {
    const double t = grid.coarse_time(i);
    slow *= slow_decay;
    fast *= fast_decay;
    for (; next < kicks.size() && kicks[next].time <= t; ++next) {
      slow += size * kicks[next].size * fast_exp((kicks[next].time - t) / state.decay);
      fast += size * kicks[next].size * fast_exp((kicks[next].time - t) / state.rise);
    }
    sum[i] += slow - fast;
  }
}

void fill_gate(Course& gate, const Grid& grid, const HemisphereParameters& h, Kicked kicked) {
  gate.assign(grid.coarse_size(), 1.0F);
  if (kicked.gaba_b.empty() && kicked.tonic.empty()) return;
  std::vector<double> inhibition(gate.size(), 0.0);
  std::sort(kicked.tonic.begin(), kicked.tonic.end(), [](const Kick& a, const Kick& b) { return a.time < b.time; });
  add_level(states.gaba_b, kicked.gaba_b, grid, h.silence, inhibition);
  add_level(states.tonic_callosal, kicked.tonic, grid, 1.0, inhibition);
  for (std::size_t i = 0; i < gate.size(); ++i)
    if (inhibition[i] > 0.0) gate[i] = static_cast<float>(fast_exp(-inhibition[i]));
}

// One M1's inhibition of the other, as a factor on its rate.
double tonic_weight(const Participant& participant, Hemisphere sender) {
  return participant.person.tonic_inhibition *
         callosal_efficacy(participant, sender, participant.hemisphere[sender].tonic_share);
}

double inhibited_drive(const Participant& participant, Hemisphere h, double own, double other_drive,
                       double other_rate) {
  const double with_force = 1.0 - participant.person.inhibition_loss_with_force * std::min(1.0, other_drive);
  return own - tonic_weight(participant, opposite(h)) * with_force * other_rate;
}

}  // namespace

double callosal_efficacy(const Participant& participant, Hemisphere sender, double share) {
  const double left = 1.0 - participant.loadings.at(Layer::transcallosal, direction_driven_by(sender));
  return left <= 0.0 ? 0.0 : fast_exp(share * fast_log(left));
}

double recruited(double s, double half, double slope) { return logistic(slope * (s - half)); }

double effective(const Participant& participant, double strength, double rate) {
  return strength * (1.0 + participant.person.contraction_gain * (1.0 - fast_exp(-rate)));
}

double soft_gate(const PersonParameters& person, double x) {
  const double z = (x - person.gate_threshold) / person.gate_softness;
  if (z > 30.0) return x - person.gate_threshold;
  return person.gate_softness * fast_log(1.0 + fast_exp(z));
}

ByHemisphere<double> steady_rates(const Participant& participant, const protocol::BySide<double>& drive) {
  ByHemisphere<double> rates{0.0, 0.0};
  for (int k = 0; k < 60; ++k) {  // damped, so that strong mutual inhibition settles too
    ByHemisphere<double> next;
    for (const Hemisphere h : protocol::both_hemispheres)
      next[h] =
          soft_gate(participant.person, inhibited_drive(participant, h, drive[contralateral_side(h)],
                                                        drive[contralateral_side(opposite(h))], rates[opposite(h)]));
    for (const Hemisphere h : protocol::both_hemispheres) rates[h] += 0.4 * (next[h] - rates[h]);
  }
  return rates;
}

ByHemisphere<Course> m1_rates(const Participant& participant, const protocol::BySide<Course>& drive) {
  const std::size_t size = drive.left.size();
  ByHemisphere<Course> rates{Course(size), Course(size)};
  if (size == 0) return rates;
  const auto start =
      steady_rates(participant, {static_cast<double>(drive.left[0]), static_cast<double>(drive.right[0])});
  const auto is_constant = [](const Course& course) {
    return std::all_of(course.begin(), course.end(), [&](float x) { return x == course.front(); });
  };
  if (is_constant(drive.left) && is_constant(drive.right)) {  // at rest: nothing moves
    for (const Hemisphere h : protocol::both_hemispheres)
      std::fill(rates[h].begin(), rates[h].end(), static_cast<float>(start[h]));
    return rates;
  }
  const auto lag = static_cast<std::size_t>(participant.person.callosal_delay / coarse_step + 0.5);
  const double decay = fast_exp(-coarse_step / rate_time);
  ByHemisphere<double> u = start;
  for (std::size_t i = 0; i < size; ++i)
    for (const Hemisphere h : protocol::both_hemispheres) {
      rates[h][i] = static_cast<float>(u[h]);
      const double other = i >= lag ? static_cast<double>(rates[opposite(h)][i - lag]) : start[opposite(h)];
      const double wanted = soft_gate(
          participant.person, inhibited_drive(participant, h, static_cast<double>(drive[contralateral_side(h)][i]),
                                              static_cast<double>(drive[contralateral_side(opposite(h))][i]), other));
      u[h] = wanted + (u[h] - wanted) * decay;
    }
  return rates;
}

Activity m1_activity(const Participant& participant, PremotorDrive drive) {
  Activity activity;
  activity.rate = m1_rates(participant, drive.total);
  for (const Hemisphere h : protocol::both_hemispheres) {
    const protocol::Side hand = contralateral_side(h);
    activity.crossed[h] = std::move(drive.crossed[hand]);
    activity.preparation[h] = std::move(drive.preparation[hand]);
    activity.suppression[h] = std::move(drive.suppression[hand]);
    activity.selection[h] = std::move(drive.selection[hand]);
    const Course& more = drive.after_gate[hand];
    for (std::size_t i = 0; i < more.size(); ++i) activity.rate[h][i] += more[i];
  }
  return activity;
}

Moment moment_at(const Activity& activity, Hemisphere h, const Grid& grid, double time) {
  return {value_at(activity.rate[h], grid, time), value_at(activity.crossed[h], grid, time),
          value_at(activity.preparation[h], grid, time), value_at(activity.suppression[h], grid, time),
          value_at(activity.selection[h], grid, time)};
}

double readiness(const Participant& participant, Hemisphere h, const Moment& own, const Moment& other) {
  constexpr double crossed_scale = 0.3, inhibition_scale = 0.015, prepared_rate = 0.04, least = -0.4;
  const PersonParameters& p = participant.person;
  const double share = premotor_share(participant, contralateral_side(opposite(h)), {});
  const double prepared = p.preparation_gain * (own.preparation + share * other.preparation);
  const double facilitated = p.crossed_facilitation * crossed_scale * saturating(own.crossed, crossed_scale);
  const double inhibited = p.crossed_inhibition * tonic_weight(participant, opposite(h)) *
                           saturating(other.rate + prepared_rate * other.preparation, inhibition_scale);
  return std::max(least, prepared + facilitated - inhibited - p.delay_suppression * own.suppression);
}

CorticalResponse respond(const Participant& participant, const Grid& grid, const std::vector<CorticalPulse>& pulses,
                         const Activity& activity) {
  CorticalResponse response;
  ByHemisphere<Kicked> kicked;
  for (const CorticalPulse& pulse : pulses) {  // in order of time: each meets what earlier ones left
    const Hemisphere h = pulse.hemisphere;
    const Moment own = moment_at(activity, h, grid, pulse.time);
    const Moment other = moment_at(activity, opposite(h), grid, pulse.time);
    if (pulse.site != protocol::Site::m1) {
      ByHemisphere<double> selection;
      selection[h] = own.selection;
      selection[opposite(h)] = other.selection;
      kick_premotor(kicked, participant, pulse, selection);
      continue;
    }
    const auto left_behind = [&](const BiExponential& state, const Kicks& kicks) {
      return level(state, kicks, pulse.time);
    };
    const HemisphereParameters& p = participant.hemisphere[h];
    const double disinhibited = 1.0 - participant.person.drive_disinhibition * saturating(own.rate + own.crossed, 0.2);
    const double a = p.gaba_a * disinhibited * left_behind(states.gaba_a, kicked[h].gaba_a);
    const double b = p.gaba_b * left_behind(states.gaba_b, kicked[h].gaba_b);
    const double received = 1.0 - participant.person.preparation_disinhibition * own.preparation;
    const double callosal = received * (left_behind(states.fast_callosal, kicked[h].fast) +
                                        left_behind(states.slow_callosal, kicked[h].slow));
    const double f = p.facilitation * left_behind(states.facilitation, kicked[h].facilitation);
    const double premotor = left_behind(states.premotor, kicked[h].premotor);
    const double s = effective(participant, pulse.strength, own.rate) * (1.0 + readiness(participant, h, own, other));
    const auto waves = volley(pulse.time, s, fast_exp(f + premotor - a - b - callosal));
    response.volleys[h].insert(response.volleys[h].end(), waves.begin(), waves.end());
    kick_own(kicked[h], pulse.time, pulse.strength);
    kick_other(kicked[opposite(h)], participant, pulse, own.rate,
               fast_exp(-participant.person.sender_scaling * (a + b)));
  }
  for (const Hemisphere h : protocol::both_hemispheres)
    fill_gate(response.gate[h], grid, participant.hemisphere[h], kicked[h]);
  return response;
}

ByHemisphere<Course> tonic_output(const ByHemisphere<Course>& rates, const CorticalResponse& response,
                                  base::Stream& stream) {
  constexpr double noise_time = 20.0;  // ms (prototype)
  constexpr float noise_size = 0.02F;  // SD, share of the rate [project], prototype 0.06
  constexpr double beta_time = 100.0;  // ms: a resonance some 3 Hz wide [project]
  constexpr float beta_size = 0.03F;   // SD, share of the rate [project]
  const auto turn = base::portable_sincos_turns(0.020 * coarse_step);
  const auto decay = static_cast<float>(fast_exp(-coarse_step / noise_time));
  const auto beta_decay = static_cast<float>(fast_exp(-coarse_step / beta_time));
  const float kick = std::sqrt(1.0F - decay * decay), beta_kick = std::sqrt(1.0F - beta_decay * beta_decay);
  const auto cosine = static_cast<float>(turn.cosine), sine = static_cast<float>(turn.sine);
  ByHemisphere<Course> out;
  for (const Hemisphere h : protocol::both_hemispheres) {
    const std::size_t size = rates[h].size();
    const Course noise = draw_noise(3 * size, stream);
    float slow = noise.empty() ? 0.0F : noise[0], real = slow, imaginary = 0.0F;
    out[h].resize(size);
    for (std::size_t i = 0; i < size; ++i) {
      slow = decay * slow + kick * noise[3 * i];
      const float turned = beta_decay * (real * cosine - imaginary * sine) + beta_kick * noise[3 * i + 1];
      imaginary = beta_decay * (real * sine + imaginary * cosine) + beta_kick * noise[3 * i + 2];
      real = turned;
      const float modulated = 1.0F + noise_size * slow + beta_size * real;
      out[h][i] = rates[h][i] * response.gate[h][i] * std::max(0.0F, modulated);
    }
  }
  return out;
}

}  // namespace trilayer::model
