#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "tests/report/example.hpp"
#include "tests/report/golden.hpp"
#include "trilayer/report/report.hpp"

namespace trilayer {
namespace {

using Json = nlohmann::ordered_json;
using Keys = std::vector<std::string>;

const report::Source source{"/home/somebody/Jane Doe/run-1.vhdr", "0.0-test"};

Json page(const measures::Results& results, bool per_trial = false) {
  return Json::parse(report::to_json(results, source, per_trial));
}

// The results with nothing but their first measurement, for tests that change it.
measures::Results first_alone() {
  measures::Results results = tests::example_results();
  results.measurements.resize(1);
  return results;
}

Keys keys(const Json& object) {
  Keys all;
  for (const auto& [key, value] : object.items()) all.push_back(key);
  return all;
}

const Json& measurement(const Json& page, const std::string& measure, const std::string& side) {
  for (const auto& m : page["measurements"])
    if (m["measure"] == measure && m["side"] == side) return m;
  FAIL("no " << measure << " of the " << side << " hand");
  return page;
}

void check_finite(const Json& value) {
  if (value.is_number()) CHECK(std::isfinite(value.get<double>()));
  for (const auto& inner : value)
    if (value.is_structured()) check_finite(inner);
}

TEST_CASE("The made-up results keep the promises of measurements") {
  for (const auto& m : tests::example_results().measurements) {
    CAPTURE(m.key.measure);
    CHECK_NOTHROW(measures::check_promises(m));
  }
}

TEST_CASE("JSON opens with what it is, from which program, for what use and of which file") {
  const Json all = page(tests::example_results());
  CHECK(keys(all) == Keys{"schema", "versions", "intended_use", "source", "warnings", "measurements"});
  CHECK(all["schema"] == "trilayer/measures/1");
  CHECK(all["versions"]["trilayer"] == "0.0-test");
  CHECK(all["intended_use"] == report::intended_use);
  CHECK(all["warnings"].size() == 2);
  CHECK(keys(all["warnings"][0]) == Keys{"code", "text", "place"});
  CHECK(report::to_json(tests::example_results(), source, false).ends_with("}\n"));
}

TEST_CASE("JSON names the file without its folders, which may name people") {
  CHECK(page(tests::example_results())["source"] == "run-1.vhdr");
  CHECK(report::to_json(tests::example_results(), source, true).find("Jane Doe") == std::string::npos);
}

TEST_CASE("Every measurement in JSON has every key, whatever became of it") {
  const Json all = page(tests::example_results());
  CHECK(all["measurements"].size() == tests::example_results().measurements.size());
  for (const auto& m : all["measurements"])
    CHECK(keys(m) == Keys{"measure", "condition", "block", "side", "muscle", "hemisphere", "value", "standard_error",
                          "scale", "trials", "unit", "state", "reason", "method", "participant", "recording",
                          "smallest_detectable", "p_value", "bears_on"});
}

TEST_CASE("JSON carries value, error, scale and unit of what was measured") {
  const Json all = page(tests::example_results());
  const Json& cmep = measurement(all, "cmep_amplitude", "right");
  CHECK(cmep["value"] == 1.371235);  // seven digits of 1.3712345678
  CHECK(cmep["standard_error"] == 0.081);
  CHECK(cmep["scale"] == "log");
  CHECK(cmep["unit"] == "mV");
  CHECK(cmep["trials"] == 20);
  CHECK(cmep["muscle"] == "FDI");
  CHECK(cmep["hemisphere"] == "left");
  CHECK(cmep["state"] == "value");
  CHECK(cmep["condition"] == "single pulse, 120 %RMT, rest");
  CHECK(cmep["block"] == "rest-left");
  CHECK(cmep["reason"].is_null());
}

TEST_CASE("What is not there is null in JSON, and the reason says why") {
  const Json all = page(tests::example_results());
  const Json& absent = measurement(all, "imep_presence", "right");
  CHECK(absent["state"] == "absent");
  CHECK(absent["value"].is_null());
  CHECK(absent["standard_error"].is_null());
  CHECK(absent["smallest_detectable"] == 3.42);
  CHECK(absent["reason"] == "no response above background (p = 0.41)");
  const Json& missing = measurement(all, "sici", "left");
  CHECK(missing["state"] == "missing");
  for (const char* key : {"condition", "block", "hemisphere", "value", "standard_error", "method", "recording"}) {
    CAPTURE(key);
    CHECK(missing[key].is_null());
  }
}

TEST_CASE("JSON holds single trials only where they are asked for") {
  CHECK_FALSE(page(tests::example_results(), false).contains("trials"));
  const Json trials = page(tests::example_results(), true)["trials"];
  REQUIRE(trials.size() == 2);
  CHECK(keys(trials[0]) == Keys{"participant", "recording", "block", "trial", "time", "measure", "side", "muscle",
                                "hemisphere", "value", "unit", "state", "reason"});
  CHECK(trials[0]["value"] == 1.52);
  CHECK(trials[1]["value"].is_null());
  CHECK(trials[1]["reason"] == "the amplifier was saturated");
}

TEST_CASE("No number in JSON is ever NaN or infinite, even if a fault let one through") {
  check_finite(page(tests::example_results(), true));
  for (const double bad : {std::nan(""), std::numeric_limits<double>::infinity()}) {
    measures::Results results = first_alone();
    results.measurements[0].value = results.measurements[0].standard_error = bad;
    const Json all = page(results);
    CHECK(all["measurements"][0]["value"].is_null());
    CHECK(all["measurements"][0]["standard_error"].is_null());
  }
}

TEST_CASE("JSON says on which direction and layer a measurement bears: the one whose mirror hand was measured") {
  const Json all = page(tests::example_results());
  const Json& imep = measurement(all, "imep_presence", "left");
  REQUIRE(imep["hemisphere"] == "left");
  CHECK(imep["bears_on"]["direction"] == "right");
  CHECK(imep["bears_on"]["layers"][0]["layer"] == "corticospinal");
  CHECK(imep["bears_on"]["layers"][0]["larger_value"] == "raises");
  CHECK(measurement(all, "imep_presence", "right")["bears_on"]["direction"] == "left");
  CHECK(measurement(all, "csp_duration", "right")["bears_on"]["direction"] == "left");
  CHECK(measurement(all, "mirror_emg_ratio", "left")["bears_on"]["direction"] == "right");
}

TEST_CASE("A measurement whose hemisphere does not fit its hand bears on no direction") {
  measures::Results results = tests::example_results();
  results.measurements = {results.measurements[3]};
  results.measurements[0].key.hemisphere = protocol::Hemisphere::right;
  CHECK(page(results)["measurements"][0]["bears_on"].is_null());
}

TEST_CASE("Text that is no UTF-8 or full of quotes still makes valid JSON") {
  measures::Results results = first_alone();
  results.measurements[0].reason = "\"quoted\" \\ \xB5V\n\t\x01";
  results.measurements[0].key.muscle = "\xFF\xFE";
  const Json all = page(results);
  CHECK(all["measurements"][0]["reason"] == "\"quoted\" \\ \u00b5V\n\t\x01");
}

TEST_CASE("The JSON of the made-up results is as kept") {
  tests::check_golden("measures.json", report::to_json(tests::example_results(), source, true));
}

}  // namespace
}  // namespace trilayer
