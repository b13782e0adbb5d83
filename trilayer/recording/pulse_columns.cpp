#include "trilayer/recording/pulse_columns.hpp"

#include "trilayer/base/errors.hpp"

namespace trilayer::recording {
namespace {

using Levels = std::vector<std::pair<std::string_view, std::string_view>>;

const Levels trial_types{
    {"tms_single", "a single pulse"},
    {"tms_paired_same", "a conditioning and a test pulse to the same hemisphere"},
    {"tms_paired_inter", "a conditioning pulse to one hemisphere, a test pulse to the other"},
    {"tms_paired", "a conditioning and a test pulse, of which a hemisphere is not stated"},
    {"tms_catch", "a trial without a pulse; kept as a marker"},
    {"voluntary", "a voluntary task without pulses; the column task says which"},
    {"rt_go", "a reaction to a cue without a pulse; the column task says which, a choice reaction where it is n/a"},
};
const Levels tasks{
    {"stimulation", "pulses at rest or in steady contraction"},
    {"sustained contraction", "steady contraction of the intended hand"},
    {"phasic movement", "short movements of the intended hand"},
    {"choice reaction", "a cue chooses the hand"},
    {"simple reaction", "a cue starts a movement of a hand that is known before"},
};
const Levels anchors{
    {"test_pulse", "the test pulse; the default with pulses"},
    {"cue", "a signal to move; the default of phasic movement and reactions"},
    {"emg_onset", "the start of the intended hand's activity"},
    {"sustained", "the start of a stretch of steady activity; the default of sustained contraction"},
};
const Levels hemispheres{{"left", "left hemisphere"}, {"right", "right hemisphere"}};
const Levels sites{
    {"M1", "primary motor cortex"},  {"premotor", "premotor cortex"},
    {"root", "spinal roots"},        {"supplementary motor", "supplementary motor area"},
    {"nerve", "a peripheral nerve"}, {"sham", "a click without a field"},
};
const Levels references{
    {"%MSO", "maximum stimulator output"},
    {"%RMT", "resting motor threshold"},
    {"%AMT", "active motor threshold"},
};
const Levels currents{{"PA", "posterior to anterior"}, {"AP", "anterior to posterior"}, {"LM", "lateral to medial"}};
const Levels truth{{"true", "yes"}, {"false", "no"}};
const Levels both_hands{
    {"rest", "both hands at rest"},
    {"active_left", "left hand contracts, right hand at rest"},
    {"active_right", "right hand contracts, left hand at rest"},
    {"bilateral", "both hands contract"},
};
const Levels one_hand{{"rest", "at rest"}, {"active", "contracts"}};
const Levels sides{{"left", "left side of the body"}, {"right", "right side of the body"}};
const Levels intended{{"left", "left hand"}, {"right", "right hand"}, {"both", "both hands together"}};
const Levels complexities{{"simple", "simple task"}, {"complex", "complex task"}};
const Levels conflicts{{"congruent", "the cue suggests the hand that is to move"},
                       {"incongruent", "the cue suggests the other hand"}};

constexpr std::string_view percent_of_maximum = "% of maximal voluntary contraction";

}  // namespace

const std::vector<ColumnMeaning>& pulse_columns() {
  static const std::vector<ColumnMeaning> columns{
      {"onset", "first pulse of the trial, or start of the task, from the first sample stored in the file", "s", {}},
      {"duration", "of the activity the trial is about; 0 where only pulses count", "s", {}},
      {"trial_type", "what the row is", "", trial_types},
      {"block", "name of the block; rows with equal block and equal condition belong together", "", {}},
      {"block_number", "place of the block; without it blocks come in the order of their first trial", "", {}},
      {"task", "what the participant did; stimulation where n/a and pulses were given", "", tasks},
      {"anchor", "what the trial is counted from, where it is not the default", "", anchors},
      {"anchor_time", "when the anchor was, where it is neither test pulse nor onset; counted like onset", "s", {}},
      {"tms_side", "hemisphere the test pulse stimulates", "", hemispheres},
      {"tms_site", "where the test pulse was given; M1 where n/a", "", sites},
      {"tms_test_intensity", "of the test pulse, above 0, at most 300", "% of tms_test_reference", {}},
      {"tms_test_reference", "what the intensity of the test pulse is a percentage of", "", references},
      {"tms_test_current", "direction of the current the test pulse induces in the brain", "", currents},
      {"tms_test_time", "of the test pulse, counted like onset; every latency counts from it", "s", {}},
      {"tms_isi", "from conditioning to test pulse, above 0; n/a for single pulses", "ms", {}},
      {"tms_cond_side", "hemisphere the conditioning pulse stimulates", "", hemispheres},
      {"tms_cond_site", "where the conditioning pulse was given; M1 where n/a", "", sites},
      {"tms_cond_intensity", "of the conditioning pulse, above 0, at most 300", "% of tms_cond_reference", {}},
      {"tms_cond_reference", "what the intensity of the conditioning pulse is a percentage of", "", references},
      {"tms_cond_current", "direction of the current the conditioning pulse induces in the brain", "", currents},
      {"tms_cond_calibration", "how the intensity of the conditioning pulse was found, as stated", "", {}},
      {"tms_cond_time", "of the second of three pulses, where it is not tms_isi before tms_test_time", "s", {}},
      {"tms_cond_alone", "the test pulse was left out: tms_test_time is when it would have come", "", truth},
      {"tms_early_isi", "of three pulses, from the first to the test pulse; longer than tms_isi", "ms", {}},
      {"tms_early_side", "hemisphere the first of three pulses stimulates", "", hemispheres},
      {"tms_early_site", "where the first of three pulses was given; M1 where n/a", "", sites},
      {"tms_early_intensity", "of the first of three pulses, above 0, at most 300", "% of tms_early_reference", {}},
      {"tms_early_reference", "what the intensity of the first of three pulses is a percentage of", "", references},
      {"tms_early_current", "direction of the current the first of three pulses induces in the brain", "", currents},
      {"tms_early_calibration", "how the intensity of the first of three pulses was found, as stated", "", {}},
      {"tms_stimulated_side", "side of the body of a nerve or root that was stimulated", "", sides},
      {"tms_both_hemispheres", "the other hemisphere is pulsed at the same time", "", truth},
      {"tms_other_time", "of the pulse to the other hemisphere, same site and intensity; counted like onset", "s", {}},
      {"tms_after_cue", "when the test pulse was planned after the signal to move; below 0: before it", "ms", {}},
      {"contraction", "what both hands were told to do", "", both_hands},
      {"contraction_level", "of the hands that contract, 0 to 100", percent_of_maximum, {}},
      {"contraction_left", "what the left hand was told to do, where contraction cannot say it", "", one_hand},
      {"contraction_level_left", "of the left hand, 0 to 100", percent_of_maximum, {}},
      {"contraction_right", "what the right hand was told to do, where contraction cannot say it", "", one_hand},
      {"contraction_level_right", "of the right hand, 0 to 100", percent_of_maximum, {}},
      {"task_side", "intended hand of the task", "", intended},
      {"task_force", "target force, 0 to 100", percent_of_maximum, {}},
      {"task_complexity", "how demanding the task is", "", complexities},
      {"task_conflict", "whether the cue of a reaction also suggests the other hand", "", conflicts},
      {"task_foreknowledge", "how long before the signal to move the hand was known; 0 or more", "ms", {}},
      {"rejected", "the trial is not to be used", "", truth},
      {"reject_reason", "why it is not to be used", "", {}},
  };
  return columns;
}

std::string allowed_words(std::string_view column) {
  for (const ColumnMeaning& meaning : pulse_columns()) {
    if (meaning.name != column || meaning.levels.empty()) continue;
    std::string words;
    for (const auto& [word, ignored] : meaning.levels) words += (words.empty() ? "" : ", ") + std::string(word);
    return words;
  }
  throw base::Bug("a column without levels was asked for its words");
}

}  // namespace trilayer::recording
