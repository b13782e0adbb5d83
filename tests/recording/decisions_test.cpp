#include "trilayer/recording/decisions.hpp"

#include <doctest/doctest.h>

#include <functional>

#include "tests/recording/example.hpp"
#include "tests/recordings.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/base/parallel.hpp"
#include "trilayer/recording/decisions_file.hpp"
#include "trilayer/recording/pulses.hpp"

using namespace trilayer;
using recording::Decision;
using recording::Recording;
using recording::Verdict;

namespace {

Recording four_pulses() {
  auto made = tests::noise_recording({"LFDI", "RFDI"}, 6.0);
  for (std::size_t c = 0; c < 2; ++c) {
    made.channels[c].side = c == 0 ? protocol::Side::left : protocol::Side::right;
    made.channels[c].muscle = "FDI";
  }
  tests::add_markers(made, "S1", 1.0, 1.0, 4);
  recording::place_pulses(made, recording::parse_mapping("[pulses.S1]\nhemisphere = \"left\"", "x"));
  return made;
}

Decision rejected(int trial) {
  Decision d;
  d.recording = "test.vhdr";
  d.block = "S1";
  d.trial = trial;
  d.time = base::Seconds(trial);
  d.verdict = Verdict::reject;
  d.who = "AB";
  d.when = "2026-11-22T22:14:38Z";
  d.detectors = "trilayer 1, settings 2";
  d.why = "coughed";
  return d;
}

Decision moved(int trial, const char* measure, double value) {
  Decision d = rejected(trial);
  d.verdict = Verdict::moved;
  d.measure = measure;
  d.value = value;
  if (*measure != '\0') {
    d.side = protocol::Side::right;
    d.muscle = "FDI";
  }
  return d;
}

std::string refusal(const std::function<void()>& act) {
  try {
    act();
  } catch (const base::Refusal& refused) {
    return refused.what();
  }
  return "";
}

}  // namespace

TEST_CASE("decisions written are decisions read, and nothing written is changed") {
  const tests::TemporaryFolder folder;
  const auto file = folder.path() / "a.decisions.tsv";
  CHECK(recording::read_decisions(file).empty());
  const std::vector<Decision> all{rejected(1), moved(2, "cmep_latency", 22.5), moved(3, "", -3.25)};
  recording::append_decision(file, all[0]);
  const std::string first = base::read_file(file);
  recording::append_decision(file, all[1]);
  recording::append_decision(file, all[2]);
  CHECK(recording::read_decisions(file) == all);
  CHECK(base::read_file(file).substr(0, first.size()) == first);
}

TEST_CASE("decisions that several people write at once are all kept, and a link stays a link") {
  const tests::TemporaryFolder folder;
  const auto file = folder.path() / "store.tsv", link = folder.path() / "a.decisions.tsv";
  recording::append_decision(file, rejected(1));
  std::filesystem::create_symlink(file, link);
  base::for_each_index(24, 8,
                       [&](std::size_t i) { recording::append_decision(link, rejected(static_cast<int>(i) + 2)); });
  CHECK(recording::read_decisions(file).size() == 25);
  CHECK(std::filesystem::is_symlink(link));
}

TEST_CASE("the later of two decisions on the same thing is in force, other things are untouched") {
  Decision accepted = rejected(1);
  accepted.verdict = Verdict::accept;
  const auto last = recording::in_force({rejected(1), rejected(2), accepted, moved(1, "cmep_latency", 20.0)});
  CHECK(last == std::vector<Decision>{rejected(2), accepted, moved(1, "cmep_latency", 20.0)});
}

TEST_CASE("a rejected trial says by whom, when and why; a rejected muscle leaves the other in") {
  Recording made = four_pulses();
  Decision hand = rejected(2);
  hand.side = protocol::Side::left;
  hand.muscle = "FDI";
  recording::apply_decisions(made, {rejected(1), hand}, "a.decisions.tsv", "");
  CHECK(made.blocks[0].trials[0].excluded == "rejected by AB on 2026-11-22: coughed");
  CHECK(made.blocks[0].trials[1].excluded.empty());
  CHECK(!protocol::used(made.blocks[0].trials[1], 0));
  CHECK(protocol::used(made.blocks[0].trials[1], 1));
  CHECK(made.decisions.size() == 2);
}

TEST_CASE("accept brings an excluded trial back") {
  Recording made = four_pulses();
  made.blocks[0].trials[0].excluded = "rejected in the events table";
  Decision accepted = rejected(1);
  accepted.verdict = Verdict::accept;
  recording::apply_decisions(made, {accepted}, "a.decisions.tsv", "");
  CHECK(made.blocks[0].trials[0].excluded.empty());
  CHECK(recording::accepted(made, "S1", 0, 1));
  CHECK(!recording::accepted(made, "S1", 1, 1));
}

TEST_CASE("a moved trial takes its pulses with it") {
  Recording made = four_pulses();
  recording::apply_decisions(made, {moved(2, "", 4.0)}, "a.decisions.tsv", "");
  CHECK(made.blocks[0].trials[1].anchor.time.value() == doctest::Approx(2.004));
  CHECK(made.blocks[0].trials[1].pulses[0].time.value() == doctest::Approx(2.004));
}

TEST_CASE("decisions of another recording are not applied, those of another version are, and it is said") {
  Recording made = four_pulses();
  Decision other = rejected(3);
  other.recording = "other.vhdr";
  recording::apply_decisions(made, {rejected(1), other}, "a.decisions.tsv", "trilayer 2, settings 2");
  CHECK(made.blocks[0].trials[2].excluded.empty());
  CHECK(!made.blocks[0].trials[0].excluded.empty());
  REQUIRE(made.warnings.size() == 2);
  CHECK(made.warnings[0].code == "decisions");
  CHECK(made.warnings[1].code == "decided_otherwise");
}

TEST_CASE("a decision on what is not there, or is another trial by now, is refused") {
  Recording made = four_pulses();
  const auto refused = [&](Decision d) {
    return refusal([&] { recording::apply_decisions(made, {d}, "a.decisions.tsv", ""); });
  };
  Decision block = rejected(1), muscle = rejected(1), time = rejected(1);
  block.block = "S9";
  muscle.side = protocol::Side::left;
  muscle.muscle = "APB";
  time.time = base::Seconds(1.5);
  CHECK(refused(block).find("the blocks are: S1") != std::string::npos);
  CHECK(refused(rejected(5)).find("trial 5 of block S1, which has 4") != std::string::npos);
  CHECK(refused(muscle).find("left APB") != std::string::npos);
  CHECK(refused(time).find("is at 1.000 s, but was at 1.500 s") != std::string::npos);
}

TEST_CASE("what is no decision is refused with file, line and column") {
  const tests::TemporaryFolder folder;
  const auto file = folder.path() / "a.decisions.tsv";
  recording::append_decision(file, rejected(1));
  const std::string good = base::read_file(file);
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = good;
    text.replace(text.find(from), from.size(), to);
    base::write_file(file, text);
    return refusal([&] { static_cast<void>(recording::read_decisions(file)); });
  };
  CHECK(with("reject\t", "perhaps\t").find("line 2, column decision") != std::string::npos);
  CHECK(with("2026-11-22T22:14:38Z", "yesterday").find("line 2, column when") != std::string::npos);
  CHECK(with("\tAB\t", "\tAlice Bloggs\t").find("column who") != std::string::npos);
  CHECK(with("\tcoughed", "\tn/a").find("column why") != std::string::npos);
  CHECK(with("\twhy", "\treason").find("has no column why") != std::string::npos);
}

TEST_CASE("a move out of range, a rejected number and a muscle without a side are no decisions") {
  const tests::TemporaryFolder folder;
  const auto file = folder.path() / "a.decisions.tsv";
  const auto refused = [&](const Decision& d) { return refusal([&] { recording::append_decision(file, d); }); };
  Decision number = moved(1, "cmep_latency", 20.0), muscle = rejected(1);
  number.verdict = Verdict::reject;
  number.value.reset();
  muscle.muscle = "FDI";
  CHECK(refused(moved(1, "cmep_latency", 0.0)).find("from 1 to 200") != std::string::npos);
  CHECK(refused(moved(1, "", 101.0)).find("from -100 to 100") != std::string::npos);
  CHECK(refused(moved(1, "ihi", 20.0)).find("cmep_latency and csp_duration") != std::string::npos);
  CHECK(!refused(number).empty());
  CHECK(!refused(muscle).empty());
  CHECK(!std::filesystem::exists(file));
}

TEST_CASE("decisions stand beside a file, and among the derivatives of a data set") {
  const tests::TemporaryFolder folder;
  CHECK(recording::decisions_file("data/run1.vhdr", "run1.vhdr") == "data/run1.decisions.tsv");
  const auto file = recording::decisions_file(folder.path(), "sub-01_ses-2_task-tms_run-1_emg.edf");
  CHECK(file == folder.path() / "derivatives/trilayer/sub-01/ses-2/emg/sub-01_ses-2_task-tms_run-1_decisions.tsv");
  recording::append_decision(file, rejected(1));
  CHECK(std::filesystem::exists(folder.path() / "derivatives/trilayer/dataset_description.json"));
  CHECK(recording::read_decisions(file).size() == 1);
}
