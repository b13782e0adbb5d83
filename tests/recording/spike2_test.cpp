#include "trilayer/recording/formats/spike2.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <numeric>
#include <string>

#include "tests/recording/refusal_of.hpp"
#include "tests/recording/spike2_files.hpp"
#include "tests/recordings.hpp"
#include "trilayer/recording/open.hpp"

using namespace trilayer;
using recording::ChannelKind;
using recording::read_spike2;
using tests::refusal_of;
using tests::Spike2Files;
using tests::TemporaryFolder;

namespace {

using Block = Spike2Files::Block;
using Channel = Spike2Files::Channel;
using Row = std::vector<float>;
using Codes = std::vector<std::string>;

recording::Recording read_bytes(const std::string& bytes) {
  const TemporaryFolder folder;
  base::write_file(folder.path() / "rec.smr", bytes);
  return read_spike2(folder.path() / "rec.smr");
}

recording::Recording read(const Spike2Files& files) { return read_bytes(files.bytes()); }

void check_refused(const std::string& bytes, const std::string& words) {
  const std::string message = refusal_of([&] { (void)read_bytes(bytes); });
  CHECK_MESSAGE(message.find(words) != std::string::npos, message);
}

// The bytes of a right file with one number changed.
template <class Number>
std::string with(const Spike2Files& files, std::size_t at, Number number) {
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

// A channel of `count` samples from `start` on, counting up.
Channel counting(const std::string& title, std::int32_t start, int count, std::int32_t interval = 20) {
  Block block{start, Row(static_cast<std::size_t>(count)), {}};
  std::iota(block.values.begin(), block.values.end(), 0.0F);
  return {.title = title, .interval = interval, .blocks = {block}};
}

}  // namespace

TEST_CASE("Spike2: every version's numbers become microvolts through the channel's scale") {
  for (const int version : {3, 5, 6, 8, 9}) {
    CAPTURE(version);
    const auto r = read({.version = static_cast<std::int16_t>(version)});
    REQUIRE(r.channels.size() == 1);
    CHECK(r.name == "rec.smr");
    CHECK(r.channels[0].name == "right FDI");
    CHECK(r.channels[0].kind == ChannelKind::emg);
    CHECK(r.channels[0].unit == "uV");
    CHECK(r.channels[0].rate.value() == 5000.0);
    CHECK(r.channels[0].resolution == doctest::Approx(1.0).epsilon(1e-6));
    REQUIRE(r.segments.size() == 1);
    CHECK(r.segments[0].samples[0][3] == doctest::Approx(300.0).epsilon(1e-6));
    CHECK(r.segments[0].samples[0][2] == doctest::Approx(-2.0).epsilon(1e-6));
    CHECK(r.warnings.empty());
  }
}

TEST_CASE("Spike2: offsets are added, and a real wave needs no scale") {
  const auto shifted = read({.channels = {{.unit = "uV", .scale = 6553.6F, .offset = 7.0F}}});
  CHECK(shifted.segments[0].samples[0] == Row{7, 8, 5, 307, 11});
  const auto real = read({.channels = {{.unit = "V", .kind = 9, .scale = 0.0F, .blocks = {{0, {0.5F, -0.25F}, {}}}}}});
  CHECK(real.segments[0].samples[0] == Row{5e5F, -2.5e5F});
  CHECK(real.channels[0].resolution == 0.0);
}

TEST_CASE("Spike2: \"Volt\", which it writes itself, is V; no unit is no voltage; others must be known") {
  for (const char* unit : {"Volt", " Volt", "volt", "V"})
    CHECK(read({.channels = {{.unit = unit}}}).channels[0].unit == "uV");
  CHECK(read({.channels = {{.unit = ""}}}).channels[0].kind == ChannelKind::other);
  CHECK(read({.channels = {{.title = "force", .unit = "N"}}}).channels[0].unit == "N");
  CHECK(read({.channels = {{.title = "Trigger", .unit = ""}}}).channels[0].kind == ChannelKind::trigger);
  check_refused(Spike2Files{.channels = {{.unit = "v"}}}.bytes(), "unknown unit \"v\"");
}

TEST_CASE("Spike2: where sampling paused a new segment starts, and blocks that follow at once are one") {
  Channel channel;
  channel.blocks = {{0, {1, 2}, {}}, {40, {3}, {}}, {100, {4, 5}, {}}};
  const auto r = read({.channels = {channel}});
  REQUIRE(r.segments.size() == 2);
  CHECK(r.segments[0].samples[0].size() == 3);
  CHECK(r.segments[1].samples[0].size() == 2);
  CHECK(r.segments[1].start.value() == doctest::Approx(100 * 1e-5));
  CHECK(r.segments[1].samples[0][0] == doctest::Approx(4.0));
}

TEST_CASE("Spike2: channels that take turns at the converter belong together, at any of their rates") {
  const auto r = read({.channels = {counting("LFDI", 3, 10),
                                    counting("RFDI", 7, 10),
                                    counting("RAPB", 11, 9),
                                    {.title = "force", .unit = "N", .interval = 200, .blocks = {{11, {5}, {}}}}}});
  REQUIRE(r.segments.size() == 1);
  CHECK(r.segments[0].samples[0].size() == 10);
  CHECK(r.segments[0].samples[1].size() == 10);
  CHECK(r.segments[0].samples[2].size() == 9);
  CHECK(r.segments[0].samples[3].size() == 1);
  CHECK(r.channels[3].rate.value() == 500.0);
  CHECK(r.warnings.empty());
  const auto slow = read({.us_per_time = 100, .channels = {counting("LFDI", 0, 10), counting("RFDI", 7, 10)}});
  CHECK(warning_codes(slow) == Codes{"channels_sampled_in_turn"});
}

TEST_CASE("Spike2: only what all channels have is kept, and what is left out is said") {
  const auto r = read({.channels = {counting("LFDI", 0, 100), counting("RFDI", 400, 70)}});
  REQUIRE(r.segments.size() == 1);
  CHECK(r.segments[0].start.value() == 0.0);
  CHECK(r.segments[0].samples[0].size() == 70);
  CHECK(r.segments[0].samples[0][0] == doctest::Approx(20.0));
  CHECK(warning_codes(r) == Codes{"samples_not_of_all_channels", "time_from_first_sample"});
}

TEST_CASE("Spike2: a pause of one channel is a pause of all, and a slow channel never reaches over it") {
  Channel paused = counting("LFDI", 0, 100);
  paused.blocks.push_back({2030, Row(100, 1.0F), {}});
  const auto r = read({.channels = {paused, counting("RFDI", 0, 202), counting("slow", 0, 21, 200)}});
  REQUIRE(r.segments.size() == 2);
  const double first = static_cast<double>(r.segments[0].samples[2].size()) / r.channels[2].rate.value();
  CHECK(r.segments[0].start.value() + first <= r.segments[1].start.value());
}

TEST_CASE("Spike2: a channel sampled for a small part of the time is set aside instead of cutting the others") {
  const auto r = read({.channels = {counting("LFDI", 0, 100), counting("calib", 0, 10)}});
  REQUIRE(r.channels.size() == 1);
  CHECK(r.segments[0].samples[0].size() == 100);
  CHECK(warning_codes(r) == Codes{"channel_recorded_in_part"});
}

TEST_CASE("Spike2: events, levels, markers, texts and sorted spikes become markers named after their channel") {
  const auto r =
      read({.channels = {
                counting("RFDI", 0, 100),
                {.title = "Magnet", .kind = 3, .blocks = {{0, {}, {100, 900}}}},
                {.title = "Keyboard", .kind = 5, .blocks = {{0, {}, {200, 210}, "S\x0a"}}},
                {.title = "Level", .kind = 4, .blocks = {{0, {}, {300, 310}}}},
                {.title = "TextMark", .kind = 8, .blocks = {{0, {}, {400, 410}, "ab", {"left arm", ""}}}, .extra = 12},
                {.title = "MU1", .kind = 6, .blocks = {{0, {}, {500}, "\x01"}}, .extra = 64}}});
  CHECK(marker_codes(r) == Codes{"Magnet", "Keyboard S", "Keyboard 0A", "Level rises", "Level falls",
                                 "TextMark left arm", "TextMark b", "MU1 01", "Magnet"});
  CHECK(r.markers[0].time.value() == doctest::Approx(1e-3));
  CHECK(warning_codes(r) == Codes{"marker_waveforms_not_read"});
  const auto falling =
      read({.channels = {counting("RFDI", 0, 9),
                         {.title = "TTL", .kind = 4, .blocks = {{0, {}, {3, 4}}}, .starts_low = false}}});
  CHECK(marker_codes(falling) == Codes{"TTL falls", "TTL rises"});
}

TEST_CASE("Spike2: more text than anybody writes is refused instead of filling the memory") {
  Channel texts{.title = "TextMark", .kind = 8, .blocks = {}, .extra = 65'000};
  for (int i = 0; i < 500; ++i) texts.blocks.push_back({0, {}, {i}, "a", {std::string(64'999, 'x')}});
  check_refused(Spike2Files{.channels = {counting("RFDI", 0, 9), texts}}.bytes(), "text marks of more than 32000000");
}

TEST_CASE("Spike2: time 0 is the first sample, and the difference to Spike2's clock is said") {
  const auto r = read({.channels = {counting("RFDI", 97'000, 10),
                                    {.title = "Magnet", .kind = 3, .blocks = {{0, {}, {96'000, 97'100}}}}}});
  CHECK(r.segments[0].start.value() == 0.0);
  CHECK(r.markers[0].time.value() == doctest::Approx(-0.01));
  CHECK(r.markers[1].time.value() == doctest::Approx(0.001));
  REQUIRE(warning_codes(r) == Codes{"time_from_first_sample"});
  CHECK(r.warnings[0].text.find("0.97 s") != std::string::npos);
}

TEST_CASE("Spike2: what the header cannot mean is refused with its byte") {
  const Spike2Files files;
  check_refused("something else", "the header of a Spike2 file");
  check_refused(std::string(600, 'x'), "byte 2");
  check_refused(with(files, 38, std::uint16_t{0x0101}), "Macintosh");
  check_refused(with(files, 0, std::int16_t{10}), "version 10");
  check_refused(with(files, 20, std::uint16_t{0}), "clock tick");
  check_refused(with(files, 44, std::numeric_limits<double>::quiet_NaN()), "clock tick");
  check_refused(with(files, 30, std::int16_t{500}), "the list of channels of 70000 bytes");
  check_refused(with(files, 30, std::int16_t{513}), "has 513 channels");
  check_refused(with(files, 30, std::int16_t{-3}), "-3 channels");
  check_refused(with(files, 512 + 122, '\x0c'), "unknown kind 12");
  check_refused(with(files, 512 + 124, 0.0F), "no usable scale");
  check_refused(with(files, 512 + 102, std::int32_t{0}), "no sampling interval");
  check_refused(with(files, 512 + 14, std::uint16_t{7}), "has 1 blocks, but its entry says 7");
  check_refused(Spike2Files{.channels = {}}.bytes(), "no waveform channel");
}

TEST_CASE("Spike2: chains of blocks that lie, overlap or run in a circle are refused") {
  Spike2Files files;
  files.channels[0].blocks = {{0, {1, 2}, {}}, {40, {3, 4}, {}}};
  const std::size_t first = files.first_block(), second = first + 512;
  const auto at = static_cast<std::int32_t>(first);
  check_refused(with(files, 512 + 6, std::int32_t{1'000'000}), "the header of a block");
  check_refused(with(files, first + 4, std::int32_t{2'000'000'000}), "the header of a block");
  check_refused(with(files, second + 4, at), "not in order of time");
  check_refused(with(files, first + 16, std::uint16_t{5}), "of another channel");
  check_refused(with(files, first + 18, std::uint16_t{60'000}), "a block of channel right FDI of 120000 bytes");
  check_refused(with(files, first + 18, std::uint16_t{3}), "3 samples from tick 0 to 20");
  check_refused(with(files, second + 8, std::int32_t{-500}), "not in order of time");
  files.channels[0].blocks[1].start = 30;
  check_refused(files.bytes(), "overlap in time");
  Spike2Files events;
  events.channels.push_back({.title = "Magnet", .kind = 3, .blocks = {{0, {}, {100, 100}}}});
  const std::size_t block = events.bytes().size() - 512;
  check_refused(with(events, block + 4, static_cast<std::int32_t>(block)), "longer than the file");
}

TEST_CASE("Spike2: a sample that is no number is refused") {
  const Channel channel{.kind = 9, .blocks = {{0, {1.0F, std::numeric_limits<float>::quiet_NaN()}, {}}}};
  check_refused(Spike2Files{.channels = {channel}}.bytes(), "no finite number");
}

TEST_CASE("Spike2: a file cut anywhere, or changed anywhere, is refused or sound") {
  Spike2Files files{
      .channels = {counting("RFDI", 0, 100), {.title = "Keyboard", .kind = 5, .blocks = {{0, {}, {20, 90}, "SJ"}}}}};
  const std::string whole = files.bytes();
  const TemporaryFolder folder;
  tests::with_damaged(folder.path(), whole, 37, 2000, base::Stream(7, 0), [&](const auto& path) {
    try {
      const auto made = read_spike2(path);
      recording::check_consistent(made);
      for (const auto& segment : made.segments)
        for (const auto& row : segment.samples) CHECK(row.size() <= whole.size());
    } catch (const base::Refusal& refusal) {
      CHECK(!refusal.advice().empty());
    }
  });
}

TEST_CASE("Spike2: real files have the channels, pauses and events that neo finds in them") {
  const auto folder = tests::recordings();
  if (!folder) return;
  const auto sweeps = read_spike2(*folder / "tms-analysis-toolbox/spike2/Example Data 1.smr");
  CHECK(sweeps.channels.size() == 8);
  REQUIRE(sweeps.segments.size() == 10);
  CHECK(sweeps.segments[0].samples[7].size() == 10'220);
  CHECK(sweeps.segments[9].start.value() == doctest::Approx(171.696));
  CHECK(marker_codes(sweeps) == Codes(10, "trigger"));
  const auto physiology = read_spike2(*folder / "spike2py/physiology.smr");
  CHECK(physiology.channels[0].name == "FDI");
  CHECK(physiology.segments[0].samples[0].size() == 248'017);
  CHECK(physiology.segments[0].samples[4].size() == 248'016);
  CHECK(physiology.markers.size() == 35);
  const auto units = read_spike2(*folder / "spike2py/motor_units.smr");
  CHECK(units.channels[0].rate.value() == 25'000.0);
  CHECK(units.channels[1].rate.value() == 1'000.0);
  CHECK(units.markers.size() == 112);
  const auto tremor = read_spike2(*folder / "spike2py/tremor_postural.smr");
  CHECK(tremor.channels[2].kind == ChannelKind::other);
  CHECK(tremor.segments[0].samples[2].size() == 30'658);
}

TEST_CASE("Spike2: the samples of real files are those that neo 0.11.1 gives, in microvolts where it gives volts") {
  const auto folder = tests::recordings();
  if (!folder) return;
  struct Known {
    const char* file;
    std::size_t channel;
    double least, most, first, last;  ///< in the last segment
  };
  const Known known[] = {
      {"spike2py/physiology.smr", 0, -26.95716637, 30.51754684, 7.62938671, 6.10350937},
      {"spike2py/physiology.smr", 4, 55.70682555, 64.38330562, 60.55049161, 58.44454985},
      {"spike2py/motor_units.smr", 0, -679.24499512, 1497.57385254, -61.34033203, -59.89074707},
      {"spike2py/motor_units.smr", 3, 0.28533936, 5.82275391, 1.41296387, 4.31518555},
      {"spike2py/tremor_postural.smr", 1, -0.12652914, 0.14521266, 0.01790363, 0.02656722},
      {"spike2py/tremor_postural.smr", 2, 1.75247192, 2.11425781, 1.89147949, 1.89743042},
      {"tms-analysis-toolbox/spike2/Example Data 1.smr", 0, -625.22888184, 895.61462402, -17.39501953, 14.03808594},
      {"tms-analysis-toolbox/spike2/Example Data 1.smr", 7, -30.59387207, 26.01623535, 15.56396484, 12.89367676},
  };
  for (const Known& k : known) {
    CAPTURE(k.file);
    CAPTURE(k.channel);
    const auto r = read_spike2(*folder / k.file);
    const Row& row = r.segments.back().samples[k.channel];
    CHECK(*std::ranges::min_element(row) == doctest::Approx(k.least).epsilon(1e-6));
    CHECK(*std::ranges::max_element(row) == doctest::Approx(k.most).epsilon(1e-6));
    CHECK(row.front() == doctest::Approx(k.first).epsilon(1e-6));
    CHECK(row.back() == doctest::Approx(k.last).epsilon(1e-6));
  }
}

TEST_CASE("Spike2: the trigger of a real file becomes pulses when it is named, and its responses can be cut") {
  const auto folder = tests::recordings();
  if (!folder) return;
  recording::OpenOptions options;
  options.pulse_marker = "trigger";
  options.hemisphere = protocol::Hemisphere::left;
  const auto sessions = recording::open(*folder / "tms-analysis-toolbox/spike2/Example Data 1.smr", options);
  REQUIRE(sessions[0].recordings[0].blocks.size() == 1);
  CHECK(sessions[0].recordings[0].blocks[0].trials.size() == 10);
}
