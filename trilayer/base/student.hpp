// Student's t distribution for whole degrees of freedom.
#pragma once

namespace trilayer::base {

/// Probability that t with `degrees` (at least 1) degrees of freedom lies below `t`. The finite sums of Abramowitz and
/// Stegun 1964, 26.7.3 and 26.7.4.
double student_below(double t, int degrees);

/// Its inverse, p in (0, 1): the t below which p lies; relative error below 1e-9.
double student_quantile(double p, int degrees);

}  // namespace trilayer::base
