#include "trilayer/literature/meta_analysis.hpp"

#include <algorithm>
#include <cmath>

#include "trilayer/base/chi_squared.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/base/statistics.hpp"
#include "trilayer/base/student.hpp"

namespace trilayer::literature {
namespace {

using Studies = std::span<const StudyEffect>;

double squared(double x) { return x * x; }

// Sums over studies at one tau2, with weights w = 1 / (v + tau2).
struct Sums {
  double w = 0.0, w2 = 0.0, w3 = 0.0;
  double mean = 0.0;
  double q = 0.0;    // of w r^2, r = y - mean
  double q2 = 0.0;   // of w^2 r^2
  double q3 = 0.0;   // of w^3 r^2
  double r2 = 0.0;   // of w^2 r
  double log = 0.0;  // of log(v + tau2)
};

Sums sums_at(Studies studies, double tau2) {
  Sums s;
  for (const StudyEffect& one : studies) {
    const double w = 1.0 / (one.variance + tau2);
    s.w += w;
    s.w2 += w * w;
    s.w3 += w * w * w;
    s.mean += w * one.effect;
    s.log -= std::log(w);
  }
  s.mean /= s.w;
  for (const StudyEffect& one : studies) {
    const double w = 1.0 / (one.variance + tau2);
    const double r = one.effect - s.mean;
    s.q += w * r * r;
    s.q2 += w * w * r * r;
    s.q3 += w * w * w * r * r;
    s.r2 += w * w * r;
  }
  return s;
}

// The sampling variance of a typical study (Higgins and Thompson 2002, equation 9).
double typical_variance(Studies studies) {
  const Sums s = sums_at(studies, 0.0);
  return (static_cast<double>(studies.size()) - 1.0) * s.w / (s.w * s.w - s.w2);
}

double der_simonian_laird(Studies studies) {
  const Sums s = sums_at(studies, 0.0);
  return std::max(0.0, (s.q - (static_cast<double>(studies.size()) - 1.0)) / (s.w - s.w2 / s.w));
}

// Of the restricted likelihood: log L = -1/2 (sum log(v + tau2) + log sum w + sum w r^2), its slope in tau2, and what
// is expected and observed of its curvature.
double log_likelihood(const Sums& s) { return -0.5 * (s.log + std::log(s.w) + s.q); }
double slope(const Sums& s) { return 0.5 * (s.q2 - s.w + s.w2 / s.w); }
double information(const Sums& s) { return 0.5 * (s.w2 - 2.0 * s.w3 / s.w + squared(s.w2 / s.w)); }
double observed_information(const Sums& s) { return s.q3 - squared(s.r2) / s.w - information(s); }

struct Tau2 {
  double value = 0.0;
  double error = 0.0;
  bool converged = false;
  int steps = 0;
};

// Fisher scoring from a start. Where the likelihood is curved downwards its observed
// curvature takes the place of the expected: with few studies they differ so much that plain scoring goes to and fro
// for thousands of steps. A step never leads below 0, and is halved until the likelihood does not fall.
Tau2 scored_from(double start, Studies studies, int most_steps) {
  Tau2 found;
  found.value = start;
  const double small = 1e-12 * (typical_variance(studies) + start);
  for (; found.steps < most_steps && !found.converged; ++found.steps) {
    const Sums here = sums_at(studies, found.value);
    const double likelihood = log_likelihood(here), observed = observed_information(here);
    double next = std::max(0.0, found.value + slope(here) / (observed > 0.0 ? observed : information(here)));
    const double rounding = 1e-13 * std::abs(likelihood);
    for (int i = 0; i < 60 && log_likelihood(sums_at(studies, next)) < likelihood - rounding; ++i)
      next = 0.5 * (next + found.value);
    found.converged = std::abs(next - found.value) <= small + 1e-9 * found.value;
    found.value = next;
  }
  found.error = 1.0 / std::sqrt(information(sums_at(studies, found.value)));
  return found;
}

// The likelihood can have two peaks, one of them at 0 or beside it: the higher one counts.
Tau2 reml(Studies studies, int most_steps) {
  const Tau2 one = scored_from(der_simonian_laird(studies), studies, most_steps);
  const Tau2 other = scored_from(0.0, studies, most_steps);
  const auto height = [&](const Tau2& tau2) { return log_likelihood(sums_at(studies, tau2.value)); };
  return height(other) > height(one) ? other : one;
}

// The tau2 at which the generalised Q equals `wanted`; nothing where Q is below it already at 0.
std::optional<double> tau2_with_q(Studies studies, double wanted) {
  if (sums_at(studies, 0.0).q < wanted) return std::nullopt;
  double low = 0.0;
  double high = typical_variance(studies);
  while (sums_at(studies, high).q > wanted) high *= 2.0;
  for (int i = 0; i < 200 && high - low > 1e-12 * high; ++i) {
    const double middle = 0.5 * (low + high);
    (sums_at(studies, middle).q > wanted ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

Heterogeneity heterogeneity_of(Studies studies, const Tau2& tau2, double confidence) {
  Heterogeneity h;
  h.tau2 = tau2.value;
  h.tau2_error = tau2.error;
  h.q = sums_at(studies, 0.0).q;
  h.degrees = static_cast<int>(studies.size()) - 1;
  h.q_p = base::chi_squared_above(h.q, h.degrees);
  const double tail = 0.5 * (1.0 - confidence);
  const auto high = tau2_with_q(studies, base::chi_squared_upper_quantile(1.0 - tail, h.degrees));
  h.tau2_interval = {tau2_with_q(studies, base::chi_squared_upper_quantile(tail, h.degrees)).value_or(0.0),
                     high.value_or(0.0)};
  h.tau2_interval_empty = !high;
  const double s2 = typical_variance(studies);
  const auto i2 = [&](double value) { return value / (value + s2); };
  const auto h2 = [&](double value) { return 1.0 + value / s2; };
  h.i2 = i2(h.tau2);
  h.i2_interval = {i2(h.tau2_interval.low), i2(h.tau2_interval.high)};
  h.h2 = h2(h.tau2);
  h.h2_interval = {h2(h.tau2_interval.low), h2(h.tau2_interval.high)};
  return h;
}

Interval around(double centre, double half) { return {centre - half, centre + half}; }

// Weighted least squares of y on its standard error; nothing where all errors are the same.
std::optional<Egger> egger_of(Studies studies, double confidence) {
  double w = 0.0, x = 0.0, y = 0.0, xx = 0.0, xy = 0.0;
  for (const StudyEffect& one : studies) {
    w += 1.0 / one.variance;
    x += 1.0 / std::sqrt(one.variance);
    y += one.effect / one.variance;
  }
  const double middle_x = x / w, middle_y = y / w;
  for (const StudyEffect& one : studies) {
    xx += squared(std::sqrt(one.variance) - middle_x) / one.variance;
    xy += (std::sqrt(one.variance) - middle_x) * (one.effect - middle_y) / one.variance;
  }
  if (!(xx > 1e-10 * static_cast<double>(studies.size()))) return std::nullopt;
  Egger egger;
  egger.slope = xy / xx;
  egger.at_no_error = middle_y - egger.slope * middle_x;
  egger.degrees = static_cast<int>(studies.size()) - 2;
  double residual = 0.0;
  for (const StudyEffect& one : studies)
    residual += squared(one.effect - egger.at_no_error - egger.slope * std::sqrt(one.variance)) / one.variance;
  residual /= egger.degrees;
  egger.slope_error = std::sqrt(residual / xx);
  if (!(egger.slope_error > 0.0)) return std::nullopt;
  egger.t = egger.slope / egger.slope_error;
  egger.p = 2.0 * base::student_below(-std::abs(egger.t), egger.degrees);
  const double error = std::sqrt(residual * (1.0 / w + middle_x * middle_x / xx));
  egger.at_no_error_interval =
      around(egger.at_no_error, base::student_quantile(0.5 * (1.0 + confidence), egger.degrees) * error);
  return egger;
}

void check(Studies studies, const MetaAnalysisOptions& options) {
  base::require(options.confidence > 0.0 && options.confidence < 1.0, "a confidence outside (0, 1)");
  if (studies.empty())
    throw base::Refusal("no study can be pooled", "meta-analysis", "at least one study with an effect and its error");
  for (const StudyEffect& one : studies) {
    if (!std::isfinite(one.effect))
      throw base::Refusal("the effect is no number", "study " + one.study, "leave the study out, with the reason");
    if (!(one.variance > 0.0) || !std::isfinite(one.variance))
      throw base::Refusal("the variance of the effect is not above 0", "study " + one.study,
                          "leave the study out, with the reason");
  }
}

Tau2 tau2_of(Studies studies, const MetaAnalysisOptions& options, MetaAnalysis& result) {
  Tau2 tau2 = reml(studies, options.most_steps);
  result.converged = tau2.converged;
  result.steps = tau2.steps;
  result.method = Tau2Method::reml;
  if (tau2.converged) return tau2;
  result.method = Tau2Method::der_simonian_laird;
  result.notes.push_back("REML did not converge in " + std::to_string(tau2.steps) +
                         " steps; tau2 is the estimate of DerSimonian and Laird.");
  return {der_simonian_laird(studies), 0.0, false, tau2.steps};
}

// Everything but the analyses without one study and Egger's regression.
MetaAnalysis pooled(Studies studies, const MetaAnalysisOptions& options) {
  MetaAnalysis result;
  const auto k = static_cast<int>(studies.size());
  result.studies = k;
  result.confidence = options.confidence;
  const Tau2 tau2 = k > 1 ? tau2_of(studies, options, result) : Tau2{};
  const Sums s = sums_at(studies, tau2.value);
  const double p = 0.5 * (1.0 + options.confidence);
  result.mean = s.mean;
  result.standard_error = 1.0 / std::sqrt(s.w);
  result.wald = around(s.mean, base::normal_quantile(p) * result.standard_error);
  for (const StudyEffect& one : studies) result.weights.push_back(1.0 / ((one.variance + tau2.value) * s.w));
  if (k == 1) return result;
  const double t = base::student_quantile(p, k - 1);
  result.hartung_knapp_error = std::sqrt(s.q / (k - 1) / s.w);
  result.hartung_knapp = around(s.mean, t * *result.hartung_knapp_error);
  result.prediction = around(s.mean, t * std::sqrt(squared(*result.hartung_knapp_error) + tau2.value));
  result.heterogeneity = heterogeneity_of(studies, tau2, options.confidence);
  return result;
}

std::vector<WithoutOne> without_each(Studies studies, const MetaAnalysisOptions& options) {
  std::vector<WithoutOne> all;
  for (std::size_t i = 0; i < studies.size(); ++i) {
    std::vector<StudyEffect> others(studies.begin(), studies.end());
    others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
    const MetaAnalysis rest = pooled(others, options);
    const Heterogeneity h = rest.heterogeneity.value_or(Heterogeneity{});
    all.push_back({studies[i].study, rest.mean, rest.hartung_knapp.value_or(rest.wald), h.tau2, h.i2});
  }
  return all;
}

void add_notes(MetaAnalysis& result) {
  const auto note = [&](const char* words) { result.notes.emplace_back(words); };
  if (result.studies == 1) {
    note("One study: the mean is its effect; nothing can be said of differences between studies.");
    return;
  }
  if (result.studies < 5) note("Fewer than five studies: tau2 is hardly known, and the prediction interval is rough.");
  if (result.heterogeneity->tau2_interval_empty)
    note("The studies agree more closely than their errors make likely; the interval of tau2 is empty.");
  if (result.hartung_knapp->high - result.hartung_knapp->low < result.wald.high - result.wald.low)
    note("The Hartung-Knapp interval is narrower than Wald's, which may be chance: look at both.");
  if (result.studies < fewest_for_egger)
    note("Fewer than ten studies: no test for the asymmetry of the funnel.");
  else if (!result.egger)
    note("No test for the asymmetry of the funnel: the studies have the same standard error.");
}

}  // namespace

std::string_view name(Tau2Method method) {
  switch (method) {
    case Tau2Method::reml:
      return "REML";
    case Tau2Method::der_simonian_laird:
      return "DerSimonian-Laird";
    case Tau2Method::none:
      break;
  }
  return "none";
}

MetaAnalysis meta_analyse(std::span<const StudyEffect> studies, const MetaAnalysisOptions& options) {
  check(studies, options);
  MetaAnalysis result = pooled(studies, options);
  if (studies.size() > 1) result.without_one = without_each(studies, options);
  if (result.studies >= fewest_for_egger) result.egger = egger_of(studies, options.confidence);
  add_notes(result);
  return result;
}

}  // namespace trilayer::literature
