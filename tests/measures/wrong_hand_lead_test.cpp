// Choice reactions drawn with known onsets of both hands.
#include "trilayer/measures/wrong_hand_lead.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "trilayer/base/random.hpp"
#include "trilayer/measures/measure.hpp"

namespace trilayer::measures {
namespace {

using protocol::Side;

constexpr double spacing = 4.0;    // s between cues
constexpr double reaction = 0.35;  // s from cue to the intended hand's EMG

// The right hand is the intended one. In every trial its EMG starts `reaction` after the cue.
struct Drawing {
  int trials = 20;
  int leads = 0;        // the first so many trials: the left hand starts `lead` earlier
  double lead = 60.0;   // ms; negative: later
  double other = 30.0;  // uV RMS of the left hand in those trials
  double intended = 300.0;
  double rest = 3.0;
};

recording::Session draw(const Drawing& d, std::uint64_t seed) {
  constexpr double rate = 2000.0;
  recording::Session session;
  session.participant = "drawn";
  recording::Recording recording;
  recording.name = "choice";
  for (const Side side : protocol::both_sides) {
    recording::Channel channel;
    channel.name = std::string(name(side)) + " FDI";
    channel.rate = base::Hertz(rate);
    channel.side = side;
    channel.muscle = "FDI";
    recording.channels.push_back(channel);
  }
  protocol::Block block;
  block.id = "choice";
  block.condition.task = protocol::Task::choice_reaction;
  block.condition.intended = Side::right;
  for (int i = 0; i < d.trials; ++i)
    block.trials.push_back({{protocol::AnchorKind::cue, base::Seconds(2.0 + spacing * i), base::Seconds(0.0)}, {}, ""});
  recording.blocks.push_back(block);

  base::Stream noise(seed, 1);
  const auto count = static_cast<std::size_t>((2.0 + spacing * d.trials) * rate);
  std::vector<float> left(count), right(count);
  for (std::size_t i = 0; i < count; ++i) {
    const double t = static_cast<double>(i) / rate - 2.0;
    const int trial = static_cast<int>(std::floor((t + 1.0) / spacing));  // from a second before its cue
    const double since = t - spacing * trial - reaction;
    const bool moves = trial >= 0 && since < 0.4;
    const bool leads = moves && trial < d.leads;
    right[i] = static_cast<float>((d.rest + (moves && since >= 0.0 ? d.intended : 0.0)) * noise.normal());
    left[i] = static_cast<float>((d.rest + (leads && since >= -d.lead * 1e-3 ? d.other : 0.0)) * noise.normal());
  }
  recording::Segment segment;
  segment.samples = {left, right};
  recording.segments.push_back(std::move(segment));
  session.recordings.push_back(std::move(recording));
  return session;
}

Measurement lead_of(const recording::Session& session) {
  const auto& recording = session.recordings[0];
  const std::vector<std::optional<Hum>> hum(recording.channels.size());
  const auto looks = task_looks(session, recording, hum, Settings{});
  REQUIRE(looks.size() == 1);
  const auto all = wrong_hand_lead(looks[0], Settings{});
  REQUIRE(all.size() == 3);
  check_promises(all.front());
  return all.front();
}

TEST_CASE("The share is that of the trials in which the other hand starts first") {
  for (const int leads : {0, 3, 20}) {
    Drawing d;
    d.leads = leads;
    const Measurement m = lead_of(draw(d, 1));
    CAPTURE(m.method);
    CHECK(m.state == State::value);
    CHECK(*m.value == doctest::Approx(leads / 20.0));
    CHECK(m.trials == 20);
    CHECK(m.key.side == Side::left);  // the hand that leads wrongly
    CHECK_FALSE(m.key.hemisphere);
    CHECK(*m.standard_error == doctest::Approx(std::sqrt(1.0 / (leads + 0.5) + 1.0 / (20.5 - leads))));
  }
}

TEST_CASE("A hand that starts at the same time or later does not lead") {
  for (const double lead : {0.0, -40.0}) {
    for (const double other : {30.0, 300.0}) {
      Drawing d;
      d.leads = 20;
      d.lead = lead;
      d.other = other;
      int leads = 0;
      for (std::uint64_t seed = 0; seed < 10; ++seed)
        leads += static_cast<int>(std::lround(20.0 * *lead_of(draw(d, seed)).value));
      MESSAGE("starts " << -lead << " ms later with " << other << " uV: " << leads << " of 200 trials called leads");
      CHECK(leads <= 4);
    }
  }
}

TEST_CASE("A hand at rest is seldom called first") {
  int leads = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed)
    leads += static_cast<int>(std::lround(20.0 * *lead_of(draw(Drawing{}, seed)).value));
  MESSAGE("hand at rest: " << leads << " of 400 trials called leads");
  CHECK(leads <= 8);
}

TEST_CASE("Most leads of 30 ms are seen, also weak ones") {
  Drawing d;
  d.leads = 20;
  d.lead = 30.0;
  d.other = 15.0;
  int leads = 0;
  for (std::uint64_t seed = 0; seed < 10; ++seed)
    leads += static_cast<int>(std::lround(20.0 * *lead_of(draw(d, seed)).value));
  MESSAGE("leads of 30 ms: " << leads << " of 200 found");
  CHECK(leads >= 180);
}

TEST_CASE("Trials in which a hand moved before the cue do not count") {
  Drawing d;
  d.leads = 5;
  d.lead = 450.0;
  const Measurement m = lead_of(draw(d, 2));
  CHECK(m.trials == 15);
  CHECK(*m.value == 0.0);
  CHECK(m.method.find("before the cue") != std::string::npos);
}

TEST_CASE("Without reactions of the intended hand there is no share, and without both hands no measure") {
  Drawing d;
  d.intended = 0.0;
  const Measurement none = lead_of(draw(d, 3));
  CHECK(none.state == State::unobtainable);
  CHECK(none.reason.find("3 are needed") != std::string::npos);
  auto session = draw(Drawing{}, 3);
  session.recordings[0].channels[0].kind = recording::ChannelKind::other;
  CHECK(lead_of(session).state == State::missing);
}

TEST_CASE("Only choice reactions have it, and a session without them says so") {
  auto session = draw(Drawing{}, 4);
  session.recordings[0].blocks[0].condition.task = protocol::Task::phasic_movement;
  const auto results = measure({session}, Settings{}, 1);
  int rows = 0;
  for (const Measurement& m : results.measurements) {
    if (m.key.measure != "wrong_hand_lead") continue;
    ++rows;
    CHECK(m.state == State::missing);
    CHECK(m.reason.find("no choice reaction") != std::string::npos);
  }
  CHECK(rows == 2);
}

}  // namespace
}  // namespace trilayer::measures
