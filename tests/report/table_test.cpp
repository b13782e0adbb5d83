#include <doctest/doctest.h>

#include <algorithm>

#include "tests/report/example.hpp"
#include "tests/report/golden.hpp"
#include "trilayer/base/text.hpp"
#include "trilayer/report/report.hpp"

using namespace trilayer;

namespace {

std::size_t width(const std::string& line) {
  return static_cast<std::size_t>(
      std::count_if(line.begin(), line.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

}  // namespace

TEST_CASE("The table of the example is what it was") {
  tests::check_golden("measures.txt", report::to_table(tests::example_results()));
}

TEST_CASE("No line of the table is wider than 120 columns") {
  measures::Results results = tests::example_results();
  for (auto& m : results.measurements) {
    m.reason += std::string(300, 'x') + " \u00e4\u00f6\u00fc";
    m.key.condition += ", with a very long calibration that goes on and on and on and on and on and on and on and on";
  }
  results.measurements.back().reason =
      "\u00e4 long reason made of words and words and words and words and words and "
      "words and words and words and words and words";
  std::size_t widest = 0;
  for (const auto& line : base::lines(report::to_table(results)))
    if (line.find(std::string(130, 'x')) == std::string::npos) widest = std::max(widest, width(line));
  CHECK(widest <= 120);
}

TEST_CASE("Missing measures are summed up in one paragraph, not listed") {
  const std::string table = report::to_table(tests::example_results());
  CHECK(table.find("Not recorded, so not measured:") != std::string::npos);
  const auto lines = base::lines(table);
  CHECK(std::count_if(lines.begin(), lines.end(),
                      [](const auto& line) { return line.find("SICI") != std::string::npos; }) == 1);
}

TEST_CASE("A file cannot command the terminal") {
  measures::Results results = tests::example_results();
  results.measurements[0].key.muscle = "\x1b[2J";
  results.measurements[9].reason = "\x1b]0;title\a";
  results.measurements.back().reason = "\x1b[31m";
  CHECK(report::to_table(results).find('\x1b') == std::string::npos);
}

TEST_CASE("Nothing measured gives an empty table") { CHECK(report::to_table({}).empty()); }
