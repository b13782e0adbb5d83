// What people score, other tests and images give: entered as numbers, no detector finds it. Marks of sources:
// measures.cpp.
#include <array>

#include "trilayer/catalogue/rows/rows.hpp"

namespace trilayer::catalogue {
namespace {

constexpr std::array mirroring{
    Evidence{Layer::corticospinal, Bearing::raises, "the intended hand's M1 drives the mirror hand directly"},
    Evidence{Layer::transcallosal, Bearing::raises, "the mirror hand's M1 is not held back"},
    Evidence{Layer::supraspinal, Bearing::raises,
             "the mirror hand's M1 receives premotor drive; a score says that there is mirroring, not why"}};
constexpr std::array transcortical{Evidence{Layer::corticospinal, Bearing::raises,
                                            "E2 passes through one M1: on both sides it shows that this M1 reaches "
                                            "both hands [M]; absent, it excludes little"}};
constexpr std::array stretch{Evidence{
    Layer::corticospinal, Bearing::raises,
    "M2 passes through one M1: on both sides it shows that this M1 reaches both hands [M]. One report found none in "
    "congenital mirror movements: absent, it excludes nothing"}};
constexpr std::array triple{Evidence{
    Layer::corticospinal, Bearing::raises,
    "the motoneurons that the hemisphere of their own side drives: 94 % in a participant with congenital mirror "
    "movements [V abstract]"}};
constexpr std::array bp{Evidence{
    Layer::supraspinal, Bearing::lowers,
    "preparation on both sides speaks for bilateral premotor drive; in congenital mirror movements BP and NS' are "
    "lateralised, and both sides active at EMG onset only [V abstract]"}};
constexpr std::array bold{Evidence{
    Layer::supraspinal, Bearing::either,
    "weighs almost nothing: more and less premotor activation are both reported with mirroring, and feedback from the "
    "mirror hand activates as well"}};
constexpr std::array callosum{Evidence{
    Layer::transcallosal, Bearing::lowers,
    "fewer or looser fibres between the hand areas inhibit less; a weak sign: structure and mirroring dissociate, and "
    "layer I comes with a larger as well as with a looser callosum [V abstract]"}};
constexpr std::array tract{Evidence{Layer::corticospinal, Bearing::raises,
                                    "an uncrossed tract is there; that it drives the hand is not said"}};

constexpr std::array table{
    Descriptor{
        "woods_teuber", "Woods-Teuber score", "points", ErrorScale::linear, Relation::no_pulse, mirroring,
        "mirror movements of this hand while the other is the intended one, in one task: 0 none, 1 barely discernible, "
        "2 slight and unsustained or stronger and brief, 3 strong and sustained, 4 as large as the intended movement",
        "Woods and Teuber 1978 [M]", false, Limits{0.0, 4.0}},
    Descriptor{"espay_amplitude", "Espay scale, amplitude", "points", ErrorScale::linear, Relation::no_pulse, mirroring,
               "size of the mirror movements of this hand in one task, 0 none to 4 approaching the task itself",
               "Espay et al. 2005 [V]", false, Limits{0.0, 4.0}},
    Descriptor{"espay_distribution", "Espay scale, distribution", "points", ErrorScale::linear, Relation::no_pulse,
               mirroring,
               "spread of the mirror movements in one task: 1 less than the task, 2 the same parts, 3 beyond them; 0 "
               "where there are none",
               "Espay et al. 2005 [V]; 0 [project]", false, Limits{0.0, 3.0}},
    Descriptor{"espay_proportion", "Espay scale, proportion", "points", ErrorScale::linear, Relation::no_pulse,
               mirroring,
               "share of the cycles of one task with mirror movements: 1 below a third, 2 a third to two thirds, 3 "
               "above; 0 where there are none",
               "Espay et al. 2005 [V]; 0 [project]", false, Limits{0.0, 3.0}},
    Descriptor{"espay_task", "Espay scale, one task", "points", ErrorScale::linear, Relation::no_pulse, mirroring,
               "amplitude, distribution and proportion of one task together", "Espay et al. 2005 [V]", false,
               Limits{0.0, 10.0}},
    Descriptor{"espay_total", "Espay scale, all tasks", "points", ErrorScale::linear, Relation::no_pulse, mirroring,
               "sum over the four tasks", "Espay et al. 2005 [V]", false, Limits{0.0, 40.0}},
    Descriptor{
        "cmr_e1_stimulated",
        "cutaneomuscular reflex, E1, stimulated side",
        "%",
        ErrorScale::log,
        Relation::no_pulse,
        {},
        "height of the early (spinal) excitation of the hand whose digit nerves are stimulated, above its EMG before",
        "usage [M]; as percent of the EMG before the stimulus [project]",
        false,
        Limits{0.0, 1000.0}},
    Descriptor{"cmr_e2_stimulated",
               "cutaneomuscular reflex, E2, stimulated side",
               "%",
               ErrorScale::log,
               Relation::no_pulse,
               {},
               "height of the late (transcortical) excitation of the hand whose digit nerves are stimulated",
               "usage [M]; as percent of the EMG before the stimulus [project]",
               false,
               Limits{0.0, 1000.0}},
    Descriptor{
        "cmr_e1_other",
        "cutaneomuscular reflex, E1, other side",
        "%",
        ErrorScale::log,
        Relation::no_pulse,
        {},
        "height of the early (spinal) excitation of the hand that is not stimulated: normally absent, in layer I too",
        "usage [M]; as percent of the EMG before the stimulus [project]",
        false,
        Limits{0.0, 1000.0}},
    Descriptor{"cmr_e2_other", "cutaneomuscular reflex, E2, other side", "%", ErrorScale::log, Relation::no_pulse,
               transcortical, "height of the late (transcortical) excitation of the hand that is not stimulated",
               "usage [M]; as percent of the EMG before the stimulus [project]", false, Limits{0.0, 1000.0}},
    Descriptor{"stretch_m1_stretched",
               "stretch reflex, M1, stretched side",
               "%",
               ErrorScale::log,
               Relation::no_pulse,
               {},
               "height of the short-latency (spinal) response of the stretched muscle, above its EMG before",
               "usage [M]; as percent of the EMG before the stimulus [project]",
               false,
               Limits{0.0, 10000.0}},
    Descriptor{"stretch_m2_stretched",
               "stretch reflex, M2, stretched side",
               "%",
               ErrorScale::log,
               Relation::no_pulse,
               {},
               "height of the long-latency (transcortical) response of the stretched muscle",
               "usage [M]; as percent of the EMG before the stimulus [project]",
               false,
               Limits{0.0, 10000.0}},
    Descriptor{"stretch_m1_other",
               "stretch reflex, M1, other side",
               "%",
               ErrorScale::log,
               Relation::no_pulse,
               {},
               "height of the short-latency response of the homologous muscle that is not stretched: normally absent",
               "usage [M]; as percent of the EMG before the stimulus [project]",
               false,
               Limits{0.0, 10000.0}},
    Descriptor{"stretch_m2_other", "stretch reflex, M2, other side", "%", ErrorScale::log, Relation::no_pulse, stretch,
               "height of the long-latency response of the homologous muscle that is not stretched",
               "usage [M]; as percent of the EMG before the stimulus [project]", false, Limits{0.0, 10000.0}},
    Descriptor{
        "tst_contralateral",
        "triple stimulation, contralateral",
        "%",
        ErrorScale::log,
        Relation::contralateral,
        {},
        "share of the muscle's motoneurons that the opposite hemisphere drives, of the response to peripheral "
        "stimulation; low in layer I of its own direction and in any loss of the crossed tract, so it is context",
        "triple stimulation technique, usage [M]",
        false,
        Limits{0.0, 150.0}},
    Descriptor{"tst_ipsilateral", "triple stimulation, ipsilateral", "%", ErrorScale::log, Relation::ipsilateral,
               triple,
               "share of the muscle's motoneurons that the hemisphere of its own side drives, of the response to "
               "peripheral stimulation",
               "triple stimulation technique, usage [M]", false, Limits{0.0, 150.0}},
    Descriptor{"bp_lateralisation", "lateralisation of the BP", "%", ErrorScale::linear, Relation::no_pulse, bp,
               "early Bereitschaftspotential over the M1 of the intended hand less that over the other, of their sum; "
               "this hand is the other one",
               "potentials: usage [M]; index [project]", false, Limits{-100.0, 100.0}},
    Descriptor{"ns_lateralisation", "lateralisation of NS'", "%", ErrorScale::linear, Relation::no_pulse, bp,
               "negative slope before movement over the M1 of the intended hand less that over the other, of their "
               "sum; this hand is the other one",
               "potentials: usage [M]; index [project]", false, Limits{-100.0, 100.0}},
    Descriptor{"lrp_amplitude",
               "lateralised readiness potential",
               "uV",
               ErrorScale::linear,
               Relation::no_pulse,
               {},
               "peak of the lateralised readiness potential, negative towards the intended hand; a difference of both "
               "hemispheres, so it cannot show that both are active",
               "usage [M]",
               false,
               Limits{-100.0, 100.0}},
    Descriptor{
        "bold_lateralisation_m1",
        "lateralisation of BOLD, M1",
        "%",
        ErrorScale::linear,
        Relation::no_pulse,
        {},
        "activation of the M1 of the intended hand less that of the other M1, of their sum; this hand is the other "
        "one. Bilateral activation of M1 comes with feedback from the mirror hand too and bears on no layer",
        "usage [M]; index of activated volume or signal [project]",
        false,
        Limits{-100.0, 100.0}},
    Descriptor{"bold_lateralisation_sma", "lateralisation of BOLD, SMA", "%", ErrorScale::linear, Relation::no_pulse,
               bold, "the same of the supplementary motor areas",
               "usage [M]; index of activated volume or signal [project]", false, Limits{-100.0, 100.0}},
    Descriptor{"bold_lateralisation_pmd", "lateralisation of BOLD, PMd", "%", ErrorScale::linear, Relation::no_pulse,
               bold, "the same of the dorsal premotor areas",
               "usage [M]; index of activated volume or signal [project]", false, Limits{-100.0, 100.0}},
    Descriptor{"callosal_fa", "fractional anisotropy of the motor callosum", "1", ErrorScale::logit, Relation::no_pulse,
               callosum,
               "fractional anisotropy of the fibres that join both hand areas; one number, entered for each side",
               "usage [M]", false, Limits{0.0, 1.0}},
    Descriptor{"callosal_size", "size of the callosum", "mm2", ErrorScale::log, Relation::no_pulse, callosum,
               "midsagittal area of the callosum; one number, entered for each side", "usage [M]", false,
               Limits{0.0, 2000.0}},
    Descriptor{"cst_asymmetry",
               "asymmetry of the corticospinal tracts",
               "%",
               ErrorScale::linear,
               Relation::no_pulse,
               {},
               "size of the tract of the hemisphere opposite this hand less that of the other, of their sum",
               "usage [M]; index [project]",
               false,
               Limits{-100.0, 100.0}},
    Descriptor{"cst_ipsilateral_fraction", "ipsilateral fraction of the corticospinal tract", "1", ErrorScale::logit,
               Relation::no_pulse, tract,
               "share of the tract that runs from the hemisphere of this hand's side to this hand uncrossed",
               "usage [M]", false, Limits{0.0, 1.0}},
};

}  // namespace

std::span<const Descriptor> entered() { return table; }

}  // namespace trilayer::catalogue
