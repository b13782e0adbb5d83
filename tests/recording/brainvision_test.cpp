#include "trilayer/recording/formats/brainvision.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "tests/recording/brainvision_files.hpp"
#include "tests/recordings.hpp"

using namespace trilayer;
using recording::ChannelKind;
using recording::read_brainvision;
using tests::BrainVisionFiles;
using tests::TemporaryFolder;

namespace {

recording::Recording read(const BrainVisionFiles& files) {
  const TemporaryFolder folder;
  return read_brainvision(files.write(folder.path()));
}

std::vector<std::string> warning_codes(const recording::Recording& r) {
  std::vector<std::string> codes;
  for (const auto& warning : r.warnings) codes.push_back(warning.code);
  return codes;
}

using Row = std::vector<float>;
using Codes = std::vector<std::string>;

}  // namespace

TEST_CASE("numbers of the data file become microvolts through each channel's own resolution") {
  const auto r = read({});
  REQUIRE(r.segments.size() == 1);
  CHECK(r.name == "rec.vhdr");
  CHECK(r.segments[0].samples[0] == Row{0.0F, 0.5F, -1.0F, 150.0F, 2.0F});
  CHECK(r.segments[0].samples[1] == Row{1.0F, 2.0F, 3.0F, -4.0F, 5.0F});
  CHECK(r.channels[0].name == "right FDI");
  CHECK(r.channels[0].kind == ChannelKind::emg);
  CHECK(r.channels[0].unit == "uV");
  CHECK(r.channels[0].resolution == 0.5);
  CHECK(r.channels[1].resolution == 0.1);
  CHECK(r.channels[0].rate.value() == 5000.0);
  CHECK(r.warnings.empty());
}

TEST_CASE("both header signatures, both versions and a comma before the version are read alike") {
  const auto plain = read({});
  for (const std::string signature :
       {"BrainVision Data Exchange Header File Version 1.0", "Brain Vision Data Exchange Header File, Version 1.0",
        "Brain Vision Data Exchange Header File Version 2.0", "BrainVision Data Exchange Header File, Version 2.0",
        "\xEF\xBB\xBF"
        "Brain Vision Data Exchange Header File Version 2.0"}) {
    CAPTURE(signature);
    CHECK(read({.signature = signature}).segments == plain.segments);
  }
}

TEST_CASE("vectorised data are the multiplexed data in another order, segments or not") {
  for (const char* second : {"Comment,none,4,1,0", "New Segment,,4,1,0,20240101120001000000"}) {
    BrainVisionFiles files;
    files.markers.push_back(second);
    const auto multiplexed = read(files);
    files.orientation = "VECTORIZED";
    CHECK(read(files).segments == multiplexed.segments);
  }
}

TEST_CASE("a 32-bit float without resolution is taken as it stands, and its step is not known") {
  const auto r = read({.binary_format = "IEEE_FLOAT_32",
                       .channels = {"FDI,,,\u00b5V", "ADM,,,mV"},
                       .numbers = {{0.25, -1.5}, {0.125, 2.0}}});
  CHECK(r.segments[0].samples[0] == Row{0.25F, -1.5F});
  CHECK(r.segments[0].samples[1] == Row{125.0F, 2000.0F});
  CHECK(r.channels[1].unit == "uV");
  CHECK(r.channels[0].resolution == 0.0);
}

TEST_CASE("units: either micro sign, Latin-1, nanovolts, and none where version 1.0 had none") {
  for (const std::string unit :
       {"0.5,\u00b5V", "0.5,\u03bcV", "0.5,\xB5V", "0.5,uV", "500,nV", "0.0005,mV", "0.5,", "0.5"}) {
    CAPTURE(unit);
    const auto r = read({.channels = {"FDI,," + unit}, .numbers = {{2, -3}}});
    CHECK(r.segments[0].samples[0] == Row{1.0F, -1.5F});
    CHECK(r.channels[0].kind == ChannelKind::emg);
    CHECK(r.channels[0].resolution == doctest::Approx(0.5));
  }
}

TEST_CASE("a channel named as a trigger is one, and a unit of force keeps its unit") {
  const auto r = read({.channels = {"Status,,,", "Force,,0.1,N",
                                    "Skin,,1,\xB0"
                                    "C"},
                       .numbers = {{255}, {20}, {31}}});
  CHECK(r.channels[0].kind == ChannelKind::trigger);
  CHECK(r.segments[0].samples[0] == Row{255.0F});
  CHECK(r.channels[1].kind == ChannelKind::other);
  CHECK(r.channels[1].unit == "N");
  CHECK(r.segments[0].samples[1] == Row{2.0F});
  CHECK(r.channels[2].unit == "\u00b0C");
}

TEST_CASE("\\1 is a comma in names and in the text of markers") {
  const auto r =
      read({.channels = {"FDI\\1 right,,1,uV"}, .markers = {"Comment,stopped\\1 began again,1,1,0"}, .numbers = {{1}}});
  CHECK(r.channels[0].name == "FDI, right");
  CHECK(r.markers.at(0).code == "stopped, began again");
}

TEST_CASE("marker positions count data points from 1; codes stay as they stand") {
  const auto r = read({.markers = {"Stimulus,S255,5,1,0", "Stimulus,S  1,1,1,0", "Response,,3,2,0"}});
  REQUIRE(r.markers.size() == 3);  // in order of time
  CHECK(r.markers[0] == recording::Marker{base::Seconds(0.0), base::Seconds(0.0), "S  1"});
  CHECK(r.markers[1].code == "Response");  // no text: the type says what it is
  CHECK(r.markers[1].duration.value() == doctest::Approx(2 * 0.0002));
  CHECK(r.markers[2].time.value() == doctest::Approx(4 * 0.0002));
}

TEST_CASE("New Segment markers make segments: their dates tell the gap, else they follow at once") {
  BrainVisionFiles files{.markers = {"New Segment,,1,1,0,20240101235959500000",
                                     "New Segment,,3,1,0,20240102000001000000", "New Segment,,5,1,0",
                                     "Stimulus,S  1,4,1,0"}};
  const auto r = read(files);
  REQUIRE(r.segments.size() == 3);
  CHECK(r.segments[1].start.value() == doctest::Approx(1.5));  // over midnight
  CHECK(r.segments[2].start.value() == doctest::Approx(1.5 + 2 * 0.0002));
  CHECK(r.segments[0].samples[0] == Row{0.0F, 0.5F});
  CHECK(r.segments[2].samples[1] == Row{5.0F});
  REQUIRE(r.markers.size() == 1);
  CHECK(r.markers[0].time.value() == doctest::Approx(1.5 + 0.0002));
  CHECK(r.warnings.empty());
}

TEST_CASE("segments whose dates go back follow at once, with a warning") {
  const auto r =
      read({.markers = {"New Segment,,1,1,0,20240101120001000000", "New Segment,,3,1,0,20240101120000000000"}});
  REQUIRE(r.segments.size() == 2);
  CHECK(r.segments[1].start.value() == doctest::Approx(2 * 0.0002));
  CHECK(warning_codes(r) == Codes{"segment_dates_overlap"});
}

TEST_CASE("a recording that was renamed without its header being edited is read, with warnings") {
  const TemporaryFolder folder;
  const BrainVisionFiles files{.data_file = "old.eeg", .marker_file = "old.vmrk", .marker_data_file = "old.eeg"};
  const auto r = read_brainvision(files.write(folder.path(), "new"));
  CHECK(r.segments[0].samples[0].size() == 5);
  CHECK(warning_codes(r) == Codes{"data_file_renamed", "marker_file_renamed"});
}

TEST_CASE("a marker file that names other data is used, with a warning") {
  CHECK(warning_codes(read({.marker_data_file = "other.eeg"})) == Codes{"marker_file_names_other_data"});
}

TEST_CASE("a header without a marker file gives one segment and no markers") {
  const auto r = read({.marker_file = ""});
  CHECK(r.segments.size() == 1);
  CHECK(r.markers.empty());
}

TEST_CASE("a long recording is read piece by piece to the same numbers") {
  BrainVisionFiles files{.numbers = {std::vector<double>(300001), std::vector<double>(300001)}};
  for (std::size_t i = 0; i < 300001; ++i) {
    files.numbers[0][i] = static_cast<double>(i % 65536) - 32768.0;
    files.numbers[1][i] = static_cast<double>(i * 7 % 65536) - 32768.0;
  }
  for (const char* orientation : {"MULTIPLEXED", "VECTORIZED"}) {
    files.orientation = orientation;
    const auto r = read(files);
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < 300001; ++i) {
      wrong += r.segments[0].samples[0][i] != static_cast<float>(files.numbers[0][i] * 0.5);
      wrong += r.segments[0].samples[1][i] != static_cast<float>(files.numbers[1][i] * 0.1);
    }
    CHECK(wrong == 0);
  }
}

TEST_CASE("a real TMS recording: two resolutions, twenty pulses, a marker file that names other data") {
  const auto folder = tests::recordings();
  if (!folder) return;
  const auto r = read_brainvision(*folder / "tms-analysis-toolbox/brainvision/Example Data 1.vhdr");
  REQUIRE(r.channels.size() == 4);
  CHECK(r.channels[3].name == "RFDI");
  CHECK(r.channels[1].resolution == 0.5);
  CHECK(r.channels[3].resolution == 0.1);
  CHECK(r.channels[0].rate.value() == 5000.0);
  REQUIRE(r.segments.size() == 1);
  CHECK(r.segments[0].samples[3].size() == 436700);
  CHECK(std::ranges::count(r.markers, "S255", &recording::Marker::code) == 20);
  CHECK(std::ranges::count(r.markers, "S254", &recording::Marker::code) == 20);
  CHECK(r.markers[0].time.value() == doctest::Approx(43146 / 5000.0));
  CHECK(warning_codes(r) == Codes{"marker_file_names_other_data"});
}
