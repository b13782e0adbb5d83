// M-waves, F-waves and responses to M1 and root, drawn into a session at known times and sizes.
#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "trilayer/base/random.hpp"
#include "trilayer/measures/measure.hpp"

namespace trilayer::measures {
namespace {

using protocol::Condition;
using protocol::Hemisphere;
using protocol::Side;
using protocol::Site;

constexpr double rate = 5000.0;

// A biphasic wave of a peak-to-peak size in uV, 8 ms long.
struct Wave {
  double onset_ms = 0.0;
  double size = 0.0;
};

// A session of one recording, left and right FDI, 2 uV of white noise; each trial is 1 s.
struct Drawn {
  recording::Session session;
  base::Stream noise{1234};

  Drawn() {
    session.participant = "p";
    recording::Recording recording;
    recording.name = "r";
    for (const Side side : protocol::both_sides) {
      recording::Channel channel;
      channel.name = std::string(name(side)) + " FDI";
      channel.rate = base::Hertz(rate);
      channel.side = side;
      channel.muscle = "FDI";
      recording.channels.push_back(channel);
    }
    recording.segments.push_back({base::Seconds(0.0), {{}, {}}});
    session.recordings.push_back(recording);
  }

  // `waves`: of the muscle of `side`, one list a trial.
  void add(const std::string& id, const Condition& condition, Side side, const std::vector<std::vector<Wave>>& waves) {
    auto& recording = session.recordings.front();
    protocol::Block block{id, condition, {}};
    for (const auto& trial_waves : waves) {
      auto& rows = recording.segments.front().samples;
      const auto anchor = rows[0].size() + static_cast<std::size_t>(0.5 * rate);
      for (auto& row : rows)
        for (int i = 0; i < static_cast<int>(rate); ++i) row.push_back(static_cast<float>(2.0 * noise.normal()));
      for (const Wave& wave : trial_waves) put(rows[side == Side::left ? 0 : 1], anchor, wave);
      protocol::Trial trial;
      trial.anchor.time = base::Seconds(static_cast<double>(anchor) / rate);
      trial.pulses.push_back({trial.anchor.time, protocol::PulseRole::test, condition.site, condition.hemisphere,
                              condition.intensity, std::nullopt});
      block.trials.push_back(trial);
    }
    recording.blocks.push_back(block);
  }

  static void put(std::vector<float>& row, std::size_t anchor, const Wave& wave) {
    constexpr double length_ms = 8.0, pi = 3.14159265358979323846;
    for (double ms = 0.0; ms < length_ms; ms += 1e3 / rate) {
      const auto i = anchor + static_cast<std::size_t>(std::lround((wave.onset_ms + ms) * 1e-3 * rate));
      row[i] += static_cast<float>(0.5 * wave.size * std::sin(2.0 * pi * ms / length_ms));
    }
  }

  [[nodiscard]] Results measured() const {
    Settings settings;
    settings.surrogates = 99;
    return measure({session}, settings);
  }
};

Condition at_site(Site site, std::optional<double> percent = std::nullopt, Side side = Side::right) {
  Condition condition;
  condition.site = site;
  condition.stimulated_side = side;
  condition.hands.left.contraction = condition.hands.right.contraction = protocol::Contraction::rest;
  if (percent) condition.intensity = protocol::Intensity{*percent, {}};
  return condition;
}

Condition over_m1(bool active) {
  Condition condition;
  condition.hemisphere = Hemisphere::left;
  condition.intensity = protocol::Intensity{60.0, {}};
  condition.hands.left.contraction = protocol::Contraction::rest;
  condition.hands.right.contraction = active ? protocol::Contraction::active : protocol::Contraction::rest;
  return condition;
}

const Measurement& of(const Results& results, const std::string& id, Side side = Side::right) {
  for (const Measurement& m : results.measurements)
    if (m.key.measure == id && m.key.side == side) return m;
  FAIL("no " << id);
  return results.measurements.front();
}

// M-waves of 10 mV at 3.5 ms, F-waves of 300 uV at 26.0, 26.3, 26.6 ... ms after two of three shocks.
std::vector<std::vector<Wave>> nerve_trials(int shocks) {
  std::vector<std::vector<Wave>> trials;
  for (int i = 0; i < shocks; ++i) {
    trials.push_back({{3.6, 10000.0}});
    if (i % 3 != 0) trials.back().push_back({26.0 + 0.2 * i, 300.0});
  }
  return trials;
}

std::vector<std::vector<Wave>> same(int trials, Wave wave) {
  return std::vector<std::vector<Wave>>(static_cast<std::size_t>(trials), std::vector<Wave>{wave});
}

TEST_CASE("Shocks to the nerve give M-max, distal latency, F-wave latency and persistence") {
  Drawn drawn;
  drawn.add("nerve", at_site(Site::nerve), Side::right, nerve_trials(15));
  const Results results = drawn.measured();
  const Measurement& m_max = of(results, "m_max");
  CHECK(m_max.state == State::value);
  CHECK(*m_max.value == doctest::Approx(10.0).epsilon(0.01));
  CHECK_FALSE(m_max.key.hemisphere);
  CHECK(m_max.method.find("not shown") != std::string::npos);
  CHECK(*of(results, "distal_motor_latency").value == doctest::Approx(3.6).epsilon(0.07));
  const Measurement& f = of(results, "f_latency_shortest");
  CHECK(f.state == State::value);
  CHECK(std::abs(*f.value - 26.2) < 0.6);
  CHECK(of(results, "f_persistence").state == State::value);
  CHECK(*of(results, "f_persistence").value == doctest::Approx(10.0 / 15.0));
  // The other side was not stimulated.
  CHECK(of(results, "m_max", Side::left).state == State::missing);
}

TEST_CASE("M-max is shown by a plateau over intensities, and bounded where the M-wave still grows") {
  Drawn plateau, growing;
  for (const auto& [percent, size] : {std::pair{40.0, 4000.0}, {60.0, 9900.0}, {80.0, 10000.0}})
    plateau.add("at " + std::to_string(percent), at_site(Site::nerve, percent), Side::right, same(5, {3.6, size}));
  for (const auto& [percent, size] : {std::pair{40.0, 4000.0}, {60.0, 7000.0}, {80.0, 10000.0}})
    growing.add("at " + std::to_string(percent), at_site(Site::nerve, percent), Side::right, same(5, {3.6, size}));
  const Results shown = plateau.measured(), bounded = growing.measured();
  CHECK(of(shown, "m_max").state == State::value);
  CHECK(*of(shown, "m_max").value == doctest::Approx(9.95).epsilon(0.01));
  CHECK(of(shown, "m_max").method.find("not shown") == std::string::npos);
  CHECK(of(bounded, "m_max").state == State::at_least);
  CHECK(of(bounded, "m_max").reason.find("still grows") != std::string::npos);
}

TEST_CASE("Shocks without an M-wave, and too few of them, say so") {
  Drawn none, few;
  none.add("nerve", at_site(Site::nerve), Side::right, same(12, {3.6, 10.0}));
  few.add("nerve", at_site(Site::nerve), Side::right, nerve_trials(2));
  const Results absent = none.measured(), invalid = few.measured();
  CHECK(of(absent, "m_max").state == State::absent);
  CHECK(*of(absent, "m_max").smallest_detectable == doctest::Approx(0.1));
  CHECK(of(absent, "distal_motor_latency").state == State::unobtainable);
  CHECK(of(absent, "f_latency_shortest").state == State::unobtainable);
  CHECK(of(absent, "f_persistence").state == State::unobtainable);
  CHECK(of(absent, "f_persistence").reason.find("no M-wave") != std::string::npos);
  CHECK(of(invalid, "m_max").state == State::invalid);
  CHECK(of(invalid, "f_persistence").state == State::unobtainable);
  CHECK(of(invalid, "f_persistence").reason.find("need 10") != std::string::npos);
}

TEST_CASE("M-waves without F-waves have a persistence of 0 and no F latency") {
  Drawn drawn;
  drawn.add("nerve", at_site(Site::nerve), Side::right, same(12, {3.6, 10000.0}));
  const Results results = drawn.measured();
  CHECK(of(results, "f_persistence").state == State::value);
  CHECK(*of(results, "f_persistence").value == 0.0);
  CHECK(of(results, "f_latency_shortest").state == State::unobtainable);
  CHECK(of(results, "f_latency_shortest").reason == "0 F-waves in 12 shocks");
}

TEST_CASE("The cMEP is set in relation to M-max, and bounded where M-max is") {
  Drawn drawn, growing;
  drawn.add("nerve", at_site(Site::nerve), Side::right, nerve_trials(12));
  drawn.add("m1", over_m1(false), Side::right, same(10, {21.0, 2000.0}));
  const Results results = drawn.measured();
  CHECK(*of(results, "cmep_to_m_max").value == doctest::Approx(0.2).epsilon(0.02));
  CHECK(of(results, "cmep_to_m_max").key.hemisphere == Hemisphere::left);
  for (const auto& [percent, size] : {std::pair{40.0, 4000.0}, {80.0, 10000.0}})
    growing.add("at " + std::to_string(percent), at_site(Site::nerve, percent), Side::right, same(5, {3.6, size}));
  growing.add("m1", over_m1(false), Side::right, same(10, {21.0, 2000.0}));
  CHECK(of(growing.measured(), "cmep_to_m_max").state == State::at_most);
}

TEST_CASE("Central conduction by F-wave and by root are what the drawn latencies say, each by its own method") {
  Drawn drawn;
  drawn.add("nerve", at_site(Site::nerve), Side::right, nerve_trials(15));
  drawn.add("root", at_site(Site::root), Side::right, same(8, {13.0, 3000.0}));
  drawn.add("active", over_m1(true), Side::right, same(12, {20.0, 3000.0}));
  drawn.add("rest", over_m1(false), Side::right, same(12, {22.0, 2000.0}));
  const Results results = drawn.measured();
  const Measurement &by_f = of(results, "cmct_f"), &by_root = of(results, "cmct_root");
  // (26.2 + 3.6 - 1) / 2 = 14.4
  CHECK(by_f.state == State::value);
  // Noise moves the earliest onsets forward by half a millisecond (docs/measures/central_conduction.md).
  CHECK(std::abs(*by_f.value - (20.0 - 14.4)) < 0.8);
  CHECK(by_root.state == State::value);
  CHECK(std::abs(*by_root.value - 7.0) < 0.8);
  CHECK(by_f.key.condition.find("active") != std::string::npos);
  CHECK(by_f.method.find("root") == std::string::npos);
  CHECK(by_root.method.find("F ") == std::string::npos);
}

TEST_CASE(
    "Without responses of the contracting muscle the conduction time is confounded; without F-waves unobtainable") {
  Drawn at_rest, no_waves;
  at_rest.add("root", at_site(Site::root), Side::right, same(8, {13.0, 3000.0}));
  at_rest.add("rest", over_m1(false), Side::right, same(12, {22.0, 2000.0}));
  CHECK(of(at_rest.measured(), "cmct_root").state == State::confounded);
  CHECK(of(at_rest.measured(), "cmct_f").state == State::missing);
  no_waves.add("nerve", at_site(Site::nerve), Side::right, same(12, {3.6, 10000.0}));
  no_waves.add("active", over_m1(true), Side::right, same(12, {20.0, 3000.0}));
  const Measurement m = of(no_waves.measured(), "cmct_f");
  CHECK(m.state == State::unobtainable);
  CHECK(m.reason.find("f_latency_shortest") != std::string::npos);
}

TEST_CASE("An uncorrected delay of the marker confounds every latency counted from it") {
  Drawn drawn;
  drawn.add("nerve", at_site(Site::nerve), Side::right, nerve_trials(12));
  drawn.session.recordings.front().marker_delay = base::Milliseconds(5.0);
  CHECK(of(drawn.measured(), "distal_motor_latency").state == State::confounded);
  CHECK(of(drawn.measured(), "m_max").state == State::value);
}

}  // namespace
}  // namespace trilayer::measures
