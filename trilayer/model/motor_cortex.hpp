// Two motor cortices: their sustained rate with mutual inhibition, the states that pulses leave behind, and the
// descending volleys. Layer II acts here.
#pragma once

#include <array>
#include <vector>

#include "trilayer/base/random.hpp"
#include "trilayer/model/grid.hpp"
#include "trilayer/model/participant.hpp"
#include "trilayer/protocol/side.hpp"

namespace trilayer::model {

/// A pulse as the cortex meets it.
struct CorticalPulse {
  double time = 0.0;  ///< ms on the trial's grid
  protocol::Hemisphere hemisphere = protocol::Hemisphere::left;
  double strength = 0.0;  ///< effective intensity over the true resting threshold, with the trial's excitability
};

/// y(t) = n (e^(-t/decay) - e^(-t/rise)) after a kick at 0, with n such that its peak is 1; the peak comes at
/// ln(decay/rise) rise decay / (decay - rise).
struct BiExponential {
  double rise = 1.0;   ///< ms
  double decay = 2.0;  ///< ms, above rise
};
double peak_time(const BiExponential& state);
/// Height at `t` ms after a kick of 1; 0 before it.
double height_at(const BiExponential& state, double t);

/// States that pulses leave behind: values of the prototype, but for the tonic one [project].
struct CorticalStates {
  BiExponential gaba_a{0.6, 2.6};           ///< A: SICI
  BiExponential facilitation{5.0, 9.0};     ///< F: ICF
  BiExponential gaba_b{25.0, 55.0};         ///< B: LICI and CSP
  BiExponential fast_callosal{4.0, 9.0};    ///< C: IHI at 10 ms
  BiExponential slow_callosal{15.0, 40.0};  ///< C2: IHI at 40 ms
  BiExponential tonic_callosal{6.0, 9.0};   ///< of the tonic output: iSP; slower than C on the volley
};

/// Relative delays of the callosal fibres, equally many each: a constant delay would give IHI or the iSP, not both.
constexpr std::array<double, 5> callosal_fibres{0.72, 0.86, 1.0, 1.18, 1.45};

/// Efficacy of a circuit from `sender` to the other M1: (1 - lambda_II)^share.
double callosal_efficacy(const Participant& participant, protocol::Hemisphere sender, double share);

/// Recruitment curves of the states: share recruited at effective intensity s (1: resting threshold).
double recruited(double s, double half, double slope);

/// Effective intensity in contraction: s (1 + gain (1 - e^(-u / 0.1))), u the rate of the M1.
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
///   m = exp(-(w_A A + w_B B + w_C C + w_C2 C2) + w_F F) at the pulse; gate = exp(-(b_B B + b_C Ct)).
/// A pulse kicks A, F, B of its own hemisphere and, over the callosal fibres, C, C2 and Ct of the other; the callosal
/// kick is scaled by exp(-(w_A A + w_B B)) of the sender and not by F (Lee et al. 2007 [V]).
CorticalResponse respond(const Participant& participant, const Grid& grid, const std::vector<CorticalPulse>& pulses,
                         const protocol::ByHemisphere<Course>& rates);

/// Tonic output on the coarse grid: u (1 + 2 % noise of 20 ms + 3 % common drive near 20 Hz) times the gate.
protocol::ByHemisphere<Course> tonic_output(const protocol::ByHemisphere<Course>& rates,
                                            const CorticalResponse& response, base::Stream& stream);

}  // namespace trilayer::model
