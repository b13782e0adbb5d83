#include "trilayer/validation/facts/curves.hpp"

#include <algorithm>

#include "trilayer/base/errors.hpp"
#include "trilayer/base/statistics.hpp"
#include "trilayer/validation/facts/blocks.hpp"

namespace trilayer::validation {
namespace {

// The readings "STUDY.WORD-NUMBER" of the places.
Curve curve(std::string title, std::string circumstance, std::string x, std::string y, std::vector<double> at,
            const std::string& word) {
  Curve made{std::move(title), std::move(circumstance), std::move(x), std::move(y), std::move(at), {}, false, {}, {}};
  for (const double place : made.at) made.readings.push_back(numbered(word, place));
  return made;
}

Curve with(Curve made, double reference, std::vector<CurveTarget> targets = {}) {
  made.reference = reference;
  made.targets = std::move(targets);
  return made;
}

std::vector<double> from_to(double first, double last, double step) {
  std::vector<double> all;
  for (double at = first; at <= last; at += step) all.push_back(at);
  return all;
}

std::vector<Curve> of_one_hemisphere() {
  const auto steps = from_to(90.0, 180.0, 10.0);
  const std::string output = "intensity (%RMT)", interval = "interval (ms)";
  auto sizes = curve("Recruitment", "FDI at rest, 15 pulses each", output, "cMEP (mV)", steps, "recruitment.size");
  sizes.logarithmic = true;
  sizes.targets = {{"S04", "cmep_120_median_mv", 120.0}, {"S04", "cmep_140_median_mv", 140.0}};
  auto spread =
      curve("Spread over trials", "coefficient of variation of 15 responses", output, "CV", steps, "recruitment.cv");
  spread.targets = {{"S06", "cmep_cv_at_rmt_median", 100.0}};
  return {sizes,
          spread,
          with(curve("SICI over conditioning intensity", "3 ms before a test of 120 %RMT, rest", "conditioning (%RMT)",
                     "conditioned / test", {50, 55, 65, 75, 85, 100}, "sici-intensity.sici"),
               1.0),
          with(curve("SICI and ICF over the interval", "conditioning 75 %RMT, test response 1 mV, rest", interval,
                     "conditioned / test", {1, 2, 2.5, 3, 4, 6, 8, 12, 18, 30}, "pair-interval.weak"),
               1.0, {{"T20", "sici_ratio_mean", 2.5}, {"T21", "icf_ratio_mean", 12.0}}),
          with(curve("LICI over the interval", "both pulses 115 %RMT, rest", interval, "conditioned / test",
                     {50, 75, 100, 150, 200}, "pair-interval.strong"),
               1.0, {{"T22", "lici_ratio_mean", 100.0}}),
          curve("CSP over intensity", "FDI at 20 % of maximum", "intensity (%AMT)", "CSP (ms)",
                {100, 110, 120, 130, 140, 150}, "csp-intensity.csp")};
}

std::vector<Curve> of_both_hemispheres() {
  const std::vector<double> steps{80, 90, 100, 110, 125, 140};
  const std::string ratio = "conditioned / test", conditioning = "conditioning (%RMT)";
  return {
      with(curve("IHI over the interval", "conditioning 125 %RMT, test response 1 mV, rest", "interval (ms)", ratio,
                 {4, 6, 8, 10, 12, 20, 30, 40, 50}, "ihi.ihi"),
           1.0,
           {{"T12b", "ihi_4_ratio_mean", 4.0}, {"T10", "ihi_10_ratio_mean", 10.0}, {"T11", "ihi_40_ratio_mean", 40.0}}),
      with(curve("IHI at 10 ms over intensity", "test response 1 mV, rest", conditioning, ratio, steps,
                 "ihi-intensity.ihi-10"),
           1.0),
      with(curve("IHI at 40 ms over intensity", "test response 1 mV, rest", conditioning, ratio, steps,
                 "ihi-intensity.ihi-40"),
           1.0),
      with(curve("The iSP", "rectified EMG of the hand on the side of the pulse, 50 % of maximum, 150 %RMT",
                 "time after the pulse (ms)", "EMG (% of before)", from_to(-18.0, 98.0, 4.0), "isp-course.at"),
           100.0),
      curve("Mirror EMG over force", "the other hand holds a force", "force of the other hand (% of maximum)",
            "mirror EMG (% of maximum)", {10, 30, 60, 100}, "mirror.mirror"),
      with(curve("Coherence of both hands", "both FDI hold 20 %, bands of 4 Hz, less chance", "frequency (Hz)",
                 "coherence", from_to(6.0, 50.0, 4.0), "coherence-course.at"),
           0.0)};
}

CurvePoint point_of(double at, const std::string& reading, const Company& company) {
  std::vector<double> values;
  for (const Readings& person : company.people)
    if (const auto& value = person[place_of(reading)]) values.push_back(*value);
  CurvePoint point{at, static_cast<int>(values.size()), {}, {}, {}, {}, {}, {}};
  if (values.empty() || 2 * values.size() < company.people.size()) return point;
  point.mean = base::mean(values);
  point.low = base::quantile(values, 0.05);
  point.lower = base::quantile(values, 0.25);
  point.median = base::quantile(values, 0.5);
  point.upper = base::quantile(values, 0.75);
  point.high = base::quantile(values, 0.95);
  return point;
}

}  // namespace

const std::vector<Curve>& curves() {
  static const std::vector<Curve> all = [] {
    auto list = of_one_hemisphere();
    for (Curve& each : of_both_hemispheres()) list.push_back(std::move(each));
    return list;
  }();
  return all;
}

std::vector<CurveResult> run_curves(const RunOptions& options) {
  const auto* adults = literature::find_group(literature::shipped_facts(), "adult");
  base::require(adults != nullptr, "the facts have a group of healthy adults");
  std::vector<Company> companies{{adults, {}, {}}};
  Company& company = companies.front();
  for (const Curve& each : curves())
    for (const std::string& reading : each.readings) {
      const std::string& id = study_of(reading).id;
      if (std::find(company.studies.begin(), company.studies.end(), id) == company.studies.end())
        company.studies.push_back(id);
    }
  run(companies, options);
  std::vector<CurveResult> results;
  for (const Curve& each : curves()) {
    CurveResult result{&each, {}, {}};
    const auto refused = company.refused.find(study_of(each.readings.front()).id);
    if (refused != company.refused.end()) result.reason = refused->second;
    for (std::size_t k = 0; k < each.at.size(); ++k)
      result.points.push_back(point_of(each.at[k], each.readings[k], company));
    results.push_back(std::move(result));
  }
  return results;
}

}  // namespace trilayer::validation
