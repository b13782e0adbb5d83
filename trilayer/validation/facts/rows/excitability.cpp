// Thresholds, recruitment, latency, conduction, responses on the side of the pulse.
#include "trilayer/validation/facts/rows/rows.hpp"

namespace trilayer::validation {

std::vector<Quantity> rows_of_excitability() {
  return {
      {"T92", "rmt_mean", How::mean, {"recruitment.rmt"}},
      {"T92", "rmt_sd", How::sd, {"recruitment.rmt"}},
      {"T92", "rmt_skewness", How::skewness, {"recruitment.rmt"}},
      {"T92", "amt_rmt_ratio_mean", How::mean, {"recruitment.amt_rmt"}},
      {"T92", "one_millivolt_rmt_ratio_mean", How::mean, {"recruitment.at_1_mv"}},
      {"S04", "cmep_120_median_mv", How::median, {"recruitment.size-120"}},
      {"S04", "cmep_140_median_mv", How::median, {"recruitment.size-140"}},
      {"S05", "recruitment_fit_r2_median", How::median, {"recruitment.r2"}},
      {"S05", "recruitment_plateau_median_mv", How::median, {"recruitment.plateau"}},
      {"S06", "cmep_cv_at_rmt_median", How::median, {"recruitment.cv-100"}},
      {"S06", "cmep_cv_from_130_rmt_median", How::median, {"recruitment.cv_strong"}},
      {"S06", "cmep_skewness_at_rmt_median", How::median, {"recruitment.skewness_100"}},
      {"S07", "curve_in_published_region_people_share", How::mean, {"recruitment.in_region"}},
      {"S07b", "ks_distance_intensity_0_05_mv", How::distance, {"recruitment.at_0.05_mv"}, {}, 0.05},
      {"S07b", "ks_distance_intensity_0_5_mv", How::distance, {"recruitment.at_0.5_mv"}, {}, 0.5},
      {"S07b", "ks_distance_intensity_1_mv", How::distance, {"recruitment.at_1_mv"}, {}, 1.0},

      {"T90", "cmep_latency_active_mean_ms", How::mean, {"latency.active"}},
      {"T90", "cmep_latency_active_sd_ms", How::sd, {"latency.active"}},
      {"T90", "cmct_active_mean_ms", How::mean, {"latency.cmct_active"}},
      {"T90", "cmct_active_sd_ms", How::sd, {"latency.cmct_active"}},
      {"T91", "cmep_latency_rest_minus_active_mean_ms", How::mean, {"latency.rest_140", "latency.active"}},
      {"T93", "cmep_latency_difference_ms", How::difference, {"latency.rest_120"}},
      {"T93", "rmt_difference", How::difference, {"latency.rmt"}},
      {"T93", "cmep_amplitude_difference_mv", How::difference, {"latency.size_120"}},
      {"S01", "cmep_latency_rest_mean_ms", How::mean, {"latency.rest_120"}},
      {"S02", "cmep_latency_140_minus_120_mean_ms", How::mean, {"latency.rest_140", "latency.rest_120"}},
      {"S03", "cmct_rest_mean_ms", How::mean, {"conduction-rest.cmct"}},

      {"T40", "imep_present_share", How::mean, {"imep-rest.present"}},
      {"T40", "imep_cmep_ratio_where_present", How::mean, {"imep-rest.ratio"}},
      {"T41", "imep_present_share", How::mean, {"imep-active.present"}},
      {"T41", "imep_onset_difference_slow_ms", How::mean, {"imep-active.onset_difference"}},
      {"T42", "spread_onset_difference_mean_ms", How::mean, {"spread.onset_difference"}},
      {"T43", "imep_present_share", How::mean, {"imep-active.present"}},
      {"T43", "imep_onset_difference_mean_ms", How::mean, {"imep-active.onset_difference"}},
      {"T43", "slow_child_imep_present_share", How::mean, {"imep-active.slow"}},
  };
}

}  // namespace trilayer::validation
