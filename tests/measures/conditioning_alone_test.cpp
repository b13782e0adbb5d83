// Sessions sample by sample: a test response, and a response that the conditioning pulse evokes itself.
#include "trilayer/measures/pairs/conditioning_alone.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "tests/measures/pairs_by_hand.hpp"
#include "trilayer/measures/measure.hpp"
#include "trilayer/protocol/protocol_file.hpp"

namespace trilayer::measures {
namespace {

using namespace tests;

constexpr double rate = 5000.0;

// The right hand's muscle while the left hemisphere is tested and the right one conditions.
class Lab {
 public:
  Lab() {
    recording_.name = "lab";
    recording::Channel channel;
    channel.name = "FDI_R";
    channel.rate = base::Hertz(rate);
    channel.side = Side::right;
    channel.muscle = "FDI";
    recording_.channels = {channel};
  }

  // Trials of a test response of `test` uV, 20 ms after the test pulse, and of `conditioned` uV, 22 ms after the
  // conditioning pulse; 0: none.
  void add(const std::string& id, const Condition& condition, double test, double conditioned) {
    protocol::Block block{id, condition, {}};
    base::Stream noise(20260105, static_cast<std::uint32_t>(recording_.blocks.size()));
    for (int k = 0; k < 8; ++k) {
      const double anchor = static_cast<double>(samples_.size()) / rate + 1.0;
      for (int i = 0; i < static_cast<int>(2.0 * rate); ++i) samples_.push_back(static_cast<float>(noise.normal()));
      const double share = 0.9 + 0.03 * k;  // trials differ in size
      wave(anchor + 0.020, test * share);
      if (condition.conditioning) wave(anchor - condition.conditioning->interval.value() / 1e3 + 0.022, conditioned);
      block.trials.push_back({{protocol::AnchorKind::test_pulse, base::Seconds(anchor), base::Seconds(0.0)},
                              pulses_at(condition, base::Seconds(anchor)),
                              ""});
    }
    recording_.blocks.push_back(block);
  }

  [[nodiscard]] std::vector<Measurement> measured() const {
    recording::Recording recording = recording_;
    recording.segments = {{base::Seconds(0.0), {samples_}}};
    return measure({recording::Session{"lab", {}, {recording}}}, Settings{}).measurements;
  }

 private:
  // One period of a sine, 10 ms long.
  void wave(double from, double peak_to_peak) {
    const auto first = static_cast<std::size_t>(std::llround(from * rate));
    for (std::size_t i = 0; i < 50; ++i)
      samples_[first + i] +=
          static_cast<float>(0.5 * peak_to_peak * std::sin(2.0 * std::numbers::pi * static_cast<double>(i) / 50.0));
  }

  recording::Recording recording_;
  std::vector<float> samples_;
};

Condition at_rest(Condition condition) {
  condition.hands.left.contraction = condition.hands.right.contraction = protocol::Contraction::rest;
  return condition;
}

Condition ihi(double interval) { return at_rest(pair(interval, above_threshold, Hemisphere::right)); }

Condition alone(double interval) {
  Condition condition = ihi(interval);
  condition.conditioning_alone = true;
  return condition;
}

const Measurement* find(const std::vector<Measurement>& all, std::string_view id, const std::string& block = "") {
  const auto found = std::ranges::find_if(all, [&](const Measurement& m) {
    return m.key.measure == id && m.key.side == Side::right && m.block.starts_with(block);
  });
  return found == all.end() ? nullptr : &*found;
}

Lab with_response_of(double conditioned) {
  Lab lab;
  lab.add("test", at_rest(single()), 1000.0, 0.0);
  lab.add("ihi-10", ihi(10.0), 500.0, conditioned);
  lab.add("ihi-40", ihi(40.0), 500.0, conditioned);
  lab.add("alone", alone(10.0), 0.0, conditioned);
  return lab;
}

TEST_CASE("Where the conditioning pulse alone evokes responses, IHI is confounded and the subtracted ratio is right") {
  const auto all = with_response_of(800.0).measured();
  const Measurement *ihi_10 = find(all, "ihi", "ihi-10"), *without_10 = find(all, "ihi_subtracted", "ihi-10");
  REQUIRE(ihi_10 != nullptr);
  REQUIRE(without_10 != nullptr);
  CHECK(ihi_10->state == State::confounded);
  MESSAGE("IHI with the conditioning pulse's own response " << *ihi_10->value << ", without it " << *without_10->value);
  CHECK(*ihi_10->value > 0.65);  // the conditioning pulse's own response fills up what it inhibited
  CHECK(ihi_10->reason.find("8 of 8 trials") != std::string::npos);
  CHECK(ihi_10->reason.find("see ihi_subtracted") != std::string::npos);
  CHECK(without_10->state == State::value);
  CHECK(*without_10->value == doctest::Approx(0.5).epsilon(0.02));
  CHECK(without_10->block == "ihi-10+test+alone");

  const Measurement* share = find(all, "conditioning_alone_ratio");
  REQUIRE(share != nullptr);
  CHECK(share->state == State::value);
  CHECK(*share->value == doctest::Approx(0.8).epsilon(0.02));
}

TEST_CASE("Sweeps of another interval are laid upon the conditioning pulse, not upon the test pulse") {
  const auto all = with_response_of(800.0).measured();
  const Measurement* without_40 = find(all, "ihi_subtracted", "ihi-40");
  REQUIRE(without_40 != nullptr);
  // 40 ms before, the conditioning response is over when the test response begins: nothing is there to subtract.
  CHECK(*without_40->value == doctest::Approx(*find(all, "ihi", "ihi-40")->value).epsilon(0.02));
}

TEST_CASE("Where it evokes none, IHI stays a value, its method says so, and the ratio alone is a bound") {
  const auto all = with_response_of(0.0).measured();
  CHECK(find(all, "ihi", "ihi-10")->state == State::value);
  CHECK(find(all, "ihi", "ihi-10")->method.find("evokes a response in 0 of 8 trials") != std::string::npos);
  CHECK(*find(all, "ihi_subtracted", "ihi-10")->value == doctest::Approx(0.5).epsilon(0.03));
  CHECK(find(all, "conditioning_alone_ratio")->state == State::at_most);
  CHECK(*find(all, "conditioning_alone_ratio")->value == doctest::Approx(0.05).epsilon(0.02));
}

TEST_CASE("Without sweeps of the conditioning pulse alone the reason and the method say that they are not there") {
  Lab lab;
  lab.add("test", at_rest(single()), 1000.0, 0.0);
  lab.add("ihi-10", ihi(10.0), 500.0, 0.0);
  const auto all = lab.measured();
  CHECK(find(all, "ihi", "ihi-10")->method.find("was not given alone") != std::string::npos);
  for (const char* id : {"ihi_subtracted", "conditioning_alone_ratio"}) {
    CHECK(find(all, id)->state == State::missing);
    CHECK(find(all, id)->reason.find("no block of conditioning pulses alone") != std::string::npos);
  }
}

TEST_CASE("Another strength of the conditioning pulse, or other hands, are not what the pair had") {
  for (int change = 0; change < 2; ++change) {
    Lab lab;
    lab.add("test", at_rest(single()), 1000.0, 0.0);
    lab.add("ihi-10", ihi(10.0), 500.0, 800.0);
    Condition other = alone(10.0);
    if (change == 0) other.conditioning->intensity = resting_threshold(140.0);
    if (change == 1) other.hands.left.contraction = protocol::Contraction::active;
    lab.add("alone", other, 0.0, 800.0);
    const auto all = lab.measured();
    CHECK(find(all, "ihi", "ihi-10")->state == State::value);
    CHECK(find(all, "ihi_subtracted")->state == State::missing);
  }
}

TEST_CASE("From samples to ratios: a nerve shock, a premotor pulse, three pulses, and pulses after a cue") {
  Lab lab;
  lab.add("test", at_rest(single()), 1000.0, 0.0);
  Condition afferent = at_rest(pair(21.0, std::nullopt));
  afferent.conditioning->site = protocol::Site::nerve;
  afferent.conditioning->hemisphere.reset();
  afferent.stimulated_side = Side::right;
  lab.add("sai", afferent, 700.0, 0.0);
  lab.add("sici", at_rest(pair(3.0, below_threshold)), 400.0, 0.0);
  lab.add("ihi", ihi(13.0), 500.0, 0.0);
  Condition triple = at_rest(pair(3.0, below_threshold));
  triple.earlier = ihi(13.0).conditioning;
  lab.add("triple", triple, 450.0, 0.0);
  for (const Side intended : {Side::right, Side::left}) {
    Condition cued = single();
    cued.task = protocol::Task::choice_reaction;
    cued.intended = intended;
    cued.after_cue = base::Milliseconds(75.0);
    lab.add("cue-" + std::string(name(intended)), cued, 1000.0, 0.0);
    cued.conditioning = pair(8.0, above_threshold, Hemisphere::right).conditioning;
    cued.conditioning->site = protocol::Site::premotor;
    lab.add("pmd-" + std::string(name(intended)), cued, intended == Side::right ? 1200.0 : 900.0, 0.0);
  }
  const auto all = lab.measured();
  for (const auto& [id, truth] : {std::pair{"sai", 0.7},
                                  {"sici", 0.4},
                                  {"ihi", 0.5},
                                  {"ihi_on_sici", 0.9 / 0.4},
                                  {"pmd_m1", 1.2},
                                  {"premotor_switch", 1.2 / 0.9}}) {
    CAPTURE(id);
    const Measurement* m = find(all, id);
    REQUIRE(m != nullptr);
    CHECK(m->state == State::value);
    CHECK(*m->value == doctest::Approx(truth).epsilon(0.03));
  }
}

}  // namespace
}  // namespace trilayer::measures
