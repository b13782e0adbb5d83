#include "trilayer/protocol/condition.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

namespace trilayer::protocol {
namespace {

using rc::gen::arbitrary;
using rc::gen::element;

std::optional<Hemisphere> any_hemisphere() {
  return *element<std::optional<Hemisphere>>(std::nullopt, Hemisphere::left, Hemisphere::right);
}

std::optional<Intensity> any_intensity() {
  if (*arbitrary<bool>()) return std::nullopt;
  return Intensity{*rc::gen::inRange(1, 600) / 2.0,
                   *element(IntensityReference::maximum_stimulator_output, IntensityReference::resting_motor_threshold,
                            IntensityReference::active_motor_threshold)};
}

std::optional<double> any_percent() {
  if (*arbitrary<bool>()) return std::nullopt;
  return *rc::gen::inRange(0, 201) / 2.0;
}

Site any_site() {
  return *element(Site::m1, Site::premotor, Site::supplementary_motor, Site::root, Site::nerve, Site::sham);
}

std::optional<Conditioning> any_conditioning() {
  if (*arbitrary<bool>()) return std::nullopt;
  return Conditioning{any_hemisphere(), any_site(), any_intensity(),
                      base::Milliseconds(*rc::gen::inRange(1, 400) / 2.0),
                      *element<std::string>("", "1 mV", "120 %RMT", "a) (b\\, then paired 3 ms")};
}

std::optional<Side> any_side() { return *element<std::optional<Side>>(std::nullopt, Side::left, Side::right); }

std::optional<base::Milliseconds> any_milliseconds(int low, int high) {
  if (*arbitrary<bool>()) return std::nullopt;
  return base::Milliseconds(*rc::gen::inRange(low, high) / 2.0);
}

// The first of three pulses, before `second`.
std::optional<Conditioning> any_earlier(const Conditioning& second) {
  auto earlier = any_conditioning();
  if (earlier) earlier->interval = second.interval + base::Milliseconds(*rc::gen::inRange(1, 40) / 2.0);
  return earlier;
}

HandState any_hand() {
  return {*element(Contraction::unstated, Contraction::rest, Contraction::active), any_percent()};
}

constexpr int fields = 18;

// Draws one field of a condition anew.
void redraw(Condition& condition, int field) {
  switch (field) {
    case 0:
      condition.task = *element(Task::stimulation, Task::sustained_contraction, Task::phasic_movement,
                                Task::choice_reaction, Task::simple_reaction);
      break;
    case 1:
      condition.hemisphere = any_hemisphere();
      break;
    case 2:
      condition.site = any_site();
      break;
    case 3:
      condition.intensity = any_intensity();
      break;
    case 4:
      condition.conditioning = any_conditioning();
      condition.earlier.reset();
      break;
    case 5:
      condition.conditioning_alone = condition.conditioning && *arbitrary<bool>();
      break;
    case 6:
      condition.both_hemispheres_together = *arbitrary<bool>();
      break;
    case 7:
      condition.hands.left = any_hand();
      break;
    case 8:
      condition.hands.right = any_hand();
      break;
    case 9:
      condition.intended = any_side();
      break;
    case 10:
      condition.force_percent = any_percent();
      break;
    case 11:
      condition.earlier = condition.conditioning ? any_earlier(*condition.conditioning) : std::nullopt;
      break;
    case 12:
      condition.stimulated_side = any_side();
      break;
    case 13:
      condition.both_intended = *arbitrary<bool>();
      break;
    case 14:
      condition.conflict = *element(Conflict::unstated, Conflict::congruent, Conflict::incongruent);
      break;
    case 15:
      condition.foreknowledge = any_milliseconds(0, 2000);
      break;
    case 16:
      condition.after_cue = any_milliseconds(-400, 400);
      break;
    default:
      condition.complexity = *element(Complexity::unstated, Complexity::simple, Complexity::complex);
      break;
  }
  // Both mean nothing without a conditioning pulse.
  if (!condition.conditioning) condition.conditioning_alone = false;
  if (!condition.conditioning) condition.earlier.reset();
}

Condition any_condition() {
  Condition condition;
  for (int field = 0; field < fields; ++field) redraw(condition, field);
  return condition;
}

Condition pair_calibrated_to(const std::string& calibration) {
  Condition condition;
  condition.hemisphere = Hemisphere::left;
  condition.conditioning =
      Conditioning{Hemisphere::right, Site::m1, std::nullopt, base::Milliseconds(10.0), calibration};
  return condition;
}

TEST_CASE("Different conditions of one hemisphere have different words") {
  // Two conditions that differ in one field at most are the hardest to tell apart.
  CHECK(rc::check("one field apart", [] {
    const Condition one = any_condition();
    Condition other = one;
    redraw(other, *rc::gen::inRange(0, fields));
    RC_PRE(one.hemisphere == other.hemisphere);  // it stands in a column of its own
    RC_LOG() << label(one) << "\n" << label(other);
    RC_ASSERT((label(one) == label(other)) == (one == other));
  }));
}

TEST_CASE("The words of a condition lead back to it") {
  CHECK(rc::check("there and back", [] {
    const Condition one = any_condition();
    RC_LOG() << label(one);
    RC_ASSERT(parse_label(label(one), one.hemisphere) == one);
  }));
}

TEST_CASE("A calibration may say anything, even in brackets and with commas") {
  for (const char* said : {"1 mV", "1 mV (mean of 10), at rest", "), both hemispheres together ("}) {
    const Condition pair = pair_calibrated_to(said);
    CAPTURE(label(pair));
    CHECK(parse_label(label(pair), pair.hemisphere) == pair);
  }
}

TEST_CASE("Words that no condition has lead nowhere") {
  for (const char* text : {"",
                           "rest",
                           "single pulse, ",
                           "single pulse, 120",
                           "single pulse, 120 %RMT, asleep",
                           "single pulse, rest, 120 %RMT",
                           "paired",
                           "paired 3 ms, 80 %RMT then",
                           "single pulse (1 mV)",
                           "conditioning pulse alone",
                           "single pulse, left active at",
                           "paired ms",
                           "Single pulse",
                           "triple 13 ms, then ",
                           "triple 13 ms",
                           "triple 13 ms (1 mV, then paired 3 ms",
                           "triple 13 ms at, then paired 3 ms",
                           "triple 13 ms, then single pulse",
                           "nerve",
                           "single pulse, stimulated",
                           "intended"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_label(text).has_value());
  }
}

TEST_CASE("A label that speaks of the other hemisphere needs to know which one the test pulse had") {
  const std::string text = "paired 10 ms from the other hemisphere, 120 %RMT then 120 %RMT, rest";
  CHECK_FALSE(parse_label(text).has_value());
  const auto condition = parse_label(text, Hemisphere::left);
  REQUIRE(condition.has_value());
  CHECK(condition->conditioning->hemisphere == Hemisphere::right);
}

TEST_CASE("A task without pulses has no hemisphere") {
  CHECK(parse_label("sustained contraction, intended right, 20 % force").has_value());
  CHECK_FALSE(parse_label("sustained contraction, intended right, 20 % force", Hemisphere::left).has_value());
}

TEST_CASE("A condition and its mirror image have the same words") {
  CHECK(rc::check("mirror image", [] {
    Condition one = any_condition();
    one.hands.right = one.hands.left;
    one.intended.reset();
    one.stimulated_side.reset();
    Condition mirrored = one;
    if (mirrored.hemisphere) mirrored.hemisphere = opposite(*mirrored.hemisphere);
    for (auto* first : {&mirrored.conditioning, &mirrored.earlier})
      if (*first && (*first)->hemisphere) (*first)->hemisphere = opposite(*(*first)->hemisphere);
    RC_PRE(one.hemisphere.has_value());
    RC_ASSERT(label(one) == label(mirrored));
  }));
}

Condition rest(Hemisphere hemisphere) {
  Condition condition;
  condition.hemisphere = hemisphere;
  condition.intensity = Intensity{120.0, IntensityReference::resting_motor_threshold};
  condition.hands.left.contraction = condition.hands.right.contraction = Contraction::rest;
  return condition;
}

TEST_CASE("Words with numbers that no condition can have are no label") {
  for (const char* text :
       {"single pulse, -120 %RMT, rest", "single pulse, 0 %RMT, rest", "single pulse, 301 %RMT, rest",
        "paired -3 ms, 80 %RMT then 120 %RMT, rest", "paired 0 ms, 80 %RMT then 120 %RMT, rest",
        "paired 3 ms, -80 %RMT then 120 %RMT, rest", "single pulse, 120 %RMT, left active at 300 %, right rest",
        "sustained contraction, intended right, -20 % force", "sustained contraction, intended right, 101 % force",
        "triple 2 ms, then paired 3 ms", "simple reaction, intended left, hand known -1 ms before",
        "single pulse, choice reaction, -5 ms before the cue", "single pulse, choice reaction, 0 ms before the cue"}) {
    CAPTURE(text);
    CHECK(!parse_label(text, std::nullopt));
  }
  CHECK(parse_label("sustained contraction, intended right, 100 % force"));
}

TEST_CASE("Triples, nerves and reactions read as people say them") {
  const Intensity threshold{100.0, IntensityReference::resting_motor_threshold};
  Condition triple = rest(Hemisphere::left);
  triple.conditioning = Conditioning{Hemisphere::left, Site::m1, threshold, base::Milliseconds(3.0), "80 %AMT"};
  triple.earlier = Conditioning{Hemisphere::right, Site::m1, threshold, base::Milliseconds(13.0), "1 mV (peak)"};
  CHECK(label(triple) ==
        "triple 13 ms from the other hemisphere at 100 %RMT (1 mV (peak\\)), then paired 3 ms, 100 %RMT then 120 %RMT "
        "(80 %AMT), rest");

  Condition afferent = rest(Hemisphere::left);
  afferent.conditioning = Conditioning{std::nullopt, Site::nerve, std::nullopt, base::Milliseconds(21.0), ""};
  afferent.stimulated_side = Side::right;
  CHECK(label(afferent) ==
        "paired 21 ms from an unstated hemisphere from nerve, test 120 %RMT, stimulated right, rest");

  Condition reaction;
  reaction.task = Task::choice_reaction;
  reaction.intended = Side::left;
  reaction.conflict = Conflict::incongruent;
  reaction.foreknowledge = base::Milliseconds(500.0);
  CHECK(label(reaction) == "choice reaction, intended left, incongruent, hand known 500 ms before");
  reaction.hemisphere = Hemisphere::left;
  reaction.after_cue = base::Milliseconds(-20.0);
  CHECK(label(reaction) ==
        "single pulse, choice reaction, intended left, incongruent, hand known 500 ms before, 20 ms before the cue");

  Condition both;
  both.task = Task::simple_reaction;
  both.both_intended = true;
  CHECK(label(both) == "simple reaction, intended both");
}

TEST_CASE("The usual conditions read as people say them") {
  CHECK(label(Condition{}) == "single pulse");
  CHECK(label(rest(Hemisphere::left)) == "single pulse, 120 %RMT, rest");

  Condition pair = rest(Hemisphere::left);
  pair.conditioning =
      Conditioning{Hemisphere::left, Site::m1, Intensity{80.0, IntensityReference::resting_motor_threshold},
                   base::Milliseconds(3.0), ""};
  CHECK(label(pair) == "paired 3 ms, 80 %RMT then 120 %RMT, rest");
  pair.conditioning->hemisphere = Hemisphere::right;
  pair.conditioning->interval = base::Milliseconds(10.0);
  CHECK(label(pair) == "paired 10 ms from the other hemisphere, 80 %RMT then 120 %RMT, rest");

  Condition task;
  task.task = Task::sustained_contraction;
  task.intended = Side::right;
  task.force_percent = 20.0;
  CHECK(label(task) == "sustained contraction, intended right, 20 % force");

  Condition active = rest(Hemisphere::right);
  active.hands.right = {Contraction::active, 30.0};
  CHECK(label(active) == "single pulse, 120 %RMT, left rest, right active at 30 %");
}

}  // namespace
}  // namespace trilayer::protocol
