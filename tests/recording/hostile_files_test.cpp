// Files that are missing, cut short, contradictory or random: always a Refusal with advice or a sound recording.
#include <doctest/doctest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "tests/recording/brainvision_files.hpp"
#include "tests/recording/edf_files.hpp"
#include "tests/recording/refusal_of.hpp"
#include "tests/recordings.hpp"
#include "trilayer/base/random.hpp"
#include "trilayer/recording/formats/brainvision.hpp"
#include "trilayer/recording/formats/edf.hpp"

using namespace trilayer;
using recording::read_brainvision;
using recording::read_edf;
using tests::BrainVisionFiles;
using tests::EdfFiles;
using tests::note;
using tests::refusal_of;
using tests::TemporaryFolder;

namespace {

void check_refused(const BrainVisionFiles& files, const std::string& words) {
  const TemporaryFolder folder;
  const auto path = files.write(folder.path());
  const std::string message = refusal_of([&] { (void)read_brainvision(path); });
  CHECK_MESSAGE(message.find(words) != std::string::npos, message);
}

void check_refused(const EdfFiles& files, const std::string& words) {
  const TemporaryFolder folder;
  const auto path = files.write(folder.path());
  const std::string message = refusal_of([&] { (void)read_edf(path); });
  CHECK_MESSAGE(message.find(words) != std::string::npos, message);
}

// A recording whose promises hold and whose samples are numbers.
void check_sound(const recording::Recording& r, std::size_t most_samples) {
  recording::check_consistent(r);
  std::size_t samples = 0;
  bool finite = true;
  for (const auto& segment : r.segments)
    for (const auto& row : segment.samples) {
      samples += row.size();
      for (const float x : row) finite = finite && std::isfinite(x);
    }
  CHECK(samples <= most_samples);
  CHECK(finite);
  for (const auto& marker : r.markers) CHECK(marker.time <= recording::duration(r) + base::Seconds(1.0));
}

// True where the file was refused; anything but a Refusal or a sound recording fails the test.
bool refused_or_sound(const std::function<recording::Recording()>& read, std::size_t most_samples) {
  try {
    check_sound(read(), most_samples);
    return false;
  } catch (const base::Refusal& refusal) {
    CHECK(!refusal.advice().empty());
    return true;
  }
}

std::string changed(std::string text, base::Stream& stream, std::size_t within) {
  const auto at = stream.below(static_cast<std::uint32_t>(std::min(within, text.size())));
  const auto kind = stream.below(3);
  if (kind == 0) text[at] = static_cast<char>(stream.below(256));
  if (kind == 1) text[at] = "0123456789-+.eE ,=\n"[stream.below(19)];
  if (kind == 2) text.erase(at, 1);
  return text;
}

}  // namespace

TEST_CASE("BrainVision: what is missing, empty or no header is named") {
  const TemporaryFolder folder;
  const auto path = BrainVisionFiles().write(folder.path());
  CHECK(refusal_of([&] { (void)read_brainvision(folder.path() / "no.vhdr"); }).find("no such file") !=
        std::string::npos);
  CHECK(refusal_of([&] { (void)read_brainvision(folder.path()); }).find("folder") != std::string::npos);
  CHECK(refusal_of([&] { (void)read_brainvision(folder.path() / "rec.eeg"); }).find("first line") != std::string::npos);
  CHECK(refusal_of([&] { (void)read_brainvision(folder.path() / "rec.vmrk"); }).find("first line") !=
        std::string::npos);
  base::write_file(path, "");
  CHECK(refusal_of([&] { (void)read_brainvision(path); }).find("is empty") != std::string::npos);
}

TEST_CASE("BrainVision: a header whose data or marker file is missing is refused") {
  const TemporaryFolder folder;
  const auto path = BrainVisionFiles().write(folder.path());
  std::filesystem::remove(folder.path() / "rec.vmrk");
  CHECK(refusal_of([&] { (void)read_brainvision(path); }).find("marker file \"rec.vmrk\"") != std::string::npos);
  std::filesystem::remove(folder.path() / "rec.eeg");
  CHECK(refusal_of([&] { (void)read_brainvision(path); }).find("data file \"rec.eeg\"") != std::string::npos);
  base::write_file(folder.path() / "rec.eeg", "");
  CHECK(refusal_of([&] { (void)read_brainvision(path); }).find("is empty") != std::string::npos);
}

TEST_CASE("BrainVision: names that lead out of the folder are refused") {
  for (const char* name : {"../rec.eeg", "/rec.eeg", "data\\rec.eeg", "C:rec.eeg", "..", "."})
    check_refused(BrainVisionFiles{.data_file = name}, "plain file name");
  check_refused(BrainVisionFiles{.data_file = "rec.eeg\rMarkerFile=rec.vmrk"}, "plain file name");
  check_refused(BrainVisionFiles{.marker_data_file = "../x.eeg"}, "plain file name");
  check_refused(BrainVisionFiles{.data_file = "rec.vmrk"}, "no data file");
}

TEST_CASE("BrainVision: what is not supported is refused with words that help") {
  check_refused({.signature = "Brain Vision Data Exchange Header File Version 3.0"}, "version other than");
  check_refused(BrainVisionFiles{.data_format = "ASCII"}, "DataFormat=ASCII");
  check_refused(BrainVisionFiles{.more = "DataType=FREQUENCYDOMAIN\n"}, "DataType=FREQUENCYDOMAIN");
  check_refused(BrainVisionFiles{.binary_format = "INT_32"}, "BinaryFormat=INT_32");
  check_refused(BrainVisionFiles{.more = "UseBigEndianOrder=YES\n"}, "UseBigEndianOrder=YES");
  check_refused(BrainVisionFiles{.orientation = "SIDEWAYS"}, "DataOrientation=SIDEWAYS");
}

TEST_CASE("BrainVision: numbers that cannot be are refused") {
  for (const char* interval : {"0", "-200", "nan", "", "1e-9", "inf", "200 us"})
    check_refused(BrainVisionFiles{.interval = interval}, "SamplingInterval");
  for (const char* count : {"0", "-1", "3", "1000000000000", "two"})
    check_refused(BrainVisionFiles{.number_of_channels = count}, "NumberOfChannels");
  for (const char* resolution : {"0", "-0.1", "nan", "1e300", "a"})
    check_refused(BrainVisionFiles{.channels = {std::string("FDI,,") + resolution + ",uV"}}, "resolution");
  check_refused(BrainVisionFiles{.channels = {"FDI,,1,furlong"}}, "unknown unit \"furlong\"");
  check_refused(BrainVisionFiles{.channels = {"FDI,,1,uv"}}, "unknown unit \"uv\"");
  check_refused(BrainVisionFiles{.more = "DataFile=other.eeg\n"}, "given twice");
}

TEST_CASE("BrainVision: a channel list with no channels is refused") {
  check_refused(BrainVisionFiles{.number_of_channels = "0", .channels = {}, .numbers = {}}, "NumberOfChannels");
}

TEST_CASE("BrainVision: data that are cut short or disagree with DataPoints are refused") {
  const TemporaryFolder folder;
  const auto path = BrainVisionFiles{.more = "DataPoints=5\n"}.write(folder.path());
  CHECK_NOTHROW((void)read_brainvision(path));
  const std::string data = BrainVisionFiles().data();
  for (std::size_t size = 1; size < data.size(); ++size) {
    base::write_file(folder.path() / "rec.eeg", data.substr(0, size));
    CHECK(refusal_of([&] { (void)read_brainvision(path); }).find("bytes") != std::string::npos);
  }
  check_refused(BrainVisionFiles{.more = "DataPoints=99999999999999999\n"}, "bytes");
  check_refused(BrainVisionFiles{.more = "DataPoints=-5\n"}, "DataPoints=-5");
}

TEST_CASE("BrainVision: markers outside the recording or without position are refused") {
  check_refused(BrainVisionFiles{.markers = {"Stimulus,S  1,6,1,0"}},
                "stands at data point 6, but the recording has 5");
  check_refused(BrainVisionFiles{.markers = {"New Segment,,99,1,0"}}, "data point 99");
  check_refused(BrainVisionFiles{.markers = {"Stimulus,S  1,0,1,0"}}, "data point 0");
  check_refused(BrainVisionFiles{.markers = {"Stimulus,S  1"}}, "no position");
  check_refused(BrainVisionFiles{.markers = {"Stimulus,S  1,two,1,0"}}, "no position");
  CHECK_NOTHROW([] {
    const TemporaryFolder folder;
    (void)read_brainvision(BrainVisionFiles{.markers = {"Stimulus,S  1,5,1,0"}}.write(folder.path()));
  }());
}

TEST_CASE("BrainVision: a sample that is no number is refused with its channel and place") {
  const double nan = std::numeric_limits<double>::quiet_NaN(), infinity = std::numeric_limits<double>::infinity();
  for (const double bad : {nan, infinity, -infinity}) {
    BrainVisionFiles files{.binary_format = "IEEE_FLOAT_32", .numbers = {{1, 2, 3}, {4, bad, 6}}};
    check_refused(files, "left FDI has no finite number at sample 2");
    files.orientation = "VECTORIZED";
    check_refused(files, "left FDI has no finite number at sample 2");
  }
}

TEST_CASE("all-zero data are readable: whether they can be measured is not for the reader to say") {
  const TemporaryFolder folder;
  const auto path = BrainVisionFiles{.markers = {}, .numbers = {{0, 0}, {0, 0}}}.write(folder.path());
  CHECK(read_brainvision(path).segments[0].samples[0] == std::vector<float>{0.0F, 0.0F});
}

TEST_CASE("EDF: what is missing, empty, no file or no EDF is named") {
  const TemporaryFolder folder;
  CHECK(refusal_of([&] { (void)read_edf(folder.path() / "no.edf"); }).find("no such file") != std::string::npos);
  CHECK(refusal_of([&] { (void)read_edf(folder.path()); }).find("is no file") != std::string::npos);
  base::write_file(folder.path() / "a.edf", "");
  CHECK(refusal_of([&] { (void)read_edf(folder.path() / "a.edf"); }).find("is empty") != std::string::npos);
  base::write_file(folder.path() / "a.edf", std::string(5000, 'x'));
  CHECK(refusal_of([&] { (void)read_edf(folder.path() / "a.edf"); }).find("no EDF or BDF") != std::string::npos);
}

TEST_CASE("EDF and BDF: cut at any byte, they are refused") {
  const TemporaryFolder folder;
  for (const bool bdf : {false, true}) {
    const EdfFiles files{.bdf = bdf, .reserved = bdf ? "BDF+C" : "EDF+C"};
    const auto path = files.write(folder.path());
    CHECK_NOTHROW((void)read_edf(path));
    const std::string whole = files.bytes();
    for (std::size_t size = whole.size() - 1; size > 0; --size) {
      std::filesystem::resize_file(path, size);
      CHECK(refusal_of([&] { (void)read_edf(path); }).find("cut short") != std::string::npos);
    }
    base::write_file(path, whole + "x");
    CHECK(refusal_of([&] { (void)read_edf(path); }).find("more than belongs to it") != std::string::npos);
  }
}

TEST_CASE("EDF: fields that cannot be are refused, each with its own words") {
  check_refused(EdfFiles{.records = "-1"}, "not closed properly");
  check_refused(EdfFiles{.records = "0"}, "no data");
  check_refused(EdfFiles{.records = "two"}, "number of data records");
  check_refused(EdfFiles{.records = "99999999"}, "cut short");
  check_refused(EdfFiles{.duration = "0"}, "no rate");
  check_refused(EdfFiles{.duration = "-1"}, "no rate");
  check_refused(EdfFiles{.duration = "nan"}, "duration of a data record");
  check_refused(EdfFiles{.reserved = "EDF+D"}, "discontinuous");
  check_refused(EdfFiles{.bdf = true, .reserved = "BDF+D"}, "discontinuous");
  check_refused(EdfFiles{.signals = {}}, "has no signals");
  check_refused(EdfFiles{.number_of_signals = "-1"}, "has no signals");
  check_refused(EdfFiles{.number_of_signals = "7"}, "contradicts itself");
  check_refused(EdfFiles{.reserved = "EDF+C", .signals = {}}, "annotations but no signals");
  check_refused(EdfFiles{.date = "26-02-18"}, "fields are shifted");
  check_refused(EdfFiles{.date = "99.99.99"}, "rules of its format");
  check_refused(EdfFiles{.signals = {{.unit = "furlong"}}}, "unknown unit \"furlong\"");
  check_refused(EdfFiles{.signals = {{.unit = "\xB5V"}}}, "write uV");
  check_refused(EdfFiles{.signals = {{.physical_min = "1", .physical_max = "1"}}}, "physical range");
  check_refused(EdfFiles{.signals = {{.physical_min = "1e99"}}}, "physical range");
  check_refused(EdfFiles{.signals = {{.digital_min = "5", .digital_max = "5"}}}, "digital range");
  check_refused(EdfFiles{.signals = {{.digital_max = "32768"}}}, "digital range");
  check_refused(EdfFiles{.signals = {{.numbers = {}}}}, "0 samples in a data record");
}

TEST_CASE("EDF: an annotation past the end is refused, one at the end is not") {
  EdfFiles files{.reserved = "EDF+C", .annotations = {"", note("+2.5", "late")}};
  check_refused(files, "\"late\" at 2.5 s, but the recording ends at 2 s");
  files.annotations[1] = note("+2", "last");
  const TemporaryFolder folder;
  CHECK(read_edf(files.write(folder.path())).markers.size() == 1);
}

TEST_CASE("headers with bytes changed at random are refused or read soundly, never more") {
  const TemporaryFolder folder;
  base::Stream stream(20240607);
  int refused = 0;
  for (int round = 0; round < 600; ++round) {
    const EdfFiles files{
        .bdf = round % 2 == 1, .reserved = round % 2 == 1 ? "BDF+C" : "EDF+C", .annotations = {note("+0.5", "S1"), ""}};
    const auto path = folder.path() / "a.edf";  // of fewer than 100 numbers, annotations included
    base::write_file(path, changed(files.bytes(), stream, 1100));
    refused += refused_or_sound([&] { return read_edf(path); }, 100);
  }
  CHECK(refused > 100);
  CHECK(refused < 600);
  const BrainVisionFiles files;
  const auto header = files.write(folder.path());
  refused = 0;
  for (int round = 0; round < 600; ++round) {
    base::write_file(header, changed(files.header(), stream, files.header().size()));
    base::write_file(folder.path() / "rec.vmrk", changed(files.marker_text(), stream, files.marker_text().size()));
    refused += refused_or_sound([&] { return read_brainvision(header); }, 20);
  }
  CHECK(refused > 100);
  CHECK(refused < 600);
}

TEST_CASE("BrainVision headers and marker files cut at any byte are refused or read soundly") {
  const TemporaryFolder folder;
  const BrainVisionFiles files;
  const auto path = files.write(folder.path());
  for (std::size_t size = 0; size < files.header().size(); ++size) {
    base::write_file(path, files.header().substr(0, size));
    refused_or_sound([&] { return read_brainvision(path); }, 10);
  }
  base::write_file(path, files.header());
  for (std::size_t size = 0; size < files.marker_text().size(); ++size) {
    base::write_file(folder.path() / "rec.vmrk", files.marker_text().substr(0, size));
    refused_or_sound([&] { return read_brainvision(path); }, 10);
  }
}
