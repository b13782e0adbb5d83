// How alike the EMG of the two hands is. Marks of sources: measures.cpp.
#include <array>

#include "trilayer/catalogue/rows/rows.hpp"

namespace trilayer::catalogue {
namespace {

constexpr std::array common_drive{Evidence{
    Layer::corticospinal, Bearing::raises,
    "branched fibres of one M1 drive the motoneurons of both hands together; healthy homologous hand muscles have no "
    "such peak (Carr et al. 1994 [V]). Absent, it excludes nothing: the projections may be separate"}};
constexpr std::array peak_width{
    Evidence{Layer::corticospinal, Bearing::either,
             "common branched input makes a peak 11 to 13 ms wide (Carr et al. 1994 [V]); a narrower one speaks for "
             "cross-talk, a wider one for common modulation"}};

constexpr std::string_view halliday = "Rosenberg et al. 1989 [M], Halliday et al. 1995 [V code]";

constexpr std::array table{
    Descriptor{
        "coherence_beta", "intermuscular coherence, 15-30 Hz", "1", ErrorScale::logit, Relation::no_pulse, common_drive,
        "mean coherence of the rectified EMG of both hands at 15 to 30 Hz less what chance gives, where there is "
        "any; else absent, with the coherence that would have been seen",
        "coherence: Rosenberg et al. 1989 [M], Halliday et al. 1995 [V code]; mean less chance and its test "
        "[project]",
        false, Limits{0.0, 1.0}},
    Descriptor{"coherence_peak_frequency",
               "peak frequency of the coherence",
               "Hz",
               ErrorScale::linear,
               Relation::no_pulse,
               {},
               "centre of gravity of the largest run of coherent bins between 8 and 45 Hz",
               "[project]",
               false,
               Limits{0.0, 1000.0}},
    Descriptor{"coherence_phase",
               "lag of coherent EMG",
               "ms",
               ErrorScale::linear,
               Relation::no_pulse,
               {},
               "the delay that the phases of coherent bins fit best, positive where the measured hand is later",
               "[project], after Halliday et al. 1995 [V code]",
               false,
               Limits{-50.0, 50.0}},
    Descriptor{"cumulant_peak", "central peak of the cumulant", "1", ErrorScale::log, Relation::no_pulse, common_drive,
               "correlation of the rectified EMG of both hands at its highest within 10 ms of lag 0, where it is above "
               "chance",
               halliday, false, Limits{0.0, 1.0}},
    Descriptor{"cumulant_width", "width of the cumulant's central peak", "ms", ErrorScale::linear, Relation::no_pulse,
               peak_width, "width of the central peak at half its height", halliday, false, Limits{0.0, 100.0}},
    Descriptor{
        "synchrony_peak_width", "width of the central peak of synchrony", "ms", ErrorScale::linear, Relation::no_pulse,
        peak_width,
        "width of the peak of the cross-correlogram of impulses of both hands, between the turns of its cumulative sum "
        "less chance and half the peak",
        "cumulative sum: Ellaway 1978 [M]; less half the peak [project]", false, Limits{0.0, 200.0}},
    Descriptor{"synchrony_cis", "extra synchronous impulses a second", "1/s", ErrorScale::log, Relation::no_pulse,
               common_drive,
               "impulses in the central peak of the cross-correlogram of both hands beyond chance, a second; between "
               "methods and levels of force not comparable",
               "CIS: Nordstrom et al. 1992 [M]; of peaks of surface EMG [project]", false, Limits{0.0, 1000.0}},
};

}  // namespace

std::span<const Descriptor> coupling() { return table; }

}  // namespace trilayer::catalogue
