// The one table that, if wrong, turns every answer round: which direction a measurement bears on. It is written out
// here a second time, by hand, and compared with the catalogue for every measure, side and hemisphere.
#include <doctest/doctest.h>

#include <array>
#include <map>
#include <optional>
#include <string_view>

#include "trilayer/catalogue/descriptor.hpp"

namespace trilayer::catalogue {
namespace {

constexpr auto L = LeftRight::left;
constexpr auto R = LeftRight::right;
constexpr std::nullopt_t no = std::nullopt;
using Maybe = std::optional<LeftRight>;

// What a measurement of the left hand, then of the right hand, bears on: with a pulse to the left hemisphere, with one
// to the right hemisphere, without a pulse.
struct Expected {
  std::array<Maybe, 3> left_hand;
  std::array<Maybe, 3> right_hand;
};

const Expected nothing{{no, no, no}, {no, no, no}};
const Expected ipsilateral{{R, no, no}, {no, L, no}};
const Expected contralateral{{no, R, no}, {L, no, no}};
const Expected voluntary{{no, no, R}, {no, no, L}};

const std::map<std::string_view, Expected> expected{
    {"background_emg", nothing},
    {"cmep_amplitude", nothing},
    {"cmep_area", nothing},
    {"cmep_latency", nothing},
    {"cmep_persistence", nothing},
    {"cmep_presence", nothing},
    {"cmep_latency_shortest", nothing},
    {"cmep_onset_disagreement", nothing},
    {"cmep_background_slope", nothing},
    {"cmep_other_background_slope", nothing},
    {"imep_presence", ipsilateral},
    {"imep_amplitude", ipsilateral},
    {"imep_persistence", ipsilateral},
    {"imep_latency_difference", ipsilateral},
    {"imep_ratio", ipsilateral},
    {"imep_threshold_ratio", ipsilateral},
    {"imep_class_0", ipsilateral},
    {"imep_class_1", nothing},
    {"imep_class_6", nothing},
    {"imep_class_13", nothing},
    {"csp_duration", contralateral},
    {"csp_from_response_end", contralateral},
    {"csp_from_pulse", contralateral},
    {"csp_absolute", contralateral},
    {"csp_to_cmep_ratio", contralateral},
    {"csp_both_pulses_change", contralateral},
    {"csp_hand_ratio", ipsilateral},
    {"isp_onset", ipsilateral},
    {"isp_duration", ipsilateral},
    {"isp_depth", ipsilateral},
    {"isp_maximal_depth", ipsilateral},
    {"isp_area", ipsilateral},
    {"isp_second_phase", nothing},
    {"isp_other_hand_effect", ipsilateral},
    {"tct", ipsilateral},
    {"tct_csp", ipsilateral},
    {"ihi", contralateral},
    {"sici", nothing},
    {"icf", nothing},
    {"lici", nothing},
    {"sai", nothing},
    {"lai", nothing},
    {"pmd_m1", contralateral},
    {"sma_m1", contralateral},
    {"conditioning_alone_ratio", contralateral},
    {"ihi_subtracted", contralateral},
    {"ihi_task_change", contralateral},
    {"ihi_deepest", contralateral},
    {"ihi_deepest_interval", contralateral},
    {"ihi_intensity_slope", contralateral},
    {"sici_intensity_slope", nothing},
    {"ihi_on_sici", contralateral},
    {"premotor_switch", contralateral},
    {"sici_threshold_tracking", nothing},
    {"rmt", nothing},
    {"amt", nothing},
    {"threshold_spread", nothing},
    {"recruitment_maximum", nothing},
    {"recruitment_s50", nothing},
    {"recruitment_slope", nothing},
    {"recruitment_threshold", nothing},
    {"m_max", nothing},
    {"cmep_to_m_max", nothing},
    {"distal_motor_latency", nothing},
    {"f_latency_shortest", nothing},
    {"f_persistence", nothing},
    {"cmct_f", nothing},
    {"cmct_root", nothing},
    {"mirror_emg_ratio", voluntary},
    {"mirror_emg_lag", voluntary},
    {"wrong_hand_lead", nothing},
    {"wrong_hand_correction_time", nothing},
    {"wrong_hand_burst_ratio", nothing},
    {"wrong_hand_conflict_effect", nothing},
    {"mirror_burst_share", voluntary},
    {"mirror_envelope_correlation", voluntary},
    {"mirror_emg_percent_mvc", voluntary},
    {"mirror_force_slope", voluntary},
    {"mirror_force_threshold", voluntary},
    {"mirror_demand_gain", voluntary},
    {"mirror_selectivity", voluntary},
    {"mirror_preparation_decay", voluntary},
    {"mirror_preparation_plateau", voluntary},
    {"mirror_preparation_time_constant", voluntary},
    {"inter_hand_lead_share", nothing},
    {"inter_hand_coincident_share", voluntary},
    {"inter_hand_lag_share", voluntary},
    {"inter_hand_lag_median", nothing},
    {"reaction_time", nothing},
    {"bimanual_cost", nothing},
    {"premotor_facilitation", nothing},
    {"preparatory_suppression", nothing},
    {"coherence_beta", voluntary},
    {"cumulant_peak", voluntary},
    {"cumulant_width", voluntary},
    {"synchrony_peak_width", voluntary},
    {"synchrony_cis", voluntary},
    {"coherence_peak_frequency", nothing},
    {"coherence_phase", nothing},
    {"woods_teuber", voluntary},
    {"espay_amplitude", voluntary},
    {"espay_distribution", voluntary},
    {"espay_proportion", voluntary},
    {"espay_task", voluntary},
    {"espay_total", voluntary},
    {"cmr_e1_stimulated", nothing},
    {"cmr_e2_stimulated", nothing},
    {"cmr_e1_other", nothing},
    {"cmr_e2_other", voluntary},
    {"stretch_m1_stretched", nothing},
    {"stretch_m2_stretched", nothing},
    {"stretch_m1_other", nothing},
    {"stretch_m2_other", voluntary},
    {"tst_contralateral", nothing},
    {"tst_ipsilateral", ipsilateral},
    {"bp_lateralisation", voluntary},
    {"ns_lateralisation", voluntary},
    {"lrp_amplitude", nothing},
    {"bold_lateralisation_m1", nothing},
    {"bold_lateralisation_sma", voluntary},
    {"bold_lateralisation_pmd", voluntary},
    {"callosal_fa", voluntary},
    {"callosal_size", voluntary},
    {"cst_asymmetry", nothing},
    {"cst_ipsilateral_fraction", voluntary},
};

TEST_CASE("Every measure bears on the direction in which the measured hand is the mirror hand") {
  constexpr std::array<Maybe, 3> hemispheres{L, R, no};
  for (const Descriptor& measure : measures()) {
    CAPTURE(measure.id);
    const auto row = expected.find(measure.id);
    REQUIRE_MESSAGE(row != expected.end(), "a new measure needs its row in this table");
    for (std::size_t h = 0; h < hemispheres.size(); ++h) {
      CAPTURE(h);
      CHECK(bears_on(measure, L, hemispheres[h]) == row->second.left_hand[h]);
      CHECK(bears_on(measure, R, hemispheres[h]) == row->second.right_hand[h]);
    }
  }
}

TEST_CASE("The table has no row for a measure that is not there") {
  for (const auto& row : expected) {
    CAPTURE(row.first);
    CHECK(find_descriptor(row.first) != nullptr);
  }
}

TEST_CASE("The examples of the design hold: left-hand iMEP, CSP of the right hand, IHI of the right M1, mirror EMG") {
  // A left-hand response to the left hemisphere: the left hemisphere's own hand is the right one, so `right`.
  CHECK(bears_on(descriptor("imep_ratio"), L, L) == R);
  // A short silent period of the right hand: intended left (decisions 15).
  CHECK(bears_on(descriptor("csp_duration"), R, L) == L);
  // The right M1 is tested by its left hand; if the left M1 no longer inhibits it, the right hand's movement is
  // mirrored.
  CHECK(bears_on(descriptor("ihi"), L, R) == R);
  // EMG of the left hand while the right one is meant to move.
  CHECK(bears_on(descriptor("mirror_emg_ratio"), L, no) == R);
}

}  // namespace
}  // namespace trilayer::catalogue
