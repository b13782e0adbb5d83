// Other ways in which layer III could make drive for the mirror hand. An inference that holds only under the model's
// own way is worth little: it is tested on sessions of these.
#pragma once

#include "trilayer/model/participant.hpp"
#include "trilayer/model/premotor.hpp"

namespace trilayer::model {

/// Adds what layer III gives under the participant's rival generator, for each direction by its supraspinal loading L;
/// E is the effort of the intended hand. Nothing at L = 0. All are scaled to give the mirror hand's M1 what the model's
/// own way gives at L = 0.5 and an effort of 0.6 [project]:
///   additive: 0.3 L E to the rate of the mirror hand's M1, behind gate and callosal inhibition, so that layers II and
///   III add instead of multiplying; activation_threshold: non-selective facilitation that comes with any intended
///   movement, whatever its force: 0.378 L (1 - e^(-E / 0.05)) to its drive, as of a lowered threshold (after MacDonald
///   et al. 2017 [V abstract]); neural_field: two premotor populations with mutual excitation and lateral inhibition
///   (Wilson and Cowan's form [M]), 20 a' = -a + f(E + c_e a_other - c_i b), 20 b' = -b + f(a_other), f(x) = x^2 /
///   (0.15 + x), of which L shifts the balance: c_e = 0.2 + 1.4 L, c_i = 0.8 - 0.8 L. What the mirror hand's population
///   gains over L = 0 is its drive.
void add_rival(const Participant& participant, const Command& command, PremotorDrive& drive);

}  // namespace trilayer::model
