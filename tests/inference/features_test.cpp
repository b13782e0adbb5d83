#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "trilayer/base/errors.hpp"
#include "trilayer/inference/feature_rules.hpp"
#include "trilayer/inference/features.hpp"
#include "trilayer/measures/measure.hpp"
#include "trilayer/phantom/phantom.hpp"

namespace trilayer::inference {
namespace {

using catalogue::Relation;
using measures::Measurement;
using measures::State;
using protocol::Condition;
using protocol::Contraction;
using protocol::Direction;
using protocol::Hemisphere;
using protocol::Intensity;
using protocol::IntensityReference;
using protocol::Side;

constexpr auto rmt = IntensityReference::resting_motor_threshold;

std::size_t place_of(std::string_view name, Direction direction) {
  const auto& names = feature_names();
  for (std::size_t i = 0; i < names.size(); ++i)
    if (names[i].name == name && names[i].direction == direction) return i;
  FAIL("no feature " << name);
  return 0;
}

Measurement measurement(std::string measure, const Condition& condition, Side side, double value,
                        std::optional<double> error = std::nullopt) {
  Measurement m;
  m.key = {std::move(measure), protocol::label(condition), side, "FDI", condition.hemisphere};
  m.participant = "one";
  m.recording = "recording";
  m.block = "block";
  m.state = State::value;
  m.value = value;
  m.standard_error = error;
  m.trials = 20;
  return m;
}

Condition single_pulse(Hemisphere hemisphere, double percent, Contraction left, Contraction right) {
  Condition condition;
  condition.hemisphere = hemisphere;
  condition.intensity = Intensity{percent, rmt};
  condition.hands.left.contraction = left;
  condition.hands.right.contraction = right;
  return condition;
}

Condition resting_pulse(Hemisphere hemisphere, double percent) {
  return single_pulse(hemisphere, percent, Contraction::rest, Contraction::rest);
}

Feature feature_of(const std::vector<Measurement>& measurements, std::string_view name, Direction direction,
                   const recording::Context& context = {}) {
  return features_of(measurements, context).at(place_of(name, direction));
}

// A condition that a row asks for, at its nominal values, for this measured hand and hemisphere of the test pulse.
Condition nominal(const FeatureRule& rule, Side measured, std::optional<Hemisphere> hemisphere) {
  Condition condition;
  condition.task = rule.task;
  condition.hemisphere = hemisphere;
  if (!hemisphere) condition.intended = opposite(measured);
  if (hemisphere && rule.intensity) condition.intensity = Intensity{rule.intensity->nominal, rmt};
  if (rule.force) condition.force_percent = rule.force->nominal;
  if (rule.complexity) condition.complexity = *rule.complexity;
  condition.both_hemispheres_together = rule.both_hemispheres_together;
  if (rule.conditioned != Conditioned::none) {
    protocol::Conditioning first;
    first.hemisphere = rule.conditioned == Conditioned::same_hemisphere ? hemisphere : opposite(*hemisphere);
    first.interval = base::Milliseconds(rule.interval->nominal);
    if (rule.conditioning_intensity) first.intensity = Intensity{rule.conditioning_intensity->nominal, rmt};
    condition.conditioning = first;
  }
  const bool measured_active = rule.hands == Hands::measured_active || rule.hands == Hands::both_active;
  const bool other_active = rule.hands == Hands::other_active || rule.hands == Hands::both_active;
  condition.hands[measured].contraction = measured_active ? Contraction::active : Contraction::rest;
  condition.hands[opposite(measured)].contraction = other_active ? Contraction::active : Contraction::rest;
  return condition;
}

TEST_CASE("Of every row, hand and hemisphere, only what the catalogue says reaches a direction") {
  for (const FeatureRule& rule : feature_rules().rows)
    for (const Side side : protocol::both_sides)
      for (const auto hemisphere :
           {std::optional(Hemisphere::left), std::optional(Hemisphere::right), std::optional<Hemisphere>()}) {
        if (rule.context || (!hemisphere && rule.conditioned != Conditioned::none)) continue;
        CAPTURE(rule.name);
        CAPTURE(name(side));
        CAPTURE((hemisphere ? name(*hemisphere) : "none"));
        const Measurement m = measurement(std::string(rule.measure->id), nominal(rule, side, hemisphere), side, 0.5);
        const auto crossed = side == Side::left ? Hemisphere::right : Hemisphere::left;
        const bool fits = rule.measure->relation == Relation::contralateral ? hemisphere == crossed
                          : rule.measure->relation == Relation::ipsilateral ? hemisphere && hemisphere != crossed
                          : rule.measure->relation == Relation::no_pulse    ? !hemisphere
                                                                            : true;
        const Direction mirrored = side == Side::left ? Direction::right : Direction::left;
        CHECK((feature_of({m}, rule.name, mirrored).state == State::value) == fits);
        CHECK(feature_of({m}, rule.name, opposite(mirrored)).state == State::missing);
      }
}

TEST_CASE("Where the catalogue says what a measure bears on, its features are of that direction") {
  using catalogue::LeftRight;
  for (const FeatureRule& rule : feature_rules().rows) {
    if (rule.context || rule.measure->evidence.empty()) continue;
    CAPTURE(rule.name);
    for (const Side side : protocol::both_sides) {
      std::optional<Hemisphere> hemisphere;
      if (rule.measure->relation == Relation::contralateral) hemisphere = protocol::contralateral_hemisphere(side);
      if (rule.measure->relation == Relation::ipsilateral) hemisphere = protocol::ipsilateral_hemisphere(side);
      const auto as_left_right = [](auto s) { return s == decltype(s)::left ? LeftRight::left : LeftRight::right; };
      const auto bears = catalogue::bears_on(*rule.measure, as_left_right(side),
                                             hemisphere ? std::optional(as_left_right(*hemisphere)) : std::nullopt);
      REQUIRE(bears.has_value());
      const Direction direction = *bears == LeftRight::left ? Direction::left : Direction::right;
      const Measurement m = measurement(std::string(rule.measure->id), nominal(rule, side, hemisphere), side, 0.5);
      CHECK(feature_of({m}, rule.name, direction).state == State::value);
    }
  }
}

TEST_CASE("A left-hand iMEP from the left hemisphere bears on right, a silent period of the right hand on left") {
  const auto imep = measurement("imep_presence", resting_pulse(Hemisphere::left, 120.0), Side::left, 40.0);
  CHECK(feature_of({imep}, "imep_presence_120", Direction::right).state == State::value);
  const auto active = single_pulse(Hemisphere::left, 140.0, Contraction::rest, Contraction::active);
  const auto csp = measurement("csp_duration", active, Side::right, 150.0);
  CHECK(feature_of({csp}, "csp_duration", Direction::left).value == doctest::Approx(std::log(150.0)));
}

TEST_CASE("An age is the same feature in both directions, and missing where none is stated") {
  recording::Context context;
  CHECK(features_of({}, context)[place_of("age", Direction::left)].state == State::missing);
  context.age = 41.0;
  const FeatureRow row = features_of({}, context);
  for (const Direction direction : protocol::both_directions) {
    CHECK(row[place_of("age", direction)].state == State::value);
    CHECK(row[place_of("age", direction)].value == 41.0);
  }
  CHECK(is_of_person(place_of("age", Direction::left)));
  CHECK(!is_of_person(place_of("ihi_10", Direction::left)));
}

TEST_CASE("Left and right of a row stand beside one another, and every row has a title and its scale") {
  const auto& names = feature_names();
  REQUIRE(names.size() == 2 * feature_rules().rows.size());
  CHECK(features_of({}, {}).size() == names.size());
  std::set<std::string_view> titles;
  for (std::size_t i = 0; i < names.size(); i += 2) {
    CHECK(names[i].name == names[i + 1].name);
    CHECK(names[i].direction == Direction::left);
    CHECK(names[i + 1].direction == Direction::right);
    CHECK(titles.insert(title_of(i)).second);
  }
  CHECK(scale_of(place_of("ihi_10", Direction::left)) == Scale::log);
  CHECK(scale_of(place_of("cmep_persistence_120", Direction::left)) == Scale::logit);
  CHECK(scale_of(place_of("tct", Direction::right)) == Scale::linear);
}

Measurement exchanged(Measurement m) {
  auto condition = protocol::parse_label(m.key.condition, m.key.hemisphere);
  if (m.key.hemisphere) m.key.hemisphere = opposite(*m.key.hemisphere);
  if (m.key.side) m.key.side = opposite(*m.key.side);
  if (!condition || m.key.condition.empty()) return m;
  if (condition->hemisphere) condition->hemisphere = opposite(*condition->hemisphere);
  if (condition->intended) condition->intended = opposite(*condition->intended);
  if (auto& first = condition->conditioning; first && first->hemisphere)
    first->hemisphere = opposite(*first->hemisphere);
  std::swap(condition->hands.left, condition->hands.right);
  m.key.condition = protocol::label(*condition);
  return m;
}

const std::vector<Measurement>& demo_measurements() {
  static const auto results = measures::measure({phantom::draw(phantom::demo_phantom(), 1)}, {}, 2);
  return results.measurements;
}

TEST_CASE("The phantom of the demo fills the features one expects, each with its state") {
  const FeatureRow row = features_of(demo_measurements(), {});
  const auto at = [&](std::string_view name, Direction direction) { return row.at(place_of(name, direction)); };
  const auto right = Direction::right, left = Direction::left;
  CHECK(at("imep_presence_120", right).state == State::value);
  CHECK(at("imep_presence_120", left).state == State::absent);
  CHECK(at("imep_presence_120", left).value > std::log(0.1));
  CHECK(at("imep_presence_120", left).value < std::log(100.0));
  CHECK(at("imep_latency_difference_active", right).state == State::confounded);
  CHECK(at("isp_depth", left).value == doctest::Approx(65.0).epsilon(0.1));
  CHECK(at("isp_depth", right).state == State::invalid);
  CHECK(at("csp_duration_both_active", left).value == doctest::Approx(std::log(152.0)).epsilon(0.05));
  CHECK(at("csp_duration_both_pulsed", left).state == State::missing);
  CHECK(at("ihi_10", right).value == doctest::Approx(std::log(0.55)).epsilon(0.4));
  CHECK(at("ihi_40", left).state == State::value);
  CHECK(at("sici", left).state == State::value);
  CHECK(at("sici", right).state == State::missing);  // the right hemisphere has no pairs
  CHECK(at("lici", left).error > 0.05);
  CHECK(at("mirror_emg_ratio_middle", right).value == doctest::Approx(std::log(20.0)).epsilon(0.02));
  CHECK(at("mirror_emg_lag_middle", left).state == State::unobtainable);
  CHECK(at("mirror_emg_ratio_low", right).state == State::missing);
  CHECK(at("background_other_active", left).value == doctest::Approx(std::log(2.2)).epsilon(0.1));
}

TEST_CASE("Exchanging the sides of a session exchanges its features, and nothing else") {
  std::vector<Measurement> other;
  for (const Measurement& m : demo_measurements()) other.push_back(exchanged(m));
  const FeatureRow before = features_of(demo_measurements(), {}), after = features_of(other, {});
  for (std::size_t i = 0; i < before.size(); ++i) {
    CAPTURE(feature_names()[i].name);
    CHECK(before[i].state == after[i ^ 1U].state);
    CHECK(before[i].value == after[i ^ 1U].value);
    CHECK(before[i].error == after[i ^ 1U].error);
  }
}

TEST_CASE("Of several that fit, one that says something comes first, then the nearest to nominal, then most trials") {
  const auto measured = [](double percent, double value) {
    return measurement("cmep_amplitude", resting_pulse(Hemisphere::right, percent), Side::left, value);
  };
  auto nearest = measured(121.0, 1.0), farther = measured(128.0, 2.0), empty = measured(120.0, 0.0);
  empty.state = State::invalid;
  empty.value.reset();
  auto fewer = nearest;
  fewer.trials = 5;
  fewer.value = 3.0;
  const auto taken = [](const std::vector<Measurement>& all) {
    return feature_of(all, "cmep_amplitude_120", Direction::right).value;
  };
  CHECK(taken({empty, farther, fewer, nearest}) == doctest::Approx(0.0));
  CHECK(taken({nearest, fewer, farther}) == doctest::Approx(0.0));
  CHECK(taken({farther}) == doctest::Approx(std::log(2.0)));
  CHECK(feature_of({empty}, "cmep_amplitude_120", Direction::right).state == State::invalid);
}

TEST_CASE("Intensities of stimulator output count by the thresholds of the session, else as not known") {
  Condition condition = resting_pulse(Hemisphere::right, 60.0);
  condition.intensity->reference = IntensityReference::maximum_stimulator_output;
  const auto size = measurement("cmep_amplitude", condition, Side::left, 1.0);
  recording::Context context;
  CHECK(feature_of({size}, "cmep_amplitude_120", Direction::right, context).state == State::missing);
  context.thresholds = {{Hemisphere::right, false, 50.0, std::nullopt, ""}};
  CHECK(feature_of({size}, "cmep_amplitude_120", Direction::right, context).state == State::value);
  CHECK(feature_of({size}, "cmep_amplitude_140", Direction::right, context).state == State::missing);
  context.thresholds.push_back({Hemisphere::right, true, 40.0, std::nullopt, ""});
  condition.intensity = Intensity{175.0, IntensityReference::active_motor_threshold};
  const auto again = measurement("cmep_amplitude", condition, Side::left, 1.0);
  CHECK(feature_of({again}, "cmep_amplitude_140", Direction::right, context).state == State::value);

  condition.hemisphere = Hemisphere::left;  // an iMEP of the left hand; a ratio does not need the intensity
  condition.intensity.reset();
  const auto ratio = measurement("imep_ratio", condition, Side::left, 0.1);
  const auto amplitude = measurement("imep_amplitude", condition, Side::left, 0.1);
  CHECK(feature_of({ratio}, "imep_ratio_120", Direction::right).state == State::value);
  CHECK(feature_of({ratio}, "imep_ratio_140", Direction::right).state == State::missing);
  CHECK(feature_of({amplitude}, "imep_amplitude_120", Direction::right).state == State::missing);
}

TEST_CASE("A hand of which nothing is said is what its background EMG shows") {
  Condition condition = resting_pulse(Hemisphere::left, 120.0);
  condition.hands = {};
  const auto ratio = measurement("imep_ratio", condition, Side::left, 0.1);
  const auto background = [&](Side side, double rms) { return measurement("background_emg", condition, side, rms); };
  const auto is_there = [&](const std::vector<Measurement>& all, std::string_view name) {
    return feature_of(all, name, Direction::right).state == State::value;
  };
  CHECK_FALSE(is_there({ratio}, "imep_ratio_120"));
  CHECK(is_there({ratio, background(Side::left, 2.0), background(Side::right, 3.0)}, "imep_ratio_120"));
  CHECK(is_there({ratio, background(Side::left, 90.0), background(Side::right, 3.0)}, "imep_ratio_active"));
  CHECK(is_there({ratio, background(Side::left, 90.0), background(Side::right, 80.0)}, "imep_ratio_both_active"));
}

TEST_CASE("Values and errors stand on the feature's scale, whatever the scale of the measure's error") {
  const auto imep = measurement("imep_presence", resting_pulse(Hemisphere::left, 120.0), Side::left, 40.0, 8.0);
  const auto on_log = feature_of({imep}, "imep_presence_120", Direction::right);
  CHECK(on_log.value == doctest::Approx(std::log(40.0)));
  CHECK(on_log.error == doctest::Approx(0.2));

  const auto share = measurement("cmep_persistence", resting_pulse(Hemisphere::right, 110.0), Side::left, 1.0, 1.4);
  const auto on_logit = feature_of({share}, "cmep_persistence_110", Direction::right);
  CHECK(on_logit.value == doctest::Approx(std::log(20.5 / 0.5)));
  CHECK(on_logit.error == doctest::Approx(1.4));

  auto bound = measurement("imep_ratio", resting_pulse(Hemisphere::left, 120.0), Side::left, 0.0);
  CHECK(feature_of({bound}, "imep_ratio_120", Direction::right).state == State::invalid);
  bound.state = State::at_most;
  bound.value = 0.1;
  CHECK(feature_of({bound}, "imep_ratio_120", Direction::right).state == State::at_most);
  CHECK(feature_of({bound}, "imep_ratio_120", Direction::right).error == 0.0);
}

TEST_CASE("What no feature looks at is said: other measures, muscles, pulses, or labels that are none") {
  const auto looked_at = measurement("cmep_amplitude", resting_pulse(Hemisphere::right, 120.0), Side::left, 1.0);
  auto area = looked_at, forearm = looked_at, unread = looked_at, sham = looked_at;
  area.key.measure = "cmep_area";
  forearm.key.muscle = "ECR";
  unread.key.condition = "some day in May";
  Condition condition = resting_pulse(Hemisphere::right, 120.0);
  condition.site = protocol::Site::sham;
  sham.key.condition = protocol::label(condition);
  auto missing = area;
  missing.state = State::missing;
  std::vector<measures::Key> unused;
  const auto row = features_of({area, forearm, unread, sham, looked_at, missing}, {}, &unused);
  CHECK(unused == std::vector{area.key, forearm.key, unread.key, sham.key});
  CHECK(std::count_if(row.begin(), row.end(), [](const Feature& f) { return f.state != State::missing; }) == 1);
}

TEST_CASE("A table of features that is wrong is a fault of ours, and says where") {
  const std::string head = "muscles = ['FDI']\n";
  const std::string row = "[[feature]]\nname = 'a'\ntitle = 'A'\nmeasure = 'ihi'\n";
  CHECK_NOTHROW(parse_feature_rules(head + row));
  for (const std::string& wrong :
       {row, head, head + row + row, head + row + "colour = 'red'\n", head + row + "interval = [1, 5, 3]\n",
        head + row + "intensity = [120, 110, 115]\n", head + row + "hands = 'folded'\n",
        head + row + "scale = 'cubic'\n", head + "[[feature]]\nname = 'a'\ntitle = 'A'\nmeasure = 'weight'\n",
        std::string("[[[")}) {
    CAPTURE(wrong);
    CHECK_THROWS_AS(parse_feature_rules(wrong), base::Bug);
  }
}

}  // namespace
}  // namespace trilayer::inference
