// A virtual participant: six loadings and the nuisances in which people differ. What each parameter is, its unit,
// range, spread between people and source stand in parameters.cpp, one row each.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "trilayer/model/loadings.hpp"
#include "trilayer/protocol/side.hpp"

namespace trilayer::model {

/// Parameters of the whole person. median_participant() (parameters.hpp) fills in the values.
struct PersonParameters {
  // Cortex
  double excitability_noise = 0.0;         // SD of a pulse's effective intensity, share of it
  double excitability_drift = 0.0;         // SD of the slow part of the same, correlated over trials
  double contraction_gain = 0.0;           // rise of effective intensity in full contraction
  double crossed_facilitation = 0.0;       // rise of it by premotor drive meant for the other hand
  double crossed_inhibition = 0.0;         // fall of it by the other M1, at full tonic inhibition
  double drive_disinhibition = 0.0;        // share of GABA-A inhibition lost where drive reaches M1
  double preparation_gain = 0.0;           // rise of effective intensity in full preparation of a movement
  double delay_suppression = 0.0;          // fall of it in both hands while one waits for the signal
  double preparation_disinhibition = 0.0;  // share of phasic callosal inhibition lost by the M1 that prepares
  double current_spread = 0.0;             // share of a pulse's strength that reaches the other hemisphere
  double selection_capture = 0.0;          // strength of the wrong hand's automatic impulse in a choice
  double selection_drift = 0.0;            // rate at which evidence for the right hand grows, 1/ms
  // Premotor
  double age_leak = 0.0;               // how far age changes this share
  double premotor_leak = 0.0;          // share of the intended drive that reaches the other M1, healthy
  double programming_leak = 0.0;       // growth of that share right after the choice of the hand
  double demand_gain = 0.0;            // growth of that share with complexity
  double shared_command = 0.0;         // share of the command that goes to both M1 at corticospinal loading 1
  double gate_threshold = 0.0;         // of maximal drive
  double gate_softness = 0.0;          // width of the gate, of maximal drive
  double premotor_facilitation = 0.0;  // w_P: effect of a weak premotor pulse on M1
  double premotor_inhibition = 0.0;    // w_PI: the opposite effect of a strong one
  double premotor_selection = 0.0;     // w_S: how strongly a choice turns these
  // Callosum
  double callosal_delay = 0.0;              // median of the fibres, ms
  double tonic_inhibition = 0.0;            // weight of one M1's rate on the other's
  double inhibition_loss_with_force = 0.0;  // share of tonic inhibition lost at maximal force
  double phasic_loss_with_force = 0.0;      // of phasic inhibition, near maximal force only
  double callosal_contraction_gain = 0.0;   // of contraction_gain: rise of callosal output with the sender's rate
  double fast_callosal_threshold = 0.0;     // half-recruitment of the fast phase, of resting threshold
  double slow_callosal_threshold = 0.0;     // the same of the slow phase
  double tonic_gate_enhancement = 0.0;      // growth of the gate (iSP) while the sender's hand contracts
  double sender_scaling = 0.0;              // how far GABA-A and GABA-B inhibition of the sender scale what it sends
  // Descending
  double crossed_loss = 0.0;      // eta: share of the crossed input lost at corticospinal loading 1
  double uncrossed_gain = 0.0;    // alpha: of the crossed gain, at corticospinal loading 1
  double branching = 0.0;         // share of the uncrossed fibres that are branches of crossed ones
  double slow_path_gain = 0.0;    // adult slow ipsilateral route
  double child_path_gain = 0.0;   // the child's late ipsilateral route
  double central_delay = 0.0;     // cortex to motoneuron, ms
  double peripheral_delay = 0.0;  // motoneuron to hand muscle, ms
  // Motoneurons
  double trial_gain_noise = 0.0;         // SD of ln gain of descending input over trials
  double after_hyperpolarisation = 0.0;  // mV a spike
  double synaptic_noise = 0.0;           // SD of membrane potential, mV
  // Amplifier
  double amplifier_noise = 0.0;  // uV RMS
  double mains_hum = 0.0;        // uV amplitude
  double artefact = 0.0;         // mV peak
};

/// Parameters of one hemisphere.
struct HemisphereParameters {
  double threshold = 0.0;      // output that recruits half of the I waves' fibres at rest, % of maximum; may exceed 100
  double gaba_a = 0.0;         // w_A: SICI
  double facilitation = 0.0;   // w_F: ICF
  double gaba_b = 0.0;         // w_B: LICI
  double silence = 0.0;        // b_B: gate of tonic output, CSP
  double fast_callosal = 0.0;  // w_C: fast phasic inhibition sent by this hemisphere (IHI 10 ms)
  double slow_callosal = 0.0;  // w_C2: slow phasic inhibition sent (IHI 40 ms)
  double tonic_gate_callosal = 0.0;  // b_C: gate of the other's tonic output (iSP)
  double fast_share = 0.0;           // how strongly the loss of layer II takes each circuit: (1 - loading)^share
  double slow_share = 0.0;
  double tonic_share = 0.0;
  double integrity = 0.0;   // of the crossed tract: gain 0 to 1
  double slowing = 0.0;     // of the crossed tract, ms
  double dispersion = 0.0;  // SD of conduction times over fibres, ms
};

/// Parameters of one hand.
struct HandParameters {
  double motor_units = 0.0;  // share of 120 that is left
  double unit_size = 0.0;    // of motor-unit potentials at the electrodes
};

/// How layer III makes drive for the mirror hand. The model's own way is `gated_share`; the others are rivals that
/// inference is tested against (rivals.hpp): no population and no bank draws them.
enum class LayerThree { gated_share, additive, activation_threshold, neural_field };
constexpr std::array<LayerThree, 4> all_layer_three{LayerThree::gated_share, LayerThree::additive,
                                                    LayerThree::activation_threshold, LayerThree::neural_field};
std::string_view name(LayerThree generator);  ///< "gated_share" ...
std::optional<LayerThree> parse_layer_three(std::string_view text);

struct Participant {
  std::string label = "simulated";  // without "sub-"; letters and digits
  std::optional<double> age;        // years
  std::optional<double> height;     // cm
  Loadings loadings;
  PersonParameters person;
  protocol::ByHemisphere<HemisphereParameters> hemisphere;
  protocol::BySide<HandParameters> hand;
  LayerThree generator = LayerThree::gated_share;
};

}  // namespace trilayer::model
