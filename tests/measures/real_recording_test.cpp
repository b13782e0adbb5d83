// The real BrainVision recording: left hemisphere, 20 pulses at rest, strong mains hum, no response in the left hand.
#include <doctest/doctest.h>

#include <algorithm>

#include "tests/recordings.hpp"
#include "trilayer/base/statistics.hpp"
#include "trilayer/measures/measure.hpp"
#include "trilayer/recording/open.hpp"

using namespace trilayer;
using measures::Measurement;
using measures::State;
using protocol::Side;

namespace {

measures::Results measured_with(const std::filesystem::path& folder, const std::string& marker) {
  recording::OpenOptions options;
  options.pulse_marker = marker;
  options.hemisphere = protocol::Hemisphere::left;
  return measures::measure(recording::open(folder / "tms-analysis-toolbox/brainvision/Example Data 1.vhdr", options),
                           {});
}

const Measurement& get(const measures::Results& results, std::string_view measure, Side side, std::string_view muscle) {
  const auto found = std::find_if(results.measurements.begin(), results.measurements.end(), [&](const Measurement& m) {
    return m.key.measure == measure && m.key.side == side && m.key.muscle == muscle;
  });
  REQUIRE(found != results.measurements.end());
  return *found;
}

bool warned(const measures::Results& results, std::string_view code, std::string_view text) {
  return std::any_of(results.warnings.begin(), results.warnings.end(),
                     [&](const base::Warning& w) { return w.code == code && w.text.find(text) != std::string::npos; });
}

}  // namespace

TEST_CASE("real recording: contralateral responses as known") {
  const auto folder = tests::recordings();
  if (!folder) return;
  const auto results = measured_with(*folder, "S255");
  const Measurement& amplitude = get(results, "cmep_amplitude", Side::right, "FDI");
  CHECK(amplitude.state == State::value);
  CHECK(amplitude.trials == 20);
  CHECK(*amplitude.value == doctest::Approx(0.777).epsilon(0.001));
  std::vector<double> sizes;
  for (const auto& trial : results.trials)
    if (trial.measure == "cmep_amplitude" && trial.muscle == "FDI") sizes.push_back(trial.value.value_or(0.0));
  REQUIRE(sizes.size() == 20);
  CHECK(*std::min_element(sizes.begin(), sizes.end()) == doctest::Approx(0.354).epsilon(0.002));
  CHECK(*std::max_element(sizes.begin(), sizes.end()) == doctest::Approx(2.832).epsilon(0.002));
  CHECK(*get(results, "cmep_persistence", Side::right, "FDI").value == 1.0);
}

TEST_CASE("real recording: no iMEP in the left hand, although a bare 50 uV rule reports one in every trial") {
  const auto folder = tests::recordings();
  if (!folder) return;
  const auto results = measured_with(*folder, "S255");
  for (const char* muscle : {"FDI", "ECR"}) {
    CAPTURE(muscle);
    const Measurement& presence = get(results, "imep_presence", Side::left, muscle);
    CHECK(presence.state == State::absent);
    CHECK(presence.smallest_detectable.has_value());
    CHECK(get(results, "imep_persistence", Side::left, muscle).state == State::absent);
  }
  CHECK(warned(results, "mains_hum", "left FDI"));
  CHECK(warned(results, "mains_hum", "at 60.0"));
  CHECK(warned(results, "marker_file_names_other_data", "GBH_06"));
  CHECK(warned(results, "marker_delay", "1.0 ms after"));
}

TEST_CASE("real recording: the late marker is said, confounds, and is not corrected") {
  const auto folder = tests::recordings();
  if (!folder) return;
  const auto results = measured_with(*folder, "S254");
  CHECK(warned(results, "marker_delay", "9.4 ms before"));
  CHECK(*get(results, "cmep_amplitude", Side::right, "FDI").value == doctest::Approx(0.777).epsilon(0.001));
  const Measurement& latency = get(results, "cmep_latency", Side::right, "FDI");
  CHECK(latency.state != State::value);
  if (latency.value) CHECK(*latency.value < 20.0);
}

TEST_CASE("real recording: what one hemisphere at rest cannot tell is missing with its reason") {
  const auto folder = tests::recordings();
  if (!folder) return;
  const auto results = measured_with(*folder, "S255");
  const Measurement& csp = get(results, "csp_duration", Side::right, "FDI");
  CHECK(csp.state == State::missing);
  CHECK(csp.reason.find("contracts") != std::string::npos);
  CHECK(get(results, "imep_presence", Side::right, "FDI").reason.find("right hemisphere") != std::string::npos);
  CHECK(get(results, "mirror_emg_ratio", Side::left, "FDI").state == State::missing);
}
