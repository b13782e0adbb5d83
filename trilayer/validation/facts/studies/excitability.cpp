// Thresholds, recruitment, latency and central conduction.
#include <algorithm>
#include <cmath>

#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/excitability/recruitment_models.hpp"
#include "trilayer/validation/facts/blocks.hpp"
#include "trilayer/validation/facts/goetz_law.hpp"
#include "trilayer/validation/facts/readings.hpp"
#include "trilayer/validation/facts/studies/topics.hpp"

namespace trilayer::validation {
namespace {

using protocol::Hemisphere;
using protocol::PlannedBlock;
using protocol::Side;
using protocol::Site;

constexpr double first_step = 90.0, last_step = 180.0, step = 10.0;  // %RMT

std::vector<PlannedBlock> recruitment_blocks() {
  std::vector<PlannedBlock> blocks;
  for (double percent = first_step; percent <= last_step; percent += step)
    blocks.push_back(pulses(numbered("rest", percent), Hemisphere::left, of_rmt(percent), 15));
  // Refers to the active threshold, so that the laboratory determines it.
  blocks.push_back(contracting(pulses("active", Hemisphere::left, of_amt(120.0), 5), Side::right, 10.0));
  return blocks;
}

std::vector<std::string> recruitment_ids() {
  std::vector<std::string> ids;
  for (double percent = first_step; percent <= last_step; percent += step) ids.push_back(numbered("rest", percent));
  return ids;
}

Read of_intensity_for(double size) {
  return [size](const Visit& visit) -> std::optional<double> {
    const auto percent = intensity_for(visit, recruitment_ids(), Side::right, size);
    return percent ? std::optional(*percent / 100.0) : std::nullopt;
  };
}

// Of mean responses, against the curve fitted to single ones: the share of the variance over intensities.
std::optional<double> fit_r2(const Visit& visit) {
  std::vector<measures::CurveTrial> trials;
  std::vector<std::pair<double, double>> means;
  for (const std::string& id : recruitment_ids()) {
    const auto percent = percent_of_rmt(visit, id);
    const auto all = sizes(visit, id, Side::right);
    if (!percent || all.empty()) continue;
    for (const double size : all) trials.push_back({*percent, size});
    means.emplace_back(*percent, base::mean(all));
  }
  if (means.size() < 4) return std::nullopt;
  const auto fit = measures::fit_curve(measures::CurveModel::boltzmann, trials);
  double residual = 0.0, total = 0.0, mean = 0.0;
  for (const auto& [x, y] : means) mean += y / static_cast<double>(means.size());
  for (const auto& [x, y] : means) {
    residual += std::pow(y - measures::curve_at(fit, x), 2);
    total += std::pow(y - mean, 2);
  }
  return total > 0.0 ? std::optional(1.0 - residual / total) : std::nullopt;
}

// The mean over intensities from 130 %RMT on, person by person.
std::optional<double> cv_when_strong(const Visit& visit) {
  std::vector<double> all;
  for (double percent = 130.0; percent <= last_step; percent += step)
    if (const auto cv = of_size_cv(numbered("rest", percent), Side::right)(visit)) all.push_back(*cv);
  return mean_of(all);
}

std::optional<double> in_published_region(const Visit& visit) {
  CurveShape shape;
  for (std::size_t k = 0; k < shape.size(); ++k) {
    const auto median = of_median_size(numbered("rest", 100.0 * shape_intensities[k]), Side::right)(visit);
    if (!median || *median <= 0.0) return std::nullopt;
    shape[k] = std::log10(*median);
  }
  return is_in_published_region(shape) ? 1.0 : 0.0;
}

std::optional<double> amt_ratio(const Visit& visit) {
  const auto rmt = threshold(visit, Hemisphere::left, false), amt = threshold(visit, Hemisphere::left, true);
  return rmt && amt ? std::optional(*amt / *rmt) : std::nullopt;
}

Read of_rmt_output() {
  return [](const Visit& visit) { return threshold(visit, Hemisphere::left, false); };
}

Study recruitment() {
  Study study{"recruitment",
              "FDI at rest, 90 to 180 %RMT in steps of 10, 15 pulses each; the active threshold",
              {"FDI"},
              {},
              fixed(recruitment_blocks()),
              {{"rmt", of_rmt_output()},
               {"amt_rmt", amt_ratio},
               {"at_0.05_mv", of_intensity_for(0.05)},
               {"at_0.5_mv", of_intensity_for(0.5)},
               {"at_1_mv", of_intensity_for(1.0)},
               {"plateau", of_size("rest-180", Side::right)},
               {"r2", fit_r2},
               {"cv_strong", cv_when_strong},
               {"skewness_100", of_size_skewness("rest-100", Side::right)},
               {"in_region", in_published_region}}};
  for (double percent = first_step; percent <= last_step; percent += step) {
    study.readings.push_back({numbered("size", percent), of_size(numbered("rest", percent), Side::right)});
    study.readings.push_back({numbered("cv", percent), of_size_cv(numbered("rest", percent), Side::right)});
  }
  return study;
}

Study latency() {
  return {"latency",
          "FDI at 120 and 140 %RMT at rest and 140 %RMT in contraction of 10 %; pulses to the root",
          {"FDI"},
          {},
          fixed({pulses("rest-120", Hemisphere::left, of_rmt(120.0), 15),
                 pulses("rest-140", Hemisphere::left, of_rmt(140.0), 12),
                 contracting(pulses("mild", Hemisphere::left, of_rmt(140.0), 15), Side::right, 10.0),
                 pulses_below("root", Site::root, Side::right, 8)}),
          {{"rmt", of_rmt_output()},
           {"rest_120", of_measure("cmep_latency", "rest-120", Side::right)},
           {"rest_140", of_measure("cmep_latency", "rest-140", Side::right)},
           {"active", of_measure("cmep_latency", "mild", Side::right)},
           {"size_120", of_size("rest-120", Side::right)},
           {"cmct_active", of_measure("cmct_root", "mild", Side::right)}}};
}

Study conduction_at_rest() {
  return {"conduction-rest",
          "FDI at rest at 130 %RMT, and pulses to the root",
          {"FDI"},
          {},
          fixed({pulses("rest-130", Hemisphere::left, of_rmt(130.0), 12),
                 pulses_below("root", Site::root, Side::right, 8)}),
          {{"cmct", of_confounded("cmct_root", "rest-130", Side::right)}}};
}

}  // namespace

std::vector<Study> excitability_studies() { return {recruitment(), latency(), conduction_at_rest()}; }

}  // namespace trilayer::validation
