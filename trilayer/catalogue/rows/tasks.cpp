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

constexpr std::array force_evidence{
    Evidence{Layer::transcallosal, Bearing::raises, "inhibition of the mirror hand's M1 does not grow with force"},
    Evidence{Layer::supraspinal, Bearing::raises, "premotor drive grows with force"}};
constexpr std::array threshold_evidence{
    Evidence{Layer::transcallosal, Bearing::lowers, "the mirror hand's M1 is less held back"},
    Evidence{Layer::supraspinal, Bearing::lowers, "premotor drive reaches the mirror hand's M1 at weaker effort"}};
constexpr std::array demand_evidence{Evidence{Layer::supraspinal, Bearing::raises,
                                              "premotor drive grows with the demand of the task, force being equal"}};
constexpr std::array selectivity_evidence{
    Evidence{Layer::transcallosal, Bearing::raises, "inhibition is lost between homologous muscles"},
    Evidence{Layer::supraspinal, Bearing::lowers, "premotor drive spreads over muscles"}};
constexpr std::array decay_evidence{
    Evidence{Layer::supraspinal, Bearing::raises, "cross-talk of the program while it is being prepared"}};
constexpr std::array plateau_evidence{
    Evidence{Layer::transcallosal, Bearing::raises, "what is not held back does not depend on preparation"}};
constexpr std::array slower_evidence{
    Evidence{Layer::supraspinal, Bearing::raises, "the program takes longer to settle on one hand"}};

// A time that bears on no layer by itself.
constexpr Descriptor context_time(std::string_view id, std::string_view name, std::string_view what) {
  return {id, name, "ms", ErrorScale::linear, Relation::no_pulse, {}, what, "onset of the burst [project]", false};
}

constexpr Descriptor context_ratio(std::string_view id, std::string_view name, std::string_view what) {
  return {id,   name, "1", ErrorScale::log, Relation::contralateral, {}, what, "ratio of geometric means [project]",
          false};
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
               true,
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
               "norms 2.13; criterion of a burst [project]", true, Limits{0.0, 1.0}},
    Descriptor{
        "mirror_envelope_correlation", "correlation of both hands' EMG envelopes", "1", ErrorScale::linear,
        Relation::no_pulse, common_course_evidence,
        "largest correlation over lags of the EMG envelopes of both hands during the task, where there is mirror "
        "EMG",
        "envelope cross-correlation; mean over trials before the peak [project]", false, Limits{-1.0, 1.0}},
    Descriptor{"mirror_emg_percent_mvc", "mirror EMG of own maximum", "%", ErrorScale::log, Relation::no_pulse,
               mirror_evidence,
               "EMG of the mirror hand over that of the same muscle in its own maximal contraction, resting noise "
               "subtracted in power",
               "norms 2.13; the maximum as the mean over maximal contractions [project]", false},
    Descriptor{"mirror_force_slope", "slope of mirror EMG over force", "1", ErrorScale::linear, Relation::no_pulse,
               force_evidence,
               "exponent with which EMG of the mirror hand grows with the intended hand's force: 1 is in proportion",
               "slope of logarithms, absent levels censored [project]", false},
    Descriptor{"mirror_force_threshold", "force from which there is mirror EMG", "%", ErrorScale::log,
               Relation::no_pulse, threshold_evidence,
               "force of the intended hand, % of its maximum, from which EMG of the mirror hand is found",
               "between the highest force without and the lowest with mirror EMG [project]", false, Limits{0.0, 100.0}},
    Descriptor{"mirror_demand_gain", "demand gain of mirror EMG", "1", ErrorScale::log, Relation::no_pulse,
               demand_evidence,
               "EMG of the mirror hand in a complex over that in a simple task of the intended hand at the same force",
               "[project]", false},
    Descriptor{"mirror_selectivity", "selectivity of mirror EMG", "1", ErrorScale::log, Relation::no_pulse,
               selectivity_evidence,
               "EMG of the mirror hand in the homologous muscle over the geometric mean of its other muscles, each per "
               "own maximum where there is one",
               "[project]", false},
    Descriptor{"mirror_preparation_decay", "mirror EMG without over with foreknowledge", "1", ErrorScale::log,
               Relation::no_pulse, decay_evidence,
               "EMG of the mirror hand in the first 100 ms after the intended onset: at the shortest over the longest "
               "foreknowledge of the hand; exploratory",
               "by analogy with phasic cross-talk of two-handed movements [project]", false},
    Descriptor{"mirror_preparation_plateau", "mirror EMG that remains with foreknowledge", "uV", ErrorScale::log,
               Relation::no_pulse, plateau_evidence,
               "the part of the EMG of the mirror hand right after the intended onset that foreknowledge does not "
               "lower; exploratory",
               "[project]", false},
    Descriptor{"mirror_preparation_time_constant", "time constant of mirror EMG over foreknowledge", "ms",
               ErrorScale::linear, Relation::no_pulse, slower_evidence,
               "how fast the EMG of the mirror hand right after the intended onset falls with foreknowledge of the "
               "hand; exploratory",
               "exponential over a plateau [project]", false},
    Descriptor{"inter_hand_lead_share",
               "inter-hand onsets: other hand leads",
               "1",
               ErrorScale::logit,
               Relation::no_pulse,
               {},
               "share of movements in which the other hand's burst starts more than 20 ms before the intended hand's; "
               "exploratory, part of no loading",
               "limits of 20 ms [project]",
               true,
               Limits{0.0, 1.0}},
    Descriptor{"inter_hand_coincident_share", "inter-hand onsets: both hands together", "1", ErrorScale::logit,
               Relation::no_pulse, mirror_evidence,
               "share of movements in which both hands' bursts start within 20 ms of one another",
               "limits of 20 ms [project]", false, Limits{0.0, 1.0}},
    Descriptor{"inter_hand_lag_share", "inter-hand onsets: other hand lags", "1", ErrorScale::logit, Relation::no_pulse,
               lagging_evidence,
               "share of movements in which the other hand's burst starts more than 20 ms after the intended hand's",
               "limits of 20 ms [project]", true, Limits{0.0, 1.0}},
    context_time("inter_hand_lag_median", "inter-hand onset difference",
                 "onset of the other hand's burst minus that of the intended hand's, median over movements with both"),
    context_time("reaction_time", "reaction time", "from the cue to the EMG onset of the intended hand, median"),
    context_time("bimanual_cost", "bimanual default cost",
                 "reaction time of this hand alone minus that of this hand together with the other; exploratory"),
    context_ratio(
        "premotor_facilitation", "premotor facilitation",
        "response to a pulse after the signal to move over that before the hand was known, or outside the task"),
    context_ratio(
        "preparatory_suppression", "preparatory suppression",
        "response to a pulse between the moment the hand is known and the signal to move over that before, or "
        "outside the task; exploratory, part of no loading"),
};

}  // namespace

std::span<const Descriptor> tasks() { return table; }

}  // namespace trilayer::catalogue
