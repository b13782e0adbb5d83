// Responses to a test pulse that another pulse went before. Marks of sources: measures.cpp.
#include <array>

#include "trilayer/catalogue/rows/rows.hpp"

namespace trilayer::catalogue {
namespace {

constexpr std::array ihi_evidence{
    Evidence{Layer::transcallosal, Bearing::raises,
             "a conditioning pulse that inhibits less leaves a larger test response (ratio nearer to 1)"}};

constexpr std::array subtracted_evidence{
    Evidence{Layer::transcallosal, Bearing::raises,
             "as the IHI ratio, without what the conditioning pulse evokes in this muscle itself"}};

constexpr std::array alone_evidence{
    Evidence{Layer::corticospinal, Bearing::raises,
             "a pulse to the hemisphere of its own side evokes a response in this muscle"}};

constexpr std::array task_change_evidence{
    Evidence{Layer::transcallosal, Bearing::either,
             "IHI rises or falls with contraction of the other hand, by how the conditioning pulse was set"}};

constexpr std::array deepest_evidence{
    Evidence{Layer::transcallosal, Bearing::raises, "inhibition that is deep at no interval"}};

constexpr std::array interval_evidence{Evidence{Layer::transcallosal, Bearing::either,
                                                "loss of the fast or of the slow phase moves the deepest interval"}};

constexpr std::array ihi_slope_evidence{
    Evidence{Layer::transcallosal, Bearing::raises, "inhibition that does not grow with the conditioning pulse"}};

constexpr std::array on_sici_evidence{
    Evidence{Layer::transcallosal, Bearing::lowers,
             "working IHI reduces SICI (ratio above 1); in Parkinson's disease with mirroring it does not"}};

constexpr std::array premotor_evidence{Evidence{
    Layer::supraspinal, Bearing::either, "premotor cortex may inhibit or facilitate M1; single values say little"}};

constexpr std::array switch_evidence{
    Evidence{Layer::supraspinal, Bearing::lowers, "a premotor influence that does not follow the hand that is to move"},
    Evidence{Layer::transcallosal, Bearing::lowers, "the way from premotor cortex to the other M1 is callosal, too"}};

constexpr std::array table{
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
        "sai",
        "SAI ratio",
        "1",
        ErrorScale::log,
        Relation::contralateral,
        {},
        "short-latency afferent inhibition: test response after a shock to a nerve of the same hand over that without",
        "Tokimura et al. 2000 [M]; norms Toepp et al. 2021 [V]; log ratio [project]",
        false},
    Descriptor{"lai",
               "LAI ratio",
               "1",
               ErrorScale::log,
               Relation::contralateral,
               {},
               "long-latency afferent inhibition: the same about 200 ms after the shock",
               "Chen et al. 1999 [M]; norms Toepp et al. 2021 [V]; log ratio [project]",
               false},
    Descriptor{"pmd_m1", "premotor to M1 ratio", "1", ErrorScale::log, Relation::contralateral, premotor_evidence,
               "test response after a pulse over premotor cortex of either hemisphere over that without",
               "Koch et al. 2006 [V abstract]; log ratio [project]", false},
    Descriptor{"sma_m1", "supplementary motor area to M1 ratio", "1", ErrorScale::log, Relation::contralateral,
               premotor_evidence, "test response after a pulse over the supplementary motor area over that without",
               "Fiori et al. 2017 [V abstract]; log ratio [project]", false},
    Descriptor{"conditioning_alone_ratio", "response to the conditioning pulse alone", "1", ErrorScale::log,
               Relation::contralateral, alone_evidence,
               "response to the conditioning pulse alone over the unconditioned test response, in the muscle measured",
               "decisions on layer I [project]", false},
    Descriptor{"ihi_subtracted", "IHI ratio without the conditioning pulse's own response", "1", ErrorScale::log,
               Relation::contralateral, subtracted_evidence,
               "IHI of test responses from which the average sweep of the conditioning pulse alone was taken",
               "[project]", false},
    Descriptor{"ihi_task_change", "IHI change with the other hand's contraction", "1", ErrorScale::log,
               Relation::contralateral, task_change_evidence,
               "IHI ratio with the other hand active over that with it at rest, same interval and calibration",
               "Perez and Cohen 2008 [V]; ratio of ratios [project]", false},
    Descriptor{"ihi_deepest", "deepest IHI ratio", "1", ErrorScale::log, Relation::contralateral, deepest_evidence,
               "smallest IHI ratio over at least three intervals, its expected excess taken off",
               "time course: Ni et al. 2009 [V abstract]; correction [project]", false},
    Descriptor{"ihi_deepest_interval", "interval of the deepest IHI", "ms", ErrorScale::linear, Relation::contralateral,
               interval_evidence, "interval at which the IHI ratio is smallest",
               "time course: Ni et al. 2009 [V abstract]; [project]", false, Limits{0.0, 10000.0}},
    Descriptor{"ihi_intensity_slope", "IHI change with conditioning strength", "1", ErrorScale::log,
               Relation::contralateral, ihi_slope_evidence,
               "factor on the IHI ratio that 10 % more of the conditioning pulse's reference make",
               "dependence: Ni et al. 2009 [V abstract]; slope [project]", false},
    Descriptor{"sici_intensity_slope",
               "SICI change with conditioning strength",
               "1",
               ErrorScale::log,
               Relation::contralateral,
               {},
               "factor on the SICI ratio that 10 % more of the conditioning pulse's reference make",
               "[project]",
               false},
    Descriptor{"ihi_on_sici", "effect of IHI on SICI", "1", ErrorScale::log, Relation::contralateral, on_sici_evidence,
               "SICI ratio under an earlier pulse to the other hemisphere over that without it",
               "triple pulses as in study E08 of the evidence base [V abstract]; ratio of ratios [project]", false},
    Descriptor{"premotor_switch", "premotor switch by the hand to move", "1", ErrorScale::log, Relation::contralateral,
               switch_evidence,
               "premotor to M1 ratio while the measured hand is to move over that while the other one is",
               "after Koch et al. 2006 [V abstract]; contrast [project]", false},
    Descriptor{"sici_threshold_tracking",
               "SICI by threshold tracking",
               "%",
               ErrorScale::linear,
               Relation::contralateral,
               {},
               "rise of the test intensity that keeps a response of 0.2 mV under a conditioning pulse",
               "formula in PMC6275211 [V]; interpolation over blocks [project]",
               false},
};

}  // namespace

std::span<const Descriptor> pairs() { return table; }

}  // namespace trilayer::catalogue
