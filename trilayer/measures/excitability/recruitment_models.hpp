// Amplitude over intensity: two published curves fitted to single trials, with the errors of what is read off them.
#pragma once

#include <optional>
#include <span>
#include <vector>

namespace trilayer::measures {

/// `boltzmann`: g + h / (1 + exp((s50 - x) / k)).
/// `rectified_logistic` (hbMEP [V code]): g + max(0, -v + (h + v) / (1 + (h / v) exp(-b (x - a)))), flat below a.
enum class CurveModel { boltzmann, rectified_logistic };

/// One trial: intensity in %, amplitude in mV.
struct CurveTrial {
  double intensity = 0.0;
  double amplitude = 0.0;
};

/// What is read off a curve.
struct CurveFeatures {
  double maximum = 0.0;    ///< g + h, mV
  double s50 = 0.0;        ///< where half of h stands above g, %
  double slope = 0.0;      ///< the steepest, mV per %
  double threshold = 0.0;  ///< boltzmann: s50 - 2 k, where the tangent of the steepest point meets g; else a; %
};

/// A curve and the scatter of trials round it. Amplitudes are gamma distributed (as in hbMEP): mean m, the curve, and
/// variance m / (1 / c1 + 1 / (c2 m)): of steady coefficient of variation where m is small, growing as m where large.
struct CurveFit {
  CurveModel model = CurveModel::boltzmann;
  std::vector<double> parameters;  ///< ln g, ln h, then s50, ln k or a, ln b, ln (v / h); then ln c1, ln c2
  double akaike = 0.0;             ///< Akaike's information criterion
  CurveFeatures features;
  CurveFeatures errors;  ///< standard errors: of the logarithm for maximum and slope; infinite where not to be had
};

/// The curve's mean amplitude at an intensity, mV.
double curve_at(const CurveFit& fit, double intensity);

/// The intensity at which the curve reaches an amplitude between its ends, %; nothing for any other.
std::optional<double> intensity_for(const CurveFit& fit, double amplitude);

/// Fits by maximum likelihood with weak priors (docs/measures/recruitment_curve.md), errors by the sandwich of second
/// derivatives and scores, which holds where amplitudes are not quite gamma distributed. At least ten trials and two
/// intensities. Intensities count to the nearest half percent.
CurveFit fit_curve(CurveModel model, std::span<const CurveTrial> trials);

/// Akaike's criterion of amplitudes that do not depend on the intensity (gamma, two parameters).
double akaike_of_no_curve(std::span<const CurveTrial> trials);

/// ln Gamma(x), x above 0; relative error below 1e-10. The library's own is not safe in several threads.
double log_gamma(double x);

}  // namespace trilayer::measures
