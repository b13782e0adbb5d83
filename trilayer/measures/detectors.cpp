#include "trilayer/measures/detectors.hpp"

#include <algorithm>
#include <array>

namespace trilayer::measures {
namespace {

using Id = std::string_view;
constexpr std::array background{Id("background_emg")};
constexpr std::array cmep{Id("cmep_amplitude"),
                          Id("cmep_area"),
                          Id("cmep_latency"),
                          Id("cmep_persistence"),
                          Id("cmep_presence"),
                          Id("cmep_latency_shortest"),
                          Id("cmep_onset_disagreement"),
                          Id("cmep_background_slope"),
                          Id("cmep_other_background_slope")};
constexpr std::array imep{Id("imep_presence"),
                          Id("imep_amplitude"),
                          Id("imep_persistence"),
                          Id("imep_ratio"),
                          Id("imep_latency_difference"),
                          Id("imep_class_0"),
                          Id("imep_class_1"),
                          Id("imep_class_6"),
                          Id("imep_class_13")};
constexpr std::array imep_threshold{Id("imep_threshold_ratio")};
constexpr std::array csp{Id("csp_duration"), Id("csp_from_response_end"), Id("csp_from_pulse"), Id("csp_absolute"),
                         Id("csp_to_cmep_ratio")};
constexpr std::array isp{Id("isp_onset"),         Id("isp_duration"), Id("isp_depth"),
                         Id("isp_maximal_depth"), Id("isp_area"),     Id("isp_second_phase")};
constexpr std::array hands{Id("csp_hand_ratio"), Id("csp_both_pulses_change"), Id("isp_other_hand_effect")};
constexpr std::array tct{Id("tct"), Id("tct_csp")};
constexpr std::array paired{Id("ihi"), Id("sici"), Id("icf"),    Id("lici"),
                            Id("sai"), Id("lai"),  Id("pmd_m1"), Id("sma_m1")};
constexpr std::array alone{Id("conditioning_alone_ratio"), Id("ihi_subtracted")};
constexpr std::array interactions{Id("ihi_task_change"), Id("ihi_on_sici"), Id("premotor_switch")};
constexpr std::array pair_curve{Id("ihi_deepest"), Id("ihi_deepest_interval"), Id("ihi_intensity_slope"),
                                Id("sici_intensity_slope")};
constexpr std::array tracking{Id("sici_threshold_tracking")};
constexpr std::array threshold{Id("rmt"), Id("amt"), Id("threshold_spread")};
constexpr std::array recruitment{Id("recruitment_maximum"), Id("recruitment_s50"), Id("recruitment_slope"),
                                 Id("recruitment_threshold")};
constexpr std::array nerve{Id("m_max"), Id("cmep_to_m_max"), Id("distal_motor_latency"), Id("f_latency_shortest"),
                           Id("f_persistence")};
constexpr std::array central{Id("cmct_f"), Id("cmct_root")};
constexpr std::array mirror{Id("mirror_emg_ratio"), Id("mirror_emg_lag")};
constexpr std::array lead{Id("wrong_hand_lead"), Id("wrong_hand_correction_time"), Id("wrong_hand_burst_ratio"),
                          Id("wrong_hand_conflict_effect")};
constexpr std::array bursts{Id("mirror_burst_share"), Id("mirror_envelope_correlation")};
constexpr std::array onsets{Id("inter_hand_lead_share"), Id("inter_hand_coincident_share"), Id("inter_hand_lag_share"),
                            Id("inter_hand_lag_median")};
constexpr std::array contrasts{Id("mirror_emg_percent_mvc"), Id("mirror_demand_gain"), Id("mirror_selectivity")};
constexpr std::array force{Id("mirror_force_slope"), Id("mirror_force_threshold")};
constexpr std::array preparation{Id("mirror_preparation_decay"), Id("mirror_preparation_plateau"),
                                 Id("mirror_preparation_time_constant")};
constexpr std::array premotor{Id("premotor_facilitation"), Id("preparatory_suppression")};
constexpr std::array reaction{Id("reaction_time"), Id("bimanual_cost")};
constexpr Id other_intended = "no unilateral task in which the other hand was the intended one";

constexpr std::array coherent{Id("coherence_beta"), Id("coherence_peak_frequency"), Id("coherence_phase"),
                              Id("cumulant_peak"), Id("cumulant_width")};
constexpr std::array synchronous{Id("synchrony_peak_width"), Id("synchrony_cis")};

constexpr Id silent_block =
    "no block of single pulses to the {} hemisphere while this muscle contracts, by its background EMG";

constexpr Id steady_block =
    "no sustained contraction without pulses of both hands, or of the other one, that says how long it lasts";

constexpr std::array table{
    Detector{"background_emg", background, "no pulses"},
    Detector{"contralateral_mep", cmep, "no test pulses to the {} hemisphere"},
    Detector{"ipsilateral_mep", imep, "no block of single pulses to the {} hemisphere"},
    Detector{"ipsilateral_mep", imep_threshold,
             "no single pulses of several intensities to the {} hemisphere in this state"},
    Detector{"contralateral_silent_period", csp, silent_block},
    Detector{"ipsilateral_silent_period", isp, silent_block},
    Detector{"transcallosal_time", tct, silent_block},
    Detector{"silences_of_both_hands", hands,
             "no such two hands or blocks to compare, with pulses to the {} hemisphere"},
    Detector{"paired_pulse", paired, "no block of such pairs before test pulses to the {} hemisphere"},
    Detector{"conditioning_alone", alone,
             "no block of conditioning pulses alone where test pulses to the {} hemisphere would have come"},
    Detector{"pair_interactions", interactions,
             "no such pairs before test pulses to the {} hemisphere in both of the circumstances to be compared"},
    Detector{"pair_curves", pair_curve,
             "no three intervals or strengths of such a pair before test pulses to the {} hemisphere"},
    Detector{"threshold_tracking", tracking,
             "no test pulses to the {} hemisphere of several intensities, with and without a conditioning pulse"},
    Detector{"motor_threshold", threshold,
             "no single pulses of several intensities round the threshold of the {} hemisphere in this state"},
    Detector{"recruitment_curve", recruitment, "no single pulses of several intensities to the {} hemisphere"},
    Detector{"m_wave", nerve, "no shocks to the nerve of this muscle, its side stated"},
    Detector{"central_conduction", central,
             "no responses of this muscle to the {} hemisphere and to its nerve (with F-waves) or root"},
    Detector{"mirror_emg", mirror, other_intended},
    Detector{"mirror_bursts", bursts, other_intended},
    Detector{
        "mirror_contrasts", contrasts,
        "no task of the other hand beside a maximal contraction of this one, in a simple and a complex form, or with "
        "a second muscle and this one working most"},
    Detector{"mirror_force", force, "no task of the other hand at two or more forces"},
    Detector{"mirror_preparation", preparation, "no movements of the other hand after stated foreknowledge"},
    Detector{"wrong_hand_lead", lead, "no choice reaction in which the other hand was the intended one"},
    Detector{"inter_hand_onsets", onsets, "no cued or brisk movement in which the other hand was the intended one"},
    Detector{"reaction_time", reaction, "no cued movement in which this hand was intended"},
    Detector{"premotor_mep", premotor, "no single pulses to the {} hemisphere at a stated time round a signal to move"},
    Detector{"coherence", coherent, steady_block},
    Detector{"cross_correlogram", synchronous, steady_block},
};

}  // namespace

std::span<const Detector> detectors() { return table; }

const Detector* detector_of(std::string_view measure) {
  for (const Detector& detector : table)
    if (std::find(detector.measures.begin(), detector.measures.end(), measure) != detector.measures.end())
      return &detector;
  return nullptr;
}

}  // namespace trilayer::measures
