#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "tests/report/example.hpp"
#include "tests/report/golden.hpp"
#include "trilayer/report/report.hpp"

using namespace trilayer;
using Json = nlohmann::ordered_json;

namespace {

const report::Source source{"people/somebody/a name/run-1.vhdr", "0.1.0"};

std::vector<std::string> keys(const Json& object) {
  std::vector<std::string> names;
  for (const auto& [key, value] : object.items()) names.push_back(key);
  return names;
}

}  // namespace

TEST_CASE("The example's measurements keep the promises of a measurement") {
  for (const auto& m : tests::example_results().measurements) CHECK_NOTHROW(measures::check_promises(m));
}

TEST_CASE("JSON of the example is what it was") {
  tests::check_golden("measures.json", report::to_json(tests::example_results(), source, true));
}

TEST_CASE("JSON has the promised keys in their order, and trials only when asked for") {
  const std::string text = report::to_json(tests::example_results(), source, false);
  CHECK(text.back() == '\n');
  const Json page = Json::parse(text);
  CHECK(keys(page) ==
        std::vector<std::string>{"schema", "versions", "intended_use", "source", "warnings", "measurements"});
  CHECK(page["intended_use"] == report::intended_use);
  const std::vector<std::string> promised{"measure",    "condition", "block",          "side",  "muscle",
                                          "hemisphere", "value",     "standard_error", "scale", "trials",
                                          "unit",       "state",     "reason",         "method"};
  auto found = keys(page["measurements"][0]);
  REQUIRE(found.size() >= promised.size());
  found.resize(promised.size());
  CHECK(found == promised);
  CHECK(Json::parse(report::to_json(tests::example_results(), source, true))["trials"].size() == 2);
}

TEST_CASE("What is not there is null and never a number") {
  const Json page = Json::parse(report::to_json(tests::example_results(), source, false));
  for (const auto& m : page["measurements"]) {
    const std::string state = m["state"];
    const bool carries = state == "value" || state == "at_least" || state == "at_most" || state == "confounded";
    CHECK(m["value"].is_number() == carries);
    if (state != "value") CHECK(m["reason"].is_string());
  }
}

TEST_CASE("Only the last part of a path is told, since folders may name people") {
  const std::string text = report::to_json(tests::example_results(), source, false);
  CHECK(text.find("somebody") == std::string::npos);
  CHECK(Json::parse(text)["source"] == "run-1.vhdr");
}

TEST_CASE("Hostile and badly encoded text stays inside its JSON string") {
  measures::Results results = tests::example_results();
  results.measurements[9].reason = "\"},{\"measure\":\"x\n\t\xff</script>";
  const Json page = Json::parse(report::to_json(results, source, false));
  CHECK(page["measurements"].size() == results.measurements.size());
  CHECK(page["measurements"][9]["reason"] == "\"},{\"measure\":\"x\n\t\u00ff</script>");
}

TEST_CASE("A measurement bears on the direction in which its hand is the mirror hand") {
  const Json page = Json::parse(report::to_json(tests::example_results(), source, false));
  const Json& left_imep = page["measurements"][3];
  REQUIRE(left_imep["measure"] == "imep_presence");
  REQUIRE(left_imep["side"] == "left");
  CHECK(left_imep["bears_on"]["direction"] == "right");
  CHECK(left_imep["bears_on"]["layers"][0]["layer"] == "corticospinal");
  CHECK(page["measurements"][0]["bears_on"].is_null());  // a cMEP amplitude is context
}
