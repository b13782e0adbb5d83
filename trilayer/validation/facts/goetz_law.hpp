// The published law of response sizes over intensity and people, as far as checks need it.
#pragma once

#include <array>
#include <vector>

namespace trilayer::validation {

/// Intensities of a curve's shape, in units of the threshold.
constexpr std::array<double, 4> shape_intensities{1.1, 1.2, 1.4, 1.6};
/// log10 of the median response, mV, at these intensities.
using CurveShape = std::array<double, shape_intensities.size()>;

/// Whether a shape lies in the region that holds 95 % of the law: by its Mahalanobis distance, against that of drawn
/// people whose shape is seen as a laboratory sees it, with the law's noise: medians of 15 pulses, by a threshold of 5
/// of 10.
bool is_in_published_region(const CurveShape& shape);

/// Intensities at which drawn curves reach `size` mV, in units of the curve's own threshold, sorted. Curves that do not
/// reach it have none.
std::vector<double> published_intensities(double size);

/// Median response in mV at an intensity in % of stimulator output of one drawn curve: the law of Goetz et al. 2019
/// (10.1109/TNSRE.2019.2926543; parameters as in the published code):
///   1e-4 10^(p2 / (1 + p3 / (x - p5)^p4)),  p2 ~ N(4.532, var 0.126),
///   log10 (p3, p4, p5) ~ N of three.
/// People are drawn anew unless the curve lies below 0.03 mV somewhere and above 1 mV elsewhere of 20 to 120 %, nowhere
/// above 30 mV. The curve is without the law's noise.
struct GoetzCurve {
  double height = 0.0, shift = 0.0, power = 0.0, origin = 0.0;  ///< p2, p3, p4, p5
  [[nodiscard]] double at(double output) const;
};
/// The first `count` people of the law, always the same.
const std::vector<GoetzCurve>& goetz_people();

}  // namespace trilayer::validation
