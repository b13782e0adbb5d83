// exp, log, sine and cosine of our own: the same bytes on any CPU and C library. Used wherever numbers are drawn or
// simulated; measures of recorded data use <cmath>.
#pragma once

namespace trilayer::base {

/// Natural exponential; relative error below 4e-16 on [-700, 700]; 0 below, infinity above.
double portable_exp(double x);
/// Natural logarithm of x > 0; relative error below 4e-16 away from 1, absolute error below 4e-16 near 1.
double portable_log(double x);
/// Sine and cosine of 2 pi t, for t in [0, 1]; absolute error below 4e-16.
struct SineCosine {
  double sine;
  double cosine;
};
SineCosine portable_sincos_turns(double turns);

}  // namespace trilayer::base
