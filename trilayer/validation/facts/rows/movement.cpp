// What happens while, or before, a hand moves: crossed facilitation, mirror EMG, reactions.
#include "trilayer/validation/facts/rows/rows.hpp"

namespace trilayer::validation {

std::vector<Quantity> rows_of_movement() {
  return {
      {"T60", "crossed_facilitation_ratio_mean", How::mean, {"crossed-wrist.ratio"}},
      {"T61", "crossed_facilitation_ratio", How::mean, {"crossed.brief_ratio"}},
      {"T62", "crossed_facilitation_ratio", How::mean, {"crossed.steady_ratio"}},
      {"T62", "cmep_cv", How::trend, {"crossed.cv_rest", "crossed.cv_30"}},
      {"T65", "cmep_amplitude_mv", How::trend, {"crossed.size_simple", "crossed.size_complex"}},
      {"S17", "cmep_amplitude_mv", How::trend, {"crossed.size_10", "crossed.size_30", "crossed.size_70"}},

      {"T50", "mirror_emg_percent_mean", How::mean, {"mirror-brief.percent"}},
      {"T53",
       "mirror_emg_percent",
       How::trend,
       {"mirror.mirror-10", "mirror.mirror-30", "mirror.mirror-60", "mirror.mirror-100"}},
      {"T54", "resting_emg_over_rest_mean", How::mean, {"crossed-wrist.emg_over_rest"}},
      {"T55",
       "mirror_emg_percent_to_20_years",
       How::trend_over_age,
       {"mirror-age.percent", "mirror-age.age"},
       {3, 8, 14, 20}},
      {"T55",
       "mirror_emg_percent_from_20_years",
       How::trend_over_age,
       {"mirror-age.percent", "mirror-age.age"},
       {20, 40, 65, 90}},

      {"T70",
       "premovement_rise_before_onset_ms",
       How::rise,
       {"reaction-moving.before-230", "reaction-moving.before-210", "reaction-moving.before-190",
        "reaction-moving.before-170", "reaction-moving.before-150", "reaction-moving.before-130",
        "reaction-moving.before-110", "reaction-moving.before-90", "reaction-moving.before-70",
        "reaction-moving.before-50", "reaction-moving.before-30", "reaction-moving.before-10"},
       {230, 210, 190, 170, 150, 130, 110, 90, 70, 50, 30, 10}},
      {"T70", "premovement_ratio_15_before", How::mean, {"reaction-moving.15_before"}},
      {"T70", "premovement_ratio_12_after", How::mean, {"reaction-moving.12_after"}},
      {"T71", "premovement_ratio_resting_side", How::mean, {"reaction-resting.ratio"}},
      {"T72", "ihi_10_ratio_at_onset", How::mean, {"reaction-ihi-moving.ratio"}},
      {"T73",
       "ihi_10_ratio_largest_before_onset",
       How::largest,
       {"reaction-ihi-resting.ihi-60", "reaction-ihi-resting.ihi-130", "reaction-ihi-resting.ihi-200",
        "reaction-ihi-resting.ihi-270"}},
      {"T74", "ipsilateral_pulse_delay_mean_ms", How::mean, {"reaction-delay.delay"}},
  };
}

}  // namespace trilayer::validation
