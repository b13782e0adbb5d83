#include "trilayer/recording/bids/bids.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <string>

#include "tests/recordings.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/recording/pulse_table.hpp"

using namespace trilayer;
using namespace trilayer::protocol;
using namespace trilayer::recording;
namespace fs = std::filesystem;

namespace {

Channel emg(Side side, double rate) {
  return {side == Side::left ? "FDI_L" : "FDI_R",
          ChannelKind::emg,
          "uV",
          base::Hertz(rate),
          side,
          "FDI",
          LabelSource::stated,
          0.5};
}

// A wave on the amplifier's grid, other for every channel and start.
Segment segment(const std::vector<Channel>& channels, double start, double seconds) {
  Segment made{base::Seconds(start), {}};
  for (std::size_t c = 0; c < channels.size(); ++c) {
    auto& row = made.samples.emplace_back(static_cast<std::size_t>(std::lround(seconds * channels[c].rate.value())));
    const double step = channels[c].resolution > 0.0 ? channels[c].resolution : 1.0;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const double wave = std::sin(0.01 * static_cast<double>(i) * static_cast<double>(c + 1) + start);
      row[i] = static_cast<float>(step * std::round(40.0 * wave));
    }
  }
  return made;
}

Pulse pulse(double time, PulseRole role, Hemisphere hemisphere, std::optional<Intensity> intensity) {
  return {base::Seconds(time), role, Site::m1, hemisphere, intensity, CurrentDirection::posterior_anterior};
}

const Intensity strong{120.0, IntensityReference::resting_motor_threshold};

Block single_pulses(std::vector<double> times) {
  Block block{"single", {}, {}};
  block.condition.hemisphere = Hemisphere::left;
  block.condition.intensity = strong;
  block.condition.hands = {{Contraction::active, 10.0}, {Contraction::rest, std::nullopt}};
  for (const double time : times)
    block.trials.push_back({{AnchorKind::test_pulse, base::Seconds(time), base::Seconds(0.0)},
                            {pulse(time, PulseRole::test, Hemisphere::left, strong)},
                            time == times.front() ? "coil moved" : ""});
  return block;
}

Block paired_pulses(std::vector<double> times) {
  Block block{"IHI 10 ms", {}, {}};
  block.condition.hemisphere = Hemisphere::left;
  block.condition.intensity = strong;
  block.condition.conditioning = Conditioning{Hemisphere::right, Site::m1, strong, base::Milliseconds(10.0), "1 mV"};
  for (const double time : times)
    block.trials.push_back({{AnchorKind::test_pulse, base::Seconds(time), base::Seconds(0.0)},
                            {pulse(time - 0.01, PulseRole::conditioning, Hemisphere::right, strong),
                             pulse(time, PulseRole::test, Hemisphere::left, strong)},
                            ""});
  return block;
}

Block voluntary(std::vector<double> times) {
  Block block{"right hand", {}, {}};
  block.condition.task = Task::sustained_contraction;
  block.condition.intended = Side::right;
  block.condition.force_percent = 20.0;
  for (const double time : times)
    block.trials.push_back({{AnchorKind::sustained, base::Seconds(time), base::Seconds(0.4)}, {}, ""});
  return block;
}

Context full_context() {
  Context context;
  context.age = 33.5;
  context.sex = "F";
  context.height = 171.0;
  context.handedness = "right";
  context.drugs = "levodopa 100 mg at 8:00, on";
  context.lesion = "none known";
  context.affected_side = Side::left;
  context.stimulator = "Stimulator \"S\"";
  context.coil = "figure of eight, 70 mm";
  context.coil_position = "hotspot of the right FDI";
  context.waveform = "monophasic";
  context.current_direction = CurrentDirection::posterior_anterior;
  context.thresholds = {{Hemisphere::left, false, 48.0, 1.5, "50 uV in 5 of 10"},
                        {Hemisphere::right, true, 41.0, {}, ""}};
  context.conditioning_calibration = "1 mV";
  return context;
}

// Both hands, a gap between two segments, channels of three rates, every kind of trial.
Recording broken_recording() {
  Recording recording;
  recording.channels = {
      emg(Side::left, 2000.0),
      emg(Side::right, 2000.0),
      {"force of the right hand", ChannelKind::other, "N", base::Hertz(250.0), {}, "", LabelSource::unknown, 0.25},
      {"Trigger", ChannelKind::trigger, "", base::Hertz(1000.0), {}, "", LabelSource::unknown, 1.0}};
  recording.channels[1].label_source = LabelSource::concluded;
  recording.segments = {segment(recording.channels, 0.0, 2.0), segment(recording.channels, 5.1, 3.0)};
  recording.markers = {{base::Seconds(0.5), base::Seconds(0.0), "S  1"},
                       {base::Seconds(5.3), base::Seconds(0.2), "tms_single"},
                       {base::Seconds(6.0), base::Seconds(0.0), "S255"}};
  recording.blocks = {voluntary({1.2, 7.5}), single_pulses({0.3, 5.6, 6.3}), paired_pulses({0.8, 6.9})};
  recording.mains = base::Hertz(50.0);
  return recording;
}

Recording plain_recording() {
  Recording recording;
  recording.channels = {emg(Side::left, 1000.0), emg(Side::right, 1000.0)};
  recording.segments = {segment(recording.channels, 0.0, 3.3)};
  recording.markers = {{base::Seconds(1.0 / 3.0), base::Seconds(0.0), "S254"}};
  recording.blocks = {single_pulses({1.0 / 3.0, 2.0 / 3.0}), paired_pulses({1.1, 2.1})};
  recording.mains = base::Hertz(60.0);
  return recording;
}

Session bilateral_session() { return {"P07", full_context(), {broken_recording(), plain_recording()}}; }

double tidy(double seconds) { return std::round(seconds * 1e9) / 1e9; }

// Times to 1 ns: all that is promised where a recording has gaps.
std::vector<Block> tidy(std::vector<Block> blocks) {
  for (Block& block : blocks)
    for (Trial& trial : block.trials) {
      trial.anchor.time = base::Seconds(tidy(trial.anchor.time.value()));
      for (Pulse& one : trial.pulses) one.time = base::Seconds(tidy(one.time.value()));
    }
  return blocks;
}

void check_equal(const Recording& read, const Recording& written) {
  REQUIRE(read.channels.size() == written.channels.size());
  for (std::size_t c = 0; c < read.channels.size(); ++c) CHECK_MESSAGE(read.channels[c] == written.channels[c], c);
  CHECK(read.segments == written.segments);
  CHECK(read.markers == written.markers);
  CHECK(tidy(read.blocks) == tidy(written.blocks));
  CHECK(read.mains == written.mains);
  for (const auto& warning : read.warnings) CHECK(warning.code == "channel_labels_concluded");
}

std::string text_of(const fs::path& path) { return base::read_file(path); }

// All files of a folder with their bytes.
std::map<std::string, std::string> content(const fs::path& folder) {
  std::map<std::string, std::string> files;
  for (const auto& entry : fs::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) files[fs::relative(entry.path(), folder).string()] = text_of(entry.path());
  return files;
}

void replace_in(const fs::path& path, const std::string& what, const std::string& by) {
  std::string text = text_of(path);
  const auto at = text.find(what);
  REQUIRE_MESSAGE(at != std::string::npos, what);
  text.replace(at, what.size(), by);
  std::ofstream(path, std::ios::binary) << text;
}

void check_refused(const fs::path& folder, const std::string& place, const std::string& problem) {
  try {
    read_bids(folder);
    FAIL("was read");
  } catch (const base::Refusal& refusal) {
    CHECK_MESSAGE(refusal.place().find(place) != std::string::npos, refusal.what());
    CHECK_MESSAGE(refusal.problem().find(problem) != std::string::npos, refusal.what());
  }
}

bool has_warning(const Recording& recording, const std::string& code) {
  return std::ranges::any_of(recording.warnings, [&](const auto& warning) { return warning.code == code; });
}

}  // namespace

TEST_CASE("a bilateral session with gaps, mixed rates, pairs and tasks comes back equal from EMG-BIDS") {
  const tests::TemporaryFolder folder;
  const Session written = bilateral_session();
  write_bids(folder.path() / "data", {written});
  CHECK(is_bids_dataset(folder.path() / "data"));
  const auto sessions = read_bids(folder.path() / "data");
  REQUIRE(sessions.size() == 1);
  CHECK(sessions[0].participant == "P07");
  CHECK(sessions[0].context == written.context);
  REQUIRE(sessions[0].recordings.size() == 2);
  check_equal(sessions[0].recordings[0], written.recordings[0]);
  check_equal(sessions[0].recordings[1], written.recordings[1]);
  CHECK(has_warning(sessions[0].recordings[0], "channel_labels_concluded"));  // a conclusion stays one
  CHECK(sessions[0].recordings[1].warnings.empty());
}

TEST_CASE("without gaps the times of trials come back to the last bit") {
  const tests::TemporaryFolder folder;
  write_bids(folder.path() / "data", {{"P07", {}, {plain_recording()}}});
  CHECK(read_bids(folder.path() / "data")[0].recordings[0].blocks == plain_recording().blocks);
}

TEST_CASE("whatever the segments and where the pulses, recordings come back equal") {
  CHECK(rc::check([] {
    Recording recording;
    recording.channels = {emg(Side::left, 500.0), emg(Side::right, 500.0)};
    std::vector<double> times;
    double start = *rc::gen::inRange(0, 3) * 0.7;
    for (int i = *rc::gen::inRange(1, 5); i > 0; --i) {
      const double seconds = *rc::gen::inRange(1, 4) * 0.25;
      recording.segments.push_back(segment(recording.channels, start, seconds));
      if (*rc::gen::arbitrary<bool>()) times.push_back(start + seconds / 3.0);
      start += seconds + *rc::gen::inRange(0, 4) * 0.11;
    }
    for (const double time : times) recording.markers.push_back({base::Seconds(time), base::Seconds(0.0), "S1"});
    if (!times.empty()) recording.blocks = {paired_pulses(times)};
    const tests::TemporaryFolder folder;
    write_bids(folder.path() / "data", {{"P07", {}, {recording}}});
    const Recording read = read_bids(folder.path() / "data").at(0).recordings.at(0);
    RC_ASSERT(read.segments == recording.segments);
    RC_ASSERT(read.markers == recording.markers);
    RC_ASSERT(tidy(read.blocks) == tidy(recording.blocks));
  }));
}

TEST_CASE("the same sessions give the same bytes, and what is read is written the same again") {
  const tests::TemporaryFolder folder;
  write_bids(folder.path() / "one", {bilateral_session()});
  write_bids(folder.path() / "two", {bilateral_session()});
  write_bids(folder.path() / "three", read_bids(folder.path() / "one"));
  CHECK(content(folder.path() / "one") == content(folder.path() / "two"));
  CHECK(content(folder.path() / "one") == content(folder.path() / "three"));
}

TEST_CASE("onsets count from the first sample stored, true starts of segments stand beside them") {
  const tests::TemporaryFolder folder;
  write_bids(folder.path() / "data", {bilateral_session()});
  const Table table = read_table(folder.path() / "data/sub-P07/emg/sub-P07_task-tms_run-1_events.tsv");
  std::size_t starts = 0;
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    const double onset = *base::parse_number(table.cell(r, "onset"));
    const double acquired = *base::parse_number(table.cell(r, "acq_onset"));
    CHECK(onset == doctest::Approx(acquired < 5.0 ? acquired : acquired - 3.1));
    if (table.cell(r, "trial_type") == "segment_start") ++starts;
    if (table.cell(r, "trial_type") == "tms_paired_inter")
      CHECK(*base::parse_number(table.cell(r, "tms_test_time")) == doctest::Approx(onset + 0.01));
  }
  CHECK(starts == 2);
}

TEST_CASE("two sessions of one participant stay apart and share only what both state") {
  const tests::TemporaryFolder folder;
  Session first{"P07_ses-1", full_context(), {plain_recording()}};
  Session second = first;
  second.participant = "P07_ses-2";
  second.context.age = 34.5;
  second.context.drugs = "none";
  second.context.height.reset();
  write_bids(folder.path() / "data", {first, second});
  CHECK(fs::exists(folder.path() / "data/sub-P07/ses-2/emg/sub-P07_ses-2_task-tms_emg.edf"));
  const auto sessions = read_bids(folder.path() / "data");
  REQUIRE(sessions.size() == 2);
  CHECK(sessions[0].participant == "P07_ses-1");
  CHECK(sessions[0].context == first.context);
  CHECK(sessions[1].participant == "P07_ses-2");
  CHECK(sessions[1].context == second.context);
}

TEST_CASE("a data set is written whole or not at all") {
  const tests::TemporaryFolder folder;
  Session wrong = bilateral_session();
  wrong.recordings[1].channels[0].rate = base::Hertz(1000.0 / 3.0);  // no longer the length of the other channel
  CHECK_THROWS_AS(write_bids(folder.path() / "data", {wrong}), base::Refusal);
  CHECK(fs::is_empty(folder.path()));
  wrong = bilateral_session();
  wrong.participant = "../P07";
  CHECK_THROWS_AS(write_bids(folder.path() / "data", {wrong}), base::Refusal);
  CHECK(fs::is_empty(folder.path()));
}

TEST_CASE("a data set that contradicts itself is refused with the place") {
  const tests::TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  const fs::path stem = data / "sub-P07/emg/sub-P07_task-tms";
  write_bids(data, {{"P07", full_context(), {plain_recording()}}});
  const auto file = [&](const std::string& end) { return fs::path(stem.string() + end); };

  SUBCASE("description that is no JSON") {
    replace_in(data / "dataset_description.json", "\"Name\":", "\"Name\"");
    check_refused(data, "dataset_description.json, line 2", "no valid JSON");
  }
  SUBCASE("data file missing") {
    fs::remove(file("_emg.edf"));
    check_refused(data, "_emg.json", "data file is missing");
  }
  SUBCASE("no recordings") {
    fs::remove_all(data / "sub-P07");
    check_refused(data, "data", "no EMG recordings");
  }
  SUBCASE("another sampling frequency") {
    replace_in(file("_emg.json"), "\"SamplingFrequency\": 1000.0", "\"SamplingFrequency\": 2000.0");
    check_refused(data, "_emg.json", "SamplingFrequency is 2000 Hz");
  }
  SUBCASE("a channel too few") {
    std::string text = text_of(file("_channels.tsv"));
    text.resize(text.rfind("FDI_R\tEMG"));
    std::ofstream(file("_channels.tsv")) << text;
    check_refused(data, "_channels.tsv", "has 1 rows");
  }
  SUBCASE("a channel of another name") {
    replace_in(file("_channels.tsv"), "FDI_R", "APB_R");
    check_refused(data, "_channels.tsv, line 3, column name", "is 'APB_R'");
  }
  SUBCASE("an unknown side") {
    replace_in(file("_channels.tsv"), "right", "both");
    check_refused(data, "_channels.tsv, line 3, column side", "'both'");
  }
  SUBCASE("EMG in another unit than a voltage") {
    replace_in(file("_channels.tsv"), "\tuV\t", "\tN\t");
    check_refused(data, "_channels.tsv, line 2, column units", "no voltage");
  }
  SUBCASE("an event past the end") {
    replace_in(file("_events.tsv"), "2.09", "3.39");
    check_refused(data, "_events.tsv, line 6, column onset", "ends at 3.3 s");
  }
  SUBCASE("an onset that is no number") {
    replace_in(file("_events.tsv"), "\n0.3333333333333333\t", "\nnan\t");
    check_refused(data, "_events.tsv, line 2, column onset", "no time");
  }
  SUBCASE("an events file without a byte") {
    std::ofstream(file("_events.tsv"), std::ios::trunc);
    check_refused(data, "_events.tsv", "is empty");
  }
  SUBCASE("epochs without a length") {
    replace_in(file("_emg.json"), "\"continuous\"", "\"epoched\"");
    check_refused(data, "_emg.json", "EpochLength");
  }
  SUBCASE("an unknown key of the session's context") {
    replace_in(file("_emg.json"), "\"CoilPosition\"", "\"CoilPlace\"");
    check_refused(data, "_emg.json", "SessionContext.CoilPlace");
  }
}

TEST_CASE("whatever is changed in its tables and sidecars, a data set is read or refused, never more") {
  const tests::TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  write_bids(data, {{"P07", full_context(), {broken_recording()}}});
  std::map<std::string, std::string> files = content(data);
  std::erase_if(files, [](const auto& file) { return file.first.ends_with(".edf") || file.first == "README"; });
  const std::vector<std::string> scraps{"", "\t", "\n", "\"", "0", "-", "n/a", "1e308", "{", "null", "\xff", "[1]"};
  CHECK(rc::check([&] {
    const auto file = *rc::gen::elementOf(std::vector<std::pair<std::string, std::string>>(files.begin(), files.end()));
    std::string text = file.second;
    const auto at = static_cast<std::size_t>(*rc::gen::inRange(0, static_cast<int>(text.size())));
    text.replace(at, static_cast<std::size_t>(*rc::gen::inRange(0, 12)), *rc::gen::elementOf(scraps));
    std::ofstream(data / file.first, std::ios::binary) << text;
    try {
      RC_ASSERT(read_bids(data).size() == 1);
    } catch (const base::Refusal& refusal) {
      RC_ASSERT(!refusal.place().empty() && !refusal.advice().empty());
    }
    std::ofstream(data / file.first, std::ios::binary) << file.second;
  }));
}

TEST_CASE("what BIDS only recommends is told and not refused") {
  const tests::TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  const fs::path stem = data / "sub-P07/emg/sub-P07_task-tms";
  write_bids(data, {{"P07", {}, {plain_recording()}}});
  const auto file = [&](const std::string& end) { return fs::path(stem.string() + end); };
  const auto read = [&] { return read_bids(data).at(0).recordings.at(0); };

  replace_in(file("_emg.json"), "\"EMGChannelCount\": 2", "\"EMGChannelCount\": 3");
  CHECK(has_warning(read(), "emg_channel_count_differs"));
  replace_in(file("_emg.json"), "\"RecordingDuration\": 3.3", "\"RecordingDuration\": 9");
  CHECK(has_warning(read(), "recording_duration_differs"));
  replace_in(file("_emg.json"), "\"EMGReference\"", "\"Reference\"");
  CHECK(has_warning(read(), "bids_keys_missing"));
  replace_in(file("_channels.tsv"), "\tuV\t", "\tmV\t");
  CHECK(has_warning(read(), "channel_units_differ"));
  std::ofstream(file("_events.tsv")) << "onset\tduration\n";
  CHECK(has_warning(read(), "events_empty"));
  std::ofstream(data / "participants.tsv") << "participant_id\nsub-01\n";
  CHECK(has_warning(read(), "participant_not_listed"));
}

TEST_CASE("epochs without stated starts follow one another, and it says so") {
  const tests::TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  Recording recording = plain_recording();
  recording.blocks.clear();
  recording.segments = {segment(recording.channels, 0.0, 3.0)};
  write_bids(data, {{"P07", {}, {recording}}});
  replace_in(data / "sub-P07/emg/sub-P07_task-tms_emg.json", "\"continuous\"", "\"epoched\", \"EpochLength\": 1.5");
  const Recording read = read_bids(data).at(0).recordings.at(0);
  REQUIRE(read.segments.size() == 2);
  CHECK(read.segments[1].start == base::Seconds(1.5));
  CHECK(read.segments[1].samples[0].size() == 1500);
  CHECK(has_warning(read, "epoch_starts_unknown"));
}

TEST_CASE("events of other kinds become markers, and the height of a participant may be in metres") {
  const tests::TemporaryFolder folder;
  const fs::path data = folder.path() / "data";
  write_bids(data, {{"P07", {}, {plain_recording()}}});
  std::ofstream(data / "sub-P07/emg/sub-P07_task-tms_events.tsv")
      << "onset\tduration\ttrial_type\tvalue\n0.5\t1\tstimulus\tpull_right\n1.5\tn/a\tgo\tn/a\n";
  std::ofstream(data / "participants.tsv") << "participant_id\theight\nsub-P07\t1.71\n";
  std::ofstream(data / "participants.json") << R"({"height": {"Units": "m"}})";
  const Session session = read_bids(data).at(0);
  CHECK(*session.context.height == doctest::Approx(171.0));
  CHECK(session.recordings[0].blocks.empty());
  CHECK(session.recordings[0].markers ==
        std::vector<Marker>{{base::Seconds(0.5), base::Seconds(1.0), "stimulus/pull_right"},
                            {base::Seconds(1.5), base::Seconds(0.0), "go"}});
}

TEST_CASE("the data sets of bids-examples open, or are refused for a stated reason") {
  const auto folder = tests::recordings();
  if (!folder) return;
  struct Outcome {
    std::string name;
    std::size_t recordings;  ///< 0: refused
    std::size_t channels;    ///< of the first recording
    std::string reason;      ///< of the refusal
  };
  const std::vector<Outcome> outcomes{
      {"emg_ConcurrentIndependentUnits", 0, 0, "the data file ends at 0.5 s"},
      {"emg_CustomBipolar", 1, 1, ""},
      {"emg_CustomBipolarFace", 1, 6, ""},
      {"emg_IndependentMod", 1, 6, ""},
      {"emg_MultiBodyParts", 1, 2, ""},
      {"emg_Multimodal", 0, 0, "damaged header"},
      {"emg_TwoHDsEMG", 1, 128, ""},
      {"emg_TwoWristbands", 1, 32, ""},
  };
  for (const Outcome& outcome : outcomes) {
    INFO(outcome.name);
    try {
      const auto sessions = read_bids(*folder / "bids-examples" / outcome.name);
      REQUIRE(sessions.size() == 1);
      REQUIRE(sessions[0].recordings.size() == outcome.recordings);
      CHECK(sessions[0].recordings[0].channels.size() == outcome.channels);
      CHECK(sessions[0].recordings[0].mains == base::Hertz(60.0));
      CHECK(sessions[0].context.age.has_value());
      // Their tables say V where the files say uV.
      CHECK(has_warning(sessions[0].recordings[0], "channel_units_differ"));
    } catch (const base::Refusal& refusal) {
      MESSAGE(std::string(refusal.what()));
      CHECK(outcome.recordings == 0);
      CHECK(refusal.problem().find(outcome.reason) != std::string::npos);
    }
  }
}

TEST_CASE("inherited tables and sidecars apply from above") {
  const auto folder = tests::recordings();
  if (!folder) return;
  const Session session = read_bids(*folder / "bids-examples/emg_TwoHDsEMG").at(0);
  CHECK(session.recordings[0].mains == base::Hertz(60.0));  // only the task's sidecar at the root says so
  const Session parts = read_bids(*folder / "bids-examples/emg_MultiBodyParts").at(0);
  CHECK(parts.recordings[0].channels[0].muscle == "FDI");  // "First Dorsal Interosseous"
  CHECK(parts.recordings[0].channels[0].label_source == LabelSource::stated);
  CHECK_FALSE(parts.recordings[0].channels[0].side.has_value());
}

TEST_CASE("every key and column that the BIDS schema requires or recommends of EMG is written") {
  const char* schema = std::getenv("TRILAYER_BIDS_SCHEMA");
  if (schema == nullptr) {
    MESSAGE("skipped: TRILAYER_BIDS_SCHEMA names no folder with the BIDS schema");
    return;
  }
  const tests::TemporaryFolder folder;
  write_bids(folder.path() / "data", {{"P07", {}, {plain_recording()}}});
  const fs::path stem = folder.path() / "data/sub-P07/emg/sub-P07_task-tms";
  // The lines "Key: required" under a rule, and "Key:" with "level: required" in the line after.
  const auto keys = [](const std::string& text, const std::vector<std::string>& levels) {
    std::vector<std::string> found;
    std::string before;
    for (const std::string& line : base::lines(text)) {
      const auto colon = line.find(':');
      const std::string key(base::trim(line.substr(0, colon)));
      const std::string value(colon == std::string::npos ? "" : base::trim(line.substr(colon + 1)));
      if (std::ranges::find(levels, value) != levels.end()) found.push_back(key == "level" ? before : key);
      before = key;
    }
    return found;
  };
  const std::string sidecar = text_of(stem.string() + "_emg.json");
  const auto required = keys(text_of(fs::path(schema) / "rules/sidecars/emg.yaml"), {"required", "recommended"});
  CHECK(required.size() > 15);
  for (const std::string& key : required) CHECK_MESSAGE(sidecar.find("\"" + key + "\":") != std::string::npos, key);

  const std::string tables = text_of(fs::path(schema) / "rules/tabular_data/emg.yaml");
  const auto columns = keys(tables.substr(0, tables.find("EMGElectrodes")), {"required"});
  const Table channels = read_table(stem.string() + "_channels.tsv");
  CHECK(columns.size() == 3);
  for (std::size_t i = 0; i < columns.size(); ++i)
    CHECK(channels.columns.at(i) == columns[i].substr(0, columns[i].find("__")));
}
