// A real choice reaction of one person: which hand starts first is known for each of its 16 trials.
#include <doctest/doctest.h>

#include <cmath>

#include "tests/recordings.hpp"
#include "trilayer/base/files.hpp"
#include "trilayer/measures/both_hands.hpp"
#include "trilayer/measures/measure.hpp"
#include "trilayer/measures/tasks/reactions.hpp"
#include "trilayer/recording/open.hpp"

using namespace trilayer;
using measures::Measurement;
using measures::State;
using protocol::Side;

namespace {

// The second digit of the stimulus is the hand: 11 and 21 are answered by response 100, with the left hand's EMG, 12
// and 22 by response 200, with the right hand's. What the first digit means is not stated, so conflict is not either.
constexpr std::string_view mapping = R"(
drop = ["Status"]

[derived]
"left hand"  = { plus = "EXG1", minus = "EXG2", side = "left",  muscle = "hand" }
"right hand" = { plus = "EXG3", minus = "EXG4", side = "right", muscle = "hand" }

[cues]
11 = { task = "choice reaction", intended = "left" }
21 = { task = "choice reaction", intended = "left" }
12 = { task = "choice reaction", intended = "right" }
22 = { task = "choice reaction", intended = "right" }
)";

recording::Session opened(const std::filesystem::path& folder, const char* file) {
  const tests::TemporaryFolder own;
  base::write_file(own.path() / "lab.toml", std::string(mapping));
  recording::OpenOptions options;
  options.mapping = own.path() / "lab.toml";
  return recording::open(folder / "myonset" / file, options).at(0);
}

measures::Results measured(const std::filesystem::path& folder, const char* file) {
  return measures::measure({opened(folder, file)}, {});
}

// Each of the four codes is a block.
std::vector<Measurement> of_blocks(const measures::Results& results, std::string_view id) {
  std::vector<Measurement> found;
  for (const Measurement& m : results.measurements)
    if (m.key.measure == id) found.push_back(m);
  REQUIRE(found.size() == 4);
  return found;
}

int count(const measures::Results& results, std::string_view id) {
  double sum = 0.0;
  for (const Measurement& m : of_blocks(results, id)) {
    CAPTURE(m.reason);
    REQUIRE(m.state == State::value);
    sum += *m.value * m.trials;
  }
  return static_cast<int>(std::lround(sum));
}

}  // namespace

TEST_CASE("real recording: the wrong hand bursts in 8 of 16 choice reactions, leads in 6, lags in 2") {
  const auto folder = tests::recordings();
  if (!folder) return;
  for (const char* file : {"example_data.bdf", "example_data.edf"}) {
    CAPTURE(file);
    const auto results = measured(*folder, file);
    int trials = 0;
    for (const Measurement& m : of_blocks(results, "wrong_hand_lead")) trials += m.trials;
    CHECK(trials == 16);
    CHECK(count(results, "wrong_hand_lead") == 6);
    CHECK(count(results, "mirror_burst_share") == 8);
    CHECK(count(results, "inter_hand_lead_share") == 6);
    CHECK(count(results, "inter_hand_coincident_share") == 0);
    CHECK(count(results, "inter_hand_lag_share") == 2);
    for (const Measurement& m : of_blocks(results, "reaction_time"))
      CHECK(m.value.value_or(0.0) == doctest::Approx(220.0).epsilon(0.2));
  }
}

TEST_CASE("real recording: leads of 30 to 100 ms, lags of 60 to 140 ms, the wrong burst far weaker than the response") {
  const auto folder = tests::recordings();
  if (!folder) return;
  const auto session = opened(*folder, "example_data.bdf");
  const std::vector<std::optional<measures::Hum>> hum(session.recordings[0].channels.size());
  for (const auto& look : measures::task_looks(session, session.recordings[0], hum, {}))
    for (const auto& reaction : measures::reactions_of(look, {}).usable) {
      if (!reaction.other) continue;
      const double difference = reaction.difference(), share = reaction.other->area / reaction.intended_area;
      MESSAGE(difference << " ms, area " << share);
      CHECK(std::abs(difference) > 30.0);
      CHECK(difference > -100.0);
      CHECK(difference < 140.0);
      CHECK(share < 0.2);
    }
}

TEST_CASE("real recording: before the cues, where nobody moves, hands hardly ever burst") {
  const auto folder = tests::recordings();
  if (!folder) return;
  auto session = opened(*folder, "example_data.bdf");
  auto& recording = session.recordings[0];
  for (auto& block : recording.blocks)
    for (auto& trial : block.trials) trial.anchor.time = trial.anchor.time - base::Seconds(1.3);
  const std::vector<std::optional<measures::Hum>> hum(recording.channels.size());
  int windows = 0, bursts = 0;
  for (const auto& look : measures::task_looks(session, recording, hum, {}))
    for (const auto& trial : look.trials) {
      windows += 2;
      for (const auto* hand : {&trial.intended, &trial.mirror})  // the window reaches into the real reaction
        bursts += hand->burst && hand->burst->onset < 1200.0 ? 1 : 0;
    }
  MESSAGE(bursts << " of " << windows << " windows");
  CHECK(windows >= 30);
  CHECK(bursts <= 1);
}

TEST_CASE("real recording: few trials a block leave what needs three leads unobtainable, with the count") {
  const auto folder = tests::recordings();
  if (!folder) return;
  const auto results = measured(*folder, "example_data.bdf");
  for (const Measurement& m : of_blocks(results, "wrong_hand_correction_time")) {
    CHECK(m.state == State::unobtainable);
    CHECK(m.reason.find("3 are needed") != std::string::npos);
  }
}
