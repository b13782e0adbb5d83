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

constexpr std::array common_course_evidence{
    Evidence{Layer::corticospinal, Bearing::raises, "one M1 drives both hands with the same time course"}};
constexpr std::array lagging_evidence{
    Evidence{Layer::transcallosal, Bearing::raises, "the mirror hand's M1 is not held back once the command is given"},
    Evidence{Layer::supraspinal, Bearing::raises, "the mirror hand's M1 receives premotor drive"}};

// A time that bears on no layer by itself.
constexpr Descriptor context_time(std::string_view id, std::string_view name, std::string_view what) {
  return {id, name, "ms", ErrorScale::linear, Relation::no_pulse, {}, what, "onset of the burst [project]", false};
}

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
               "[project]; in healthy people about 15-20 % of correct responses: Rochet et al. 2014 [V]",
               false,
               Limits{0.0, 1.0}},
    context_time("wrong_hand_correction_time", "wrong-hand correction time",
                 "from the onset of the other hand's burst to that of the intended hand's, median over the trials in "
                 "which the other hand leads; exploratory, part of no loading"),
    Descriptor{"wrong_hand_burst_ratio",
               "wrong-hand burst ratio",
               "%",
               ErrorScale::log,
               Relation::no_pulse,
               {},
               "area of the other hand's burst over that of the intended hand's, where the other hand leads; "
               "exploratory, part of no loading",
               "[project]",
               false},
    Descriptor{"wrong_hand_conflict_effect",
               "effect of conflict on wrong-hand leads",
               "1",
               ErrorScale::linear,
               Relation::no_pulse,
               {},
               "logit of the share of leads in incongruent minus that in congruent choice reactions; exploratory, part "
               "of no loading",
               "difference of logits [project]; more leads under conflict: Coles et al. 1995 [V]",
               false},
    Descriptor{"mirror_burst_share", "mirror burst share", "1", ErrorScale::logit, Relation::no_pulse, mirror_evidence,
               "share of movements of the intended hand with a burst in the mirror hand",
               "norms 2.13; criterion of a burst [project]", false, Limits{0.0, 1.0}},
    Descriptor{
        "mirror_envelope_correlation", "correlation of both hands' EMG envelopes", "1", ErrorScale::linear,
        Relation::no_pulse, common_course_evidence,
        "largest correlation over lags of the EMG envelopes of both hands during the task, where there is mirror "
        "EMG",
        "envelope cross-correlation; mean over trials before the peak [project]", false, Limits{-1.0, 1.0}},
    Descriptor{"inter_hand_lead_share",
               "inter-hand onsets: other hand leads",
               "1",
               ErrorScale::logit,
               Relation::no_pulse,
               {},
               "share of movements in which the other hand's burst starts more than 20 ms before the intended hand's; "
               "exploratory, part of no loading",
               "limits of 20 ms [project]",
               false,
               Limits{0.0, 1.0}},
    Descriptor{"inter_hand_coincident_share", "inter-hand onsets: both hands together", "1", ErrorScale::logit,
               Relation::no_pulse, mirror_evidence,
               "share of movements in which both hands' bursts start within 20 ms of one another",
               "limits of 20 ms [project]", false, Limits{0.0, 1.0}},
    Descriptor{"inter_hand_lag_share", "inter-hand onsets: other hand lags", "1", ErrorScale::logit, Relation::no_pulse,
               lagging_evidence,
               "share of movements in which the other hand's burst starts more than 20 ms after the intended hand's",
               "limits of 20 ms [project]", false, Limits{0.0, 1.0}},
    context_time("inter_hand_lag_median", "inter-hand onset difference",
                 "onset of the other hand's burst minus that of the intended hand's, median over movements with both"),
    context_time("reaction_time", "reaction time", "from the cue to the EMG onset of the intended hand, median"),
    context_time("bimanual_cost", "bimanual default cost",
                 "reaction time of this hand alone minus that of this hand together with the other; exploratory"),
};

}  // namespace

std::span<const Descriptor> tasks() { return table; }

}  // namespace trilayer::catalogue
