// The table of parameters. Sources are marked: [V] seen in the named source, [M] from memory and not verified,
// [prototype] found by hand on a first version of this model, [project] a choice of this project. Spreads between
// people are [project] unless a source is named: wide on purpose, until they are fitted to published spreads.
#include "trilayer/model/parameters.hpp"

#include <algorithm>
#include <array>

#include "trilayer/base/errors.hpp"

namespace trilayer::model {
namespace {

using P = PersonParameters;
using H = HemisphereParameters;
using A = HandParameters;
constexpr Spread fixed = Spread::none, normal = Spread::normal, log_normal = Spread::log_normal;

constexpr std::array table{
    // Stimulation and cortex
    Parameter{
        "threshold", "%MSO", 48.0, 15.0, 250.0, log_normal, 0.18, &H::threshold,
        "output at which half of the I waves' fibres are recruited at rest; above 100 no threshold can be determined",
        "mean 45 to 58, SD 7 to 12, log-normal (T92 [V, device-dependent])"},
    Parameter{"excitability_noise", "1", 0.06, 0.0, 0.3, log_normal, 0.25, &P::excitability_noise,
              "SD of a pulse's effective intensity, as share of it", "[project]; about 0.1 in Goetz 2019 [V code]"},
    Parameter{"excitability_drift", "1", 0.02, 0.0, 0.3, log_normal, 0.4, &P::excitability_drift,
              "SD of its slow part, correlated over trials (0.9 from one to the next)", "[project]"},
    Parameter{"contraction_gain", "1", 1.2, 0.0, 3.0, log_normal, 0.2, &P::contraction_gain,
              "rise of effective intensity in contraction: active threshold about 0.8 of the resting one",
              "ratio 0.70 to 0.93 (T92 [V])"},
    Parameter{"crossed_facilitation", "1", 1.25, 0.0, 4.0, log_normal, 0.25, &P::crossed_facilitation,
              "k_F: rise of effective intensity with the premotor drive that is meant for the other hand",
              "sign: crossed facilitation in steady contraction (T60, T62 [V]); size [project]"},
    Parameter{"crossed_inhibition", "1", 0.16, 0.0, 0.5, log_normal, 0.25, &P::crossed_inhibition,
              "k_I: fall of effective intensity by the other M1's rate, from weak contraction on",
              "sign: weak brief contraction lowers the resting hand's response (T61 [V]); size [project]"},
    Parameter{"drive_disinhibition", "1", 0.8, 0.0, 1.0, normal, 0.1, &P::drive_disinhibition,
              "share of GABA-A inhibition lost where full drive reaches M1, its own or the other hand's",
              "sign: SICI of the resting hand falls with the other's force (T64 [V]); size [project]"},
    Parameter{"preparation_gain", "1", 0.113, 0.0, 0.6, log_normal, 0.2, &P::preparation_gain,
              "k_Q: rise of effective intensity in full preparation of a movement",
              "responses before movement (T70 [V])"},
    Parameter{"preparation_disinhibition", "1", 1.3, 0.0, 4.0, normal, 0.1, &P::preparation_disinhibition,
              "share of phasic callosal inhibition that the M1 which prepares a movement loses; above 1 it turns",
              "sign: IHI onto the moving hand's M1 is gone at onset (T72 [V]); size [project]"},
    Parameter{"delay_suppression", "1", 0.06, 0.0, 0.4, log_normal, 0.3, &P::delay_suppression,
              "k_S: fall of effective intensity in both hands while one waits for the signal",
              "sign: Quoilin et al. 2016 [V abstract]; size [project]"},
    Parameter{"current_spread", "1", 0.25, 0.0, 1.0, log_normal, 0.3, &P::current_spread,
              "share of a pulse's strength that reaches the other hemisphere",
              "[project]: small responses of the hand on the pulse's side in 4 of 100 people (IM-02 [V])"},
    Parameter{"gaba_a", "1", 1.7, 0.0, 8.0, log_normal, 0.55, &H::gaba_a,
              "w_A: weight of GABA-A inhibition on I waves (SICI)",
              "[project], prototype 1.6; between-person spread of SICI 0.15 to 0.30 (T20 [V])"},
    Parameter{"facilitation", "1", 0.42, 0.0, 3.0, log_normal, 0.35, &H::facilitation,
              "w_F: weight of facilitation on I waves (ICF)", "[prototype]; spread of ICF 0.2 to 0.5 (T21 [V])"},
    Parameter{"gaba_b", "1", 1.05, 0.0, 5.0, log_normal, 0.4, &H::gaba_b,
              "w_B: weight of GABA-B inhibition on I waves (LICI)", "[project], prototype 1.0"},
    Parameter{"silence", "1", 3.6, 0.0, 15.0, log_normal, 0.7, &H::silence,
              "b_B: weight of GABA-B inhibition on tonic output (CSP)",
              "[project], prototype 2.5; spread of CSP 25 to 45 ms (T30 [V])"},
    // Callosum
    Parameter{"callosal_delay", "ms", 9.0, 4.0, 40.0, log_normal, 0.19, &P::callosal_delay,
              "median delay of the callosal fibres, synapses included; five fibre groups at 0.72 to 1.45 of it",
              "[project], prototype 8.5; distribution: Ni et al. 2020 [V abstract]"},
    Parameter{"fast_callosal_threshold", "1", 1.4, 0.5, 2.0, log_normal, 0.025, &P::fast_callosal_threshold,
              "strength at which half of the fast phase is recruited, of resting threshold",
              "order of the phases: Ni et al. 2009 (IHI-04 [V]); values [project]"},
    Parameter{"slow_callosal_threshold", "1", 1.0, 0.5, 2.0, log_normal, 0.05, &P::slow_callosal_threshold,
              "the same of the slow phase", "as above"},
    Parameter{"callosal_contraction_gain", "1", 0.64, 0.0, 10.0, normal, 0.1, &P::callosal_contraction_gain,
              "growth of strength for callosal output with the sender's rate above 0.12, of contraction_gain",
              "sign: with fixed conditioning IHI grows with force (T15 [V]); size [project]"},
    Parameter{"sender_scaling", "1", 1.0, 0.0, 2.0, fixed, 0.0, &P::sender_scaling,
              "how far GABA-A and GABA-B inhibition of the sender scale what it sends",
              "Lee et al. 2007 [V]: SICI and LICI reduce IHI"},
    Parameter{"fast_callosal", "1", 2.0, 0.0, 5.0, log_normal, 0.38, &H::fast_callosal,
              "w_C: weight of the fast phasic inhibition this hemisphere sends (IHI at 10 ms)",
              "[project], prototype 1.1; spread of IHI 0.10 to 0.30 (T10 [V and M])"},
    Parameter{"slow_callosal", "1", 0.38, 0.0, 5.0, log_normal, 0.28, &H::slow_callosal,
              "w_C2: weight of the slow phasic inhibition this hemisphere sends (IHI at 40 ms)",
              "[project], prototype 0.6"},
    Parameter{"tonic_gate_callosal", "1", 4.7, 0.0, 20.0, log_normal, 0.45, &H::tonic_gate_callosal,
              "b_C: weight of the inhibition this hemisphere sends on the other's tonic output (iSP)",
              "[project], prototype 5"},
    Parameter{"tonic_inhibition", "1", 0.6, 0.0, 2.0, log_normal, 0.35, &P::tonic_inhibition,
              "w_t: weight of one M1's sustained rate on the other's", "[project], prototype 0.8"},
    Parameter{"inhibition_loss_with_force", "1", 0.64, 0.0, 1.0, normal, 0.1, &P::inhibition_loss_with_force,
              "gamma: share of the tonic inhibition lost at maximal force of the sending side",
              "sign: Perez and Cohen 2008 [V]; size [project]"},
    Parameter{
        "phasic_loss_with_force", "1", 50.0, 0.0, 100.0, normal, 0.2, &P::phasic_loss_with_force,
        "loss of phasic inhibition near maximal force of the sending side: times the sixteenth power of its M1's rate",
        "sign: with matched conditioning IHI falls, nearly abolished at 90 % (T14, IHI-08 [V]); size and power "
        "[project]"},
    Parameter{"tonic_gate_enhancement", "1", 0.4, 0.0, 3.0, log_normal, 0.25, &P::tonic_gate_enhancement,
              "growth of the gate that gives the iSP while the sender's hand contracts",
              "sign: Giovannelli et al. 2009 (T06 [V]); size [project]"},
    Parameter{"fast_share", "1", 1.0, 0.0, 3.0, log_normal, 0.3, &H::fast_share,
              "how strongly loss of layer II takes the fast circuit: (1 - loading) to this power",
              "[project]: circuits are lost together, but not equally"},
    Parameter{"slow_share", "1", 1.0, 0.0, 3.0, log_normal, 0.3, &H::slow_share, "the same of the slow circuit",
              "as above"},
    Parameter{"tonic_share", "1", 1.0, 0.0, 3.0, log_normal, 0.3, &H::tonic_share, "the same of tonic inhibition",
              "as above"},
    // Premotor areas
    Parameter{"premotor_leak", "1", 0.27, 0.0, 0.9, log_normal, 0.38, &P::premotor_leak,
              "l0: share of the intended drive that reaches the other M1 in health", "[project]"},
    Parameter{"age_leak", "1", 1.0, 0.0, 2.0, fixed, 0.0, &P::age_leak,
              "how far age changes this share, where it is stated", "mirroring over life (T55 [V]); size [project]"},
    Parameter{"programming_leak", "1", 0.3, 0.0, 2.0, log_normal, 0.4, &P::programming_leak,
              "growth of that share where the hand has just been chosen; it fades with 300 ms of preparation",
              "sign: cross-talk of programming at short preparation (L84 [V]); size [project]"},
    Parameter{"demand_gain", "1", 0.2, 0.0, 2.0, log_normal, 0.4, &P::demand_gain,
              "growth of that share in complex tasks", "sign: Ziemann and Hallett 2001 [V]; size [project]"},
    Parameter{"shared_command", "1", 0.2, 0.0, 1.0, log_normal, 0.6, &P::shared_command,
              "share of the command that goes to both M1 at corticospinal loading 1", "[project]"},
    Parameter{"gate_threshold", "1", 0.06, 0.055, 0.2, log_normal, 0.1, &P::gate_threshold,
              "drive at which the gate of M1 opens, of maximal drive",
              "[project]; higher than of a hard gate, as a soft one opens below it"},
    Parameter{"gate_softness", "1", 0.026, 0.001, 0.03, log_normal, 0.1, &P::gate_softness,
              "width of the gate, of maximal drive", "[project]"},
    Parameter{"premotor_facilitation", "1", 0.16, 0.0, 2.0, log_normal, 0.3, &P::premotor_facilitation,
              "w_P: weight of a premotor pulse's facilitation of M1",
              "sign: Baeumer et al. 2006 (T80 [V]); size [project]"},
    Parameter{"premotor_inhibition", "1", 0.35, 0.0, 2.0, log_normal, 0.3, &P::premotor_inhibition,
              "w_PI: weight of the inhibition of the opposite M1 by stronger premotor pulses",
              "sign: Koch et al. 2007 [V abstract]; size [project]"},
    Parameter{"premotor_selection", "1", 0.32, 0.0, 3.0, log_normal, 0.3, &P::premotor_selection,
              "w_S: how strongly a choice turns what a premotor pulse does",
              "signs and times: Koch et al. 2006 (T81 [V]); size [project]"},
    Parameter{"selection_capture", "1", 1.0, 0.0, 4.0, log_normal, 0.3, &P::selection_capture,
              "strength of the wrong hand's impulse in a choice, of 20 evidence units", "DMCfun default [V code]"},
    Parameter{"selection_drift", "1/ms", 0.5, 0.1, 2.0, log_normal, 0.2, &P::selection_drift,
              "growth of evidence in a choice", "DMCfun default [V code]"},
    // Descending tracts
    Parameter{"crossed_loss", "1", 0.5, 0.0, 0.9, normal, 0.15, &P::crossed_loss,
              "eta: share of crossed input lost at corticospinal loading 1; 0 where the axons are branched",
              "[prototype]"},
    Parameter{"uncrossed_gain", "1", 0.85, 0.1, 1.5, log_normal, 0.15, &P::uncrossed_gain,
              "alpha: gain of the fast uncrossed path at loading 1, of the crossed one in health", "[prototype]"},
    Parameter{"branching", "1", 0.5, 0.0, 1.0, normal, 0.3, &P::branching,
              "share of uncrossed fibres that are branches of crossed ones",
              "both kinds are reported (Cincotta 2003 [V]); value [project]"},
    Parameter{"slow_path_gain", "1", 0.12, 0.0, 0.6, log_normal, 0.4, &P::slow_path_gain,
              "w_s: gain of the adult slow ipsilateral path", "[prototype]"},
    Parameter{"child_path_gain", "1", 0.0, 0.0, 0.6, fixed, 0.0, &P::child_path_gain,
              "gain of the child's late ipsilateral path; derived from the age where one is stated",
              "two thirds of 3 to 9 year olds, none from 10 years on (IM-05 [V]); size [project]"},
    Parameter{"central_delay", "ms", 4.0, 3.0, 15.0, normal, 0.5, &P::central_delay,
              "cortex to motoneuron, last synapse included", "[prototype]; CMCT 5 to 10 ms [V]"},
    Parameter{"peripheral_delay", "ms", 15.5, 4.0, 25.0, normal, 0.8, &P::peripheral_delay,
              "motoneuron to the onset of the FDI's potential",
              "fitted to onsets of 21 to 23.6 ms [measured, 8 people]"},
    Parameter{"integrity", "1", 1.0, 0.0, 1.0, fixed, 0.0, &H::integrity,
              "k: gain of the crossed tract; lesions lower it", "[project]"},
    Parameter{"slowing", "ms", 0.0, 0.0, 30.0, fixed, 0.0, &H::slowing, "added delay of the crossed tract",
              "[project]"},
    Parameter{"dispersion", "ms", 0.0, 0.0, 10.0, fixed, 0.0, &H::dispersion,
              "SD of added delays over the crossed tract's fibres", "[project]"},
    // Motoneurons and muscle
    Parameter{"trial_gain_noise", "1", 0.13, 0.0, 0.6, log_normal, 0.15, &P::trial_gain_noise,
              "SD of ln gain of a volley over trials", "0.108 decades (Goetz 2019 [V code])"},
    Parameter{"after_hyperpolarisation", "mV", 11.0, 1.0, 40.0, log_normal, 0.15, &P::after_hyperpolarisation,
              "added by every spike, decays with 45 ms", "[prototype]"},
    Parameter{"synaptic_noise", "mV", 1.1, 0.0, 3.0, log_normal, 0.1, &P::synaptic_noise,
              "SD of a motoneuron's membrane potential", "[prototype]"},
    Parameter{"motor_units", "1", 1.0, 0.02, 1.0, fixed, 0.0, &A::motor_units, "share of 120 motor units that are left",
              "[project]"},
    Parameter{"unit_size", "1", 1.0, 0.1, 10.0, log_normal, 0.3, &A::unit_size,
              "size of motor-unit potentials at the electrodes",
              "spread of largest responses: Goetz plateau and 8 people [measured]"},
    // Amplifier and electrodes
    Parameter{"amplifier_noise", "uV", 4.0, 0.0, 50.0, log_normal, 0.4, &P::amplifier_noise, "RMS of noise",
              "3.4 to 12.6 [measured]"},
    Parameter{"mains_hum", "uV", 1.0, 0.0, 500.0, log_normal, 0.8, &P::mains_hum, "amplitude of 50 Hz", "[project]"},
    Parameter{"artefact", "mV", 1.5, 0.0, 100.0, log_normal, 0.5, &P::artefact,
              "peak of the stimulus artefact, decays with 0.6 ms", "[project]"},
};

}  // namespace

std::span<const Parameter> parameters() { return table; }

const Parameter* find_parameter(std::string_view name) {
  const auto* found = std::find_if(table.begin(), table.end(), [&](const Parameter& row) { return row.name == name; });
  return found == table.end() ? nullptr : found;
}

bool is_sided(const Parameter& parameter) {
  return !std::holds_alternative<double PersonParameters::*>(parameter.member);
}

double& value_of(Participant& participant, const Parameter& parameter, protocol::Side side) {
  if (const auto* member = std::get_if<double P::*>(&parameter.member)) return participant.person.*(*member);
  if (const auto* member = std::get_if<double H::*>(&parameter.member)) {
    const auto h = side == protocol::Side::left ? protocol::Hemisphere::left : protocol::Hemisphere::right;
    return participant.hemisphere[h].*(*member);
  }
  return participant.hand[side].*std::get<double A::*>(parameter.member);
}

double value_of(const Participant& participant, const Parameter& parameter, protocol::Side side) {
  Participant copy = participant;
  return value_of(copy, parameter, side);
}

Participant median_participant() {
  Participant participant;
  for (const Parameter& row : table)
    for (const protocol::Side side : protocol::both_sides) value_of(participant, row, side) = row.value;
  return participant;
}

}  // namespace trilayer::model
