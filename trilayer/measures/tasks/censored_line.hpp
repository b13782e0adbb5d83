// A straight line through points of which some are only known to lie below a limit.
#pragma once

#include <span>

namespace trilayer::measures {

struct LinePoint {
  double x = 0.0;
  double y = 0.0;      ///< the value, or the limit below which it lies
  double error = 0.0;  ///< standard error of y, above 0
  bool below = false;  ///< y is a limit
};

struct CensoredLine {
  double intercept = 0.0, slope = 0.0;
  double slope_error = 0.0;  ///< from the errors of the points, widened where the seen points scatter more than these
};

/// Maximum likelihood for known normal errors (Tobit 1958, EM iterations). At least two seen points at different x.
CensoredLine censored_line(std::span<const LinePoint> points);

}  // namespace trilayer::measures
