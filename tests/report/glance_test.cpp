#include "trilayer/report/glance.hpp"

#include <doctest/doctest.h>

#include "tests/report/example.hpp"
#include "trilayer/catalogue/descriptor.hpp"
#include "trilayer/report/report.hpp"

namespace trilayer {
namespace {

using measures::Measurement;
using measures::State;

constexpr std::size_t no_limit = 1'000'000;

Measurement example(const std::string& measure, protocol::Side side) {
  for (const auto& m : tests::example_results().measurements)
    if (m.key.measure == measure && m.key.side == side) return m;
  FAIL("no " << measure);
  return {};
}

// What becomes of a measure that was looked for and not found.
Measurement absent(const std::string& measure, protocol::Side side) {
  Measurement m = example("imep_presence", protocol::Side::right);
  m.key.measure = measure;
  m.key.side = side;
  return m;
}

std::string glance(const std::vector<Measurement>& measurements) {
  measures::Results results;
  results.measurements = measurements;
  return report::glance_table(results, no_limit);
}

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

bool has_row(const std::string& table, const std::string& measure) {
  return contains(table, "<th scope=\"row\">" + std::string(catalogue::descriptor(measure).name));
}

TEST_CASE("At a glance leaves out measures that are only steps towards others") {
  for (const char* measure : {"background_emg", "cmep_area", "imep_amplitude", "isp_duration"}) {
    CAPTURE(measure);
    Measurement m = example("cmep_amplitude", protocol::Side::right);
    m.key.measure = measure;
    CHECK_FALSE(has_row(glance({m, example("csp_duration", protocol::Side::right)}), measure));
  }
}

TEST_CASE("At a glance leaves out a row in which neither hand has a number") {
  Measurement none = example("imep_latency_difference", protocol::Side::right);
  REQUIRE(none.state == State::unobtainable);
  const Measurement other = example("csp_duration", protocol::Side::right);
  CHECK_FALSE(has_row(glance({none, other}), none.key.measure));
  Measurement number = none;
  number.key.side = protocol::Side::left;
  number.state = State::value;
  number.value = 0.4;
  CHECK(has_row(glance({none, number, other}), none.key.measure));
}

TEST_CASE("At a glance keeps signs of mirroring that are absent, and says from what size they would have been seen") {
  for (const char* measure : {"imep_presence", "isp_depth", "ihi", "mirror_emg_ratio"}) {
    CAPTURE(measure);
    const std::string table = glance({absent(measure, protocol::Side::left), absent(measure, protocol::Side::right)});
    CHECK(has_row(table, measure));
    CHECK(contains(table, "absent"));
    CHECK(contains(table, "would have been seen from 3.4"));
  }
}

TEST_CASE("At a glance draws both hands on one line only where both gave a number in the same condition") {
  const Measurement left = example("csp_duration", protocol::Side::left);
  Measurement right = example("csp_duration", protocol::Side::right);
  REQUIRE(left.key.condition == right.key.condition);
  CHECK(contains(glance({left, right}), "role=\"img\" aria-label=\"left "));
  CHECK_FALSE(contains(glance({left}), "<svg"));
  CHECK_FALSE(contains(glance({left, absent("csp_duration", protocol::Side::right)}), "<svg"));
  right.key.condition = "another";
  CHECK_FALSE(contains(glance({left, right}), "<svg"));
}

TEST_CASE("Where no measure gave a number, the glance says so") {
  CHECK(contains(glance({}), "No measure gave a number"));
  CHECK(contains(glance({example("sici", protocol::Side::left)}), "No measure gave a number"));
}

TEST_CASE("The page says that the glance is not all: all measures stand below in full") {
  const std::string page = report::to_html(tests::example_results(), {}, measures::Settings{}, {"a.edf", "0.0-test"});
  CHECK(contains(page, "all measures stand below in full"));
}

TEST_CASE("A glance too large for its page stops and says how much it left out") {
  std::vector<Measurement> many;
  for (int i = 0; i < 200; ++i) {
    many.push_back(example("cmep_latency", protocol::Side::left));
    many.back().key.muscle = "M" + std::to_string(i);
  }
  measures::Results results;
  results.measurements = many;
  const std::string table = report::glance_table(results, 5'000);
  CHECK(table.size() < 7'000);
  CHECK(contains(table, "more rows left out here; all are in measures.tsv."));
}

}  // namespace
}  // namespace trilayer
