// The course of everything that a brief event leaves behind: a rise and a slower decay.
#pragma once

namespace trilayer::model {

/// y(t) = n (e^(-t/decay) - e^(-t/rise)) after a kick at 0, with n such that its peak is 1; the peak comes at
/// ln(decay/rise) rise decay / (decay - rise).
struct BiExponential {
  double rise = 1.0;   ///< ms
  double decay = 2.0;  ///< ms, above rise
};
double peak_time(const BiExponential& state);
/// n.
double height_scale(const BiExponential& state);
/// Height at `t` ms after a kick of 1; 0 before it.
double height_at(const BiExponential& state, double t);

}  // namespace trilayer::model
