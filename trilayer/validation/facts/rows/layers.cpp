// Signatures of the layers, and drive that both hands share.
#include "trilayer/validation/facts/rows/rows.hpp"

namespace trilayer::validation {

std::vector<Quantity> rows_of_layers() {
  return {
      {"T94", "left_right_cis_mean", How::mean, {"units.cis"}},
      {"T94b", "left_right_cis_mean", How::mean, {"units.cis"}},
      {"S26", "left_right_coherence_mean", How::mean, {"coherence.beta"}},
      {"S26", "left_right_correlogram_peak_lag_ms", How::median, {"units.lag"}},
      {"S24", "isp_present_share", How::mean, {"silences.isp_present"}},
      {"S24", "ihi_10_ratio_mean", How::mean, {"ihi.ihi-10"}},
      {"S24", "ihi_40_ratio_mean", How::mean, {"ihi.ihi-40"}},
      {"S24", "sici_ratio_mean_difference", How::difference, {"pairs.sici"}},
      {"S24", "icf_ratio_mean_difference", How::difference, {"pairs.icf"}},
      {"S24", "cmct_mean_difference_ms", How::difference, {"latency.cmct_active"}},
      {"S24", "rmt_difference", How::difference, {"latency.rmt"}},
      {"S24", "mirror_emg_percent_mean", How::mean, {"mirror.mirror-30"}},
      {"S25", "isp_duration_difference_ms", How::difference, {"silences.isp_duration"}},
      {"S25", "ihi_10_ratio_mean_difference", How::difference, {"ihi.ihi-10"}},
      {"S25", "premovement_ratio_resting_side", How::mean, {"reaction-resting.ratio"}},
      {"S25", "mirror_emg_lag_mean_ms", How::mean, {"mirror-lag.lag"}},
  };
}

}  // namespace trilayer::validation
