// Two motor cortices: their sustained rate with mutual inhibition, the states that pulses leave behind, and the
// descending volleys. Layer II acts here.
#pragma once

#include <array>
#include <vector>

#include "trilayer/base/random.hpp"
#include "trilayer/model/bi_exponential.hpp"
#include "trilayer/model/grid.hpp"
#include "trilayer/model/participant.hpp"
#include "trilayer/model/premotor.hpp"
#include "trilayer/protocol/pulse.hpp"
#include "trilayer/protocol/side.hpp"

namespace trilayer::model {

/// A pulse as the cortex meets it.
struct CorticalPulse {
  double time = 0.0;  ///< ms on the trial's grid
  protocol::Hemisphere hemisphere = protocol::Hemisphere::left;
  double strength = 0.0;  ///< effective intensity over the true resting threshold, with the trial's excitability
  protocol::Site site = protocol::Site::m1;  ///< or premotor cortex, or the supplementary motor area
};

/// States that pulses leave behind: values of the prototype, but for the tonic one [project].
struct CorticalStates {
  BiExponential gaba_a{0.6, 2.6};          ///< A: SICI
  BiExponential facilitation{5.0, 9.0};    ///< F: ICF
  BiExponential gaba_b{25.0, 55.0};        ///< B: LICI and CSP
  BiExponential fast_callosal{1.5, 4.0};   ///< C: IHI at 10 ms
  BiExponential slow_callosal{8.0, 25.0};  ///< C2: IHI at 40 ms
  BiExponential tonic_callosal{6.0, 9.0};  ///< of the tonic output: iSP; slower than C on the volley
  BiExponential premotor{2.0, 8.0};        ///< P: what a premotor pulse does to M1
};

/// Relative delays of the callosal fibres, equally many each: a constant delay would give IHI or the iSP, not both.
constexpr std::array<double, 5> callosal_fibres{0.72, 0.86, 1.0, 1.18, 1.45};

/// Efficacy of a circuit from `sender` to the other M1: (1 - lambda_II)^share.
double callosal_efficacy(const Participant& participant, protocol::Hemisphere sender, double share);

/// Recruitment curves of the states: share recruited at effective intensity s (1: resting threshold).
double recruited(double s, double half, double slope);

/// Effective intensity in contraction: s (1 + gain (1 - e^(-u / 0.4))), u the rate of the M1.
double effective(const Participant& participant, double strength, double rate);

/// Soft gate: w ln(1 + e^((x - theta) / w)), 0 far below and x - theta far above. At rest it leaves a
/// small tone, below the threshold of the first motor unit.
double soft_gate(const PersonParameters& person, double x);

/// The steady rates of both M1, indexed by hemisphere, for constant premotor drive.
protocol::ByHemisphere<double> steady_rates(const Participant& participant,
                                            const protocol::BySide<double>& premotor_drive);

/// Rates over a trial, coarse grid:
///   tau du_h/dt = -u_h + gate(p_h - w_t e_tonic (1 - gamma p_other) u_other(t - d)),  tau 10 ms.
protocol::ByHemisphere<Course> m1_rates(const Participant& participant, const protocol::BySide<Course>& premotor_drive);

/// What both M1 do over a trial, and what reaches them; coarse grid. Empty courses are 0 throughout.
struct Activity {
  protocol::ByHemisphere<Course> rate;         ///< u_h
  protocol::ByHemisphere<Course> crossed;      ///< premotor drive that is meant for the other hand
  protocol::ByHemisphere<Course> preparation;  ///< of a movement of the hand it drives
  protocol::ByHemisphere<Course> suppression;  ///< while one waits for the signal
  protocol::ByHemisphere<Course> selection;    ///< of the hand it drives by a cue
};
Activity m1_activity(const Participant& participant, PremotorDrive drive);

/// What both M1 do at one moment.
struct Moment {
  double rate = 0.0, crossed = 0.0, preparation = 0.0, suppression = 0.0, selection = 0.0;
};
Moment moment_at(const Activity& activity, protocol::Hemisphere hemisphere, const Grid& grid, double time);

/// Rise (or fall) of a pulse's effective strength by what goes on below the gate of `h`, whose hand is j:
///   k_Q (q_j + l q_other) + 0.3 k_F (1 - e^(-c / 0.3)) - k_I w_t e_tonic (1 - e^(-(u_other + 0.06 q_other) / 0.03)) -
///   k_S d, with c the crossed drive, d the suppression and l the premotor share of the other hand's direction; at
///   least -0.4.
double readiness(const Participant& participant, protocol::Hemisphere h, const Moment& own, const Moment& other);

/// One wave of a descending volley.
struct Wave {
  double time = 0.0;    ///< of its middle, ms
  double height = 0.0;  ///< share of the fibres
};

/// What the pulses of a trial do.
struct CorticalResponse {
  protocol::ByHemisphere<std::vector<Wave>> volleys;  ///< D wave and I1 to I4 of every pulse
  protocol::ByHemisphere<Course> gate;                ///< coarse grid: factor on tonic output, 1 where nothing inhibits
};

/// Volleys and gates of a trial:
///   R_h(t) = sum_k a_k(s) m_k g(t - t_p - 0.2 - 1.5 k), m_D = 1, m_I1 = (1 + m) / 2, m_I2.. = m,
///   m = exp(-(w_A' A + w_B B + (1 - k_R q)(w_C C + w_C2 C2)) + w_F F + P) at the pulse; gate = exp(-(b_B B + b_C Ct)).
/// w_A' = w_A (1 - k_D (1 - e^(-(u + c) / 0.15))): drive takes GABA-A inhibition away. A pulse kicks A, F, B of its own
/// hemisphere and, over the callosal fibres, C, C2 and Ct of the other; the callosal kick is scaled by exp(-(w_A' A +
/// w_B B)) of the sender and not by F (Lee et al. 2007 [V]). Pulses over premotor areas kick P alone.
CorticalResponse respond(const Participant& participant, const Grid& grid, const std::vector<CorticalPulse>& pulses,
                         const Activity& activity);

/// Tonic output on the coarse grid: u (1 + 2 % noise of 20 ms + 3 % common drive near 20 Hz) times the gate.
protocol::ByHemisphere<Course> tonic_output(const protocol::ByHemisphere<Course>& rates,
                                            const CorticalResponse& response, base::Stream& stream);

}  // namespace trilayer::model
