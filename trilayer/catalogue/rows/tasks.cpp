// EMG of both hands in voluntary tasks. Marks of sources: measures.cpp.
#include <array>

#include "trilayer/catalogue/rows/rows.hpp"

namespace trilayer::catalogue {
namespace {

constexpr std::array mirror_evidence{
    Evidence{Layer::corticospinal, Bearing::raises, "the intended hand's M1 drives the mirror hand directly"},
    Evidence{Layer::transcallosal, Bearing::raises, "the mirror hand's M1 is not held back"},
    Evidence{Layer::supraspinal, Bearing::raises, "the mirror hand's M1 receives premotor drive"}};
constexpr std::array mirror_lag_evidence{
    Evidence{Layer::corticospinal, Bearing::lowers, "one M1 drives both hands at once; a weak sign"}};

constexpr std::array table{
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

std::span<const Descriptor> tasks() { return table; }

}  // namespace trilayer::catalogue
