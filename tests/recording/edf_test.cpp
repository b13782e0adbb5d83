#include "trilayer/recording/formats/edf.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cmath>
#include <sstream>

#include "tests/recording/edf_files.hpp"
#include "tests/recording/refusal_of.hpp"
#include "tests/recordings.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/recording/formats/brainvision.hpp"

using namespace trilayer;
using recording::ChannelKind;
using recording::read_edf;
using recording::Recording;
using recording::write_edf;
using tests::EdfFiles;
using tests::note;
using tests::TemporaryFolder;

namespace {

using Row = std::vector<float>;

Recording read(const EdfFiles& files) {
  const TemporaryFolder folder;
  return read_edf(files.write(folder.path()));
}

Recording rewritten(const Recording& r) {
  const TemporaryFolder folder;
  write_edf(folder.path() / "rec.edf", r);
  return read_edf(folder.path() / "rec.edf");
}

recording::Channel emg(double rate, double resolution = 0.0) {
  recording::Channel channel;
  channel.name = "right FDI";
  channel.rate = base::Hertz(rate);
  channel.resolution = resolution;
  return channel;
}

Recording one_channel(Row row, double rate = 1000.0, double resolution = 0.0) {
  Recording r;
  r.channels = {emg(rate, resolution)};
  r.segments = {{base::Seconds(0.0), {std::move(row)}}};
  return r;
}

std::vector<std::pair<long, std::string>> events(const Recording& r) {
  std::vector<std::pair<long, std::string>> out;
  for (const auto& marker : r.markers)
    out.emplace_back(std::lround(marker.time.value() * r.channels[0].rate.value()), marker.code);
  return out;
}

}  // namespace

TEST_CASE("an EDF file gives microvolts, its rate and its resolution") {
  const auto r = read({});
  REQUIRE(r.segments.size() == 1);
  CHECK(r.name == "rec.edf");
  CHECK(r.segments[0].samples[0] == Row{0.0F, 1.0F, -2.0F, 3.0F, 4.0F, -5.0F});
  CHECK(r.channels[0].kind == ChannelKind::emg);
  CHECK(r.channels[0].rate.value() == 3.0);
  CHECK(r.channels[0].resolution == 0.1);
  CHECK(r.markers.empty());
}

TEST_CASE("mixed rates and units: millivolts become microvolts, others keep theirs, an empty unit is no voltage") {
  const auto r = read({.signals = {{.unit = "mV"},
                                   {.label = "Force", .unit = "N", .numbers = {1, 2}},
                                   {.label = "Ratio", .unit = "", .numbers = {1, 2}},
                                   {.label = "Trigger", .unit = "", .numbers = {1, 2}}}});
  CHECK(r.segments[0].samples[0][1] == doctest::Approx(1000.0));
  CHECK(r.channels[0].unit == "uV");
  CHECK(r.channels[1].kind == ChannelKind::other);
  CHECK(r.channels[1].unit == "N");
  CHECK(r.channels[1].rate.value() == 1.0);
  CHECK(r.channels[2].kind == ChannelKind::other);
  CHECK(r.channels[3].kind == ChannelKind::trigger);
}

TEST_CASE("the rate is samples over the duration of a data record, whatever that is") {
  CHECK(read({.duration = "0.5"}).channels[0].rate.value() == 6.0);
  CHECK(read({.duration = "0.0006"}).channels[0].rate.value() == doctest::Approx(5000.0));
}

TEST_CASE("annotations of EDF+ become markers with time, duration and text") {
  const auto r = read({.reserved = "EDF+C", .annotations = {note("+0.25", "cue \u00e4", "0.5"), note("+1.5", "S255")}});
  REQUIRE(r.channels.size() == 1);
  REQUIRE(r.markers.size() == 2);
  CHECK(r.markers[0] == recording::Marker{base::Seconds(0.25), base::Seconds(0.5), "cue \u00e4"});
  CHECK(r.markers[1] == recording::Marker{base::Seconds(1.5), base::Seconds(0.0), "S255"});
}

TEST_CASE("BDF: 24-bit samples, and the low 16 bits of Status as markers at each change to another code") {
  const int state = 0x98 << 16;
  const EdfFiles::Signal status{"Status",
                                "Boolean",
                                "-8388608",
                                "8388607",
                                "-8388608",
                                "8388607",
                                {state | 7, state | 7, state, state | 255, state | 254, 0x18 << 16 | 254}};
  const auto r =
      read({.bdf = true,
            .reserved = "24BIT",
            .signals = {{"EXG1", "uV", "-262144", "262143", "-8388608", "8388607", {0, 100000, 1, 2, 3, 4}}, status}});
  CHECK(r.segments[0].samples[0][1] - r.segments[0].samples[0][0] == doctest::Approx(3124.994));
  CHECK(r.channels[1].kind == ChannelKind::trigger);
  // The 7 was there before the recording began; a change of the amplifier's state is no event.
  CHECK(events(r) == std::vector<std::pair<long, std::string>>{{3, "255"}, {4, "254"}});
}

TEST_CASE("events are not given twice where annotations and a Status channel list them") {
  const auto r = read({.reserved = "EDF+C",
                       .signals = {{.label = "Status", .unit = "", .numbers = {0, 0, 5, 0, 0, 0}}},
                       .annotations = {note("+0.5", "5"), ""}});
  CHECK(r.markers.size() == 1);
}

TEST_CASE("an annotation signal in a file that does not call itself EDF+ gets a warning") {
  const auto r = read({.signals = {{}, {.label = "EDF Annotations", .unit = ""}}});
  REQUIRE(r.warnings.size() == 1);
  CHECK(r.warnings[0].code == "annotations_not_read");
}

TEST_CASE("what is written is read back: whole multiples of the resolution exactly, at any usual rate") {
  CHECK(rc::check([] {
    const double rate = *rc::gen::element(1000.0, 2048.0, 3000.0, 5000.0, 1e6 / 300.0, 1e6 / 488.28125, 0.5);
    const double resolution = *rc::gen::element(0.5, 0.1, 0.05, 0.0488281, 0.0152592, 1.0, 2.44);
    const auto numbers = *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(-15000, 15000)));
    Row row;
    for (const int k : numbers) row.push_back(static_cast<float>(k * resolution));
    Recording r = one_channel(row, rate, resolution);
    const auto at = static_cast<double>(*rc::gen::inRange<std::size_t>(0, numbers.size())) / rate;
    r.markers = {{base::Seconds(at), base::Seconds(0.0), "S255"}};
    const Recording back = rewritten(r);
    RC_ASSERT(back.segments[0].samples == r.segments[0].samples);
    RC_ASSERT(std::abs(back.channels[0].rate.value() / rate - 1.0) < 1e-12);
    RC_ASSERT(std::abs(back.channels[0].resolution / resolution - 1.0) < 1e-9);
    RC_ASSERT(back.markers.size() == 1U);
    RC_ASSERT(back.markers[0].code == "S255");
    RC_ASSERT(std::abs(back.markers[0].time.value() - at) < 1e-7);
  }));
}

TEST_CASE("samples without a known resolution lose at most half of their range over 65535") {
  CHECK(rc::check([] {
    const double size = *rc::gen::element(1e-2, 1.0, 300.0, 5e4, 8e6);
    const auto parts = *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(-1000000, 1000000)));
    Row row;
    for (const int k : parts) row.push_back(static_cast<float>(size * k * 1e-6));
    const auto [low, high] = std::minmax_element(row.begin(), row.end());
    // 1.001: the limits are rounded outwards to what 8 characters state; 1e-6: the smallest step they can state.
    const double allowed =
        0.5 * std::max(1.001 * (*high - *low) + 3e-6, 1e-3 * std::max(1.0F, std::abs(*low))) / 65535 + 6e-8 * size;
    const auto back = rewritten(one_channel(row)).segments[0].samples[0];
    RC_ASSERT(back.size() == row.size());
    for (std::size_t i = 0; i < row.size(); ++i) RC_ASSERT(std::abs(back[i] - row[i]) <= allowed);
  }));
}

TEST_CASE("a flat channel, all zero or not, is written and read back") {
  CHECK(rewritten(one_channel(Row(10, 0.0F))).segments[0].samples[0] == Row(10, 0.0F));
  CHECK(rewritten(one_channel(Row(10, 0.5F))).segments[0].samples[0] == Row(10, 0.5F));
  CHECK(rewritten(one_channel(Row(10, -123.25F), 1000.0, 0.25)).segments[0].samples[0] == Row(10, -123.25F));
}

TEST_CASE("an amplifier's offset larger than 16 bits is no reason to lose a step") {
  const Row row{43141.5F, 43142.0F, 43999.5F, 41000.0F};
  CHECK(rewritten(one_channel(row, 1000.0, 0.5)).segments[0].samples[0] == row);
}

TEST_CASE("volts in a microvolt channel are written in a larger unit") {
  const Row row{-1.2e7F, 3.4e7F, 0.0F};
  const auto back = rewritten(one_channel(row)).segments[0].samples[0];
  for (std::size_t i = 0; i < row.size(); ++i) CHECK(std::abs(back[i] - row[i]) <= 0.51 * 4.6e7 / 65535);
}

TEST_CASE("mixed rates are written and read back") {
  Recording r = one_channel(Row{0, 1, 2, 3, 4, 5, 6, 7, 8, 9}, 1000.0, 1.0);
  r.channels.push_back(emg(200.0, 1.0));
  r.segments[0].samples.push_back(Row{5, 6});
  const auto back = rewritten(r);
  CHECK(back.segments == r.segments);
  CHECK(back.channels[1].rate.value() == 200.0);
}

TEST_CASE("segments are written one after the other; the padding of the last data record is not read back") {
  Recording r = one_channel(Row(1500, 3.0F), 1000.0, 1.0);
  r.segments.push_back({base::Seconds(100.0), {Row(250, -4.0F)}});
  for (const double time : {1.0, 50.0, 100.0, 100.2})
    r.markers.push_back({base::Seconds(time), base::Seconds(0.0), "S1"});
  const auto back = rewritten(r);
  REQUIRE(back.segments.size() == 1);
  REQUIRE(back.segments[0].samples[0].size() == 1750);
  CHECK(back.segments[0].samples[0][1499] == 3.0F);
  CHECK(back.segments[0].samples[0][1500] == -4.0F);
  // Markers stay at their samples; one within the gap stands where the segments meet.
  CHECK(events(back) ==
        std::vector<std::pair<long, std::string>>{{1000, "S1"}, {1500, "S1"}, {1500, "S1"}, {1700, "S1"}});
  for (std::size_t i = 0; i < 4; ++i)
    CHECK(back.markers[i].time.value() == doctest::Approx(recording::time_in_edf(r, r.markers[i].time).value()));
}

TEST_CASE("more markers than data records, all at their own microsecond") {
  Recording r = one_channel(Row(900, 1.0F), 1000.0);
  for (int i = 0; i < 300; ++i)
    r.markers.push_back({base::Seconds(i * 0.002000125), base::Seconds(i % 2 * 0.25), std::to_string(i)});
  const auto back = rewritten(r);
  REQUIRE(back.markers.size() == 300);
  for (std::size_t i = 0; i < 300; ++i) {
    CHECK(back.markers[i].code == r.markers[i].code);
    CHECK(std::abs((back.markers[i].time - r.markers[i].time).value()) < 1e-7);
    CHECK(back.markers[i].duration == r.markers[i].duration);
  }
}

TEST_CASE("trigger codes with amplifier bits above them keep their low 16 bits") {
  Recording r = one_channel(Row{static_cast<float>(0x180000), static_cast<float>(0x1800FF), -6815232.0F, 65535.0F});
  r.channels[0].kind = ChannelKind::trigger;
  r.channels[0].name = "Status";
  r.channels[0].unit = "Boolean";
  const auto back = rewritten(r);
  CHECK(back.segments[0].samples[0] == Row{0.0F, 255.0F, 512.0F, 65535.0F});
}

TEST_CASE("a written file names no one and no day") {
  const TemporaryFolder folder;
  write_edf(folder.path() / "a.edf", one_channel(Row{1, 2}));
  const std::string text = base::read_file(folder.path() / "a.edf");
  CHECK(base::trim(text.substr(8, 80)) == "X X X X");
  CHECK(base::trim(text.substr(88, 80)) == "Startdate X X X X");
  CHECK(text.substr(168, 16) == "01.01.8500.00.00");
}

TEST_CASE("rates that share no data record are refused, and nothing is left behind") {
  const TemporaryFolder folder;
  Recording r = one_channel(Row(1000, 1.0F), 1000.0 * std::sqrt(2.0));
  const auto message = tests::refusal_of([&] { write_edf(folder.path() / "a.edf", r); });
  CHECK(message.find("1414.2") != std::string::npos);
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("a marker after the end is refused when written, too") {
  const TemporaryFolder folder;
  Recording r = one_channel(Row(10, 1.0F));
  r.markers = {{base::Seconds(0.02), base::Seconds(0.0), "late"}};
  CHECK(tests::refusal_of([&] { write_edf(folder.path() / "a.edf", r); }).find("\"late\"") != std::string::npos);
}

TEST_CASE("a segment in which one channel has samples the other lacks is refused") {
  const TemporaryFolder folder;
  Recording r = one_channel(Row(10, 1.0F));
  r.channels.push_back(emg(200.0));
  r.segments[0].samples.push_back(Row(3, 1.0F));
  tests::refusal_of([&] { write_edf(folder.path() / "a.edf", r); });
}

TEST_CASE("one real recording from BDF, EDF and BrainVision: the same signals and events") {
  const auto folder = tests::recordings();
  if (!folder) return;
  const auto bdf = read_edf(*folder / "myonset/example_data.bdf");
  const auto edf = read_edf(*folder / "myonset/example_data.edf");
  const auto vision = recording::read_brainvision(*folder / "myonset/brainvision/example_data.vhdr");

  std::vector<std::pair<long, std::string>> listed;
  std::istringstream table(base::read_file(*folder / "myonset/example_events.csv"));
  std::string line;
  std::getline(table, line);
  while (std::getline(table, line)) {
    const auto cells = base::split(line, ',');
    listed.emplace_back(std::stol(cells[0]), cells[2]);
  }
  CHECK(events(bdf) == listed);
  CHECK(events(edf) == listed);
  std::vector<std::pair<long, std::string>> named;  // "S 20" is 20; three comments of the amplifier are no events
  for (auto [sample, code] : events(vision))
    if (code.size() == 4 && code[0] == 'S') named.emplace_back(sample, base::trim(code.substr(1)));
  CHECK(named == listed);

  // The EDF was exported with a first-order high-pass at 0.16 Hz, the other two without: apply it before comparing.
  const double decay = std::exp(-2.0 * std::acos(-1.0) * 0.16 / 2048.0);
  for (std::size_t c = 0; c < 4; ++c) {
    const auto& a = bdf.segments[0].samples[c];
    const auto& b = vision.segments[0].samples[c];
    const auto& filtered = edf.segments[0].samples[c];
    REQUIRE(a.size() == 118784);
    REQUIRE(b.size() == a.size());
    REQUIRE(filtered.size() == a.size());
    double difference = 0.0, filtered_difference = 0.0, y = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i) {
      difference = std::max(difference, static_cast<double>(std::abs(a[i] - b[i])));
      if (i > 0) y = decay * y + static_cast<double>(a[i]) - static_cast<double>(a[i - 1]);
      filtered_difference = std::max(filtered_difference, std::abs(y - static_cast<double>(filtered[i])));
    }
    CHECK(difference < 0.03125);       // one step of the BDF; float itself has steps of 0.004 at 43 mV
    CHECK(filtered_difference < 1.0);  // two steps of the EDF
    CHECK(bdf.channels[c].resolution == doctest::Approx(0.03125).epsilon(1e-4));
    CHECK(edf.channels[c].resolution == doctest::Approx(0.5).epsilon(1e-4));
    CHECK(bdf.channels[c].kind == ChannelKind::emg);
  }
  for (const auto* r : {&bdf, &edf, &vision}) {
    CHECK(r->channels[4].kind == ChannelKind::trigger);
    CHECK(r->channels[0].rate.value() == 2048.0);
  }
}

TEST_CASE("a real recording survives being written and read again") {
  const auto folder = tests::recordings();
  if (!folder) return;
  const auto r = recording::read_brainvision(*folder / "tms-analysis-toolbox/brainvision/Example Data 1.vhdr");
  const auto back = rewritten(r);
  CHECK(back.segments == r.segments);
  CHECK(back.channels == r.channels);
  CHECK(events(back) == events(r));
}

TEST_CASE("the example data sets of BIDS are read, or refused for a stated reason") {
  const auto folder = tests::recordings();
  if (!folder) return;
  int read_ones = 0, refused_ones = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(*folder / "bids-examples")) {
    if (entry.path().extension() != ".edf") continue;
    CAPTURE(entry.path().filename().string());
    if (entry.path().string().find("emg_Multimodal") != std::string::npos) {
      const auto message = tests::refusal_of([&] { (void)read_edf(entry.path()); });
      CHECK(message.find("fields are shifted") != std::string::npos);
      ++refused_ones;
    } else {
      const auto r = read_edf(entry.path());
      CHECK(!r.segments[0].samples[0].empty());
      CHECK(r.channels[0].kind == ChannelKind::emg);
      ++read_ones;
    }
  }
  CHECK(read_ones == 8);
  CHECK(refused_ones == 2);
}
