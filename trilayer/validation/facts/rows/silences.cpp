// Silent periods.
#include "trilayer/validation/facts/rows/rows.hpp"

namespace trilayer::validation {

std::vector<Quantity> rows_of_silences() {
  return {
      {"T01", "tct_mean_ms", How::mean, {"silences.tct"}},
      {"T01", "tct_sd_ms", How::sd, {"silences.tct"}},
      {"T01", "tct_people_share", How::share, {"silences.tct"}},
      {"T02", "isp_duration_mean_ms", How::mean, {"silences.isp_duration"}},
      {"T02", "isp_duration_sd_ms", How::sd, {"silences.isp_duration"}},
      {"T02", "isp_duration_people_share", How::share, {"silences.isp_duration"}},
      {"T03", "isp_present_share", How::mean, {"silences.isp_present"}},
      {"T04", "isp_onset_mean_ms", How::mean, {"silences.isp_onset"}},
      {"T05",
       "isp_duration_change",
       How::largest_change,
       {"isp-force.duration-30", "isp-force.duration-50", "isp-force.duration-100"}},
      {"T05",
       "isp_normalised_area_change",
       How::largest_change,
       {"isp-force.area-30", "isp-force.area-50", "isp-force.area-100"}},
      {"T06", "isp_area_ms", How::trend, {"isp-other-hand.area_rest", "isp-other-hand.area_light"}},
      {"T06", "ihi_10_ratio", How::trend, {"isp-other-hand.ihi_rest", "isp-other-hand.ihi_light"}},
      {"T08", "isp_present_share", How::mean, {"silences.isp_present"}},
      {"T08", "isp_present_share_difference", How::difference, {"silences.isp_present"}},
      {"S14", "isp_onset_difference_ms", How::difference, {"silences.isp_onset"}},
      {"S14", "tct_difference_ms", How::difference, {"silences.tct"}},
      {"S15", "tct_definitions_difference_mean_ms", How::mean, {"silences.tct_difference"}},

      {"T30", "csp_duration_mean_ms", How::mean, {"silences.csp"}},
      {"T30", "csp_duration_sd_ms", How::sd, {"silences.csp"}},
      {"T30", "csp_duration_people_share", How::share, {"silences.csp"}},
      {"T31", "csp_from_cmep_end_mean_ms", How::mean, {"silences.csp_from_end"}},
      {"T31", "csp_from_cmep_onset_minus_end_ms", How::mean, {"silences.csp", "silences.csp_from_end"}},
      {"T32",
       "csp_duration_ms",
       How::trend,
       {"csp-intensity.csp-100", "csp-intensity.csp-110", "csp-intensity.csp-120", "csp-intensity.csp-130",
        "csp-intensity.csp-140", "csp-intensity.csp-150"}},
      {"T32",
       "csp_cmep_ratio_change",
       How::largest_change,
       {"csp-intensity.ratio-130", "csp-intensity.ratio-140", "csp-intensity.ratio-150"}},
      {"T33", "csp_duration_difference_ms", How::difference, {"silences.csp"}},
      {"S11", "csp_end_after_pulse_mean_ms", How::mean, {"csp-contraction.end"}},
      {"S11",
       "csp_duration_change_over_contraction",
       How::last_change,
       {"csp-contraction.csp-10", "csp-contraction.csp-30", "csp-contraction.csp-70"}},
      {"S11b", "csp_cmep_size_correlation_mean", How::mean, {"csp-intensity.size_correlation"}},
      {"S20", "csp_duration_difference_ms", How::difference, {"csp-both.single"}},
      {"S20", "csp_both_pulsed_minus_single_ms", How::mean, {"csp-both.change"}},
  };
}

}  // namespace trilayer::validation
