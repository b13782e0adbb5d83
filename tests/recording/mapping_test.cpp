#include "trilayer/recording/mapping.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <string>

#include "tests/recording/docs_examples.hpp"
#include "tests/recording/example.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/recording/mapped_channels.hpp"

using namespace trilayer;
using protocol::Contraction;
using protocol::Hemisphere;
using protocol::Side;
using recording::apply_channels;
using recording::parse_mapping;

namespace {

base::Refusal refusal(const std::string& text) {
  try {
    parse_mapping(text, "lab.toml");
  } catch (const base::Refusal& caught) {
    return caught;
  }
  FAIL("not refused: " << text);
  return {"", "", ""};
}

base::Refusal channel_refusal(recording::Recording made, const std::string& text) {
  try {
    apply_channels(made, parse_mapping(text, "lab.toml"));
  } catch (const base::Refusal& caught) {
    return caught;
  }
  FAIL("not refused: " << text);
  return {"", "", ""};
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("every example of the docs page is a valid mapping") {
  const auto examples = tests::mapping_examples();
  REQUIRE(examples.size() == 4);
  for (const auto& example : examples) CHECK_NOTHROW(parse_mapping(example, "mapping.md"));
  for (const char* page : {"spike2.md", "signal.md", "numpy.md"}) {
    REQUIRE(tests::mapping_examples(page).size() == 1);
    CHECK_NOTHROW(parse_mapping(tests::mapping_examples(page).front(), page));
  }
}

TEST_CASE("channels, pulses and hands are read as the first docs example says them") {
  const auto mapping = parse_mapping(tests::mapping_examples().at(0), "mapping.md");
  REQUIRE(mapping.channels.size() == 4);
  REQUIRE(mapping.pulses.size() == 1);
  CHECK(mapping.pulses[0].code == "S255");
  CHECK(mapping.pulses[0].condition.hemisphere == Hemisphere::left);
  CHECK(mapping.pulses[0].condition.hands.left.contraction == Contraction::rest);
  CHECK(mapping.pulses[0].condition.hands.right.contraction == Contraction::rest);
}

TEST_CASE("pairs by one trigger and by two, percentages and shift are read as the docs say them") {
  const auto mapping = parse_mapping(tests::mapping_examples().at(2), "mapping.md");
  CHECK(mapping.marker_shift == base::Milliseconds(1.0));
  REQUIRE(mapping.pulses.size() == 3);
  const auto& one = mapping.pulses[0];
  CHECK(one.trigger_marks == recording::TriggerMarks::first_pulse);
  REQUIRE(one.condition.conditioning);
  CHECK(one.condition.conditioning->interval == base::Milliseconds(10.0));
  CHECK(one.condition.conditioning->hemisphere == Hemisphere::right);
  CHECK(one.condition.conditioning->calibration == "1 mV");
  CHECK(one.condition.intensity == protocol::Intensity{120.0, protocol::IntensityReference::resting_motor_threshold});
  CHECK(mapping.pulses[1].conditioning_code == "S3");
  CHECK(mapping.pulses[2].condition.hands.right.percent_of_maximum == 20.0);
}

TEST_CASE("context and participant are read as the docs say them") {
  const auto mapping = parse_mapping(tests::mapping_examples().at(3), "mapping.md");
  CHECK(mapping.participant == "P07");
  CHECK(mapping.context.age == 34.0);
  CHECK(mapping.context.height == 171.0);
  CHECK(mapping.context.affected_side == Side::right);
  REQUIRE(mapping.context.thresholds.size() == 1);
  CHECK(mapping.context.thresholds[0] == recording::Threshold{Hemisphere::left, false, 48.0, 1.5, "50 uV in 5 of 10"});
}

TEST_CASE("a mapping that is no TOML, or has an unknown key, is refused with file and line") {
  CHECK(contains(refusal("participant = ").place(), "lab.toml line 1"));
  CHECK(refusal("\nparticipants = \"P07\"").place() == "lab.toml line 2");
  CHECK(contains(refusal("participants = \"P07\"").advice(), "participant, marker_shift_ms"));
  const auto typo = refusal("[pulses.S1]\nhemisphere = \"left\"\nintensty = \"120 %RMT\"");
  CHECK(typo.place() == "lab.toml line 3");
  CHECK(contains(typo.problem(), "pulses.S1.intensty"));
  CHECK(contains(typo.advice(), "intensity"));
}

TEST_CASE("a value of the wrong type or out of range is refused with what is allowed") {
  CHECK(contains(refusal("marker_shift_ms = \"1\"").advice(), "a number from -1000 to 1000"));
  CHECK(contains(refusal("marker_shift_ms = 5000").problem(), "out of range"));
  CHECK(contains(refusal("marker_shift_ms = nan").problem(), "out of range"));
  CHECK(contains(refusal("[channels]\nX = 3").advice(), "[channels.X]"));
  CHECK(contains(refusal("channels = 3").advice(), "[channels]"));
  CHECK(contains(refusal("drop = \"X\"").advice(), "drop = ["));
  CHECK(contains(refusal("[channels]\nX = \"FDI left\"").advice(), "\"left FDI\""));
  CHECK(contains(refusal("[channels]\nX = { side = \"sinister\", muscle = \"FDI\" }").advice(), "left, right"));
  CHECK(contains(refusal("[channels]\nX = { side = \"left\" }").problem(), "needs both side and muscle"));
  CHECK(contains(refusal("[context]\nage = 400").advice(), "0 to 120"));
  CHECK(contains(refusal("participant = \"Doe, Jane\"").advice(), "never a name"));
}

TEST_CASE("intensities need their reference and a range") {
  const std::string start = "[pulses.S1]\nhemisphere = \"left\"\nintensity = ";
  for (const std::string bad :
       {"\"120\"", "\"120 %\"", "\"%RMT\"", "\"0 %RMT\"", "\"301 %RMT\"", "\"nan %RMT\"", "120"}) {
    CAPTURE(bad);
    CHECK(contains(refusal(start + bad).place(), "line 3"));
  }
}

TEST_CASE("hemisphere and the marked pulse of a pair are asked for, never guessed") {
  CHECK(contains(refusal("[pulses.S1]\nhands = \"rest\"").advice(), "never guessed"));
  CHECK_NOTHROW(parse_mapping("[pulses.S1]\nsite = \"root\"", "lab.toml"));
  const std::string pair = "[pulses.S1]\nhemisphere = \"left\"\nconditioning = { interval_ms = 10 }\n";
  CHECK(contains(refusal(pair).advice(), "trigger_marks"));
  CHECK_NOTHROW(parse_mapping(pair + "trigger_marks = \"test_pulse\"", "lab.toml"));
  CHECK_THROWS_AS(parse_mapping("[pulses.S1]\nhemisphere = \"left\"\ntrigger_marks = \"test_pulse\"", "x"),
                  base::Refusal);
  CHECK_THROWS_AS(parse_mapping("[pulses.S1]\nhemisphere = \"left\"\nconditioning = {}", "x"), base::Refusal);
}

TEST_CASE("statements that cannot both be true are refused where the denied one stands") {
  const std::string pulse = "[pulses.S1]\nhemisphere = \"left\"\n";
  for (const std::string wrong : {"stimulated_side = \"left\"", "intended = \"left\"", "intended = \"both\"",
                                  "after_cue_ms = 60", "left_hand_percent = 0\nhands = \"active\""}) {
    CAPTURE(wrong);
    CHECK(refusal(pulse + wrong).place() == "lab.toml line 3");
  }
  CHECK_NOTHROW(parse_mapping(pulse + "after_cue_ms = 60\nintended = \"left\"\ntask = \"simple reaction\"", "x"));
  const std::string threshold = "[[context.thresholds]]\nhemisphere = \"left\"\npercent_output = 48\nkind = ";
  CHECK(contains(refusal(threshold + "\"RMT\"\n" + threshold + "\"RMT\"").problem(), "stated twice"));
  CHECK_NOTHROW(parse_mapping(threshold + "\"RMT\"\n" + threshold + "\"AMT\"", "x"));
}

TEST_CASE("one marker code has one meaning, blanks or not") {
  CHECK(contains(refusal("[pulses.S1]\nhemisphere = \"left\"\n[pulses.\"S  1\"]\nhemisphere = \"right\"").problem(),
                 "two meanings"));
  CHECK_THROWS_AS(parse_mapping("[pulses.S1]\nhemisphere = \"left\"\nconditioning = { marker = \"S 1\" }", "x"),
                  base::Refusal);
}

TEST_CASE("channels are labelled, dropped and derived as the mapping says") {
  auto made = tests::noise_recording({"EXG1", "EXG2", "EXG3", "Noise"}, 0.1);
  const auto before = made;
  apply_channels(made, parse_mapping("drop = [\"Noise\"]\n[channels]\nEXG3 = \"right first dorsal interosseous\"\n"
                                     "[derived]\nL = {plus = \"EXG1\", minus = \"EXG2\", side = \"left\", muscle = "
                                     "\"FDI\"}",
                                     "lab.toml"));
  recording::check_consistent(made);
  REQUIRE(made.channels.size() == 4);
  CHECK(made.channels[0].kind == recording::ChannelKind::other);
  CHECK(made.channels[1].kind == recording::ChannelKind::other);
  CHECK(recording::label(made.channels[2]) == "right FDI");
  CHECK(made.channels[2].label_source == recording::LabelSource::stated);
  CHECK(recording::label(made.channels[3]) == "left FDI");
  for (std::size_t i = 0; i < before.segments[0].samples[0].size(); ++i)
    CHECK(made.segments[0].samples[3][i] == before.segments[0].samples[0][i] - before.segments[0].samples[1][i]);
}

TEST_CASE("a channel that is not there is refused with those that are") {
  const auto made = tests::noise_recording({"LFDI", "RFDI"}, 0.1);
  for (const char* text : {"[channels]\nLFDI2 = \"left FDI\"", "drop = [\"X\"]",
                           "[derived]\nX = {plus = \"LFDI\", minus = \"Y\", side = \"left\", muscle = \"FDI\"}"}) {
    const auto caught = channel_refusal(made, text);
    CHECK(contains(caught.advice(), "LFDI, RFDI"));
    CHECK(contains(caught.place(), "lab.toml line"));
  }
}

TEST_CASE("a difference of channels with unequal rates or units is refused") {
  const std::string text = "[derived]\nX = {plus = \"A\", minus = \"B\", side = \"left\", muscle = \"FDI\"}";
  auto made = tests::noise_recording({"A", "B"}, 0.1);
  made.channels[1].unit = std::string("V");
  CHECK(contains(channel_refusal(made, text).problem(), "units"));
  made.channels[1].unit = std::string("uV");
  made.channels[1].rate = base::Hertz(500.0);
  CHECK(contains(channel_refusal(made, text).problem(), "2000 Hz and 500 Hz"));
  made.channels[1].rate = base::Hertz(2000.0);
  CHECK(contains(
      channel_refusal(made, "[derived]\nB = {plus = \"A\", minus = \"B\", side = \"left\", muscle = \"F\"}").advice(),
      "another name"));
}

TEST_CASE("only a voltage can be EMG, and EMG is held in microvolts") {
  auto made = tests::noise_recording({"A"}, 0.1);
  made.channels[0].kind = recording::ChannelKind::other;
  made.channels[0].unit = std::string("N");
  CHECK(contains(channel_refusal(made, "[channels]\nA = \"left FDI\"").advice(), "voltage"));
  made.channels[0].unit = std::string("mV");
  const float first = made.segments[0].samples[0][0];
  apply_channels(made, parse_mapping("[channels]\nA = \"left FDI\"", "lab.toml"));
  CHECK(made.channels[0].unit == "uV");
  CHECK(made.segments[0].samples[0][0] == doctest::Approx(1000.0 * static_cast<double>(first)));
}

TEST_CASE("a damaged mapping is read or refused, and nothing else happens") {
  const auto examples = tests::mapping_examples();
  CHECK(rc::check([&] {
    std::string text = *rc::gen::elementOf(examples);
    const auto changes = *rc::gen::inRange(1, 4);
    for (int i = 0; i < changes; ++i) {
      const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
      const auto letters = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("[]{}=\".,'\\\n#-0a\xff")));
      text.replace(at, *rc::gen::inRange<std::size_t>(0, 4), letters.substr(0, 3));
    }
    try {
      parse_mapping(text, "lab.toml");
    } catch (const base::Refusal& caught) {
      RC_ASSERT(!caught.problem().empty());
      RC_ASSERT(contains(caught.place(), "lab.toml"));
    }
  }));
}

TEST_CASE("what an array holds is said whole, and strictly") {
  const std::string whole =
      "[array]\naxes = [\"sample\", \"channel\"]\nrate = 2000\nunit = \"mV\"\nchannels = [\"a\", \"b\"]\n";
  const auto mapping = parse_mapping(whole + "pulse_sample = 100\ncodes = [\"x\"]\n", "lab.toml");
  REQUIRE(mapping.array);
  CHECK(mapping.array->axes == std::vector{recording::ArrayAxis::sample, recording::ArrayAxis::channel});
  CHECK(mapping.array->rate.value() == 2000.0);
  CHECK(mapping.array->channels.size() == 2);
  CHECK(mapping.array->pulse_sample == 100);
  const auto with = [&](const std::string& old, const std::string& now) {
    std::string text = whole;
    return text.replace(text.find(old), old.size(), now);
  };
  CHECK(contains(refusal(with("\"channel\"]", "\"sample\"]")).problem(), "cannot have \"sample\" here"));
  CHECK(contains(refusal(with("\"sample\"", "\"time\"")).problem(), "cannot have \"time\" here"));
  CHECK(contains(refusal(with("\"sample\", ", "")).problem(), "lacks \"sample\""));
  CHECK(contains(refusal(with("rate = 2000\n", "")).problem(), "needs axes, rate, unit and channels"));
  CHECK(contains(refusal(with("[\"a\", \"b\"]", "\"a\"")).problem(), "must be a list of texts"));
  CHECK(contains(refusal(whole + "codes = [\"x\"]\n").problem(), "nothing says where"));
  CHECK(contains(refusal(whole + "pulse_sample = 1.5\n").problem(), "whole number"));
  CHECK(contains(refusal(whole + "offset = 1\n").problem(), "no key"));
}
