// Five published single traces of an ipsilateral hand, 1 kHz: the first without an iMEP, the others with a clear one.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <string>
#include <vector>

#include "tests/recordings.hpp"
#include "trilayer/measures/measure.hpp"

using namespace trilayer;

namespace {

constexpr std::size_t traces = 5, samples = 2000, pulse_at = 1000;

// A NumPy file of the one kind needed here: little-endian numbers of 8 bytes, row after row.
std::vector<double> numbers(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  REQUIRE(bytes.size() > 10);
  REQUIRE(bytes.find("'descr': '<f8'") != std::string::npos);
  REQUIRE(bytes.find("'fortran_order': False") != std::string::npos);
  const std::size_t header = 10 + static_cast<unsigned char>(bytes[8]) + 256U * static_cast<unsigned char>(bytes[9]);
  std::vector<double> values((bytes.size() - header) / sizeof(double));
  std::memcpy(values.data(), bytes.data() + header, values.size() * sizeof(double));
  return values;
}

recording::Session session_of(std::span<const double> trace) {
  recording::Recording recording;
  recording.name = "dimep";
  recording::Channel channel;
  channel.name = "FDI";
  channel.muscle = "FDI";
  channel.side = protocol::Side::left;
  channel.rate = base::Hertz(1000.0);
  recording.channels = {channel};
  recording.segments = {{base::Seconds(0.0), {std::vector<float>(trace.begin(), trace.end())}}};
  protocol::Block block;
  block.id = "a";
  block.condition.hemisphere = protocol::Hemisphere::left;
  block.condition.hands.left.contraction = protocol::Contraction::active;
  protocol::Trial trial;
  protocol::Pulse pulse;
  pulse.time = base::Seconds(static_cast<double>(pulse_at) / 1000.0);
  trial.pulses = {pulse};
  trial.anchor = {protocol::AnchorKind::test_pulse, pulse.time};
  block.trials = {trial};
  recording.blocks = {block};
  recording::Session session;
  session.participant = "1";
  session.recordings = {recording};
  return session;
}

}  // namespace

TEST_CASE("published single traces: no iMEP in the first one, one in each of the others") {
  const auto folder = tests::recordings();
  if (!folder) return;
  const auto all = numbers(*folder / "dimep/examples.npy");
  REQUIRE(all.size() == traces * samples);
  for (std::size_t k = 0; k < traces; ++k) {
    const auto results = measures::measure({session_of(std::span(all).subspan(k * samples, samples))}, {});
    const auto m = std::find_if(results.measurements.begin(), results.measurements.end(),
                                [](const auto& one) { return one.key.measure == "imep_presence" && one.p_value; });
    CAPTURE(k);
    REQUIRE(m != results.measurements.end());
    MESSAGE("trace " << k << ": " << measures::name(m->state) << ", p = " << *m->p_value);
    CHECK(m->state == (k == 0 ? measures::State::absent : measures::State::value));
  }
}
