#include "trilayer/recording/judgements.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

#include "tests/recording/example.hpp"
#include "trilayer/base/errors.hpp"
#include "trilayer/recording/labels.hpp"

using namespace trilayer;
using recording::ChannelKind;
using recording::judge_channels;

namespace {

recording::Recording labelled(const std::vector<std::string>& names) {
  auto made = tests::noise_recording(names, 0.5);
  recording::conclude_labels(made);
  made.warnings.clear();
  return made;
}

void flatten(recording::Recording& made, std::size_t channel, float value) {
  std::ranges::fill(made.segments[0].samples[channel], value);
}

}  // namespace

TEST_CASE("two hands with signals pass without a remark") {
  auto made = labelled({"LFDI", "RFDI"});
  judge_channels(made);
  CHECK(made.warnings.empty());
}

TEST_CASE("a channel that never changes is set aside and named") {
  for (const float value : {0.0F, -327.68F}) {
    auto made = labelled({"LFDI", "RFDI", "LAPB"});
    flatten(made, 2, value);
    judge_channels(made);
    CHECK(made.channels[2].kind == ChannelKind::other);
    REQUIRE(made.warnings.size() == 1);
    CHECK(made.warnings[0].code == "dead_channel");
    CHECK(made.warnings[0].place.find("LAPB") != std::string::npos);
  }
}

TEST_CASE("a recording without any live EMG channel is refused") {
  auto made = labelled({"LFDI", "RFDI"});
  flatten(made, 0, 0.0F);
  flatten(made, 1, 0.0F);
  CHECK_THROWS_AS(judge_channels(made), base::Refusal);
}

TEST_CASE("a recording without EMG is refused with the channels it has") {
  auto made = labelled({"Force"});
  made.channels[0].kind = ChannelKind::other;
  made.channels[0].unit = std::string("N");
  try {
    judge_channels(made);
    FAIL("not refused");
  } catch (const base::Refusal& caught) {
    CHECK(caught.advice().find("Force (other, N)") != std::string::npos);
  }
  CHECK_THROWS_AS(judge_channels(made = recording::Recording{}), base::Refusal);
}

TEST_CASE("two channels of one muscle are refused, whichever side they are on") {
  auto made = labelled({"LFDI", "FDI left", "RFDI"});
  try {
    judge_channels(made);
    FAIL("not refused");
  } catch (const base::Refusal& caught) {
    CHECK(caught.problem().find("'LFDI' and 'FDI left' are both the left FDI") != std::string::npos);
  }
}

TEST_CASE("EMG of one side, or of no known side, is said") {
  for (const auto& names : {std::vector<std::string>{"LFDI", "LAPB"}, std::vector<std::string>{"EXG1", "EXG2"}}) {
    auto made = labelled(names);
    judge_channels(made);
    REQUIRE(made.warnings.size() == 1);
    CHECK(made.warnings[0].code == "one_side_only");
    CHECK(made.warnings[0].text.find(names[1]) != std::string::npos);
  }
}
