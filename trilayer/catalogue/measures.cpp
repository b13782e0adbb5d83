// The table of measures. Sources are marked: [V] seen in the named source, [M] from memory and not verified,
// [project] a definition of this project.
#include <array>

#include "trilayer/catalogue/descriptor.hpp"

namespace trilayer::catalogue {
namespace {

constexpr std::array imep_evidence{Evidence{
    Layer::corticospinal, Bearing::raises,
    "a response of the hand on the side of the stimulated hemisphere needs an ipsilateral path; which one, its "
    "latency says"}};
constexpr std::array imep_latency_evidence{
    Evidence{Layer::corticospinal, Bearing::lowers,
             "a fast path conducts like the crossed one (difference near 0 ms); the adult slow path comes later"}};
constexpr std::array csp_evidence{Evidence{Layer::corticospinal, Bearing::lowers,
                                           "where the other hemisphere drives the hand as well, silencing one of them "
                                           "is short (Cincotta et al. 2002 [V abstract])"}};
constexpr std::array isp_evidence{
    Evidence{Layer::transcallosal, Bearing::lowers,
             "inhibition of the M1 that drives the measured hand by the stimulated M1 passes through the callosum"}};
constexpr std::array isp_duration_evidence{
    Evidence{Layer::transcallosal, Bearing::either,
             "short in some conditions and long in others: the sign is not fixed in the literature"}};
constexpr std::array tct_evidence{
    Evidence{Layer::transcallosal, Bearing::raises, "slowed or dispersed callosal conduction delays the silence"}};
constexpr std::array ihi_evidence{
    Evidence{Layer::transcallosal, Bearing::raises,
             "a conditioning pulse that inhibits less leaves a larger test response (ratio nearer to 1)"}};
constexpr std::array mirror_evidence{
    Evidence{Layer::corticospinal, Bearing::raises, "the intended hand's M1 drives the mirror hand directly"},
    Evidence{Layer::transcallosal, Bearing::raises, "the mirror hand's M1 is not held back"},
    Evidence{Layer::supraspinal, Bearing::raises, "the mirror hand's M1 receives premotor drive"}};
constexpr std::array mirror_lag_evidence{
    Evidence{Layer::corticospinal, Bearing::lowers, "one M1 drives both hands at once; a weak sign"}};

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
               true},
    Descriptor{"cmep_persistence",
               "share of trials with a cMEP",
               "1",
               ErrorScale::logit,
               Relation::contralateral,
               {},
               "share of trials with a response, with its Wilson interval",
               rossini,
               true},
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
        "muscle in the same state, or of the other hand to the same pulses where there is none",
        "Carr et al. 1991 and later usage [M]; amplitude matching [project]", false},
    Descriptor{"imep_ratio", "iMEP to cMEP ratio", "1", ErrorScale::log, Relation::ipsilateral, imep_evidence,
               "area above background of the averaged rectified ipsilateral response over that of the contralateral "
               "response of the same muscle in the same state",
               "ICAR, Hu et al. 2024 [V abstract]; on areas [project]", false},
    Descriptor{"csp_duration", "CSP duration", "ms", ErrorScale::linear, Relation::contralateral, csp_evidence,
               "from the onset of the response to the lasting return of EMG in the contracting contralateral muscle",
               "duty-cycle return: mep-cmap [V]; reference of onset stated in the method", false},
    Descriptor{"isp_onset", "iSP onset latency", "ms", ErrorScale::linear, Relation::ipsilateral, tct_evidence,
               "start of the silence in the contracting muscle on the side of the stimulated hemisphere",
               "smoothed average below mean - 2 SD: one of the published criteria [M]; sham averages [project]", false},
    Descriptor{"isp_duration", "iSP duration", "ms", ErrorScale::linear, Relation::ipsilateral, isp_duration_evidence,
               "length of the ipsilateral silence", "[project], after published usage [M]", false},
    Descriptor{"isp_depth", "iSP depth", "%", ErrorScale::linear, Relation::ipsilateral, isp_evidence,
               "mean reduction of the averaged rectified EMG during the ipsilateral silence, of the background",
               "[project], after published usage [M]", false},
    Descriptor{"isp_area", "normalised iSP area", "ms", ErrorScale::linear, Relation::ipsilateral, isp_evidence,
               "area of the ipsilateral silence below background over the background: depth times duration",
               "normalised area: Kuo et al. 2017 [M for the exact normalisation]", false},
    Descriptor{"tct", "TCT, iSP onset minus cMEP onset", "ms", ErrorScale::linear, Relation::ipsilateral, tct_evidence,
               "transcallosal conduction time: iSP onset minus the cMEP onset of the same muscle evoked from the other "
               "hemisphere",
               "Boroojerdi et al. 1998 [V abstract]", false},
    Descriptor{"tct_csp", "TCT, iSP onset minus CSP onset", "ms", ErrorScale::linear, Relation::ipsilateral,
               tct_evidence,
               "transcallosal conduction time by the onset of the contralateral silence of the same muscle; not "
               "comparable with `tct`",
               "proposed alternative [V abstract]; which CSP onset is meant is not checked", false},
    Descriptor{"ihi", "IHI ratio", "1", ErrorScale::log, Relation::contralateral, ihi_evidence,
               "interhemispheric inhibition: conditioned over unconditioned test response, geometric means",
               "Ferbert et al. 1992 [M]; log ratio [project]", false},
    Descriptor{"sici",
               "SICI ratio",
               "1",
               ErrorScale::log,
               Relation::contralateral,
               {},
               "short-interval intracortical inhibition: conditioned over unconditioned test response",
               "Kujirai et al. 1993 [M]; log ratio [project]",
               false},
    Descriptor{"icf",
               "ICF ratio",
               "1",
               ErrorScale::log,
               Relation::contralateral,
               {},
               "intracortical facilitation: conditioned over unconditioned test response",
               "Kujirai et al. 1993 [M]; log ratio [project]",
               false},
    Descriptor{"lici",
               "LICI ratio",
               "1",
               ErrorScale::log,
               Relation::contralateral,
               {},
               "long-interval intracortical inhibition: conditioned over unconditioned test response",
               "Valls-Sole et al. 1992 [M]; log ratio [project]",
               false},
    Descriptor{
        "mirror_emg_ratio", "mirror EMG ratio", "%", ErrorScale::log, Relation::no_pulse, mirror_evidence,
        "EMG of the mirror hand over that of the intended hand during the task, resting noise subtracted in power",
        "subtraction in power [project]", false},
    Descriptor{"mirror_emg_lag", "mirror EMG lag", "ms", ErrorScale::linear, Relation::no_pulse, mirror_lag_evidence,
               "onset of EMG in the mirror hand minus onset in the intended hand",
               "onset of the RMS envelope, refined by change of variance [project]", false},
    Descriptor{"wrong_hand_lead",
               "wrong-hand leads",
               "1",
               ErrorScale::logit,
               Relation::no_pulse,
               {},
               "share of choice reactions in which EMG of the other hand starts before that of the intended hand; "
               "exploratory, part of no loading",
               "[project]; the phenomenon is known from choice reactions of healthy people",
               false},
};

}  // namespace

std::span<const Descriptor> measures() { return table; }

}  // namespace trilayer::catalogue
