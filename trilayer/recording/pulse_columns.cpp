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
    {"rt_go", "a reaction to a cue that chooses the hand"},
};
const Levels tasks{
    {"stimulation", "pulses at rest or in steady contraction"},
    {"sustained contraction", "steady contraction of the intended hand"},
    {"phasic movement", "short movements of the intended hand"},
    {"choice reaction", "a cue chooses the hand"},
};
const Levels anchors{
    {"test_pulse", "the test pulse; the default with pulses"},
    {"cue", "a signal to move; the default of phasic movement and choice reaction"},
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
const Levels sides{{"left", "left hand"}, {"right", "right hand"}};
const Levels complexities{{"simple", "simple task"}, {"complex", "complex task"}};

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
      {"tms_cond_alone", "the test pulse was left out: tms_test_time is when it would have come", "", truth},
      {"tms_both_hemispheres", "the other hemisphere is pulsed at the same time", "", truth},
      {"tms_other_time", "of the pulse to the other hemisphere, same site and intensity; counted like onset", "s", {}},
      {"contraction", "what both hands were told to do", "", both_hands},
      {"contraction_level", "of the hands that contract, 0 to 100", percent_of_maximum, {}},
      {"contraction_left", "what the left hand was told to do, where contraction cannot say it", "", one_hand},
      {"contraction_level_left", "of the left hand, 0 to 100", percent_of_maximum, {}},
      {"contraction_right", "what the right hand was told to do, where contraction cannot say it", "", one_hand},
      {"contraction_level_right", "of the right hand, 0 to 100", percent_of_maximum, {}},
      {"task_side", "intended hand of a unilateral task", "", sides},
      {"task_force", "target force, 0 to 100", percent_of_maximum, {}},
      {"task_complexity", "how demanding the task is", "", complexities},
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
