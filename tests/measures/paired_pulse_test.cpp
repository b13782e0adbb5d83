// Pairs made by hand: their amplitudes are drawn, so the true ratio is known.
#include "trilayer/measures/paired_pulse.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cmath>

#include "tests/measures/pairs_by_hand.hpp"

namespace trilayer::measures {
namespace {

using namespace tests;

std::optional<std::string_view> named(const Condition& condition) { return pair_measure(condition, {}); }

TEST_CASE("The interval, the hemisphere and the strength of the conditioning pulse name a pair") {
  CHECK(named(pair(3.0, below_threshold)) == "sici");
  CHECK(named(pair(6.0, below_threshold)) == "sici");
  CHECK(named(pair(7.0, below_threshold)) == "icf");
  CHECK(named(pair(30.0, below_threshold)) == "icf");
  CHECK(named(pair(50.0, above_threshold)) == "lici");
  CHECK(named(pair(250.0, above_threshold)) == "lici");
  for (const double interval : {2.0, 10.0, 40.0, 100.0})
    CHECK(named(pair(interval, above_threshold, Hemisphere::right)) == "ihi");
}

TEST_CASE("A pair without a name is no measure") {
  CHECK_FALSE(named(single()));
  CHECK_FALSE(named(pair(6.5, below_threshold)));
  CHECK_FALSE(named(pair(40.0, above_threshold)));
  CHECK_FALSE(named(pair(300.0, above_threshold)));
  CHECK_FALSE(named(pair(1.4, above_threshold)));  // short-interval facilitation, not SICI
  CHECK_FALSE(named(pair(12.0, above_threshold)));
  CHECK_FALSE(named(pair(100.0, below_threshold)));
  CHECK_FALSE(named(pair(0.0, above_threshold)));
  CHECK_FALSE(named(pair(1.0, above_threshold, Hemisphere::right)));  // a double pulse: nothing has crossed by then
  for (const auto site : {protocol::Site::root, protocol::Site::nerve, protocol::Site::sham}) {
    Condition condition = pair(10.0, above_threshold, Hemisphere::right);
    condition.conditioning->site = site;
    CHECK_FALSE(named(condition));
  }
  Condition alone = pair(10.0, above_threshold, Hemisphere::right);
  alone.conditioning_alone = true;
  CHECK_FALSE(named(alone));
  Condition unknown = pair(10.0, above_threshold);
  unknown.conditioning->hemisphere.reset();
  CHECK_FALSE(named(unknown));
}

TEST_CASE("The site of the conditioning pulse names a pair, too") {
  Condition afferent = single();
  afferent.conditioning =
      protocol::Conditioning{std::nullopt, protocol::Site::nerve, std::nullopt, base::Milliseconds(21.0), ""};
  CHECK_FALSE(named(afferent));  // of which hand?
  afferent.stimulated_side = Side::left;
  CHECK_FALSE(named(afferent));  // not that of the response
  afferent.stimulated_side = Side::right;
  CHECK(named(afferent) == "sai");
  afferent.conditioning->interval = base::Milliseconds(200.0);
  CHECK(named(afferent) == "lai");
  afferent.conditioning->interval = base::Milliseconds(60.0);
  CHECK_FALSE(named(afferent));

  Condition premotor = pair(8.0, above_threshold, Hemisphere::right);
  premotor.conditioning->site = protocol::Site::premotor;
  CHECK(named(premotor) == "pmd_m1");
  premotor.conditioning->site = protocol::Site::supplementary_motor;
  CHECK(named(premotor) == "sma_m1");
  premotor.conditioning->hemisphere.reset();  // it lies on the midline
  CHECK(named(premotor) == "sma_m1");

  Condition triple = pair(3.0, below_threshold);
  triple.earlier =
      protocol::Conditioning{Hemisphere::right, protocol::Site::m1, above_threshold, base::Milliseconds(13.0), ""};
  CHECK_FALSE(named(triple));
}

TEST_CASE("A strength in percent of output or of active threshold is judged by the session's thresholds") {
  recording::Context context;
  context.thresholds.push_back({Hemisphere::left, false, 50.0, std::nullopt, ""});
  context.thresholds.push_back({Hemisphere::left, true, 40.0, std::nullopt, ""});
  const Intensity weak{40.0, IntensityReference::maximum_stimulator_output};
  const Intensity strong{60.0, IntensityReference::maximum_stimulator_output};
  CHECK(pair_measure(pair(3.0, weak), context) == "sici");
  CHECK_FALSE(pair_measure(pair(3.0, strong), context));
  CHECK(pair_measure(pair(100.0, strong), context) == "lici");
  CHECK_FALSE(pair_measure(pair(100.0, weak), context));
  CHECK(pair_measure(pair(3.0, Intensity{120.0, IntensityReference::active_motor_threshold}), context) == "sici");
  CHECK_FALSE(pair_measure(pair(3.0, Intensity{130.0, IntensityReference::active_motor_threshold}), context));
  // Without thresholds the interval alone names it.
  CHECK(named(pair(3.0, strong)) == "sici");
  CHECK(named(pair(100.0, weak)) == "lici");
}

TEST_CASE("The ratio is that of geometric means, with the standard error of its logarithm") {
  ByHand hand;
  hand.add("test", single(), {1000.0, 2000.0, 4000.0});
  hand.add("paired", pair(3.0, below_threshold), {500.0, 1000.0, 2000.0});
  const Measurement m = hand.only();
  CHECK(m.key.measure == "sici");
  CHECK(m.state == State::value);
  CHECK(*m.value == doctest::Approx(0.5));
  CHECK(*m.standard_error == doctest::Approx(std::log(2.0) * std::sqrt(2.0 / 3.0)));
  CHECK(m.block == "paired+test");
  CHECK(m.trials == 3);
  CHECK(m.method.find("2 mV") != std::string::npos);
  CHECK(m.method.find("(of means 0.5, of medians 0.5)") != std::string::npos);
}

TEST_CASE("All unconditioned blocks of the same circumstances are pooled, each once") {
  ByHand hand;
  hand.add("a", single(), {1000.0, 1000.0, 1000.0});
  hand.add("b", single(), {4000.0, 4000.0, 4000.0});
  hand.add("paired", pair(10.0, below_threshold), {2000.0, 2000.0, 2000.0});
  CHECK(*hand.only().value == doctest::Approx(1.0));
  CHECK(hand.only().block == "paired+a+b");
  hand.channels.push_back(hand.channels[0]);  // the same block seen twice
  hand.channels.push_back(hand.channels[2]);
  CHECK(*hand.only().value == doctest::Approx(1.0));
}

TEST_CASE("Only unconditioned trials of the same intensity and contraction are a reference, those elsewhere confound") {
  const std::vector<double> sizes{1000.0, 1200.0, 900.0};
  ByHand hand;
  hand.add("paired", pair(3.0, below_threshold), sizes);
  CHECK(hand.only().state == State::missing);
  CHECK(hand.only().reason.find("no unconditioned block") != std::string::npos);

  Condition stronger = single();
  stronger.intensity = Intensity{140.0, IntensityReference::resting_motor_threshold};
  Condition contracting = single();
  contracting.hands.left.contraction = protocol::Contraction::active;  // of the other hand, even
  hand.add("stronger", stronger, sizes);
  hand.add("contracting", contracting, sizes);
  hand.add("other hemisphere", single(Hemisphere::right), sizes);
  CHECK(hand.only().state == State::missing);
  CHECK(hand.only().reason.find("differ") != std::string::npos);

  recording::Recording elsewhere;
  elsewhere.name = "morning";
  hand.add("elsewhere", single(), sizes);
  hand.channels.back().recording = &elsewhere;
  CHECK(hand.only().state == State::confounded);
  CHECK(hand.only().reason.find("another recording (morning)") != std::string::npos);
  hand.add("test", single(), sizes);
  CHECK(hand.only().state == State::value);
}

TEST_CASE("The muscle on the side of the stimulated hemisphere gives no ratio, nor does a conditioning pulse alone") {
  const std::vector<double> sizes{1000.0, 1200.0, 900.0};
  ByHand hand;
  hand.add("test", single(), sizes, Side::left);
  hand.add("paired", pair(3.0, below_threshold), sizes, Side::left);
  Condition alone = pair(10.0, above_threshold, Hemisphere::right);
  alone.conditioning_alone = true;
  hand.add("alone", alone, sizes);
  CHECK(hand.measure().empty());
}

TEST_CASE("A test response that is not there makes the ratio unobtainable") {
  ByHand hand;
  hand.add("test", single(), {20.0, 30.0, 200.0, 40.0});
  hand.add("paired", pair(3.0, below_threshold), {20.0, 30.0, 20.0, 40.0});
  const Measurement m = hand.only();
  CHECK(m.state == State::unobtainable);
  CHECK(m.reason.find("3 of 4 are below 50 uV") != std::string::npos);
}

TEST_CASE("Conditioned responses that are all too small give an upper bound") {
  ByHand hand;
  hand.add("test", single(), {500.0, 1000.0, 2000.0});
  hand.add("paired", pair(100.0, above_threshold), {20.0, 30.0, 10.0, 5.0});
  const Measurement m = hand.only();
  CHECK(m.state == State::at_most);
  CHECK(*m.value == doctest::Approx(0.05));
  CHECK(m.reason == "4 of 4 conditioned responses are below 50 uV");
}

TEST_CASE("Two of three conditioned responses seen are too few for a mean and too many for a bound") {
  ByHand hand;
  hand.add("test", single(), {1000.0, 1000.0, 1000.0});
  hand.add("paired", pair(10.0, above_threshold, Hemisphere::right), {2000.0, 1500.0, 40.0});
  CHECK(hand.only().state == State::unobtainable);
  CHECK(hand.only().reason.find("too few for a mean, too many for a bound") != std::string::npos);
}

TEST_CASE("Responses at the limit of the amplifier bound the ratio they stand in, on both sides they leave none") {
  ByHand hand;
  hand.add("test", single(), {1000.0, 1100.0, 900.0});
  hand.add("paired", pair(10.0, above_threshold, Hemisphere::right), {500.0, 550.0, 450.0});
  CHECK(hand.only().state == State::value);
  hand.channels[0].responses[0].clipped = true;
  CHECK(hand.only().state == State::at_most);
  CHECK(hand.only().reason.find("limit of the amplifier") != std::string::npos);
  hand.channels[1].responses[2].clipped = true;
  CHECK(hand.only().state == State::unobtainable);
  hand.channels[0].responses[0].clipped = false;
  CHECK(hand.only().state == State::at_least);
}

TEST_CASE("Fewer than three trials give no ratio") {
  ByHand hand;
  hand.add("test", single(), {500.0, 1000.0, 2000.0});
  hand.add("paired", pair(100.0, above_threshold), {500.0, 600.0});
  CHECK(hand.only().state == State::invalid);
}

TEST_CASE("On loud background a response must exceed what pure EMG shows") {
  ByHand hand;
  hand.add("test", single(), {500.0, 1000.0, 2000.0}, std::nullopt, 40.0);
  hand.add("paired", pair(3.0, below_threshold), {200.0, 150.0, 220.0}, std::nullopt, 40.0);
  CHECK(hand.only().state == State::at_most);
  CHECK(*hand.only().value == doctest::Approx(0.24));
}

TEST_CASE("Swapping conditioned and unconditioned trials inverts the ratio, scaling leaves it") {
  rc::check([](std::uint64_t seed) {
    base::Stream stream(seed);
    const auto test = drawn(stream, 12, 1500.0, 0.4);
    const auto conditioned = drawn(stream, 12, 900.0, 0.4);
    const auto ratio = [](const std::vector<double>& reference, const std::vector<double>& after, double scale) {
      ByHand hand;
      auto scaled = [&](std::vector<double> sizes) {
        for (double& size : sizes) size *= scale;
        return sizes;
      };
      hand.add("test", single(), scaled(reference));
      hand.add("paired", pair(3.0, below_threshold), scaled(after));
      return hand.only();
    };
    const Measurement m = ratio(test, conditioned, 1.0);
    RC_ASSERT(m.state == State::value);
    RC_ASSERT(std::abs(std::log(*m.value) + std::log(*ratio(conditioned, test, 1.0).value)) < 1e-9);
    RC_ASSERT(std::abs(std::log(*m.value) - std::log(*ratio(test, conditioned, 3.0).value)) < 1e-9);
    RC_ASSERT(std::abs(*m.standard_error - *ratio(test, conditioned, 3.0).standard_error) < 1e-9);
  });
}

TEST_CASE("Exchanging left and right exchanges the sides of the key and nothing else") {
  const std::vector<double> test{1000.0, 2000.0, 1500.0}, conditioned{500.0, 700.0, 600.0};
  ByHand one, other;
  one.add("test", single(Hemisphere::left), test);
  one.add("paired", pair(10.0, above_threshold, Hemisphere::right, Hemisphere::left), conditioned);
  other.add("test", single(Hemisphere::right), test);
  other.add("paired", pair(10.0, above_threshold, Hemisphere::left, Hemisphere::right), conditioned);
  const Measurement a = one.only();
  Measurement b = other.only();
  CHECK(a.key.side == Side::right);
  CHECK(b.key.side == Side::left);
  CHECK(b.key.hemisphere == Hemisphere::right);
  b.key.side = a.key.side;
  b.key.hemisphere = a.key.hemisphere;
  CHECK(a == b);
}

struct Coverage {
  double inside = 0.0;
  double bounds = 0.0;  // share that is a bound and not a value
  double bias = 0.0;    // of ln ratio
};

// Share of 95 % intervals, 1.96 standard errors either side, that hold the true ratio.
Coverage coverage(double median, double ratio, double spread, int trials) {
  constexpr int repeats = 1000;
  int inside = 0, values = 0;
  double bias = 0.0;
  for (std::uint32_t i = 0; i < repeats; ++i) {
    base::Stream stream(20260102, i);
    ByHand hand;
    hand.add("test", single(), drawn(stream, trials, median, spread));
    hand.add("paired", pair(3.0, below_threshold), drawn(stream, trials, median * ratio, spread));
    const Measurement m = hand.only();
    if (m.state != State::value) continue;
    ++values;
    const double off = std::log(*m.value / ratio);
    bias += off;
    inside += std::abs(off) <= 1.96 * *m.standard_error ? 1 : 0;
  }
  return {static_cast<double>(inside) / values, 1.0 - static_cast<double>(values) / repeats, bias / values};
}

TEST_CASE("Nineteen in twenty intervals hold the true ratio, with and without censored responses") {
  struct Case {
    double median, ratio, spread;
  };
  for (const Case& c : {Case{1000.0, 0.6, 0.62}, Case{1000.0, 1.3, 0.62}, Case{300.0, 0.3, 0.62},
                        Case{200.0, 0.3, 0.62}, Case{400.0, 0.2, 1.1}}) {
    const Coverage found = coverage(c.median, c.ratio, c.spread, 15);
    CAPTURE(c.median);
    CAPTURE(c.ratio);
    MESSAGE("test " << c.median << " uV, ratio " << c.ratio << ": coverage " << found.inside << ", bounds "
                    << found.bounds << ", bias of ln " << found.bias);
    CHECK(found.inside >= 0.90);
    CHECK(found.inside <= 0.98);
  }
}

}  // namespace
}  // namespace trilayer::measures
