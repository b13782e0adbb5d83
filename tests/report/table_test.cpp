#include <doctest/doctest.h>

#include <algorithm>

#include "tests/report/example.hpp"
#include "tests/report/golden.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/report/report.hpp"

namespace trilayer {
namespace {

// The first line that holds both texts.
std::string line_with(const std::string& table, const std::string& one, const std::string& other) {
  for (const auto& line : base::lines(table))
    if (line.find(one) != std::string::npos && line.find(other) != std::string::npos) return line;
  FAIL("no line with " << one << " and " << other);
  return "";
}

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

std::size_t times(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
  return found;
}

TEST_CASE("The table gives value, interval, unit and trials of a measure on one line") {
  const std::string line = line_with(report::to_table(tests::example_results()), "cMEP onset latency", "right FDI");
  CHECK(contains(line, "20.6"));
  CHECK(contains(line, "20.40 to 20.84"));  // 20.62 +- 1.96 * 0.11
  CHECK(contains(line, "ms"));
  CHECK(line.ends_with("20"));
}

TEST_CASE("The table says what is censored, absent and from what size it would have been seen") {
  const std::string table = report::to_table(tests::example_results());
  CHECK(contains(line_with(table, "CSP", "left FDI"), ">= 98"));
  const std::string absent = line_with(table, "iMEP, size", "right FDI");
  CHECK(contains(absent, "absent"));
  CHECK(contains(absent, "seen from 3.4"));
  CHECK(contains(table, "no response above background (p = 0.41)"));
}

TEST_CASE("What is absent only because its response is has no line in the table: the response's own line says it") {
  measures::Results results = tests::example_results();
  results.measurements = {results.measurements[9]};  // an absent iMEP
  REQUIRE(results.measurements[0].state == measures::State::absent);
  measures::Measurement persistence = results.measurements[0];
  persistence.key.measure = "imep_persistence";
  persistence.smallest_detectable.reset();
  results.measurements.push_back(persistence);
  const std::string table = report::to_table(results);
  CHECK(contains(table, "iMEP, size above background"));
  CHECK_FALSE(contains(table, "share of trials with an iMEP"));
}

TEST_CASE("Columns of the table stand under each other, also where a name is not ASCII") {
  measures::Results results = tests::example_results();
  results.measurements.resize(2);
  results.measurements[0].key.muscle = "\u00dc\u00e4\u00f6";  // as wide as "FDI", twice as many bytes
  const std::string table = report::to_table(results);
  const auto at = [&](const std::string& line, const std::string& part) {
    const std::string before = line.substr(0, line.find(part));
    return std::count_if(before.begin(), before.end(),
                         [](char c) { return (static_cast<unsigned char>(c) >> 6) != 2; });
  };
  CHECK(at(line_with(table, "cMEP", "mV"), "left") == at(line_with(table, "cMEP", "ms"), "left"));
}

TEST_CASE("Control characters of a file do not reach the terminal") {
  measures::Results results = tests::example_results();
  for (auto& m : results.measurements) {
    m.key.muscle = m.key.condition = m.block = m.recording = m.participant = "a\x1b[2Jb\nc\x7f\td";
    if (!m.reason.empty()) m.reason = "a\x1b[2Jb\nc\x7f\td";
  }
  for (const char c : report::to_table(results)) {
    const auto code = static_cast<unsigned char>(c);
    CHECK((code == '\n' || (code >= 0x20 && code != 0x7f)));
  }
}

TEST_CASE("Headings, remarks and the list of what is missing fit into 120 columns, however long the reason") {
  measures::Results results = tests::example_results();
  std::string reason;
  for (int i = 0; i < 60; ++i) reason += "because ";
  for (auto& m : results.measurements) {
    m.key.condition = reason;
    if (!m.reason.empty()) m.reason = reason;
  }
  for (const auto& line : base::lines(report::to_table(results))) CHECK(line.size() <= 120);
}

TEST_CASE("What is missing for one reason is said once") {
  const std::string table = report::to_table(tests::example_results());
  CHECK(times(table, "no block with a conditioning pulse to the same hemisphere") == 1);
  CHECK(contains(table, "(left FDI, right FDI)"));
}

TEST_CASE("Without measurements the table is empty") { CHECK(report::to_table({}).empty()); }

TEST_CASE("The table of the made-up results is as kept") {
  tests::check_golden("table.txt", report::to_table(tests::example_results()));
}

}  // namespace
}  // namespace trilayer
