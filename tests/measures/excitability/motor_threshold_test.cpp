// Thresholds of sessions whose responses are written in by hand.
#include "trilayer/measures/excitability/motor_threshold.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <string>

#include "series_by_hand.hpp"
#include "trilayer/base/random.hpp"

namespace trilayer::measures {
namespace {

using protocol::Hemisphere;
using protocol::Intensity;
using protocol::IntensityReference;
using tests::SeriesByHand;

Intensity output(double percent) { return {percent, IntensityReference::maximum_stimulator_output}; }
Intensity resting(double percent) { return {percent, IntensityReference::resting_motor_threshold}; }

const Measurement& only(const Results& results, const std::string& id) {
  const Measurement* found = nullptr;
  for (const Measurement& m : results.measurements) {
    check_promises(m);
    if (m.key.measure != id) continue;
    REQUIRE(found == nullptr);
    found = &m;
  }
  REQUIRE_MESSAGE(found != nullptr, id);
  return *found;
}

// Twenty pulses at each of seven intensities round 50 %, answered as by a threshold of 50 % and a spread of 3.5 %.
void add_ladder(SeriesByHand& hand, const protocol::Condition& base, double response = 200.0, double background = 2.0) {
  base::Stream stream(31);
  for (double x = 41.0; x <= 59.0; x += 3.0) {
    std::vector<double> sizes;
    sizes.reserve(20);
    for (int i = 0; i < 20; ++i) sizes.push_back(x - 50.0 + 3.5 * stream.normal() > 0.0 ? response : 20.0);
    protocol::Condition condition = base;
    condition.intensity = output(x);
    hand.add(condition, sizes, background);
  }
}

Results measured(SeriesByHand& hand, const Settings& settings = {}) {
  return motor_threshold(intensity_series(hand.work()), settings);
}

TEST_CASE("Pulses round the threshold give it, with its error, its spread and the other methods in words") {
  SeriesByHand hand;
  add_ladder(hand, SeriesByHand::rest());
  const Results results = measured(hand);
  const Measurement& m = only(results, "rmt");
  CHECK(m.state == State::value);
  CHECK(std::abs(*m.value - 50.0) < 3.0 * *m.standard_error);
  CHECK(*m.standard_error < 1.0);
  CHECK(m.key.condition == "single pulse, rest");
  CHECK(m.key.hemisphere == Hemisphere::left);
  CHECK(m.trials == 140);
  for (const char* words : {"ML-PEST", "maximum likelihood", "relative frequency", "Mills-Nithi"})
    CHECK(m.method.find(words) != std::string::npos);
  const Measurement& spread = only(results, "threshold_spread");
  CHECK(spread.state == State::value);
  CHECK(std::abs(std::log(*spread.value / 3.5)) < 3.0 * *spread.standard_error);
  CHECK(results.warnings.empty());
}

TEST_CASE("A contracting muscle gives the active threshold, by the criterion of 200 uV") {
  SeriesByHand hand;
  protocol::Condition active = SeriesByHand::rest();
  active.hands.right.contraction = protocol::Contraction::active;
  add_ladder(hand, active, 250.0, 25.0);
  CHECK(only(measured(hand), "amt").state == State::value);
  SeriesByHand small;
  add_ladder(small, active, 150.0, 25.0);
  CHECK(only(measured(small), "amt").state == State::at_least);
}

TEST_CASE("Where all pulses or none evoke a response, the threshold is bounded") {
  SeriesByHand all, none;
  for (const double x : {60.0, 70.0}) {
    protocol::Condition condition = SeriesByHand::rest();
    condition.intensity = output(x);
    all.add(condition, std::vector<double>(20, 500.0));
    none.add(condition, std::vector<double>(20, 10.0));
  }
  const Measurement high = only(measured(all), "rmt"), low = only(measured(none), "rmt");
  CHECK(high.state == State::at_most);
  CHECK(*high.value == doctest::Approx(60.0));
  CHECK(high.reason.find("40 of 40 pulses") != std::string::npos);
  CHECK(low.state == State::at_least);
  CHECK(*low.value == doctest::Approx(70.0));
}

TEST_CASE("Few pulses bound the threshold less tightly than the lowest intensity") {
  SeriesByHand hand;
  for (const double x : {60.0, 62.0}) {
    protocol::Condition condition = SeriesByHand::rest();
    condition.intensity = output(x);
    hand.add(condition, {500.0});
  }
  const Measurement m = only(measured(hand), "rmt");
  CHECK(m.state == State::at_most);
  CHECK(*m.value >= 60.0);
}

TEST_CASE("One intensity is no threshold, and percent of an unstated threshold neither") {
  SeriesByHand one;
  protocol::Condition condition = SeriesByHand::rest();
  condition.intensity = output(60.0);
  one.add(condition, {500.0, 20.0, 500.0});
  CHECK(only(measured(one), "rmt").state == State::missing);
  CHECK(only(measured(one), "rmt").reason == "pulses of one intensity only");
  SeriesByHand relative;
  for (const double x : {90.0, 100.0, 110.0}) {
    condition.intensity = resting(x);
    relative.add(condition, {500.0, 20.0, 500.0});
  }
  CHECK(only(measured(relative), "rmt").state == State::missing);
  CHECK(only(measured(relative), "rmt").reason.find("does not state") != std::string::npos);
}

TEST_CASE("Intensities in percent of a stated threshold count as percent of output") {
  SeriesByHand hand;
  hand.session.context.thresholds.push_back({Hemisphere::left, false, 50.0, std::nullopt, ""});
  protocol::Condition condition = SeriesByHand::rest();
  for (const auto& [percent, responses] : {std::pair{90.0, 0}, {100.0, 5}, {110.0, 10}}) {
    condition.intensity = resting(percent);
    std::vector<double> sizes(10, 20.0);
    for (int i = 0; i < responses; ++i) sizes[static_cast<std::size_t>(i)] = 300.0;
    hand.add(condition, sizes);
  }
  const Results results = measured(hand);
  CHECK(*only(results, "rmt").value == doctest::Approx(50.0).epsilon(0.01));
  CHECK(only(results, "rmt").method.find("stated threshold") != std::string::npos);
  CHECK(results.warnings.empty());
}

TEST_CASE("A stated threshold that the trials contradict is warned of") {
  SeriesByHand hand;
  hand.session.context.thresholds.push_back({Hemisphere::left, false, 42.0, std::nullopt, ""});
  hand.session.context.thresholds.push_back({Hemisphere::right, false, 10.0, std::nullopt, ""});
  add_ladder(hand, SeriesByHand::rest());
  const Results results = measured(hand);
  REQUIRE(results.warnings.size() == 1);
  CHECK(results.warnings.front().code == "threshold_differs");
  CHECK(results.warnings.front().text.find("states 42") != std::string::npos);
}

TEST_CASE("Loud background raises the criterion, and the threshold is then confounded") {
  SeriesByHand hand;
  add_ladder(hand, SeriesByHand::rest(), 300.0, 15.0);
  const Measurement m = only(measured(hand), "rmt");
  CHECK(m.state == State::confounded);
  CHECK(m.reason.find("from 50 to 90 uV") != std::string::npos);
}

TEST_CASE("Pairs, tasks and pulses after a cue belong to no threshold") {
  SeriesByHand hand;
  add_ladder(hand, SeriesByHand::rest());
  const Measurement alone = only(measured(hand), "rmt");
  protocol::Condition other = SeriesByHand::rest();
  other.intensity = output(30.0);
  other.task = protocol::Task::simple_reaction;
  other.after_cue = base::Milliseconds(80.0);
  hand.add(other, std::vector<double>(20, 500.0));
  other = SeriesByHand::rest();
  other.intensity = output(30.0);
  other.conditioning = protocol::Conditioning{Hemisphere::right, {}, output(60.0), base::Milliseconds(10.0), ""};
  hand.add(other, std::vector<double>(20, 500.0));
  CHECK(only(measured(hand), "rmt") == alone);
}

TEST_CASE("Exchanging left and right exchanges the sides of the key and nothing else") {
  SeriesByHand one, other;
  add_ladder(one, SeriesByHand::rest());
  add_ladder(other, SeriesByHand::rest(Hemisphere::right));
  const Measurement a = only(measured(one), "rmt");
  Measurement b = only(measured(other), "rmt");
  CHECK(b.key.side == protocol::Side::left);
  b.key.side = a.key.side;
  b.key.hemisphere = a.key.hemisphere;
  CHECK(a == b);
}

}  // namespace
}  // namespace trilayer::measures
