// Random-effects meta-analysis: from the effects of studies to a mean, how much studies differ from one another, and
// what a new study may find. The tests hold it to the R package metafor.
//
// Model: y_i = mu + u_i + e_i with u_i ~ N(0, tau2) between studies and e_i ~ N(0, v_i), v_i known. Weights 1/(v_i +
// tau2).
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace trilayer::literature {

/// What one study contributes, on the scale of an EffectScale. Studies are independent: one row a study.
struct StudyEffect {
  std::string study;
  double effect = 0.0;
  double variance = 0.0;  ///< above 0
};

struct Interval {
  double low = 0.0;
  double high = 0.0;
};

/// Where tau2 comes from: restricted maximum likelihood, or DerSimonian and Laird 1986 (Control Clin Trials 7:177)
/// where that did not converge, or nowhere, since one study says nothing of it.
enum class Tau2Method { reml, der_simonian_laird, none };
std::string_view name(Tau2Method method);  ///< "REML", "DerSimonian-Laird", "none"

struct MetaAnalysisOptions {
  double confidence = 0.95;  ///< of every interval, in (0, 1)
  int most_steps = 200;      ///< of the Fisher scoring
};

/// How far studies differ by more than their sampling errors. Only with two studies or more.
struct Heterogeneity {
  double tau2 = 0.0;                 ///< variance between studies, square of the scale's unit; at least 0
  double tau2_error = 0.0;           ///< its standard error by the expected information; 0 without REML
  Interval tau2_interval;            ///< Q-profile: Viechtbauer 2007, Stat Med 26:37; [0, 0] where it is empty
  bool tau2_interval_empty = false;  ///< studies agree more closely than their errors make likely
  double q = 0.0;                    ///< Cochran's Q with fixed-effect weights, and
  int degrees = 0;                   ///< its degrees of freedom, studies - 1
  double q_p = 1.0;                  ///< probability of a larger Q where tau2 is 0
  double i2 = 0.0;                   ///< share of the variance that lies between studies, [0, 1): tau2 / (tau2 + s2)
  Interval i2_interval;              ///< from the interval of tau2
  double h2 = 1.0;                   ///< 1 + tau2 / s2
  Interval h2_interval;  ///< both with s2 the typical variance of Higgins and Thompson 2002, Stat Med 21:1539
};

/// The analysis without one of the studies.
struct WithoutOne {
  std::string study;
  double mean = 0.0;
  Interval interval;  ///< Hartung-Knapp; Wald where one study remains
  double tau2 = 0.0;
  double i2 = 0.0;
};

/// Whether small studies find other effects: y on its standard error, weights 1/v, with a free residual variance
/// (Egger et al. 1997, BMJ 315:629). Asymmetry has other causes than unpublished studies.
struct Egger {
  double slope = 0.0;  ///< effect per unit of standard error
  double slope_error = 0.0;
  double t = 0.0;
  int degrees = 0;         ///< studies - 2
  double p = 1.0;          ///< two-sided
  double at_no_error = 0;  ///< the effect where the standard error goes to 0
  Interval at_no_error_interval;
};

constexpr int fewest_for_egger = 10;  ///< the usual bound, also of R's meta: with fewer it has next to no power

struct MetaAnalysis {
  int studies = 0;
  double confidence = 0.95;
  double mean = 0.0;
  double standard_error = 0.0;  ///< 1 / sqrt(sum of weights)
  Interval wald;                ///< mean +- normal quantile; too narrow with few studies
  /// Knapp and Hartung 2003 (Stat Med 22:2693), not truncated: mean +- t(studies - 1), error from the weighted
  /// residuals. The one to report. Not with one study.
  std::optional<double> hartung_knapp_error;
  std::optional<Interval> hartung_knapp;
  /// Where the true effect of a new study lies: mean +- t(studies - 1) sqrt(hartung_knapp_error^2 + tau2), as metafor
  /// gives for test="knha". (Riley et al. 2011, BMJ 342:d549, take studies - 2.) Not with one study.
  std::optional<Interval> prediction;
  Tau2Method method = Tau2Method::none;
  bool converged = true;                       ///< the REML did; where not, `method` is the fallback
  int steps = 0;                               ///< of the Fisher scoring
  std::optional<Heterogeneity> heterogeneity;  ///< not with one study
  std::vector<double> weights;                 ///< share of each study in the mean, in their order; sum 1
  std::vector<WithoutOne> without_one;         ///< in the order of the studies; not with one study
  std::optional<Egger> egger;                  ///< with `fewest_for_egger` studies or more
  std::vector<std::string> notes;              ///< what a reader must know: sentences
};

/// Pools the studies. Independent of their order up to rounding. Throws Refusal where there is no study, and names the
/// study where an effect is no number or a variance is not above 0.
MetaAnalysis meta_analyse(std::span<const StudyEffect> studies, const MetaAnalysisOptions& options = {});

}  // namespace trilayer::literature
