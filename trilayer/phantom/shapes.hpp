// The shapes a phantom is put together from: response, stimulus artefact, onset of voluntary EMG.
#pragma once

namespace trilayer::phantom {

/// A biphasic response with peak-to-peak 1, for u in [0, 1] from onset to end; 0 outside. Value and slope are 0 at
/// both ends: w(u) = 3 sqrt(3) / 8 sin(pi u) sin(2 pi u). It reaches a tenth of its first peak at u = 0.063 (0.94 ms
/// of a 15 ms response), the peaks at u = 0.304 and 0.696.
double response_wave(double u);

/// The stimulus artefact with peak 1, `ms` after the pulse; 0 before it: (ms / 0.2) exp(1 - ms / 0.2). It peaks at
/// 0.2 ms, is 0.49 ms wide at half height, and below 2e-5 of its peak from 3 ms on.
double artefact_wave(double ms);

/// From 0 to 1 over u in [0, 1], raised cosine: the onset of voluntary EMG.
double ramp_wave(double u);

}  // namespace trilayer::phantom
