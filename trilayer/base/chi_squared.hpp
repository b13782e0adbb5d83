// The chi-squared distribution for whole degrees of freedom.
#pragma once

namespace trilayer::base {

/// Probability that chi-squared with `degrees` (at least 1) degrees of freedom lies above `x` (at least 0); absolute
/// error below 1e-12. The finite sums of Abramowitz and Stegun 1964, 26.4.4 and 26.4.5.
double chi_squared_above(double x, int degrees);

/// The x above which the share `p` in (0, 1) lies; relative error below 1e-10.
double chi_squared_upper_quantile(double p, int degrees);

}  // namespace trilayer::base
