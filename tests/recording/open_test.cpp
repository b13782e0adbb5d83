#include "trilayer/recording/open.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <string>

#include "tests/recording/docs_examples.hpp"
#include "tests/recording/example.hpp"
#include "tests/recordings.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/recording/decisions_file.hpp"
#include "trilayer/recording/formats/edf.hpp"
#include "trilayer/recording/pulse_table.hpp"

namespace fs = std::filesystem;
using namespace trilayer;
using protocol::Hemisphere;
using recording::OpenOptions;
using recording::Session;

namespace {

// Ten pulses, two hands, no artefact; written as EDF.
recording::Recording example() {
  auto made = tests::noise_recording({"LFDI", "RFDI"}, 12.0);
  made.name = "example.edf";
  tests::add_markers(made, "S1", 1.0, 1.0, 10);
  tests::add_markers(made, "S2", 1.5, 2.0, 4);
  return made;
}

base::Refusal refusal(const fs::path& path, const OpenOptions& options = {}) {
  try {
    recording::open(path, options);
  } catch (const base::Refusal& caught) {
    return caught;
  }
  FAIL("not refused: " << path);
  return {"", "", ""};
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

OpenOptions marker(const std::string& code, std::optional<Hemisphere> hemisphere) {
  OpenOptions options;
  options.pulse_marker = code;
  options.hemisphere = hemisphere;
  return options;
}

bool warned(const recording::Recording& made, const std::string& code) {
  return std::ranges::any_of(made.warnings, [&](const base::Warning& warning) { return warning.code == code; });
}

double rms(const recording::Recording& made, std::size_t channel, base::Seconds from, double seconds) {
  const auto count = static_cast<std::size_t>(seconds * made.channels[channel].rate.value());
  const auto samples = recording::samples_at(made, channel, from, count);
  REQUIRE(samples.size() == count);
  double sum = 0.0;
  double squares = 0.0;
  for (const float sample : samples) {
    sum += static_cast<double>(sample);
    squares += static_cast<double>(sample) * static_cast<double>(sample);
  }
  const double mean = sum / static_cast<double>(count);
  return std::sqrt(squares / static_cast<double>(count) - mean * mean);
}

}  // namespace

TEST_CASE("a file becomes a session with labelled channels and its pulses in a block") {
  const tests::TemporaryFolder folder;
  const fs::path path = folder.path() / "Jane Doe.edf";
  recording::write_edf(path, example());
  const auto sessions = recording::open(path, marker("S1", Hemisphere::left));
  REQUIRE(sessions.size() == 1);
  CHECK(sessions[0].participant == "recording");  // the file's name may be a person's
  const auto& made = sessions[0].recordings.at(0);
  CHECK(recording::label(made.channels.at(0)) == "left FDI");
  CHECK(warned(made, "channel_labels_concluded"));
  REQUIRE(made.blocks.size() == 1);
  CHECK(made.blocks[0].trials.size() == 10);
  CHECK(made.blocks[0].condition.hemisphere == Hemisphere::left);
  CHECK_FALSE(made.marker_delay);
}

TEST_CASE("a file whose ending says nothing is known by its first bytes") {
  const tests::TemporaryFolder folder;
  recording::write_edf(folder.path() / "a.edf", example());
  fs::rename(folder.path() / "a.edf", folder.path() / "a.REC");
  CHECK(recording::open(folder.path() / "a.REC").size() == 1);
  recording::write_edf(folder.path() / "a.edf", example());
  fs::rename(folder.path() / "a.edf", folder.path() / "a.EDF");
  CHECK(recording::open(folder.path() / "a.EDF").size() == 1);
}

TEST_CASE("what cannot be read is refused with what can be, or how to export it") {
  const tests::TemporaryFolder folder;
  const auto file = [&](const std::string& name) {
    std::ofstream(folder.path() / name) << "something else";
    return folder.path() / name;
  };
  CHECK(contains(refusal(folder.path() / "none.edf").problem(), "no such file"));
  CHECK(contains(refusal(file("a.docx")).advice(), ".vhdr"));
  CHECK(contains(refusal(file("a")).advice(), "EMG-BIDS"));
  CHECK(contains(refusal(file("a.smrx")).advice(), "Spike2"));
  CHECK(contains(refusal(file("a.SMR")).problem(), "Spike2"));
  CHECK(contains(refusal(file("a.cfs")).problem(), "Signal"));
  CHECK(contains(refusal(file("a.adicht")).advice(), "LabChart"));
  CHECK(contains(refusal(file("a.mat")).advice(), "MATLAB"));
  CHECK(contains(refusal(file("a.eeg")).advice(), ".vhdr"));
  CHECK(contains(refusal(folder.path()).problem(), "dataset_description.json"));
}

TEST_CASE("what is said of the pulses must be whole and said once") {
  const tests::TemporaryFolder folder;
  const fs::path path = folder.path() / "a.edf";
  recording::write_edf(path, example());
  CHECK(contains(refusal(path, marker("S1", std::nullopt)).advice(), "never guessed"));
  CHECK(contains(refusal(path, marker("", Hemisphere::left)).advice(), "--pulse-marker"));
  CHECK(contains(refusal(path, marker("S9", Hemisphere::left)).advice(), "'S1' (10, first at 1.000 s), 'S2' (4"));
  auto twice = marker("S1", Hemisphere::left);
  twice.mapping = folder.path() / "lab.toml";
  base::write_file(*twice.mapping, "[pulses.S1]\nhemisphere = \"left\"\n");
  CHECK(contains(refusal(path, twice).problem(), "said twice"));
}

TEST_CASE("a mapping that says only who is on which wire goes with --pulse-marker") {
  const tests::TemporaryFolder folder;
  const fs::path path = folder.path() / "a.edf";
  recording::write_edf(path, example());
  auto options = marker("S1", Hemisphere::left);
  options.mapping = folder.path() / "lab.toml";
  base::write_file(
      *options.mapping,
      "participant = \"P07\"\nmarker_shift_ms = -5\n[channels]\nLFDI = \"left APB\"\n[context]\nage = 34\n");
  auto session = recording::open(path, options).at(0);
  CHECK(session.participant == "P07");
  CHECK(session.context.age == 34.0);
  CHECK(recording::label(session.recordings[0].channels[0]) == "left APB");
  CHECK(session.recordings[0].blocks[0].trials[0].anchor.time.value() == doctest::Approx(0.995));
  options.marker_shift = base::Milliseconds(2.0);
  session = recording::open(path, options).at(0);
  CHECK(session.recordings[0].blocks[0].trials[0].anchor.time.value() == doctest::Approx(1.002));
}

TEST_CASE("a decision that keeps a recording closed is found before it is written, and passed over on request") {
  const tests::TemporaryFolder folder;
  const fs::path path = folder.path() / "example.edf";
  auto made = example();
  made.markers[0].time = base::Seconds(0.05);
  recording::write_edf(path, made);
  OpenOptions options = marker("S1", Hemisphere::left);
  recording::Decision moved{"example.edf",
                            "S1",
                            1,
                            base::Seconds(0.05),
                            std::nullopt,
                            "",
                            "",
                            recording::Verdict::moved,
                            -90.0,
                            "AB",
                            "2026-11-22T22:14:38Z",
                            "d",
                            "late trigger"};
  CHECK_NOTHROW(recording::open(path, options));
  options.also = moved;
  CHECK(contains(refusal(path, options).problem(), "before its first sample"));
  options.also.reset();
  recording::append_decision(recording::decisions_file(path, "example.edf"), moved);
  CHECK(contains(refusal(path, options).problem(), "before its first sample"));
  options.decisions = false;
  CHECK(recording::open(path, options)[0].recordings[0].decisions.empty());
  options.decisions = true;
  moved.verdict = recording::Verdict::accept;
  moved.value.reset();
  recording::append_decision(recording::decisions_file(path, "example.edf"), moved);
  CHECK_NOTHROW(recording::open(path, options));
}

TEST_CASE("decisions on a recording of another name are told, since none of them is applied") {
  const tests::TemporaryFolder folder;
  const fs::path path = folder.path() / "example.edf";
  recording::write_edf(path, example());
  recording::append_decision(recording::decisions_file(path, "example.edf"),
                             {"before.edf", "S1", 1, base::Seconds(1.0), std::nullopt, "", "",
                              recording::Verdict::reject, std::nullopt, "AB", "2026-11-22T22:14:38Z", "d", "cough"});
  const auto sessions = recording::open(path, marker("S1", Hemisphere::left));
  CHECK(warned(sessions[0].recordings[0], "decisions_of_another"));
  CHECK(sessions[0].recordings[0].decisions.empty());
}

TEST_CASE("a pulse table beside the recording gives the same blocks as it was written from") {
  const tests::TemporaryFolder folder;
  const fs::path path = folder.path() / "a.edf";
  recording::write_edf(path, example());
  const auto blocks = recording::open(path, marker("S1", Hemisphere::left)).at(0).recordings[0].blocks;
  OpenOptions options;
  options.pulse_table = folder.path() / "pulses.tsv";
  base::write_file(*options.pulse_table, recording::to_text(recording::table_from_blocks(blocks)));
  CHECK(recording::open(path, options).at(0).recordings[0].blocks == blocks);
  options.marker_shift = base::Milliseconds(20000.0);
  CHECK(contains(refusal(path, options).problem(), "past the end"));
}

TEST_CASE("where nothing says which marker is the pulse, blocks stay empty and the markers are listed on demand") {
  const tests::TemporaryFolder folder;
  const fs::path path = folder.path() / "a.edf";
  recording::write_edf(path, example());
  const auto session = recording::open(path).at(0);
  CHECK(session.recordings[0].blocks.empty());
  try {
    recording::require_blocks(session);
    FAIL("not refused");
  } catch (const base::Refusal& caught) {
    CHECK(contains(caught.advice(), "'S1' (10, first at 1.000 s)"));
    CHECK(contains(caught.advice(), "add --pulse-marker \"S1\" --hemisphere left (or right)"));
  }
  CHECK_NOTHROW(recording::require_blocks(recording::open(path, marker("S1", Hemisphere::left)).at(0)));
}

TEST_CASE("the real BrainVision recording opens by either of its files, and says how its markers lie") {
  const auto recordings = tests::recordings();
  if (!recordings) return;
  const fs::path stem = *recordings / "tms-analysis-toolbox/brainvision/Example Data 1";
  for (const char* ending : {".vhdr", ".eeg", ".vmrk"}) {
    CAPTURE(ending);
    const auto session = recording::open(fs::path(stem).concat(ending), marker("S255", Hemisphere::left)).at(0);
    const auto& made = session.recordings[0];
    CHECK(made.blocks.at(0).trials.size() == 20);
    CHECK(recording::find_channel(made, protocol::Side::right, "FDI") == 3U);
    CHECK(std::abs(made.marker_delay.value().value() - 1.0) < 0.01);
    CHECK(warned(made, "marker_file_names_other_data"));
    CHECK(warned(made, "marker_delay"));
  }
  auto late = marker("S254", Hemisphere::left);
  CHECK(std::abs(recording::open(fs::path(stem).concat(".vhdr"), late)[0].recordings[0].marker_delay.value().value() +
                 9.4) < 0.01);
  late.marker_shift = base::Milliseconds(-9.4);
  const auto corrected = recording::open(fs::path(stem).concat(".vhdr"), late)[0].recordings[0];
  CHECK(std::abs(corrected.marker_delay.value().value()) < 0.01);
  CHECK_FALSE(warned(corrected, "marker_delay"));
}

TEST_CASE("the first docs example reads the real BrainVision recording without a conclusion") {
  const auto recordings = tests::recordings();
  if (!recordings) return;
  const tests::TemporaryFolder folder;
  OpenOptions options;
  options.mapping = folder.path() / "lab.toml";
  base::write_file(*options.mapping, tests::mapping_examples().at(0));
  const auto session =
      recording::open(*recordings / "tms-analysis-toolbox/brainvision/Example Data 1.vhdr", options).at(0);
  CHECK_FALSE(warned(session.recordings[0], "channel_labels_concluded"));
  CHECK(session.recordings[0].blocks.at(0).trials.size() == 20);
  CHECK(session.recordings[0].blocks[0].condition.hands.right.contraction == protocol::Contraction::rest);
}

TEST_CASE("the second docs example reads the real two-handed recording, and the intended hand is the one that moves") {
  const auto recordings = tests::recordings();
  if (!recordings) return;
  const tests::TemporaryFolder folder;
  OpenOptions options;
  options.mapping = folder.path() / "lab.toml";
  base::write_file(*options.mapping, tests::mapping_examples().at(1));
  for (const char* file : {"example_data.bdf", "example_data.edf"}) {
    CAPTURE(file);
    const auto made = recording::open(*recordings / "myonset" / file, options).at(0).recordings[0];
    const auto left = recording::find_channel(made, protocol::Side::left, "hand");
    const auto right = recording::find_channel(made, protocol::Side::right, "hand");
    REQUIRE(left);
    REQUIRE(right);
    std::size_t trials = 0;
    for (const auto& block : made.blocks)
      for (const auto& trial : block.trials) {
        ++trials;
        const bool left_moved = rms(made, *left, trial.anchor.time, 0.5) > rms(made, *right, trial.anchor.time, 0.5);
        CHECK(left_moved == (block.condition.intended == protocol::Side::left));
      }
    CHECK(trials == 16);
    CHECK_FALSE(warned(made, "one_side_only"));
  }
}
