// The normal distribution's share and its inverse, the same bytes on any CPU.
#pragma once

namespace trilayer::inference {

/// Share of a standard normal below z; absolute error below 1e-12 (series of Marsaglia 2004, "Evaluating the normal
/// distribution"; beyond 7 it is 0 or 1).
double normal_share(double z);

/// z of a share in (0, 1), within 1e-10.
double probit(double share);

}  // namespace trilayer::inference
