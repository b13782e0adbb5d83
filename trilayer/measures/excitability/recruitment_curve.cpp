#include "trilayer/measures/excitability/recruitment_curve.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <set>
#include <string>

#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/excitability/recruitment_models.hpp"
#include "trilayer/measures/result.hpp"

namespace trilayer::measures {
namespace {

using protocol::IntensityReference;

constexpr std::array ids{"recruitment_maximum", "recruitment_s50", "recruitment_slope", "recruitment_threshold"};
constexpr std::size_t fewest_trials = 15;
constexpr double largest_error = 0.7;  // of ln maximum or ln slope: a factor of two; beyond it nothing was found

// The trials of a curve, and what their intensities are a percentage of.
struct CurveData {
  std::vector<CurveTrial> trials;
  IntensityReference reference = IntensityReference::maximum_stimulator_output;
  bool converted = false;
  double lowest = 0.0, last_but_one = 0.0, highest = 0.0;
  std::size_t intensities = 0;
};

// All in % of output where references differ and the session states the thresholds, else those of the most frequent
// reference as stated.
CurveData data_of(const IntensitySeries& series) {
  std::array<std::size_t, 3> counts{};
  bool all_known = true;
  for (const IntensityTrial& trial : series.trials) {
    ++counts[static_cast<std::size_t>(trial.stated.reference)];
    all_known = all_known && trial.output;
  }
  const auto most = std::max_element(counts.begin(), counts.end());
  CurveData data;
  data.reference = static_cast<IntensityReference>(most - counts.begin());
  data.converted = all_known && *most < series.trials.size();
  if (data.converted) data.reference = IntensityReference::maximum_stimulator_output;
  std::set<long> intensities;
  for (const IntensityTrial& trial : series.trials) {
    if (!data.converted && trial.stated.reference != data.reference) continue;
    const double intensity = data.converted ? *trial.output : trial.stated.percent;
    data.trials.push_back({intensity, trial.peak_to_peak * 1e-3});
    intensities.insert(std::lround(intensity * 2.0));
  }
  data.intensities = intensities.size();
  if (intensities.size() > 1) {
    data.last_but_one = static_cast<double>(*std::next(intensities.rbegin())) / 2.0;
    data.lowest = static_cast<double>(*intensities.begin()) / 2.0;
    data.highest = static_cast<double>(*intensities.rbegin()) / 2.0;
  }
  return data;
}

std::string_view in_words(CurveModel model) {
  return model == CurveModel::boltzmann ? "Boltzmann" : "rectified logistic";
}

// Median amplitude over the strongest intensity's trials, uV.
double strongest_median(const CurveData& data) {
  std::vector<double> sizes;
  for (const CurveTrial& trial : data.trials)
    if (trial.intensity > data.highest - 0.5) sizes.push_back(trial.amplitude * 1e3);
  return base::median(sizes);
}

// Share of the variance of ln amplitude between trials that the curve explains.
double explained(const CurveFit& fit, const CurveData& data) {
  std::vector<double> logs, left;
  for (const CurveTrial& trial : data.trials) {
    logs.push_back(std::log(std::max(1e-4, trial.amplitude)));
    left.push_back(logs.back() - std::log(curve_at(fit, trial.intensity)));
  }
  return 1.0 - std::pow(base::standard_deviation(left) / base::standard_deviation(logs), 2);
}

std::string method_of(const CurveFit& chosen, const CurveFit& other, const CurveData& data) {
  const CurveFeatures& f = other.features;
  return fmt::format(
      "{} on single trials (gamma, hum removed), {} intensities of {:g} to {:g} {}{}; explains {:.0f} % of the "
      "variance "
      "of ln amplitude; {}, whose Akaike criterion is larger by {:.1f}, gives maximum {:.2f} mV, S50 {:.1f}, slope "
      "{:.3f} mV/%, threshold {:.1f}",
      in_words(chosen.model), data.intensities, data.lowest, data.highest, protocol::name(data.reference),
      data.converted ? " (in part from % of the stated thresholds)" : "", 100.0 * explained(chosen, data),
      in_words(other.model), other.akaike - chosen.akaike, f.maximum, f.s50, f.slope, f.threshold);
}

Measurement blank(const IntensitySeries& series, const CurveData& data, std::size_t which) {
  Measurement m = series.blank(ids[which]);
  m.trials = static_cast<int>(data.trials.size());
  return m;
}

std::vector<Measurement> all_unobtainable(const IntensitySeries& series, const CurveData& data,
                                          const std::string& reason) {
  std::vector<Measurement> all;
  for (std::size_t i = 0; i < ids.size(); ++i) all.push_back(unobtainable(blank(series, data, i), reason));
  return all;
}

Measurement with_value(Measurement m, double value, double error) {
  m.state = State::value;
  m.value = value;
  set_error(m, error);
  return m;
}

// Where two intensities on the plateau are not shown, maximum and S50 are at least what the curve has shown.
void bound(std::vector<Measurement>& all, const CurveFit& fit, const CurveData& data) {
  const double seen = curve_at(fit, data.highest);
  const double offset = curve_at(fit, 0.0);
  const auto half = intensity_for(fit, (seen + offset) / 2.0);
  const std::array bounds{std::optional(seen), half};
  for (std::size_t i = 0; i < bounds.size(); ++i) {
    all[i].standard_error.reset();
    all[i].value = bounds[i].value_or(data.highest);
    all[i].state = State::at_least;
    all[i].reason = fmt::format("no plateau up to the largest intensity, {:g} %", data.highest);
  }
  if (fit.features.s50 > data.highest) {  // the steepest part was not reached
    const double slope = (seen - curve_at(fit, data.highest - 1.0)) / 1.0;
    all[2].standard_error.reset();
    all[2].value = slope;
    all[2].state = State::at_least;
    all[2].reason = all[0].reason + " and grows steeper";
  }
}

std::vector<Measurement> curve_of(const IntensitySeries& series, const CurveData& data, const Settings& settings) {
  const auto needed = static_cast<std::size_t>(settings.excitability.fewest_curve_intensities);
  if (data.intensities < needed || data.trials.size() < fewest_trials)
    return all_unobtainable(series, data,
                            fmt::format("{} intensities and {} trials; a curve needs {} and {}", data.intensities,
                                        data.trials.size(), needed, fewest_trials));
  if (strongest_median(data) < settings.smallest_response.value())
    return all_unobtainable(series, data, "the strongest pulses evoke no response");
  CurveFit chosen = fit_curve(CurveModel::boltzmann, data.trials);
  CurveFit other = fit_curve(CurveModel::rectified_logistic, data.trials);
  if (other.akaike < chosen.akaike) std::swap(chosen, other);
  if (chosen.akaike >= akaike_of_no_curve(data.trials))
    return all_unobtainable(series, data, "amplitudes do not grow with the intensity");

  const CurveFeatures &f = chosen.features, &e = chosen.errors;
  std::vector<Measurement> all{with_value(blank(series, data, 0), f.maximum, e.maximum),
                               with_value(blank(series, data, 1), f.s50, e.s50),
                               with_value(blank(series, data, 2), f.slope, e.slope),
                               with_value(blank(series, data, 3), f.threshold, e.threshold)};
  const double offset = curve_at(chosen, 0.0);
  const bool plateau =
      curve_at(chosen, data.last_but_one) - offset >= settings.excitability.plateau_share * (f.maximum - offset) &&
      e.maximum <= largest_error;
  if (!plateau) bound(all, chosen, data);
  if (all[2].state == State::value && !(e.slope <= largest_error))
    all[2] = unobtainable(all[2], "the trials leave the slope open by more than a factor of two");
  if (!(e.threshold <= data.highest - data.lowest))
    all[3] = unobtainable(all[3], "the trials leave the threshold open by more than the range of intensities");
  for (Measurement& m : all) {
    m.method = method_of(chosen, other, data);
    if (series.mixed_currents && m.value) m = confounded(m, "the pulses' current directions differ");
  }
  return all;
}

}  // namespace

std::vector<Measurement> recruitment_curve(std::span<const IntensitySeries> series, const Settings& settings) {
  std::vector<Measurement> all;
  for (const IntensitySeries& one : series) {
    const CurveData data = data_of(one);
    if (data.intensities < 3) continue;
    for (Measurement& m : curve_of(one, data, settings)) all.push_back(std::move(m));
  }
  return all;
}

}  // namespace trilayer::measures
