#include "trilayer/recording/labels.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace trilayer;
using protocol::Side;
using recording::MuscleLabel;
using recording::parse_muscle;

namespace {

recording::Recording with_channels(const std::vector<std::string>& names) {
  recording::Recording made;
  made.name = "test.vhdr";
  for (const auto& name : names) {
    recording::Channel channel;
    channel.name = name;
    channel.rate = base::Hertz(1000.0);
    made.channels.push_back(channel);
  }
  return made;
}

}  // namespace

TEST_CASE("side and muscle are found in the usual spellings of a channel's name") {
  for (const char* text : {"LFDI", "lFDI", "FDI_L", "L-FDI", "FDI L", "left FDI", "FDI left", "EMG LFDI", "EMG_L_FDI",
                           "Ch2 LFDI", "2 LFDI", "leftFDI", "FDI_left", "FDIL", "FDI sx", "FDI li", "FDI (left hand)",
                           "Left first dorsal interosseous", "lt. FDI"}) {
    CAPTURE(text);
    CHECK(parse_muscle(text) == MuscleLabel{Side::left, "FDI"});
  }
  for (const char* text : {"RFDI", "rFDI", "FDI_R", "R-FDI", "right FDI", "FDI right", "FDI dx", "RightFDI"}) {
    CAPTURE(text);
    CHECK(parse_muscle(text) == MuscleLabel{Side::right, "FDI"});
  }
}

TEST_CASE("a muscle has a short name whatever it is called") {
  CHECK(parse_muscle("LECR") == MuscleLabel{Side::left, "ECR"});
  CHECK(parse_muscle("R abductor pollicis brevis") == MuscleLabel{Side::right, "APB"});
  CHECK(parse_muscle("right biceps") == MuscleLabel{Side::right, "BIC"});
  CHECK(parse_muscle("Biceps_brachii_L") == MuscleLabel{Side::left, "BIC"});
  CHECK(parse_muscle("RTA") == MuscleLabel{Side::right, "TA"});
  CHECK(parse_muscle("SOL_R") == MuscleLabel{Side::right, "SOL"});
  CHECK(parse_muscle("L_ADQ") == MuscleLabel{Side::left, "ADM"});
  CHECK(parse_muscle("LTRI") == MuscleLabel{Side::left, "TRI"});
}

TEST_CASE("exchanging L and R in a name exchanges the side and nothing else") {
  for (const std::string muscle :
       {"FDI", "APB", "ADM", "FDS", "FCR", "ECR", "EDC", "FPB", "BIC", "TRI", "DEL", "TA", "SOL", "GM"}) {
    CAPTURE(muscle);
    CHECK(parse_muscle("L" + muscle) == MuscleLabel{Side::left, muscle});
    CHECK(parse_muscle("R" + muscle) == MuscleLabel{Side::right, muscle});
    CHECK(parse_muscle(muscle + "_L") == MuscleLabel{Side::left, muscle});
    CHECK(parse_muscle(muscle + "_R") == MuscleLabel{Side::right, muscle});
    CHECK(parse_muscle("left " + muscle) == MuscleLabel{Side::left, muscle});
    CHECK(parse_muscle("right " + muscle) == MuscleLabel{Side::right, muscle});
  }
}

TEST_CASE("a name without a side gives the muscle and leaves the side open") {
  CHECK(parse_muscle("FDI") == MuscleLabel{std::nullopt, "FDI"});
  CHECK(parse_muscle("first dorsal interosseous") == MuscleLabel{std::nullopt, "FDI"});
}

TEST_CASE("a name that names no muscle, or two, concludes nothing") {
  for (const char* text :
       {"EXG1", "EXG 1",   "",        "EMG",    "EMG 1", "left", "L",     "Left force", "Cz",     "Fp1",       "C3",
        "A1",   "R FDI L", "FDI APB", "LFDI 2", "L",     "LR",   "Pinch", "TAR",        "Status", "photodiode"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_muscle(text));
  }
  // Left extensor carpi radialis, or extensor carpi radialis longus of an unknown side.
  CHECK_FALSE(parse_muscle("ECRL"));
  CHECK(parse_muscle("L ECRL") == MuscleLabel{Side::left, "ECRL"});
}

TEST_CASE("all conclusions of a recording are reported in one warning") {
  auto made = with_channels({"LFDI", "RFDI", "EXG1", "Trigger"});
  recording::conclude_labels(made);
  CHECK(made.channels[0].label_source == recording::LabelSource::concluded);
  CHECK(recording::label(made.channels[1]) == "right FDI");
  CHECK(made.channels[2].label_source == recording::LabelSource::unknown);
  CHECK(made.channels[3].kind == recording::ChannelKind::trigger);
  REQUIRE(made.warnings.size() == 1);
  CHECK(made.warnings[0].code == "channel_labels_concluded");
  CHECK(made.warnings[0].text.find("LFDI -> left FDI, RFDI -> right FDI, Trigger -> trigger") != std::string::npos);
}

TEST_CASE("what was stated is never replaced by a conclusion") {
  auto made = with_channels({"LFDI", "LAPB"});
  made.channels[0].side = Side::right;
  made.channels[0].muscle = "FDI";
  made.channels[0].label_source = recording::LabelSource::stated;
  made.channels[1].kind = recording::ChannelKind::other;
  recording::conclude_labels(made);
  CHECK(made.channels[0].side == Side::right);
  CHECK(made.channels[0].label_source == recording::LabelSource::stated);
  CHECK(made.channels[1].muscle.empty());
  CHECK(made.warnings.empty());
}
