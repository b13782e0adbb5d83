// Silences of a contracting muscle after a pulse, and the callosal time that follows from them. Marks of sources:
// measures.cpp.
#include <array>

#include "trilayer/catalogue/rows/rows.hpp"

namespace trilayer::catalogue {
namespace {

constexpr std::array csp_evidence{Evidence{Layer::corticospinal, Bearing::lowers,
                                           "where the other hemisphere drives the hand as well, silencing one of them "
                                           "is short (Cincotta et al. 2002 [V abstract])"}};
constexpr std::array isp_evidence{
    Evidence{Layer::transcallosal, Bearing::lowers,
             "inhibition of the M1 that drives the measured hand by the stimulated M1 passes through the callosum"}};
constexpr std::array isp_duration_evidence{
    Evidence{Layer::transcallosal, Bearing::either,
             "short in some conditions and long in others: the sign is not fixed in the literature"}};
constexpr std::array both_pulses_evidence{
    Evidence{Layer::corticospinal, Bearing::raises,
             "a hand that both hemispheres drive is silent for longer when both are silenced (Cincotta et al. 2002 [V "
             "abstract])"},
    Evidence{Layer::supraspinal, Bearing::raises,
             "both motor cortices may be active by common premotor drive: which of the two is not told"}};
constexpr std::array hand_ratio_evidence{Evidence{
    Layer::corticospinal, Bearing::raises, "where one hemisphere drives both hands, silencing it silences both alike"}};
constexpr std::array other_hand_evidence{
    Evidence{Layer::transcallosal, Bearing::lowers,
             "the silence deepens when the other hand contracts, the less so the more mirror EMG there is "
             "(Giovannelli et al. 2009 [V abstract])"}};
constexpr std::array tct_evidence{
    Evidence{Layer::transcallosal, Bearing::raises, "slowed or dispersed callosal conduction delays the silence"}};

constexpr std::array table{
    Descriptor{"csp_duration", "CSP duration", "ms", ErrorScale::linear, Relation::contralateral, csp_evidence,
               "from the onset of the response to the lasting return of EMG in the contracting contralateral muscle",
               "duty-cycle return: mep-cmap [V]; reference of onset stated in the method", false, Limits{0.0, 1000.0}},
    Descriptor{"csp_from_response_end", "CSP from the end of the response", "ms", ErrorScale::linear,
               Relation::contralateral, csp_evidence,
               "from the end of the response to the lasting return of EMG in the contracting contralateral muscle",
               "one of three references in use [M]", false},
    Descriptor{"csp_from_pulse", "CSP end after the pulse", "ms", ErrorScale::linear, Relation::contralateral,
               csp_evidence, "from the pulse to the lasting return of EMG in the contracting contralateral muscle",
               "one of three references in use [M]", false},
    Descriptor{"csp_absolute", "absolute CSP", "ms", ErrorScale::linear, Relation::contralateral, csp_evidence,
               "from the onset of the response to the first EMG after it, if only a burst",
               "absolute and relative silent period: a comparison of definitions [V abstract]; the form [project]",
               false},
    Descriptor{"csp_to_cmep_ratio", "CSP over cMEP amplitude", "ms/mV", ErrorScale::log, Relation::contralateral,
               csp_evidence, "duration of the contralateral silence over the peak-to-peak size of its response",
               "Orth and Rothwell 2004 [V abstract]", false},
    Descriptor{"csp_both_pulses_change", "CSP change with both hemispheres pulsed", "ms", ErrorScale::linear,
               Relation::contralateral, both_pulses_evidence,
               "duration of the contralateral silence with both hemispheres pulsed together minus that with one",
               "Cincotta et al. 2002 [V abstract]", false},
    Descriptor{"csp_hand_ratio", "silence of the ipsilateral over the contralateral hand", "1", ErrorScale::log,
               Relation::ipsilateral, hand_ratio_evidence,
               "length of the silence of the ipsilateral hand over that of the contralateral one in the same sweeps, "
               "while both contract",
               "mapping of silences: synthesis of the literature [V abstract]; the form [project]", false},
    Descriptor{"isp_onset", "iSP onset latency", "ms", ErrorScale::linear, Relation::ipsilateral, tct_evidence,
               "start of the silence in the contracting muscle on the side of the stimulated hemisphere",
               "smoothed average below mean - 2 SD: one of the published criteria [M]; sham averages [project]", false,
               Limits{0.0, 1000.0}},
    Descriptor{"isp_duration", "iSP duration", "ms", ErrorScale::linear, Relation::ipsilateral, isp_duration_evidence,
               "length of the ipsilateral silence", "[project], after published usage [M]", false, Limits{0.0, 1000.0}},
    Descriptor{"isp_depth", "iSP depth", "%", ErrorScale::linear, Relation::ipsilateral, isp_evidence,
               "mean reduction of the averaged rectified EMG during the ipsilateral silence, of the background",
               "[project], after published usage [M]", false},
    Descriptor{"isp_maximal_depth", "iSP maximal depth", "%", ErrorScale::linear, Relation::ipsilateral, isp_evidence,
               "largest reduction of the smoothed averaged rectified EMG during the ipsilateral silence, of the "
               "background",
               "[project], after published usage [M]", false},
    Descriptor{"isp_area", "normalised iSP area", "ms", ErrorScale::linear, Relation::ipsilateral, isp_evidence,
               "area of the ipsilateral silence below background over the background: depth times duration",
               "normalised area: Kuo et al. 2017 [M for the exact normalisation]", false},
    Descriptor{"isp_second_phase", "iSP second phase, normalised area", "ms", ErrorScale::linear, Relation::ipsilateral,
               std::span<const Evidence>{},
               "area of a further silence that begins within 20 ms after the iSP, over the background; in the FDI of "
               "healthy people too, by an ipsilateral corticospinal path",
               "Jung and Ziemann 2006 [V abstract]; the form [project]", false},
    Descriptor{"isp_other_hand_effect", "iSP area change with the other hand contracting", "ms", ErrorScale::linear,
               Relation::ipsilateral, other_hand_evidence,
               "normalised iSP area with the other hand contracting minus that with the other hand at rest",
               "Giovannelli et al. 2009 [V abstract]; the form [project]", false},
    Descriptor{"tct", "TCT, iSP onset minus cMEP onset", "ms", ErrorScale::linear, Relation::ipsilateral, tct_evidence,
               "transcallosal conduction time: iSP onset minus the cMEP onset of the same muscle evoked from the other "
               "hemisphere",
               "Boroojerdi et al. 1998 [V abstract]", false},
    Descriptor{"tct_csp", "TCT, iSP onset minus CSP onset", "ms", ErrorScale::linear, Relation::ipsilateral,
               tct_evidence,
               "transcallosal conduction time by the onset of the contralateral silence of the same muscle; not "
               "comparable with `tct`",
               "proposed alternative [V abstract]; which CSP onset is meant is not checked", false},
};

}  // namespace

std::span<const Descriptor> silences() { return table; }

}  // namespace trilayer::catalogue
