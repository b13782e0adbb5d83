// Through files and back: an EMG-BIDS data set of our own gives the measures of the session it was written from.
#include <doctest/doctest.h>

#include <cmath>

#include "tests/recordings.hpp"
#include "trilayer/measures/measure.hpp"
#include "trilayer/phantom/phantom.hpp"
#include "trilayer/recording/bids/bids.hpp"
#include "trilayer/recording/open.hpp"

using namespace trilayer;
using measures::Measurement;

namespace {

// Files are named by the data set's rules, the rest of a measurement must come back.
std::vector<Measurement> without_file_names(std::vector<Measurement> measurements) {
  for (Measurement& m : measurements) m.recording.clear();
  return measurements;
}

// Written and read again by way of a folder.
std::vector<recording::Session> through_files(const std::vector<recording::Session>& sessions) {
  const tests::TemporaryFolder folder;
  recording::write_bids(folder.path() / "data", sessions);
  return recording::open(folder.path() / "data");
}

}  // namespace

TEST_CASE("a data set that EDF can hold exactly gives equal measures, to the last bit") {
  auto phantom = phantom::demo_phantom();
  phantom.blocks.resize(9);
  phantom.resolution = base::Microvolts(0.2);  // the range of this phantom is within 65535 such steps
  const std::vector<recording::Session> sessions{phantom::draw(phantom, 5)};
  const auto again = through_files(sessions);
  REQUIRE(again.size() == 1);
  CHECK(again[0].recordings[0].segments[0].samples == sessions[0].recordings[0].segments[0].samples);
  const auto before = without_file_names(measures::measure(sessions, {}, 2).measurements);
  const auto after = without_file_names(measures::measure(again, {}, 2).measurements);
  REQUIRE(after.size() == before.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    CAPTURE(before[i].key.measure);
    CAPTURE(before[i].block);
    CHECK(after[i] == before[i]);
  }
}

TEST_CASE("the real recording gives the same measures from BrainVision and from EMG-BIDS written of it") {
  const auto folder = tests::recordings();
  if (!folder) return;
  recording::OpenOptions options;
  options.pulse_marker = "S255";
  options.hemisphere = protocol::Hemisphere::left;
  auto sessions = recording::open(*folder / "tms-analysis-toolbox/brainvision/Example Data 1.vhdr", options);
  sessions[0].participant = "01";
  const auto before = without_file_names(measures::measure(sessions, {}, 2).measurements);
  const auto after = without_file_names(measures::measure(through_files(sessions), {}, 2).measurements);
  REQUIRE(after.size() == before.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    CAPTURE(before[i].key.measure);
    CHECK(after[i] == before[i]);
  }
}
