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
constexpr std::array tct_evidence{
    Evidence{Layer::transcallosal, Bearing::raises, "slowed or dispersed callosal conduction delays the silence"}};

constexpr std::array table{
    Descriptor{"csp_duration", "CSP duration", "ms", ErrorScale::linear, Relation::contralateral, csp_evidence,
               "from the onset of the response to the lasting return of EMG in the contracting contralateral muscle",
               "duty-cycle return: mep-cmap [V]; reference of onset stated in the method", false, Limits{0.0, 1000.0}},
    Descriptor{"isp_onset", "iSP onset latency", "ms", ErrorScale::linear, Relation::ipsilateral, tct_evidence,
               "start of the silence in the contracting muscle on the side of the stimulated hemisphere",
               "smoothed average below mean - 2 SD: one of the published criteria [M]; sham averages [project]", false,
               Limits{0.0, 1000.0}},
    Descriptor{"isp_duration", "iSP duration", "ms", ErrorScale::linear, Relation::ipsilateral, isp_duration_evidence,
               "length of the ipsilateral silence", "[project], after published usage [M]", false, Limits{0.0, 1000.0}},
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
};

}  // namespace

std::span<const Descriptor> silences() { return table; }

}  // namespace trilayer::catalogue
