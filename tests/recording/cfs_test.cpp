#include "trilayer/recording/formats/cfs.hpp"

#include <doctest/doctest.h>

#include <limits>
#include <string>

#include "tests/recording/cfs_files.hpp"
#include "tests/recording/refusal_of.hpp"
#include "tests/recordings.hpp"
#include "trilayer/recording/open.hpp"

using namespace trilayer;
using recording::ChannelKind;
using recording::read_cfs;
using tests::CfsFiles;
using tests::refusal_of;
using tests::TemporaryFolder;

namespace {

using Channel = CfsFiles::Channel;
using Row = std::vector<float>;
using Codes = std::vector<std::string>;

recording::Recording read_bytes(const std::string& bytes) {
  const TemporaryFolder folder;
  base::write_file(folder.path() / "rec.cfs", bytes);
  return read_cfs(folder.path() / "rec.cfs");
}

recording::Recording read(const CfsFiles& files) { return read_bytes(files.bytes()); }

void check_refused(const std::string& bytes, const std::string& words) {
  const std::string message = refusal_of([&] { (void)read_bytes(bytes); });
  CHECK_MESSAGE(message.find(words) != std::string::npos, message);
}

template <class Number>
std::string with(const CfsFiles& files, std::size_t at, Number number) {
  std::string bytes = files.bytes();
  tests::put(bytes, at, number);
  return bytes;
}

Codes warning_codes(const recording::Recording& r) {
  Codes codes;
  for (const auto& warning : r.warnings) codes.push_back(warning.code);
  return codes;
}

Codes marker_codes(const recording::Recording& r) {
  Codes codes;
  for (const auto& marker : r.markers) codes.push_back(marker.code);
  return codes;
}

// Where the header of the only channel in the first frame begins: behind header, channel, variables and samples.
std::size_t first_part(const CfsFiles& files) {
  std::int32_t section = 0;
  std::memcpy(&section, files.bytes().data() + files.table(), 4);
  return static_cast<std::size_t>(section) + 30;
}

}  // namespace

TEST_CASE("Signal: frames become segments, and their numbers microvolts through the channel's scale") {
  const auto r = read({});
  CHECK(r.name == "rec.cfs");
  REQUIRE(r.segments.size() == 2);
  CHECK(r.segments[0].samples[0][3] == doctest::Approx(300.0));
  CHECK(r.segments[1].samples[0][0] == doctest::Approx(4.0));
  CHECK(r.channels[0].name == "right FDI");
  CHECK(r.channels[0].kind == ChannelKind::emg);
  CHECK(r.channels[0].unit == "uV");
  CHECK(r.channels[0].rate.value() == 1000.0);
  CHECK(r.channels[0].resolution == doctest::Approx(1.0));
  CHECK(r.warnings.empty());
}

TEST_CASE("Signal: a frame's state and texts are markers, its start the segment's") {
  CfsFiles files;
  files.frames[1].comment = "coil moved";
  const auto r = read(files);
  CHECK(r.segments[1].start.value() == doctest::Approx(10.0));
  CHECK(marker_codes(r) == Codes{"state 0", "state 2", "Comment coil moved"});
  CHECK(r.markers[1].time.value() == doctest::Approx(10.0));
}

TEST_CASE("Signal: the marker of a frame stands where its own time is 0, if that is within it") {
  CfsFiles files;
  files.channels[0].start = -0.002F;
  const auto within = read(files);
  CHECK(within.segments[1].start.value() == doctest::Approx(10.0));
  CHECK(within.markers[1].time.value() == doctest::Approx(10.002));
  files.channels[0].start = 0.5F;
  CHECK(read(files).markers[1].time.value() == doctest::Approx(10.0));
}

TEST_CASE("Signal: frames without times follow one another, and frames that overlap do so from there on") {
  const auto unknown = read({.variables = false});
  CHECK(unknown.segments[1].start.value() == doctest::Approx(0.004));
  CHECK(marker_codes(unknown) == Codes{"frame", "frame"});
  CHECK(warning_codes(unknown) == Codes{"frame_times_unknown"});
  CfsFiles files;
  files.frames[0].start = 5.0;
  files.frames[1].start = 5.002;
  const auto overlapping = read(files);
  CHECK(overlapping.segments[1].start.value() == doctest::Approx(0.004));
  CHECK(warning_codes(overlapping) == Codes{"frame_times_overlap"});
}

TEST_CASE("Signal: channels may be floating point, take turns, differ in rate and have their axis in ms") {
  const auto real = read({.channels = {{.unit = "uV", .type = 5, .scale = 1.0F}}});
  CHECK(real.segments[0].samples[0] == Row{0, 1, -2, 300});
  CHECK(real.channels[0].resolution == 0.0);
  const CfsFiles turns{
      .channels = {{.name = "LFDI"}, {.name = "RFDI"}}, .frames = {{{{1, 2, 3}, {4, 5, 6}}}}, .interleaved = true};
  const auto r = read(turns);
  CHECK(r.segments[0].samples[0][2] == doctest::Approx(3.0));
  CHECK(r.segments[0].samples[1][0] == doctest::Approx(4.0));
  const auto mixed = read({.channels = {{.name = "LFDI", .time_unit = "ms", .interval = 0.5F},
                                        {.name = "force", .unit = "N", .interval = 0.001F}},
                           .frames = {{{{1, 2, 3, 4, 5, 6}, {7, 8}}}}});
  CHECK(mixed.channels[0].rate.value() == 2000.0);
  CHECK(mixed.segments[0].samples[0].size() == 4);
  CHECK(mixed.segments[0].samples[1].size() == 2);
}

TEST_CASE("Signal: what is no waveform, and frames that lack a channel, are left out and told") {
  const auto markers = read({.channels = {{}, {.name = "Keyboard", .kind = 1}}, .frames = {{{{1, 2}, {}}}}});
  CHECK(markers.channels.size() == 1);
  CHECK(warning_codes(markers) == Codes{"channels_not_read"});
  const auto partial =
      read({.channels = {{.name = "LFDI"}, {.name = "RFDI"}}, .frames = {{{{1, 2}, {3, 4}}}, {{{1, 2}, {}}, 1, 3.0}}});
  CHECK(partial.segments.size() == 1);
  CHECK(warning_codes(partial) == Codes{"frames_left_out"});
  check_refused(CfsFiles{.frames = {{{{}}}}}.bytes(), "no frame with samples");
  check_refused(CfsFiles{.channels = {{.kind = 1}}, .frames = {{{{}}}}}.bytes(), "no waveform channel");
}

TEST_CASE("Signal: what cannot be is refused with its byte") {
  const CfsFiles files;
  const std::size_t part = first_part(files);
  check_refused("CEDFILE", "the header of a Signal file");
  check_refused(std::string(300, 'x'), "no Signal .cfs file");
  check_refused(with(files, 42, std::int16_t{-1}), "has -1 channels");
  check_refused(with(files, 42, std::int16_t{30'000}), "the lists of channels");
  check_refused(with(files, 56, std::uint16_t{60'000}), "the table of frames of 240000 bytes");
  check_refused(with(files, 134, std::int32_t{0}), "was not closed");
  check_refused(with(files, files.table(), std::int32_t{-4}), "frame 1 has no place");
  check_refused(with(files, files.table(), std::int32_t{1'000'000}), "the header of a frame");
  check_refused(with(files, 178 + 42, '\x09'), "unknown type of data 9");
  check_refused(with(files, 178 + 44, std::int16_t{1}), "samples 1 bytes apart");
  check_refused(with(files, part + 4, std::int32_t{1'000'000'000}), "the samples of channel right FDI");
  check_refused(with(files, part, std::int32_t{-8}), "from byte -8 on");
  check_refused(with(files, part + 8, 0.0F), "no usable scale");
  check_refused(with(files, part + 16, 0.0F), "no usable sampling interval");
  check_refused(with(files, part + 16, 0.002F), "500 Hz in one frame and 1000 Hz in another");
  check_refused(CfsFiles{.channels = {{.unit = "v"}}}.bytes(), "unknown unit \"v\"");
  check_refused(CfsFiles{.channels = {{.time_unit = "Hz"}}}.bytes(), "time unit \"Hz\"");
  CfsFiles twice;
  std::int32_t first = 0;
  std::memcpy(&first, twice.bytes().data() + twice.table(), 4);
  check_refused(with(twice, twice.table() + 4, first), "frame 2 has no place of its own");
  const CfsFiles nan{.channels = {{.type = 5}}, .frames = {{{{1.0F, std::numeric_limits<float>::infinity()}}}}};
  check_refused(nan.bytes(), "no finite number");
}

TEST_CASE("Signal: a file cut anywhere, or changed anywhere, is refused or sound") {
  const std::string whole = CfsFiles{}.bytes();
  const TemporaryFolder folder;
  tests::with_damaged(folder.path(), whole, 1, 3000, base::Stream(11, 0), [&](const auto& path) {
    try {
      const auto made = read_cfs(path);
      recording::check_consistent(made);
      for (const auto& segment : made.segments)
        for (const auto& row : segment.samples) CHECK(row.size() <= whole.size());
    } catch (const base::Refusal& refusal) {
      CHECK(!refusal.advice().empty());
    }
  });
}

TEST_CASE("Signal: CED's own demonstration file has two channels in three frames") {
  const auto folder = tests::recordings();
  if (!folder) return;
  const auto r = read_cfs(*folder / "cfs/test_data.cfs");
  REQUIRE(r.channels.size() == 2);
  CHECK(r.channels[0].name == "ECG");
  CHECK(r.channels[0].rate.value() == 100.0);
  CHECK(r.channels[1].name == "Blood Pressure");
  CHECK(r.channels[1].unit == "Pa");
  REQUIRE(r.segments.size() == 3);
  CHECK(r.segments[0].samples[0].size() == 256);
  CHECK(r.segments[0].samples[0][1] == doctest::Approx(1024 * 0.0264 * 1e3).epsilon(0.01));
  CHECK(warning_codes(r) == Codes{"frame_times_unknown"});
}
