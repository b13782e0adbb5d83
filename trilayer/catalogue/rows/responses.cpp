// Responses to single pulses: background EMG, contralateral and ipsilateral MEPs. Marks of sources: measures.cpp.
#include <array>

#include "trilayer/catalogue/rows/rows.hpp"

namespace trilayer::catalogue {
namespace {

constexpr std::array imep_evidence{Evidence{
    Layer::corticospinal, Bearing::raises,
    "a response of the hand on the side of the stimulated hemisphere needs an ipsilateral path; which one, its "
    "latency says"}};
constexpr std::array imep_latency_evidence{
    Evidence{Layer::corticospinal, Bearing::lowers,
             "a fast path conducts like the crossed one (difference near 0 ms); the adult slow path comes later"}};

constexpr std::array imep_class_evidence{
    Evidence{Layer::corticospinal, Bearing::raises,
             "a fast ipsilateral path conducts like the crossed one: both begin at once"}};

constexpr std::array imep_threshold_evidence{
    Evidence{Layer::corticospinal, Bearing::lowers,
             "a fast path answers from the cMEP's threshold on; the adult slow path needs much stronger pulses"}};

constexpr std::string_view class_source =
    "classes: Carr et al. 1991, Ziemann et al. 1999 and series in children [M]; their spreads and the rule [project]";

constexpr std::string_view rossini = "MEP conventions: Rossini et al. 1994/2015 [M]; trial windows [project]";

constexpr std::array table{
    Descriptor{
        "background_emg",
        "background EMG",
        "uV",
        ErrorScale::log,
        Relation::any,
        {},
        "median over trials of the RMS before the pulse, hum removed: what every response of the block stands on",
        "[project]",
        true},
    Descriptor{"cmep_amplitude",
               "cMEP peak-to-peak amplitude",
               "mV",
               ErrorScale::log,
               Relation::contralateral,
               {},
               "median over trials of the peak-to-peak amplitude of the contralateral motor evoked potential",
               rossini,
               true},
    Descriptor{"cmep_area",
               "cMEP area",
               "mV*ms",
               ErrorScale::log,
               Relation::contralateral,
               {},
               "rectified area of the contralateral response above background, median over trials",
               rossini,
               true},
    Descriptor{"cmep_latency",
               "cMEP onset latency",
               "ms",
               ErrorScale::linear,
               Relation::contralateral,
               {},
               "median over trials of the onset of the contralateral response after the test pulse",
               "threshold method: code of Bigoni et al. 2022 [V]; foot of the rise [project]",
               true,
               Limits{0.0, 1000.0}},
    Descriptor{"cmep_persistence",
               "share of trials with a cMEP",
               "1",
               ErrorScale::logit,
               Relation::contralateral,
               {},
               "share of trials with a response, with its Wilson interval",
               rossini,
               true},
    Descriptor{"cmep_presence",
               "cMEP, test of presence",
               "mV",
               ErrorScale::log,
               Relation::contralateral,
               {},
               "median peak-to-peak amplitude where the response window is larger than windows of equal length before "
               "the pulse more often than chance would have it; else absent, with the size that would have been seen",
               "windows before the pulse: TMSMultiLab [V code]; ranks over trials [project]",
               true},
    Descriptor{"cmep_latency_shortest",
               "shortest reproducible cMEP latency",
               "ms",
               ErrorScale::linear,
               Relation::contralateral,
               {},
               "5th percentile of the onsets of single responses, as central conduction times take it",
               "usage of central conduction times [M]; the percentile [project]",
               true},
    Descriptor{"cmep_onset_disagreement",
               "disagreement of cMEP onset methods",
               "ms",
               ErrorScale::linear,
               Relation::contralateral,
               {},
               "range of the onsets that published methods find on the averaged response: a quality of the latency",
               "[project]",
               true},
    Descriptor{"cmep_background_slope",
               "cMEP against background EMG",
               "1/ln",
               ErrorScale::linear,
               Relation::contralateral,
               {},
               "change of ln amplitude with ln background RMS of the same muscle, over trials",
               "background as covariate: McMackin 2025 [V]; the regression [project]",
               true,
               Limits{-1000.0, 1000.0}},
    Descriptor{"cmep_other_background_slope",
               "cMEP against the other hand's EMG",
               "1/ln",
               ErrorScale::linear,
               Relation::contralateral,
               {},
               "change of ln amplitude with ln background RMS of the homologous muscle of the other hand, over trials",
               "[project]",
               true,
               Limits{-1000.0, 1000.0}},
    Descriptor{
        "imep_presence", "iMEP, size above background", "uV", ErrorScale::linear, Relation::ipsilateral, imep_evidence,
        "peak of the averaged rectified EMG above background in the iMEP window, where the calibrated test finds "
        "a response; else absent, with the size that would have been seen",
        "sham averages [project]", false},
    Descriptor{"imep_amplitude", "iMEP peak-to-peak amplitude", "mV", ErrorScale::log, Relation::ipsilateral,
               imep_evidence, "median over trials of the peak-to-peak amplitude in the iMEP window", "[project]",
               false},
    Descriptor{"imep_persistence", "share of trials with an iMEP", "1", ErrorScale::logit, Relation::ipsilateral,
               imep_evidence, "share of trials with an ipsilateral response", "[project]", false},
    Descriptor{
        "imep_latency_difference", "iMEP onset minus cMEP onset", "ms", ErrorScale::linear, Relation::ipsilateral,
        imep_latency_evidence,
        "onset of the ipsilateral response minus that of an amplitude-matched contralateral response of the same "
        "muscle in the same state, or of the other hand to the same pulses where there is none; matched by scaling and "
        "the same background EMG",
        "Carr et al. 1991 and later usage [M]; amplitude matching [project]", false},
    Descriptor{"imep_ratio", "iMEP to cMEP ratio", "1", ErrorScale::log, Relation::ipsilateral, imep_evidence,
               "area above background of the averaged rectified ipsilateral response over that of the contralateral "
               "response of the same muscle in the same state",
               "ICAR, Hu et al. 2024 [V abstract]; on areas [project]", false},
    Descriptor{
        "imep_threshold_ratio", "iMEP to cMEP threshold", "1", ErrorScale::log, Relation::ipsilateral,
        imep_threshold_evidence,
        "lowest intensity of the session's blocks that has an iMEP over the lowest that has a cMEP, same hemisphere, "
        "muscle and state",
        "signature of fast paths: norms of congenital mirror movements [M]; on blocks [project]", false},
    Descriptor{"imep_class_0", "iMEP begins with the cMEP, probability", "1", ErrorScale::logit, Relation::ipsilateral,
               imep_class_evidence,
               "probability that the iMEP's onset difference is that of a fast path, 0 ms, among 0, 1, 6 and 13 ms",
               class_source, false},
    Descriptor{
        "imep_class_1",
        "iMEP begins about 1 ms later, probability",
        "1",
        ErrorScale::logit,
        Relation::ipsilateral,
        {},
        "probability that the iMEP's onset difference is about 1 ms among 0, 1, 6 and 13 ms: within what counts as the "
        "cMEP's time, not quite at it",
        class_source,
        false},
    Descriptor{"imep_class_6",
               "iMEP begins about 6 ms later, probability",
               "1",
               ErrorScale::logit,
               Relation::ipsilateral,
               {},
               "probability that the iMEP's onset difference is that of the adult slow path, about 6 ms, among 0, 1, 6 "
               "and 13 ms",
               class_source,
               false},
    Descriptor{"imep_class_13",
               "iMEP begins about 13 ms later, probability",
               "1",
               ErrorScale::logit,
               Relation::ipsilateral,
               {},
               "probability that the iMEP's onset difference is that of healthy children, about 13 ms, among 0, 1, 6 "
               "and 13 ms",
               class_source,
               false},
};

}  // namespace

std::span<const Descriptor> responses() { return table; }

}  // namespace trilayer::catalogue
