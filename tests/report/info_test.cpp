#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/report/example.hpp"
#include "tests/report/golden.hpp"
#include "trilayer/report/report.hpp"

using namespace trilayer;

TEST_CASE("What a file holds is told as it was") {
  auto sessions = tests::example_sessions();
  sessions[0].recordings[0].warnings = {{"mains_hum", "a 50 Hz sine of 130 uV stands in the channel", "left FDI"}};
  sessions[0].recordings[0].channels[0].label_source = recording::LabelSource::concluded;
  sessions[0].recordings[0].blocks[0].trials[3].excluded = "the participant moved";
  tests::check_golden("info.txt", report::info_text(sessions));
  tests::check_golden("info.json", report::info_json(sessions, {"data/", "0.1.0"}));
}

TEST_CASE("Without blocks, it says how to name the pulse and guesses no marker") {
  auto sessions = tests::example_sessions();
  sessions[0].recordings[0].blocks.clear();
  const std::string text = report::info_text(sessions);
  CHECK(text.find("95 x S255") != std::string::npos);
  CHECK(text.find("--pulse-marker CODE --hemisphere left|right") != std::string::npos);
  CHECK(text.find("--pulse-marker S255") == std::string::npos);
}

TEST_CASE("Names from files reach neither the terminal's controls nor break the JSON") {
  auto sessions = tests::example_sessions();
  auto& recording = sessions[0].recordings[0];
  recording.channels[0].name = "\x1b[2J\xe9";
  recording.markers[0].code = "\"\n\x07";
  CHECK(report::info_text(sessions).find('\x1b') == std::string::npos);
  const auto page = nlohmann::json::parse(report::info_json(sessions, {"x", "0"}));
  CHECK(page["sessions"][0]["recordings"][0]["channels"][0]["name"] == "\x1b[2J\u00e9");
}
