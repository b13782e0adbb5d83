#include "trilayer/recording/pulse_table.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <fstream>
#include <string>

#include "tests/recordings.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/protocol/contradiction.hpp"
#include "trilayer/recording/pulse_columns.hpp"

using namespace trilayer;
using namespace trilayer::protocol;
using recording::blocks_from_table;
using recording::Table;
using recording::table_from_blocks;

namespace {

// Columns and cells separated by blanks, for short tables.
Table table(const std::string& header, const std::vector<std::string>& rows) {
  Table result{"events.tsv", base::split(header, ' '), {}};
  for (const std::string& row : rows) result.rows.push_back(base::split(row, ' '));
  return result;
}

void check_refused(const Table& wrong, const std::string& place, const std::string& advice) {
  try {
    blocks_from_table(wrong);
    FAIL("was read");
  } catch (const base::Refusal& refusal) {
    CHECK(refusal.place() == place);
    CHECK_MESSAGE(refusal.advice().find(advice) != std::string::npos, refusal.advice());
  }
}

template <class T>
T pick(const std::vector<T>& values) {
  return *rc::gen::elementOf(values);
}

template <class T>
std::optional<T> maybe(const T& value) {
  return *rc::gen::arbitrary<bool>() ? std::optional<T>(value) : std::nullopt;
}

double between(int low, int high) { return *rc::gen::inRange(low, high) / 7.0; }

Intensity any_intensity() {
  using enum IntensityReference;
  return {between(1, 2100),
          pick<IntensityReference>({maximum_stimulator_output, resting_motor_threshold, active_motor_threshold})};
}

Site any_site() {
  return pick<Site>({Site::m1, Site::premotor, Site::supplementary_motor, Site::root, Site::nerve, Site::sham});
}

HandState any_hand() {
  return {pick<Contraction>({Contraction::unstated, Contraction::rest, Contraction::active}), maybe(between(0, 700))};
}

Condition any_condition(bool pulsed) {
  Condition condition;
  const std::vector<Task> tasks{Task::sustained_contraction, Task::phasic_movement, Task::choice_reaction,
                                Task::simple_reaction, Task::stimulation};
  condition.task = tasks[static_cast<std::size_t>(*rc::gen::inRange(0, pulsed ? 5 : 4))];
  condition.hands = {any_hand(), any_hand()};
  condition.both_intended = *rc::gen::arbitrary<bool>();
  if (!condition.both_intended) condition.intended = maybe(pick<Side>({Side::left, Side::right}));
  condition.conflict = pick<Conflict>({Conflict::unstated, Conflict::congruent, Conflict::incongruent});
  condition.foreknowledge = maybe(base::Milliseconds(between(0, 700)));
  condition.force_percent = maybe(between(0, 700));
  condition.complexity = pick<Complexity>({Complexity::unstated, Complexity::simple, Complexity::complex});
  if (!pulsed) return condition;
  condition.hemisphere = maybe(pick<Hemisphere>({Hemisphere::left, Hemisphere::right}));
  condition.site = any_site();
  condition.intensity = maybe(any_intensity());
  condition.both_hemispheres_together = *rc::gen::arbitrary<bool>();
  condition.stimulated_side = maybe(pick<Side>({Side::left, Side::right}));
  condition.after_cue = maybe(base::Milliseconds(between(-700, 700)));
  if (*rc::gen::arbitrary<bool>()) {
    condition.conditioning =
        Conditioning{maybe(pick<Hemisphere>({Hemisphere::left, Hemisphere::right})), any_site(), maybe(any_intensity()),
                     base::Milliseconds(between(1, 300)), pick<std::string>({"", "1 mV", "120 %RMT, left"})};
    condition.conditioning_alone = *rc::gen::arbitrary<bool>();
    condition.earlier = maybe(*condition.conditioning);
    if (condition.earlier) {
      condition.earlier->interval += base::Milliseconds(between(1, 300));
      condition.earlier->site = any_site();
      condition.earlier->calibration = pick<std::string>({"", "1 mV"});
    }
  }
  return condition;
}

// The condition without what other statements of it deny.
Condition without_contradictions(Condition condition) {
  for (auto found = contradiction_in(condition); found; found = contradiction_in(condition)) {
    if (found->what == Denied::stimulated_side) condition.stimulated_side.reset();
    if (found->what == Denied::after_cue) condition.after_cue.reset();
    if (found->what == Denied::level_left) condition.hands.left.percent_of_maximum.reset();
    if (found->what == Denied::level_right) condition.hands.right.percent_of_maximum.reset();
    if (found->what != Denied::intended) continue;
    condition.intended.reset();
    condition.both_intended = false;
  }
  return condition;
}

Trial any_trial(const Condition& condition, bool pulsed, base::Seconds time) {
  const auto current = [] {
    using enum CurrentDirection;
    return maybe(pick<CurrentDirection>({posterior_anterior, anterior_posterior, lateral_medial}));
  };
  Trial trial;
  trial.excluded = pick<std::string>({"", "coil moved", "not at rest"});
  const std::vector<AnchorKind> kinds{AnchorKind::cue, AnchorKind::emg_onset, AnchorKind::sustained};
  trial.anchor = {pulsed ? AnchorKind::test_pulse : kinds[static_cast<std::size_t>(*rc::gen::inRange(0, 3))], time,
                  base::Seconds(between(1, 30))};
  if (!pulsed) return trial;
  const base::Seconds test = time;
  // Markers of the second of three pulses may stand a little beside the stated interval.
  for (const auto* first : {&condition.earlier, &condition.conditioning})
    if (*first)
      trial.pulses.push_back({test - base::Seconds((*first)->interval), PulseRole::conditioning, (*first)->site,
                              (*first)->hemisphere, (*first)->intensity, current()});
  if (condition.earlier && *rc::gen::arbitrary<bool>()) trial.pulses[1].time += base::Seconds(0.0001);
  const Pulse pulse{test, PulseRole::test, condition.site, condition.hemisphere, condition.intensity, current()};
  if (!condition.conditioning_alone) trial.pulses.push_back(pulse);
  if (condition.both_hemispheres_together && condition.hemisphere && !condition.conditioning_alone) {
    trial.pulses.push_back(pulse);
    trial.pulses.back().hemisphere = opposite(*condition.hemisphere);
  }
  return trial;
}

// Blocks whose trials may be interleaved, in any order of blocks.
std::vector<Block> any_blocks() {
  std::vector<Block> blocks;
  std::vector<bool> pulsed;
  for (int i = *rc::gen::inRange(1, 5); i > 0; --i) {
    pulsed.push_back(*rc::gen::arbitrary<bool>());
    blocks.push_back({"block " + std::to_string(i), without_contradictions(any_condition(pulsed.back())), {}});
  }
  double time = 1.0;
  for (int i = *rc::gen::inRange(0, 12); i > 0; --i) {
    time += between(20, 60);
    const auto at = static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(blocks.size())));
    blocks[at].trials.push_back(any_trial(blocks[at].condition, pulsed[at], base::Seconds(time)));
  }
  std::erase_if(blocks, [](const Block& block) { return block.trials.empty(); });
  return blocks;
}

}  // namespace

TEST_CASE("any blocks come back equal from the table they are written to") {
  CHECK(rc::check([] {
    const std::vector<Block> blocks = any_blocks();
    RC_ASSERT(blocks_from_table(table_from_blocks(blocks)) == blocks);
  }));
}

TEST_CASE("columns that look like known ones but are not are named, a laboratory's own are left alone") {
  const auto warning = recording::unknown_columns(table("onset tms_test_intesity Rejected coil_angle", {}));
  REQUIRE(warning);
  CHECK(warning->text.find("tms_test_intesity (did you mean tms_test_intensity?)") != std::string::npos);
  CHECK(warning->text.find("Rejected (did you mean rejected?)") != std::string::npos);
  CHECK(warning->text.find("coil_angle") == std::string::npos);
  CHECK_FALSE(recording::unknown_columns(table("onset tms_side coil_angle", {})));
}

TEST_CASE("text of other encodings is refused by name") {
  const tests::TemporaryFolder folder;
  const auto refused = [&](const std::string& bytes) {
    const auto path = folder.path() / "pulses.tsv";
    std::ofstream(path, std::ios::binary) << bytes;
    try {
      (void)recording::read_table(path);
    } catch (const base::Refusal& refusal) {
      return std::string(refusal.what());
    }
    return std::string();
  };
  CHECK(refused(std::string("\xFF\xFEo\0n\0", 6)).find("UTF-16") != std::string::npos);
  CHECK(refused("onset\ttrial_type\r1.0\ttms_single\r").find("Macintosh") != std::string::npos);
  CHECK(refused("  \n \n").find("nothing but blanks") != std::string::npos);
}

TEST_CASE("a pulse is counted from itself, not from a cue, and the refusal says where the cue goes") {
  check_refused(table("onset trial_type tms_side anchor anchor_time", {"1.0 tms_single left cue 0.9"}),
                "events.tsv, line 2, column anchor", "tms_after_cue");
}

TEST_CASE("any blocks come back equal from a file") {
  const tests::TemporaryFolder folder;
  CHECK(rc::check([&] {
    const std::vector<Block> blocks = any_blocks();
    const auto path = folder.path() / "pulses.tsv";
    std::ofstream(path) << recording::to_text(table_from_blocks(blocks));
    RC_ASSERT(blocks_from_table(recording::read_table(path)) == blocks);
  }));
}

TEST_CASE("a plain table of single pulses needs no more than onset and side") {
  const auto blocks = blocks_from_table(table("onset tms_side", {"1.5 left", "6.5 left", "11.5 right"}));
  REQUIRE(blocks.size() == 2);
  CHECK(blocks[0].condition.hemisphere == Hemisphere::left);
  CHECK(blocks[0].trials.size() == 2);
  CHECK(blocks[0].trials[1].anchor == Anchor{AnchorKind::test_pulse, base::Seconds(6.5), base::Seconds(0.0)});
  CHECK(blocks[1].condition.hemisphere == Hemisphere::right);
  CHECK(blocks[0].id != blocks[1].id);
}

TEST_CASE("latencies of a pair count from the test pulse, given by its time or by the interval") {
  const std::string header = "onset trial_type tms_side tms_isi tms_test_time";
  for (const char* row : {"2.000 tms_paired_inter left 10 n/a", "2.000 tms_paired_inter left n/a 2.010",
                          "2.000 tms_paired_inter left 10 2.010"}) {
    const auto blocks = blocks_from_table(table(header, {row}));
    REQUIRE(blocks.size() == 1);
    CHECK(blocks[0].condition.conditioning->interval.value() == doctest::Approx(10.0).epsilon(1e-12));
    CHECK(blocks[0].condition.conditioning->hemisphere == Hemisphere::right);
    CHECK(blocks[0].trials[0].anchor.time.value() == doctest::Approx(2.010).epsilon(1e-12));
    CHECK(blocks[0].trials[0].pulses[0].time.value() == 2.0);
  }
}

TEST_CASE("of three pulses the onset is the first, and the second comes by its interval") {
  const std::string header = "onset trial_type tms_side tms_isi tms_early_side tms_early_isi tms_test_time";
  for (const char* row : {"2.000 tms_paired_same left 3 right 13 n/a", "2.000 n/a left 3 right 13 2.013"}) {
    const auto blocks = blocks_from_table(table(header, {row}));
    REQUIRE(blocks.size() == 1);
    CHECK(blocks[0].condition.earlier->hemisphere == Hemisphere::right);
    REQUIRE(blocks[0].trials[0].pulses.size() == 3);
    CHECK(blocks[0].trials[0].pulses[0].time.value() == 2.0);
    CHECK(blocks[0].trials[0].pulses[1].time.value() == doctest::Approx(2.010).epsilon(1e-12));
    CHECK(blocks[0].trials[0].anchor.time.value() == doctest::Approx(2.013).epsilon(1e-12));
  }
  check_refused(table(header, {"2.000 tms_paired_same left n/a right 13 n/a"}), "events.tsv, line 2, column tms_isi",
                "from it to the test pulse");
  check_refused(table(header, {"2.000 tms_paired_same left 13 right 3 n/a"}), "events.tsv, line 2, column tms_isi",
                "both count to the test pulse");
  check_refused(table("onset trial_type tms_isi tms_early_side", {"1 tms_paired 3 left"}),
                "events.tsv, line 2, column tms_early_side", "write tms_early_isi");
}

TEST_CASE("a reaction is a row of its own kind, of either task") {
  Table reactions = table("onset trial_type task task_side", {"1 rt_go n/a left", "3 rt_go simple both"});
  reactions.rows[1][2] = "simple reaction";
  const auto blocks = blocks_from_table(reactions);
  REQUIRE(blocks.size() == 2);
  CHECK(blocks[0].condition.task == Task::choice_reaction);
  CHECK(blocks[1].condition.task == Task::simple_reaction);
  CHECK(blocks[1].condition.both_intended);
  CHECK(table_from_blocks(blocks).cell(1, "trial_type") == "rt_go");
}

TEST_CASE("an onset at the test pulse of a pair is refused, since it is the first pulse's") {
  check_refused(table("onset trial_type tms_isi tms_test_time", {"1 tms_single n/a 1", "2.01 tms_paired 10 2.01"}),
                "events.tsv, line 3, column tms_isi", "onset is the first pulse");
}

TEST_CASE("cells that cannot be used are refused with line, column and what is allowed") {
  const auto single = [](const std::string& column, const std::string& cell) {
    return table("onset trial_type tms_test_reference " + column,
                 {"1 tms_single n/a n/a", "2 tms_single %RMT " + cell});
  };
  check_refused(single("tms_test_intensity", "0"), "events.tsv, line 3, column tms_test_intensity",
                "above 0, at most 300");
  check_refused(single("tms_test_intensity", "301"), "events.tsv, line 3, column tms_test_intensity", "at most 300");
  check_refused(single("tms_test_intensity", "nan"), "events.tsv, line 3, column tms_test_intensity", "a number");
  check_refused(table("onset trial_type tms_side", {"1 tms_single left", "2 tms_single top"}),
                "events.tsv, line 3, column tms_side", "left, right");
  check_refused(table("onset trial_type tms_isi", {"1 tms_paired -3"}), "events.tsv, line 2, column tms_isi",
                "above 0");
  check_refused(table("onset trial_type", {"nan tms_single"}), "events.tsv, line 2, column onset", "a number");
  check_refused(table("onset trial_type", {"n/a tms_single"}), "events.tsv, line 2, column onset", "time in s");
  check_refused(table("onset trial_type tms_test_intensity", {"1 tms_single 50"}),
                "events.tsv, line 2, column tms_test_reference", "%MSO, %RMT, %AMT");
  check_refused(table("onset trial_type tms_side", {"1 SICI left"}), "events.tsv, line 2, column trial_type",
                "tms_paired_same");
  check_refused(table("onset trial_type contraction", {"1 tms_single strong"}),
                "events.tsv, line 2, column contraction", "bilateral");
  check_refused(table("onset trial_type", {"1 voluntary"}), "events.tsv, line 2, column task", "phasic movement");
}

TEST_CASE("columns that contradict one another are refused") {
  check_refused(table("onset trial_type tms_side tms_cond_side tms_isi", {"1 tms_paired_inter left left 10"}),
                "events.tsv, line 2, column tms_cond_side", "correct");
  check_refused(table("onset trial_type tms_isi", {"1 tms_single 3"}), "events.tsv, line 2, column tms_isi",
                "tms_paired");
  check_refused(table("onset trial_type tms_test_time", {"1 tms_single 1.01"}),
                "events.tsv, line 2, column tms_test_time", "tms_paired");
  check_refused(table("onset trial_type contraction contraction_left", {"1 tms_single rest active"}),
                "events.tsv, line 2, column contraction_left", "correct");
  check_refused(table("onset trial_type rejected reject_reason", {"1 tms_single false noise"}),
                "events.tsv, line 2, column reject_reason", "correct");
}

TEST_CASE("a row of another kind is no trial, and neither is a trial without a pulse") {
  CHECK(blocks_from_table(table("onset trial_type", {"1 jump_start", "2 tms_catch", "3 n/a"})).empty());
}

TEST_CASE("rejected trials stay in their block with the reason") {
  const auto blocks = blocks_from_table(
      table("onset trial_type rejected reject_reason", {"1 tms_single true n/a", "2 tms_single n/a moved"}));
  REQUIRE(blocks.size() == 1);
  CHECK(blocks[0].trials[0].excluded == "rejected");
  CHECK(blocks[0].trials[1].excluded == "moved");
}

TEST_CASE("a row with a cell too few is refused with its line") {
  const tests::TemporaryFolder folder;
  const auto path = folder.path() / "pulses.tsv";
  std::ofstream(path) << "onset\ttrial_type\n1\ttms_single\n2\n";
  CHECK_THROWS_WITH_AS(recording::read_table(path), doctest::Contains("line 3"), base::Refusal);
}

TEST_CASE("the reference page names every column and every word") {
  std::ifstream in(std::string(TRILAYER_SOURCE_DIR) + "/docs/reference/events.md");
  const std::string page((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  for (const auto& column : recording::pulse_columns()) {
    CHECK_MESSAGE(page.find("| `" + std::string(column.name) + "` |") != std::string::npos, column.name);
    for (const auto& [word, meaning] : column.levels)
      CHECK_MESSAGE(page.find("`" + std::string(word) + "`") != std::string::npos, word);
  }
}

TEST_CASE("statements of one row that cannot both be true are refused in the column that is denied") {
  const std::string place = "events.tsv, line 2, column ";
  check_refused(table("onset trial_type tms_side tms_stimulated_side", {"1 tms_single left left"}),
                place + "tms_stimulated_side", "leave it out");
  check_refused(table("onset trial_type tms_side task_side", {"1 tms_single left left"}), place + "task_side",
                "contraction");
  check_refused(table("onset trial_type tms_side tms_after_cue", {"1 tms_single left 60"}), place + "tms_after_cue",
                "reaction");
  check_refused(table("onset trial_type tms_side contraction contraction_level", {"1 tms_single left bilateral 0"}),
                place + "contraction_level", "above 0");
  check_refused(table("onset trial_type tms_side contraction contraction_level_right", {"1 tms_single left rest 20"}),
                place + "contraction_level_right", "active");
}
