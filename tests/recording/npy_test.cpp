#include "trilayer/recording/formats/npy.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <string>

#include "tests/recording/docs_examples.hpp"
#include "tests/recording/npy_files.hpp"
#include "tests/recording/refusal_of.hpp"
#include "tests/recordings.hpp"
#include "trilayer/recording/open.hpp"

using namespace trilayer;
using recording::ArrayAxis;
using recording::ArrayStatement;
using recording::ChannelKind;
using recording::read_npy;
using tests::NpyFiles;
using tests::refusal_of;
using tests::TemporaryFolder;
using Row = std::vector<float>;

namespace {

ArrayStatement said(std::vector<ArrayAxis> axes, std::vector<std::string> channels = {"left FDI"}) {
  return {std::move(axes), base::Hertz(1000.0), "uV", std::move(channels), std::nullopt, {}, "lab.toml line 1"};
}

const ArrayStatement trials = said({ArrayAxis::trial, ArrayAxis::sample});

recording::Recording read_bytes(const std::string& bytes, const ArrayStatement& statement = trials) {
  const TemporaryFolder folder;
  base::write_file(folder.path() / "rec.npy", bytes);
  return read_npy(folder.path() / "rec.npy", statement);
}

recording::Recording read(const NpyFiles& files, const ArrayStatement& statement = trials) {
  return read_bytes(files.bytes(), statement);
}

void check_refused(const std::string& bytes, const std::string& words, const ArrayStatement& statement = trials) {
  const std::string message = refusal_of([&] { (void)read_bytes(bytes, statement); });
  CHECK_MESSAGE(message.find(words) != std::string::npos, message);
}

recording::OpenOptions mapping(const TemporaryFolder& folder, const std::string& text) {
  base::write_file(folder.path() / "lab.toml", text);
  recording::OpenOptions options;
  options.mapping = folder.path() / "lab.toml";
  return options;
}

}  // namespace

TEST_CASE("npy: trials become segments, one after the other, with a marker at the pulse sample") {
  ArrayStatement statement = trials;
  statement.pulse_sample = 1;
  const auto r = read({}, statement);
  REQUIRE(r.segments.size() == 2);
  CHECK(r.segments[0].samples[0] == Row{0, 1, 2});
  CHECK(r.segments[1].samples[0] == Row{3, 4, 5});
  CHECK(r.segments[1].start.value() == doctest::Approx(0.003));
  CHECK(r.channels[0].kind == ChannelKind::emg);
  CHECK(r.channels[0].rate.value() == 1000.0);
  CHECK(r.channels[0].resolution == 1.0);
  REQUIRE(r.markers.size() == 2);
  CHECK(r.markers[1].time.value() == doctest::Approx(0.004));
  CHECK(r.markers[1].code == "pulse");
  REQUIRE(r.warnings.size() == 1);
  CHECK(r.warnings[0].code == "frame_times_unknown");
  statement.codes = {"single", "pair"};
  CHECK(read({}, statement).markers[1].code == "pair");
}

TEST_CASE("npy: C and Fortran order of the same array, and any order of its axes, mean the same") {
  using enum ArrayAxis;
  const auto c = read({.shape = "(2, 3)"});
  const auto fortran = read({.order = "True", .shape = "(2, 3)", .numbers = {0, 3, 1, 4, 2, 5}});
  CHECK(fortran.segments == c.segments);
  const auto turned = read({.shape = "(3, 2)", .numbers = {0, 3, 1, 4, 2, 5}}, said({sample, trial}));
  CHECK(turned.segments == c.segments);
  const std::vector<double> eight = {0, 1, 2, 3, 4, 5, 6, 7};
  const auto three = read({.shape = "(2, 2, 2)", .numbers = eight}, said({trial, channel, sample}, {"LFDI", "RFDI"}));
  CHECK(three.segments[0].samples[1] == Row{2, 3});
  CHECK(three.segments[1].samples[0] == Row{4, 5});
  const auto other =
      read({.order = "True", .shape = "(2, 2, 2)", .numbers = eight}, said({channel, sample, trial}, {"LFDI", "RFDI"}));
  CHECK(other.segments[1].samples[0] == Row{4, 6});
}

TEST_CASE("npy: one axis is one channel, two without trials one stretch") {
  using enum ArrayAxis;
  const auto one = read({.shape = "(6,)"}, said({sample}));
  CHECK(one.segments[0].samples[0] == Row{0, 1, 2, 3, 4, 5});
  CHECK(one.warnings.empty());
  const auto two = read({}, said({channel, sample}, {"LFDI", "RFDI"}));
  REQUIRE(two.segments.size() == 1);
  CHECK(two.segments[0].samples[1] == Row{3, 4, 5});
}

TEST_CASE("npy: every plain type of number and every version is read, in the unit that is said") {
  for (const char* type : {"<f4", "<f8", "|i1", "|u1", "<i2", "<u2", "<i4", "<u4", "<i8", "<u8"})
    for (const int version : {1, 2, 3}) {
      CAPTURE(type);
      CAPTURE(version);
      std::string descr(1, '\'');
      descr.append(type).append("'");
      CHECK(read({.version = version, .descr = descr}).segments[1].samples[0] == Row{3, 4, 5});
    }
  CHECK(read({.descr = "'<i2'", .numbers = {0, -1, 2, 3, 4, 5}}).segments[0].samples[0][1] == -1.0F);
  ArrayStatement volts = trials;
  volts.unit = "mV";
  CHECK(read({}, volts).segments[0].samples[0] == Row{0, 1000, 2000});
  volts.unit = "N";
  CHECK(read({}, volts).channels[0].kind == ChannelKind::other);
  volts.unit = "v";
  check_refused(NpyFiles{}.bytes(), "unknown unit \"v\"", volts);
}

TEST_CASE("npy: what is said must fit the array") {
  using enum ArrayAxis;
  const std::string bytes = NpyFiles{}.bytes();
  check_refused(bytes, "names 1 axes, and the array has 2 (2 x 3)", said({sample}));
  check_refused(bytes, "names 2 channels, and the array has 1", said({trial, sample}, {"LFDI", "RFDI"}));
  check_refused(bytes, "names 1 channels, and the array has 3", said({sample, channel}));
  ArrayStatement late = trials;
  late.pulse_sample = 3;
  check_refused(bytes, "a trial has 3 samples", late);
  late.pulse_sample = 0;
  late.codes = {"a"};
  check_refused(bytes, "has 1 codes, and the array has 2 trials", late);
  const NpyFiles long_one{.descr = "'|i1'", .shape = "(600000, 1)", .numbers = std::vector<double>(600'000)};
  check_refused(long_one.bytes(), "were two axes swapped");
}

TEST_CASE("npy: what is no plain array is refused with how to save it") {
  check_refused("NUMPY", "the header of a .npy file");
  check_refused("something else", "no .npy file");
  check_refused(NpyFiles{.version = 4}.bytes(), "version 4");
  check_refused(NpyFiles{.descr = "'>f8'"}.bytes(), "big-endian");
  check_refused(NpyFiles{.descr = "'|O'"}.bytes(), "of the type '|O'");
  check_refused(NpyFiles{.descr = "'<f2'"}.bytes(), "of the type '<f2'");
  check_refused(NpyFiles{.descr = "'<c8'"}.bytes(), "of the type '<c8'");
  check_refused(NpyFiles{.descr = "[('a', '<i2')]"}.bytes(), "array of records");
  check_refused(NpyFiles{.order = "Maybe"}.bytes(), "neither True nor False");
  check_refused(NpyFiles{.shape = "()"}.bytes(), "has 0 axes");
  check_refused(NpyFiles{.shape = "(1, 1, 2, 3)"}.bytes(), "has 4 axes");
  check_refused(NpyFiles{.shape = "(0, 3)"}.bytes(), "length 0");
  check_refused(NpyFiles{.shape = "(2, 4)"}.bytes(), "less than its shape needs");
  check_refused(NpyFiles{.shape = "(1, 3)"}.bytes(), "has 12 bytes of numbers, but its shape needs 6");
  check_refused(NpyFiles{.shape = "(4294967296, 4294967296, 4294967296)"}.bytes(), "less than its shape needs");
  check_refused(NpyFiles{.shape = "(99999999999999999999,)"}.bytes(), "in its shape");
  check_refused(NpyFiles{.shape = "(-2, -3)"}.bytes(), "no word or number");
  check_refused(NpyFiles{.dictionary = "{'descr': '<i2', 'shape': (2, 3)}"}.bytes(), "lacks one of");
  check_refused(NpyFiles{.dictionary = "{'descr': '<i2', 'descr': '<i2'}"}.bytes(), "stands there twice");
  check_refused(NpyFiles{.dictionary = "{}"}.bytes(), "lacks one of");
  check_refused(NpyFiles{.dictionary = "{'descr': '<i2"}.bytes(), "without an end");
  check_refused(
      NpyFiles{.descr = "'<f8'", .numbers = {0, 1, std::numeric_limits<double>::quiet_NaN(), 3, 4, 5}}.bytes(),
      "no finite number at sample 2 of trial 0");
}

TEST_CASE("npy: a file cut anywhere, or changed anywhere, is refused or sound") {
  const std::string whole = NpyFiles{}.bytes();
  const TemporaryFolder folder;
  tests::with_damaged(folder.path(), whole, 1, 3000, base::Stream(13, 0), [&](const auto& path) {
    try {
      const auto made = read_npy(path, trials);
      recording::check_consistent(made);
    } catch (const base::Refusal& refusal) {
      CHECK(!refusal.advice().empty());
    }
  });
}

TEST_CASE("npy: an array is opened with a mapping that says what it is, and only then") {
  const TemporaryFolder folder;
  const auto path = NpyFiles{.numbers = {0, 1, 2, 3, 4, 5}}.write(folder.path());
  const std::string bare = refusal_of([&] { recording::open(path); });
  CHECK(bare.find("[array]") != std::string::npos);
  const std::string array =
      "[array]\naxes = [\"trial\", \"sample\"]\nrate = 1000\nunit = \"uV\"\nchannels = [\"A1\"]\n";
  CHECK(recording::open(path, mapping(folder, array)).size() == 1);
  base::write_file(folder.path() / "rec.edf", "0       ");
  const std::string other = refusal_of([&] { recording::open(folder.path() / "rec.edf", mapping(folder, array)); });
  CHECK(other.find("lab.toml line 1") != std::string::npos);
}

TEST_CASE("npy: the five traces of dimep are read as the mapping of the docs page says") {
  const auto recordings = tests::recordings();
  if (!recordings) return;
  const TemporaryFolder folder;
  const auto options = mapping(folder, tests::mapping_examples("numpy.md").front());
  const auto sessions = recording::open(*recordings / "dimep/examples.npy", options);
  const auto& r = sessions[0].recordings[0];
  REQUIRE(r.segments.size() == 5);
  CHECK(r.segments[4].samples[0].size() == 2000);
  CHECK(r.segments[0].samples[0][0] == doctest::Approx(-42.1));
  REQUIRE(r.blocks.size() == 1);
  CHECK(r.blocks[0].trials.size() == 5);
}
